#ifndef FITS_HELPER_SPECTRUM_H
#define FITS_HELPER_SPECTRUM_H

#include <stdbool.h>

#include "fits_helper/file.h"

/* A spectrum as two columns of numbers; malloc'd. */
typedef struct Spectrum
{
	int count;
	double *x;		  /* what is known of the axis: see unit */
	double *y;		  /* NaN: nothing there */
	const char *unit; /* of x: "nm", or "" for numbers of pixels and unknown units */
} Spectrum;

/* Is an image one, along its first axis? */
extern bool spectrum_is_image(const Hdu *hdu);

/* Read the first row of such an image. */
extern bool
spectrum_of_image(FitsFile *file, const Hdu *hdu, Spectrum *to, SkyError *err);

/*
 * Read a table with columns of wavelengths and fluxes, by their usual names, as rows or
 * as arrays in its first row.  False if the current unit has none, or with a fault.
 */
extern bool spectrum_of_table(FitsFile *file, Spectrum *to, SkyError *err);

extern void spectrum_free(Spectrum *spectrum);

#endif
