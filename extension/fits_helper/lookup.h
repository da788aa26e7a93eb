#ifndef FITS_HELPER_LOOKUP_H
#define FITS_HELPER_LOOKUP_H

#include "fits_helper/file.h"

/*
 * Distortions as arrays in units of their own, as the Hubble Space Telescope has them
 * (Calabretta et al. 2004, "Representations of distortions in FITS world coordinate
 * systems", section 3.4): D2IMDISj with D2IMARR for the detector first, then CPDISj with
 * WCSDVARR.
 */
typedef struct Lookup
{
	const char *array;	/* EXTNAME of the unit; NULL: no such distortion */
	const char *record; /* keyword of what is said of it: DP1 */
	long version;		/* EXTVER of the unit */
	long card;			/* where the header says so, from 0; -1: nowhere */
	double axis[2];		/* pixel axes, from 1, that those of the array stand for */
	int hdu;			/* the unit; 0: not read */
	int64_t size[2];
	double
		reference[2]; /* the element, from 0, that stands for the pixel value, from 0 */
	double value[2];
	double step[2]; /* pixels from element to element */
	float *values;	/* [pixels]; malloc'd */
} Lookup;

#define LOOKUPS 4

/* Along the axes 1 and 2 of the detector, then of the distortion proper. */
typedef struct Lookups
{
	Lookup tables[LOOKUPS];
	bool are_read;
} Lookups;

/* Find what a header, count cards of 80 bytes, says of them. */
extern void lookups_find(Lookups *lookups, const char *cards, size_t count);

/* Blank these cards, which wcslib refuses. */
extern void lookups_strip(const Lookups *lookups, char *cards, size_t count);

/*
 * Read the arrays of a unit, which remains the current one.  If any is missing or cannot
 * be used, none is.
 */
extern void lookups_read(Lookups *lookups, FitsFile *file, const Hdu *hdu);
extern void lookups_free(Lookups *lookups);

/* Is a unit one of their arrays, by its name? */
extern bool hdu_is_lookup(const Hdu *hdu);

/* Add the distortions of a pixel, of the detector or proper, to a position. */
extern void lookups_add_detector(const Lookups *lookups, const double *pixel, double *to);
extern void lookups_add_prior(const Lookups *lookups, const double *pixel, double *to);

#endif
