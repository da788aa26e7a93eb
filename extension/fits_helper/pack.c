/*
 * pack.c
 *		Images compressed in tiles (FITS Standard 4.0, section 10), without loss.
 *
 * cfitsio's function for whole images is not used: that changes the bits of NaN and makes
 * the smallest floats 0.
 */
#include "fits_helper/pack.h"

#include <stdio.h>
#include <stdlib.h>

#include "fits_helper/tiles.h"

#define TILE_LEAST		256 /* pixels, so that what comes with each tile does not weigh */
#define HCOMPRESS_LEAST 4	/* pixels along each side, for cfitsio */
#define HCOMPRESS_MOST                                                                   \
	(16 * 1024 * 1024) /* pixels, which take 8 bytes each meanwhile                      \
						*/
#define DESCRIPTOR 8   /* [bytes] of a row: length and place of a tile's code */

/* An image while it is packed. */
typedef struct Packing
{
	const Hdu *hdu;
	int64_t sizes[FITS_MAX_AXES]; /* of the image */
	char *image;				  /* as FITS has it */
	size_t used;
	PackTile tile;
	size_t room; /* of what is packed */
} Packing;

static const PackMethod *
method_of(FitsFile *file, const Hdu *hdu)
{
	char name[FLEN_VALUE];

	return hdu->bitpix > 0 && hdu->bitpix <= 32 && tiles_method(file, name)
			   ? pack_method_find(name)
			   : &pack_gzip_2;
}

/* Have tiles of very few pixels grow along the first axes. */
static void
grow_sides(const Packing *packing, int axes, int64_t *sides)
{
	int64_t count = 1;

	for (int i = 0; i < packing->hdu->axes; i++)
		count *= sides[i];
	for (int i = 0; i < axes && count < TILE_LEAST; i++)
	{
		int64_t others = count / sides[i];
		int64_t grown = (TILE_LEAST + others - 1) / others;

		sides[i] = grown < packing->sizes[i] ? grown : packing->sizes[i];
		count = others * sides[i];
	}
}

/* Give HCOMPRESS tiles that it can take, of two axes; false if there are none. */
static bool
fit_hcompress(const Packing *packing, int64_t *sides)
{
	if (packing->hdu->axes < 2)
		return false;
	for (int i = 0; i < packing->hdu->axes; i++)
		if (i < 2 ? packing->sizes[i] < HCOMPRESS_LEAST : sides[i] > 1)
			return false;
	grow_sides(packing, 2, sides);
	for (int i = 0; i < 2; i++)
	{
		int64_t size = packing->sizes[i];

		sides[i] = sides[i] < HCOMPRESS_LEAST ? HCOMPRESS_LEAST : sides[i];
		while (size % sides[i] > 0 && size % sides[i] < HCOMPRESS_LEAST)
			sides[i]++;
	}
	return sides[0] <= HCOMPRESS_MOST / sides[1];
}

/* Find the method and the tiles; the pixels of one are returned. */
static size_t
find_tiles(FitsFile *file, const Packing *packing, Packed *packed)
{
	const Hdu *hdu = packing->hdu;
	int64_t *sides = packed->sides;
	size_t count = 1;

	for (int i = 0; i < hdu->axes; i++)
	{
		sides[i] = tiles_side(file, hdu, i);
		if (sides[i] < 1 || sides[i] > packing->sizes[i])
			sides[i] = packing->sizes[i];
	}
	packed->method = method_of(file, hdu);
	if (packed->method == &pack_hcompress && !fit_hcompress(packing, sides))
		packed->method = &pack_gzip_2;
	if (packed->method != &pack_hcompress)
		grow_sides(packing, hdu->axes, sides);
	packed->tiles = 1;
	for (int i = 0; i < hdu->axes; i++)
	{
		count *= (size_t) sides[i];
		packed->tiles *= (packing->sizes[i] + sides[i] - 1) / sides[i];
	}
	return count;
}

static void
take_image(void *to, const void *bytes, size_t size)
{
	Packing *packing = to;

	memcpy(packing->image + packing->used, bytes, size);
	packing->used += size;
}

/* Gather the tile that begins there, counted from 0. */
static void
gather_tile(Packing *packing, const Packed *packed, const int64_t *first)
{
	int axes = packing->hdu->axes;
	int64_t at[FITS_MAX_AXES] = {0};
	char *to = packing->tile.bytes;
	size_t row;
	int axis;

	packing->tile.count = 1;
	for (int i = 0; i < axes; i++)
	{
		int64_t left = packing->sizes[i] - first[i];

		packing->tile.side[i] = left < packed->sides[i] ? left : packed->sides[i];
		packing->tile.count *= (size_t) packing->tile.side[i];
	}
	row = (size_t) packing->tile.side[0] * packing->tile.pixel;
	do
	{
		size_t from = 0;

		for (int i = axes - 1; i >= 0; i--)
			from = from * (size_t) packing->sizes[i] + (size_t) (first[i] + at[i]);
		memcpy(to, packing->image + from * packing->tile.pixel, row);
		to += row;
		for (axis = 1; axis < axes && ++at[axis] == packing->tile.side[axis]; axis++)
			at[axis] = 0;
	} while (axis < axes);
}

static void
put_word(char *to, size_t value)
{
	uint32_t word = __builtin_bswap32((uint32_t) value);

	memcpy(to, &word, sizeof(word));
}

/* Add a tile's code to the heap, and where it is to its row. */
static bool
add_code(Packing *packing, Packed *packed, int64_t tile, size_t length)
{
	size_t rows = (size_t) packed->tiles * DESCRIPTOR;
	char *row;

	if (packing->room - packed->size < length)
	{
		size_t room = packing->room + packing->room / 2 + length;
		char *bytes = realloc(packed->bytes, room);

		if (bytes == NULL)
			return false;
		packed->bytes = bytes;
		packing->room = room;
	}
	row = packed->bytes + (size_t) tile * DESCRIPTOR;
	put_word(row, length);
	put_word(row + 4, packed->size - rows);
	memcpy(packed->bytes + packed->size, packing->tile.code, length);
	packed->size += length;
	packed->longest = length > packed->longest ? length : packed->longest;
	return true;
}

static bool
code_tiles(Packing *packing, Packed *packed, SkyError *err)
{
	int64_t first[FITS_MAX_AXES] = {0};
	int axes = packing->hdu->axes;

	for (int64_t tile = 0; tile < packed->tiles; tile++)
	{
		size_t length;

		gather_tile(packing, packed, first);
		length = packed->method->code(&packing->tile);
		if (length == 0)
			return sky_error(
				err, SKY_E_LIBRARY, -1, "%s failed for a tile", packed->method->name);
		if (!add_code(packing, packed, tile, length))
			return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
		for (int i = 0; i < axes && (first[i] += packed->sides[i]) >= packing->sizes[i];
			 i++)
			first[i] = 0;
	}
	return true;
}

/* Take the memory for an image, its tiles of so many pixels and what is packed. */
static bool
take_room(Packing *packing, Packed *packed, size_t count, size_t size)
{
	packed->size = (size_t) packed->tiles * DESCRIPTOR;
	packing->room = packed->size + size / 2;
	packing->image = malloc(size);
	packed->bytes = malloc(packing->room + 1);
	return pack_tile_begin(
			   &packing->tile, packed->method, hdu_pixel_size(packing->hdu), count) &&
		   packing->image != NULL && packed->bytes != NULL;
}

bool
pack_pixels(
	FitsFile *file, const Hdu *hdu, const Cutout *cutout, Packed *packed, SkyError *err)
{
	Packing packing = {.hdu = hdu};
	size_t count;
	size_t size = 0;
	bool done;

	*packed = (Packed){0};
	pixels_size(hdu, cutout, &size);
	for (int i = 0; i < hdu->axes; i++)
		packing.sizes[i] = cutout_size(cutout, i);
	count = find_tiles(file, &packing, packed);
	done = (take_room(&packing, packed, count, size) ||
			sky_error(err, SKY_E_MEMORY, -1, "out of memory")) &&
		   pixels_read(file, hdu, cutout, take_image, &packing, err) &&
		   code_tiles(&packing, packed, err);
	pack_tile_end(&packing.tile);
	free(packing.image);
	if (!done)
		pack_free(packed);
	return done;
}

void
pack_free(Packed *packed)
{
	free(packed->bytes);
	packed->bytes = NULL;
}

static void
put_sizes(Cards *cards, const char *stem, int axis, int64_t value)
{
	char name[16];

	snprintf(name, sizeof(name), "%s%d", stem, axis + 1);
	cards_integer(cards, name, value, NULL);
}

void
pack_cards(const Packed *packed, const Hdu *hdu, const Cutout *cutout, Cards *cards)
{
	size_t heap = packed->size - (size_t) packed->tiles * DESCRIPTOR;
	char form[32];

	cards_text(cards, "XTENSION", "BINTABLE", "an image in tiles");
	cards_integer(cards, "BITPIX", 8, "bytes");
	cards_integer(cards, "NAXIS", 2, "number of axes");
	cards_integer(cards, "NAXIS1", DESCRIPTOR, "bytes of a row");
	cards_integer(cards, "NAXIS2", packed->tiles, "tiles");
	cards_integer(cards, "PCOUNT", (int64_t) heap, "bytes of the heap");
	cards_integer(cards, "GCOUNT", 1, "one group");
	cards_integer(cards, "TFIELDS", 1, "columns");
	snprintf(form, sizeof(form), "1PB(%zu)", packed->longest);
	cards_text(cards, "TTYPE1", "COMPRESSED_DATA", NULL);
	cards_text(cards, "TFORM1", form, NULL);
	cards_logical(cards, "ZIMAGE", true, "a compressed image");
	cards_text(cards, "ZTENSION", "IMAGE", "image extension");
	cards_integer(cards, "ZBITPIX", hdu->bitpix, "of the image");
	cards_integer(cards, "ZNAXIS", hdu->axes, "number of axes");
	for (int i = 0; i < hdu->axes; i++)
		put_sizes(cards, "ZNAXIS", i, cutout_size(cutout, i));
	cards_integer(cards, "ZPCOUNT", 0, "no bytes after the data");
	cards_integer(cards, "ZGCOUNT", 1, "one group");
	for (int i = 0; i < hdu->axes; i++)
		put_sizes(cards, "ZTILE", i, packed->sides[i]);
	pack_method_cards(packed->method, hdu, cards);
}
