#ifndef FITS_HELPER_PLOT_H
#define FITS_HELPER_PLOT_H

#include "fits_helper/picture.h"
#include "fits_helper/spectrum.h"

/* Draw a spectrum, dark on white, in a frame with numbers; width [pixels] of the picture.
 */
extern bool
plot_spectrum(const Spectrum *spectrum, int width, Picture *picture, SkyError *err);

#endif
