#ifndef FITS_HELPER_FOOTPRINT_H
#define FITS_HELPER_FOOTPRINT_H

#include "fits_helper/wcs.h"

#define FOOTPRINT_MAX 256

/*
 * The border of an image as a polygon, with vertices where great circles between them
 * would miss it by more than half a pixel.  The number of vertices; 0 if the border
 * leaves the projection or goes round more than a hemisphere.
 */
extern int footprint_of(const ImageWcs *wcs, SkyPoint vertices[FOOTPRINT_MAX]);

/* The size of a pixel in the middle of the image [arcsec]; NaN if there is none. */
extern double footprint_scale(const ImageWcs *wcs);

#endif
