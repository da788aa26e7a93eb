#ifndef FITS_HELPER_PACK_H
#define FITS_HELPER_PACK_H

#include "fits_helper/pack_code.h"
#include "fits_helper/pixels.h"

/* Images up to this are packed, in memory [bytes of pixels]. */
#define PACK_IMAGE (64UL * 1024 * 1024)

/* An image in tiles, as a binary table of one column has it (FITS Standard 4.0, 10.1). */
typedef struct Packed
{
	const PackMethod *method;
	char *bytes; /* the rows, then the heap; NULL: the image is not packed */
	size_t size;
	int64_t tiles;
	size_t longest;				  /* of their codes [bytes] */
	int64_t sides[FITS_MAX_AXES]; /* of a tile [pixels] */
} Packed;

/*
 * Pack the pixels of a cutout of the current unit, a compressed image, without loss.
 * Integers keep the method of the original if it is Rice, gzip or HCOMPRESS; floats,
 * which quantizing again would change, and all else are packed by GZIP_2.  Tiles are
 * those of the original, no longer than the cutout; very small ones grow.
 */
extern bool pack_pixels(
	FitsFile *file, const Hdu *hdu, const Cutout *cutout, Packed *packed, SkyError *err);
extern void pack_free(Packed *packed);

/* Write the cards that such a table begins with. */
extern void
pack_cards(const Packed *packed, const Hdu *hdu, const Cutout *cutout, Cards *cards);

#endif
