#ifndef FITS_HELPER_OVERLAP_H
#define FITS_HELPER_OVERLAP_H

#include "fits_helper/wcs.h"
#include "geo/region.h"

/*
 * Find the smallest block of an image's pixels that holds all that have some area, a line
 * or a place of a region: along the axes x and y, counted from 1, both included.  The
 * image has coordinates on the sky.  False if there are none.
 */
extern bool overlap_find(const ImageWcs *wcs,
						 const Region *region,
						 int64_t first[2],
						 int64_t last[2]);

#endif
