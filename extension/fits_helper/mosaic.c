/*
 * mosaic.c
 *		Mosaics: images that share one projection, as one image.
 *
 * Pixels are copied, never resampled: images belong together if their headers say where
 * the sky is by the same numbers and their reference pixels are whole pixels apart.
 * Where there is no image, pixels are NaN or BLANK.
 */
#include <stdlib.h>

#include "fits_helper/emit.h"
#include "fits_helper/header.h"
#include "fits_helper/mosaic_tiles.h"
#include "fits_helper/projection.h"
#include "fits_helper/tasks.h"

/* A mosaic that is longer may not be mostly blank. */
#define LARGE	  (1024LL * 1024 * 1024)
#define MOST_AREA 50 /* times the area of its tiles */

/* Kept from order to order. */
static MosaicTiles kept;

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
stands_alone(const MosaicTile *tile, const ImageWcs *wcs, SkyError *err)
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
find_image(MosaicTile *tile, const Wanted *wanted, SkyError *err)
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
fits_beside(MosaicTile *tile, SkyError *err)
{
	MosaicTile *first = kept.tiles[0];

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
	MosaicTile *tile = calloc(1, sizeof(MosaicTile));
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
/* What stands where there is no tile. */
static bool
find_blank(Mosaic *mosaic, SkyError *err)
{
	MosaicTile *first = kept.tiles[0];
	int64_t value = 0;

	if (first->hdu.bitpix < 0)
	{
		/* A quiet NaN. */
		memcpy(mosaic->blank, mosaic->pixel == 4 ? "\x7f\xc0" : "\x7f\xf8", 2);
		return true;
	}
	if (!file_integer(&first->file, "BLANK", &value))
		return !mosaic_has_gap(&kept, &mosaic->block) ||
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
	MosaicTile *first = kept.tiles[0];
	Part part = {.hdu = first->hdu.number,
				 .is_primary = true,
				 .kind = PART_PIXELS,
				 .pixels = mosaic->block};
	DataSource source = {.read = mosaic_read, .from = mosaic, .size = mosaic->size};
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
	Mosaic mosaic = {.tiles = &kept, .pixel = hdu_pixel_size(hdu)};
	bool is_measured = order->task == FITS_MEASURE_MOSAIC;
	bool is_found = mosaic_block(&kept, &mosaic.block);
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
