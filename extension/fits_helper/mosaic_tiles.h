#ifndef FITS_HELPER_MOSAIC_TILES_H
#define FITS_HELPER_MOSAIC_TILES_H

#include "fits_helper/pixels.h"

/* An image of a mosaic, its file open at its unit. */
typedef struct MosaicTile
{
	FitsFile file;
	Hdu hdu;
	int64_t shift[2]; /* from its pixels to those of the first image */
	Cutout block;	  /* of what is wanted, in its own pixels */
	bool is_met;	  /* it has something of that */
	char origin[FITS_ORIGIN];
} MosaicTile;

typedef struct MosaicTiles
{
	MosaicTile *tiles[FITS_MAX_TILES];
	int count;
} MosaicTiles;

typedef struct Mosaic
{
	const MosaicTiles *tiles;
	Cutout block; /* in pixels of the first image */
	size_t pixel; /* [bytes] */
	size_t size;  /* of all pixels [bytes] */
	char blank[8];
} Mosaic;

/* The block round all that is wanted; false if nothing is. */
extern bool mosaic_block(const MosaicTiles *tiles, Cutout *block);

/* Does something of a block belong to no image? */
extern bool mosaic_has_gap(const MosaicTiles *tiles, const Cutout *block);

/* Give the pixels of a Mosaic: DataSource.read. */
extern bool mosaic_read(void *from, PixelTaker take, void *to, SkyError *err);

#endif
