/*
 * mosaic_tiles.c
 *		How the images of a mosaic lie, and their pixels put together.
 *
 * Places are counted in pixels of the first image.  Where images overlap the first one
 * counts.
 */
#include "fits_helper/mosaic_tiles.h"

#include <stdlib.h>

#define BAND (8 * 1024 * 1024) /* [bytes] made at a time, unless one row is more */

/* The first and last pixel of a tile along an axis of the mosaic. */
static int64_t
tile_first(const MosaicTile *tile, int axis)
{
	return 1 + tile->shift[axis];
}

static int64_t
tile_last(const MosaicTile *tile, int axis)
{
	return tile->hdu.sizes[axis] + tile->shift[axis];
}

bool
mosaic_block(const MosaicTiles *tiles, Cutout *block)
{
	bool found = false;

	for (int i = 0; i < tiles->count; i++)
	{
		const MosaicTile *tile = tiles->tiles[i];

		for (int axis = 0; tile->is_met && axis < tile->hdu.axes; axis++)
		{
			int64_t shift = axis < 2 ? tile->shift[axis] : 0;
			int64_t first = tile->block.first[axis] + shift;
			int64_t last = tile->block.last[axis] + shift;

			if (!found || first < block->first[axis])
				block->first[axis] = first;
			if (!found || last > block->last[axis])
				block->last[axis] = last;
		}
		found |= tile->is_met;
	}
	return found;
}

/* Does something of a row belong to no tile? */
static bool
row_has_gap(const MosaicTiles *tiles, const Cutout *block, int64_t y)
{
	int64_t x = block->first[0];

	while (x <= block->last[0])
	{
		int64_t reach = x;

		for (int i = 0; i < tiles->count; i++)
		{
			const MosaicTile *tile = tiles->tiles[i];

			if (y >= tile_first(tile, 1) && y <= tile_last(tile, 1) &&
				x >= tile_first(tile, 0) && tile_last(tile, 0) + 1 > reach)
				reach = tile_last(tile, 0) + 1;
		}
		if (reach == x)
			return true;
		x = reach;
	}
	return false;
}

/* Rows differ only where tiles begin or have ended. */
bool
mosaic_has_gap(const MosaicTiles *tiles, const Cutout *block)
{
	bool found = row_has_gap(tiles, block, block->first[1]);

	for (int i = 0; !found && i < tiles->count; i++)
	{
		int64_t first = tile_first(tiles->tiles[i], 1);
		int64_t beyond = tile_last(tiles->tiles[i], 1) + 1;

		found = (first > block->first[1] && first <= block->last[1] &&
				 row_has_gap(tiles, block, first)) ||
				(beyond > block->first[1] && beyond <= block->last[1] &&
				 row_has_gap(tiles, block, beyond));
	}
	return found;
}

/* Rows of a tile on their way to a band of the mosaic. */
typedef struct Placing
{
	char *at;	   /* the first pixel */
	size_t stride; /* from row to row [bytes] */
	size_t row;	   /* of the tile [bytes] */
	size_t done;
} Placing;

static void
place(void *to, const void *bytes, size_t size)
{
	Placing *placing = to;
	const char *from = bytes;

	while (size > 0)
	{
		size_t within = placing->done % placing->row;
		size_t here = placing->row - within < size ? placing->row - within : size;

		memcpy(placing->at + placing->done / placing->row * placing->stride + within,
			   from,
			   here);
		placing->done += here;
		from += here;
		size -= here;
	}
}

/* Put what a tile has of a band, which is a block of one plane. */
static bool
put_tile(
	MosaicTile *tile, const Mosaic *mosaic, const Cutout *band, char *to, SkyError *err)
{
	Cutout block = *band;
	size_t width = (size_t) cutout_size(band, 0) * mosaic->pixel;
	Placing placing = {.at = to, .stride = width};

	for (int i = 0; i < 2; i++)
	{
		if (block.first[i] < tile_first(tile, i))
			block.first[i] = tile_first(tile, i);
		if (block.last[i] > tile_last(tile, i))
			block.last[i] = tile_last(tile, i);
		if (block.first[i] > block.last[i])
			return true;
	}
	placing.at += (size_t) (block.first[1] - band->first[1]) * width +
				  (size_t) (block.first[0] - band->first[0]) * mosaic->pixel;
	placing.row = (size_t) cutout_size(&block, 0) * mosaic->pixel;
	for (int i = 0; i < 2; i++)
	{
		block.first[i] -= tile->shift[i];
		block.last[i] -= tile->shift[i];
	}
	return pixels_read(&tile->file, &tile->hdu, &block, place, &placing, err);
}

/* The next plane; false after the last. */
static bool
next_plane(Cutout *band, const Cutout *all, int axes)
{
	for (int i = 2; i < axes; i++)
	{
		if (++band->first[i] <= all->last[i])
		{
			band->last[i] = band->first[i];
			return true;
		}
		band->first[i] = band->last[i] = all->first[i];
	}
	return false;
}

static bool
read_plane(const Mosaic *mosaic, Cutout band, PixelTaker take, void *to, SkyError *err)
{
	size_t width = (size_t) cutout_size(&band, 0) * mosaic->pixel;
	int64_t rows = width < BAND ? (int64_t) (BAND / width) : 1;
	char *bytes = malloc((size_t) rows * width);
	bool done = bytes != NULL || sky_error(err, SKY_E_MEMORY, -1, "out of memory");

	while (done && band.first[1] <= mosaic->block.last[1])
	{
		size_t size;

		band.last[1] = band.first[1] + rows - 1;
		if (band.last[1] > mosaic->block.last[1])
			band.last[1] = mosaic->block.last[1];
		size = (size_t) cutout_size(&band, 1) * width;
		for (size_t i = 0; i < size; i += mosaic->pixel)
			memcpy(bytes + i, mosaic->blank, mosaic->pixel);
		for (int i = mosaic->tiles->count - 1; done && i >= 0; i--)
			done = put_tile(mosaic->tiles->tiles[i], mosaic, &band, bytes, err);
		if (done)
			take(to, bytes, size);
		band.first[1] = band.last[1] + 1;
	}
	free(bytes);
	return done;
}

bool
mosaic_read(void *from, PixelTaker take, void *to, SkyError *err)
{
	const Mosaic *mosaic = from;
	int axes = mosaic->tiles->tiles[0]->hdu.axes;
	Cutout band = mosaic->block;
	bool done = true;

	for (int i = 2; i < axes; i++)
		band.last[i] = band.first[i];
	do
		done = read_plane(mosaic, band, take, to, err);
	while (done && next_plane(&band, &mosaic->block, axes));
	return done;
}
