#ifndef FITS_HELPER_TABULAR_H
#define FITS_HELPER_TABULAR_H

#include "fits_helper/file.h"

struct wcsprm;

/* The units of a file that hold coordinates of an image. */
#define TABULAR_MAX 16

typedef struct TabularUnits
{
	int hdus[TABULAR_MAX];
	int count;
} TabularUnits;

/*
 * Read the tables of coordinates (-TAB) of an image's first description, and find those
 * of all: "Representations of spectral coordinates in FITS" (Greisen et al. 2006, Paper
 * III), section 6.  The image remains the current unit.  A table that is not there or
 * does not fit gives a description that wcsset() refuses.
 */
extern void tabular_read(
	struct wcsprm *all, int count, FitsFile *file, const Hdu *hdu, TabularUnits *units);

/* Do without tables. */
extern void tabular_drop(struct wcsprm *wcs);

#endif
