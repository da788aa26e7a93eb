#ifndef FITS_HELPER_WCS_H
#define FITS_HELPER_WCS_H

#include <stdbool.h>

#include "base/refframe.h"
#include "base/shape.h"
#include "fits_helper/lookup.h"
#include "fits_helper/spectral.h"
#include "fits_helper/tabular.h"

struct wcsprm;
struct disprm;

#define WCS_MAX_AXES 16

/* An axis of pixels that stands for something; -1: there is none. */
typedef struct ImageWcs
{
	struct wcsprm *wcs; /* NULL: none */
	struct wcsprm *all; /* with its alternates, for release */
	int all_count;
	const Hdu *hdu;
	const RefFrame *icrs;
	const RefFrame *frame; /* of the celestial axes */
	int lng;			   /* these, among the world axes */
	int lat;
	bool is_tabulated; /* they are by a table */
	int x;			   /* the pixel axes that position depends on; from 0 */
	int y;
	int band; /* of vacuum wavelength [m] */
	int time;
	int stokes;
	double units[WCS_MAX_AXES]; /* world coordinates to deg, SI and days */
	TabularUnits tables;
	Lookups lookups;
	struct disprm *sip;			 /* taken out of wcs if there are lookups; else NULL */
	Dispersion dispersion;		 /* where the standard's words are missing */
	double middle[WCS_MAX_AXES]; /* world coordinates of the middle of the image */
	char *header;				 /* all that it was read from; NULL: there is more */
	size_t header_size;
} ImageWcs;

/* Read the primary world coordinates of the current unit; without any, wcs is NULL. */
extern void wcs_read(ImageWcs *wcs, FitsFile *file, const Hdu *hdu);
extern void wcs_free(ImageWcs *wcs);

/*
 * From positions in ICRS [deg] to pixels along the axes x and y, where the centre of the
 * first pixel is 1, and back.  False where the projection has no such place.
 */
extern bool wcs_pixel_of(const ImageWcs *wcs, SkyPoint place, double *x, double *y);
extern bool wcs_place_of(const ImageWcs *wcs, double x, double y, SkyPoint *place);

/*
 * What stands at a pixel coordinate of the axes band [m], time [MJD] or stokes (the code
 * of FITS); false where nothing does.
 */
extern bool wcs_value_of(const ImageWcs *wcs, int axis, double pixel, double *value);

/*
 * The least and greatest of them in a pixel: at its borders, or where there is nothing
 * any more, as beyond a table, at its centre.
 */
extern bool
wcs_reach_of(const ImageWcs *wcs, int axis, int64_t pixel, FitsInterval *reach);

#endif
