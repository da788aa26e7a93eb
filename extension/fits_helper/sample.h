#ifndef FITS_HELPER_SAMPLE_H
#define FITS_HELPER_SAMPLE_H

#include "fits_helper/file.h"

/* An image in another size, the first row of the file first; NaN: nothing there. */
typedef struct Samples
{
	int width;
	int height;
	float *values; /* malloc'd */
} Samples;

/*
 * Read the current unit, its longer side made longer [pixels] long: means of some of the
 * pixels, or pixels again and again.  Of a cube the mean of its planes, some of them if
 * there are many, or one (plane, from 1; 0: all).
 */
extern bool sample_image(FitsFile *file,
						 const Hdu *hdu,
						 int longer,
						 int plane,
						 Samples *samples,
						 SkyError *err);

#endif
