#ifndef FITS_HELPER_AXES_H
#define FITS_HELPER_AXES_H

#include "fits_helper/wcs.h"

/* Find which axes stand for position, wavelength, time and polarisation. */
extern void axes_find(ImageWcs *wcs);

/*
 * What world coordinates say along one of the axes band [m, in vacuum], time [MJD] and
 * stokes [code]; NaN where they say nothing.
 */
extern double axes_value(const ImageWcs *wcs, int axis, const double *world);

#endif
