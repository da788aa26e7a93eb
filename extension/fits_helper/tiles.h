#ifndef FITS_HELPER_TILES_H
#define FITS_HELPER_TILES_H

#include "fits_helper/plan.h"
#include "fits_helper/rice.h"
#include "fits_helper/table.h"

/* An image in tiles of Rice; NULL: the image is stored in another way. */
typedef struct Tiles
{
	Table table;
	const Column *data;
	const Column *scale; /* of quantized floats; else NULL */
	const Column *zero;
	const Column *blanks; /* ZBLANK of each tile */
	int64_t sizes[FITS_MAX_AXES];
	size_t pixels; /* of a whole tile */
	RiceCode code;
	int dither; /* SUBTRACTIVE_DITHER_1 or _2; 0: none */
	int64_t seed;
	bool has_blank;
	double blank; /* ZBLANK of all tiles */
} Tiles;

/* The method of a compressed image, the current unit; false: it is not said. */
extern bool tiles_method(FitsFile *file, char method[FLEN_VALUE]);

/* The side of its tiles along an axis, from 0, as it is said. */
extern int64_t tiles_side(FitsFile *file, const Hdu *hdu, int axis);

/*
 * Make the tiles of the current unit ready.  False, without a fault, if they are not what
 * is read here: then cfitsio reads them.
 */
extern bool tiles_open(Tiles *tiles, FitsFile *file, const Hdu *hdu, SkyError *err);
extern void tiles_close(Tiles *tiles);

/*
 * Read a block of pixels, big-endian, as pixels_read() gives them.  False, without a
 * fault, if a tile is stored in another way.
 */
extern bool tiles_read(
	const Tiles *tiles, const Hdu *hdu, const Cutout *block, char *to, SkyError *err);

#endif
