#ifndef FITS_HELPER_PROJECTION_H
#define FITS_HELPER_PROJECTION_H

#include "fits_helper/file.h"

/* An image whose file stands at its unit. */
typedef struct ProjectedImage
{
	const char *name; /* for errors */
	FitsFile *file;
	const Hdu *hdu;
} ProjectedImage;

/*
 * Do two images count the same pixels of the sky, of the same values?  shift: what the
 * pixels of the other one, along its first two axes, are more in the first.  The error
 * says what differs.
 */
extern bool projection_is_shared(const ProjectedImage *first,
								 const ProjectedImage *other,
								 int64_t shift[2],
								 SkyError *err);

#endif
