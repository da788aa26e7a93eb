/*
 * mosaic.c
 *		Mosaics: images that share one projection, as one image.
 *
 * Pixels are copied, never resampled: images belong together if their headers say where
 * the sky is by the same numbers and their reference pixels are whole pixels apart.
 * Where images overlap the first one counts; where there is none, pixels are NaN or
 * BLANK.  Places are counted in pixels of the first image.
 */
#include <math.h>
#include <stdlib.h>

#include "fits_helper/emit.h"
#include "fits_helper/header.h"
#include "fits_helper/projection.h"
#include "fits_helper/tasks.h"

#define BAND (8 * 1024 * 1024) /* [bytes] made at a time, unless one row is more */
/* A mosaic that is longer may not be mostly blank. */
#define LARGE	  (1024LL * 1024 * 1024)
#define MOST_AREA 50 /* times the area of its tiles */

typedef struct Tile
{
	FitsFile file;
	Hdu hdu;
	int64_t shift[2]; /* from its pixels to those of the first image */
	Cutout block;	  /* of what is wanted, in its own pixels */
	bool is_met;	  /* it has something of that */
	char origin[FITS_ORIGIN];
} Tile;

/* Kept from order to order. */
static struct
{
	Tile *tiles[FITS_MAX_TILES];
	int count;
} kept;

static void
forget(void)
{
	for (int i = 0; i < kept.count; i++)
	{
		file_end(&kept.tiles[i]->file);
		free(kept.tiles[i]);
	}
	kept.count = 0;
}

static bool
is_usable(const ImageWcs *wcs, const Hdu *hdu)
{
	return hdu->kind == HDU_IMAGE && wcs->x == 0 && wcs->y == 1;
}

/* A mosaic has no room for what the coordinates of an image have beside its header. */
static bool
stands_alone(const Tile *tile, const ImageWcs *wcs, SkyError *err)
{
	return (!wcs->lookups.are_read ||
			sky_error(err,
					  SKY_E_BAD_VALUE,
					  -1,
					  "\"%s\" is distorted by lookup tables, which no mosaic holds",
					  tile->origin)) &&
		   (wcs->tables.count == 0 ||
			sky_error(err,
					  SKY_E_BAD_VALUE,
					  -1,
					  "\"%s\" has tables of coordinates (-TAB), which no mosaic holds",
					  tile->origin));
}

/* Go to the image that is asked for, or to the first that has coordinates. */
static bool
find_image(Tile *tile, const Wanted *wanted, SkyError *err)
{
	int only = wanted->order->hdu;

	for (int i = only < 0 ? 0 : only; file_hdu(&tile->file, i, &tile->hdu, err); i++)
	{
		ImageWcs wcs;
		bool found = false;

		wcs_read(&wcs, &tile->file, &tile->hdu);
		found = is_usable(&wcs, &tile->hdu);
		if (found && stands_alone(tile, &wcs, err))
			tile->is_met = plan_cutout(wanted, &wcs, &tile->block);
		wcs_free(&wcs);
		if (found)
			return err->code == SKY_OK;
		if (only >= 0)
			break;
	}
	return err->code == SKY_OK &&
		   sky_error(err,
					 SKY_E_BAD_VALUE,
					 -1,
					 "\"%s\" has no image with positions along its first two axes",
					 tile->origin);
}

static bool
fits_beside(Tile *tile, SkyError *err)
{
	Tile *first = kept.tiles[0];

	return projection_is_shared(
		&(ProjectedImage){first->origin, &first->file, &first->hdu},
		&(ProjectedImage){tile->origin, &tile->file, &tile->hdu},
		tile->shift,
		err);
}

bool
mosaic_add(const Received *received, Sink *sink, SkyError *err)
{
	const FitsOrder *order = &received->order;
	Tile *tile = calloc(1, sizeof(Tile));
	Wanted wanted;
	Arena arena;
	bool done;

	(void) sink;
	if (tile == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	if (order->part == 1)
		forget();
	arena_init_malloc(&arena, 0);
	memcpy(tile->origin, order->origin, sizeof(tile->origin) - 1);
	done =
		(order->part == kept.count + 1 && kept.count < FITS_MAX_TILES) ||
		sky_error(err, SKY_E_LIMIT, -1, "a mosaic has %d images at most", FITS_MAX_TILES);
	done = done && wanted_init(&wanted, received, &arena, err) &&
		   file_begin(&tile->file, received, err) && find_image(tile, &wanted, err) &&
		   (kept.count == 0 || fits_beside(tile, err));
	arena_fini(&arena);
	if (done)
		kept.tiles[kept.count++] = tile;
	else
	{
		file_end(&tile->file);
		free(tile);
	}
	return done;
}

/* The mosaic as data. */
typedef struct Mosaic
{
	Cutout block; /* in pixels of the first image */
	size_t pixel; /* [bytes] */
	size_t size;  /* of all pixels [bytes] */
	char blank[8];
} Mosaic;

/* The first and last pixel of a tile along an axis of the mosaic. */
static int64_t
tile_first(const Tile *tile, int axis)
{
	return 1 + tile->shift[axis];
}

static int64_t
tile_last(const Tile *tile, int axis)
{
	return tile->hdu.sizes[axis] + tile->shift[axis];
}

/* The block round all that is wanted; false if nothing is. */
static bool
find_block(Cutout *block)
{
	bool found = false;

	for (int i = 0; i < kept.count; i++)
	{
		const Tile *tile = kept.tiles[i];

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
row_has_gap(const Cutout *block, int64_t y)
{
	int64_t x = block->first[0];

	while (x <= block->last[0])
	{
		int64_t reach = x;

		for (int i = 0; i < kept.count; i++)
		{
			const Tile *tile = kept.tiles[i];

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
static bool
has_gap(const Cutout *block)
{
	bool found = row_has_gap(block, block->first[1]);

	for (int i = 0; !found && i < kept.count; i++)
	{
		int64_t first = tile_first(kept.tiles[i], 1);
		int64_t beyond = tile_last(kept.tiles[i], 1) + 1;

		found = (first > block->first[1] && first <= block->last[1] &&
				 row_has_gap(block, first)) ||
				(beyond > block->first[1] && beyond <= block->last[1] &&
				 row_has_gap(block, beyond));
	}
	return found;
}

/* What stands where there is no tile. */
static bool
find_blank(Mosaic *mosaic, SkyError *err)
{
	Tile *first = kept.tiles[0];
	int64_t value = 0;

	if (first->hdu.bitpix < 0)
	{
		/* A quiet NaN. */
		memcpy(mosaic->blank, mosaic->pixel == 4 ? "\x7f\xc0" : "\x7f\xf8", 2);
		return true;
	}
	if (!file_integer(&first->file, "BLANK", &value))
		return !has_gap(&mosaic->block) ||
			   (sky_error(err,
						  SKY_E_BAD_VALUE,
						  -1,
						  "the images leave gaps, and integers without BLANK have no "
						  "value for these") ||
				sky_error_hint(err, "Ask for less, or add the images between."));
	for (size_t i = mosaic->pixel; i-- > 0; value >>= 8)
		mosaic->blank[i] = (char) value;
	return true;
}

/* Mosaics of tiles far apart would be blank for ever. */
static bool
check_size(Mosaic *mosaic, const Hdu *hdu, SkyError *err)
{
	double area = 0.0;

	for (int i = 0; i < kept.count; i++)
		area +=
			(double) kept.tiles[i]->hdu.sizes[0] * (double) kept.tiles[i]->hdu.sizes[1];
	if (pixels_size(hdu, &mosaic->block, &mosaic->size) &&
		(mosaic->size <= (size_t) LARGE ||
		 (double) cutout_size(&mosaic->block, 0) *
				 (double) cutout_size(&mosaic->block, 1) <=
			 MOST_AREA * area))
		return true;
	return sky_error(
		err, SKY_E_LIMIT, -1, "the images lie too far apart: the mosaic would be blank");
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
put_tile(Tile *tile, const Mosaic *mosaic, const Cutout *band, char *to, SkyError *err)
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
		for (int i = kept.count - 1; done && i >= 0; i--)
			done = put_tile(kept.tiles[i], mosaic, &band, bytes, err);
		if (done)
			take(to, bytes, size);
		band.first[1] = band.last[1] + 1;
	}
	free(bytes);
	return done;
}

/* DataSource.read */
static bool
read_mosaic(void *from, PixelTaker take, void *to, SkyError *err)
{
	const Mosaic *mosaic = from;
	int axes = kept.tiles[0]->hdu.axes;
	Cutout band = mosaic->block;
	bool done = true;

	for (int i = 2; i < axes; i++)
		band.last[i] = band.first[i];
	do
		done = read_plane(mosaic, band, take, to, err);
	while (done && next_plane(&band, &mosaic->block, axes));
	return done;
}

static void
put_provenance(Cards *cards)
{
	char text[FITS_ORIGIN + CARD];

	snprintf(text,
			 sizeof(text),
			 "pgsky: mosaic of %d images, pixels of the first",
			 kept.count);
	cards_history(cards, text);
	for (int i = 0; i < kept.count; i++)
		/* Paths are nobody's business. */
		if (strncmp(kept.tiles[i]->origin, "ivo://", 6) == 0)
		{
			snprintf(text, sizeof(text), "pgsky: product %s", kept.tiles[i]->origin);
			cards_history(cards, text);
		}
}

/* Send the mosaic, or add its length to *total if there is no sink. */
static bool
put_unit(
	const FitsOrder *order, Mosaic *mosaic, Sink *sink, int64_t *total, SkyError *err)
{
	Tile *first = kept.tiles[0];
	Part part = {.hdu = first->hdu.number,
				 .is_primary = true,
				 .kind = PART_PIXELS,
				 .pixels = mosaic->block};
	DataSource source = {.read = read_mosaic, .from = mosaic, .size = mosaic->size};
	Cards cards = {0};
	bool done;

	header_make(&first->file, order, &first->hdu, &part, &cards);
	put_provenance(&cards);
	done = sink != NULL ? emit_unit(&cards, &source, sink, err)
						: emit_length(&cards, source.size, total, err);
	cards_free(&cards);
	return done;
}

static bool
put_mosaic(const FitsOrder *order, Sink *sink, SkyError *err)
{
	const Hdu *hdu = &kept.tiles[0]->hdu;
	Mosaic mosaic = {.pixel = hdu_pixel_size(hdu)};
	bool is_measured = order->task == FITS_MEASURE_MOSAIC;
	bool is_found = find_block(&mosaic.block);
	int64_t total = 0;

	if (is_found && (!check_size(&mosaic, hdu, err) || !find_blank(&mosaic, err)))
		return false;
	if (is_found && is_measured && !put_unit(order, &mosaic, NULL, &total, err))
		return false;
	if (is_measured)
		sink_put(sink, &total, sizeof(total));
	return !is_found || (is_measured && total > order->most) ||
		   put_unit(order, &mosaic, sink, NULL, err);
}

bool
mosaic(const Received *received, Sink *sink, SkyError *err)
{
	FitsOrder order = received->order;
	bool done = (order.part > 0 && order.part == kept.count) ||
				sky_error(err, SKY_E_LIBRARY, -1, "images of the mosaic were lost");

	/* A file of its own. */
	order.part = 0;
	order.origin[0] = '\0';
	done = done && put_mosaic(&order, sink, err);
	forget();
	return done;
}
