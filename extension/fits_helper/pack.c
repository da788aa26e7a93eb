/*
 * pack.c
 *		Images compressed in tiles (FITS Standard 4.0, section 10), without loss.
 *
 * The codes of Rice and HCOMPRESS are cfitsio's, those of gzip zlib's.  Its function for
 * whole images is not used: that changes the bits of NaN and makes the smallest floats 0.
 */
#include "fits_helper/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "fits_helper/tiles.h"

#define TILE_LEAST		256 /* pixels, so that what comes with each tile does not weigh */
#define HCOMPRESS_LEAST 4	/* pixels along each side, for cfitsio */
#define HCOMPRESS_MOST                                                                   \
	(16 * 1024 * 1024) /* pixels, which take 8 bytes each meanwhile                      \
						*/
#define RICE_BLOCK 32
#define DESCRIPTOR 8 /* [bytes] of a row: length and place of a tile's code */

/* Of cfitsio; its header fitsio2.h has names that are ours, too. */
extern int fits_rcomp(int *pixels, int count, unsigned char *to, int room, int block);
extern int
fits_rcomp_short(short *pixels, int count, unsigned char *to, int room, int block);
extern int
fits_rcomp_byte(signed char *pixels, int count, unsigned char *to, int room, int block);

/* An image while it is packed. */
typedef struct Packing
{
	const Hdu *hdu;
	int64_t sizes[FITS_MAX_AXES]; /* of the image */
	int64_t side[FITS_MAX_AXES];  /* of this tile */
	size_t pixel;				  /* [bytes] */
	size_t count;				  /* pixels of this tile */
	char *image;				  /* as FITS has it */
	size_t used;
	char *tile;
	char *turned; /* the tile as its code wants it */
	char *code;
	size_t code_room;
	size_t room; /* of what is packed */
	z_stream stream;
} Packing;

/* How tiles are coded; code gives the length [bytes], 0 if that failed. */
struct PackMethod
{
	const char *name;
	size_t (*code)(Packing *packing);
};

static uint32_t
word_at(const char *bytes)
{
	uint32_t word;

	memcpy(&word, bytes, sizeof(word));
	return __builtin_bswap32(word);
}

static uint16_t
half_at(const char *bytes)
{
	uint16_t half;

	memcpy(&half, bytes, sizeof(half));
	return __builtin_bswap16(half);
}

static size_t
code_gzip(Packing *packing, char *bytes)
{
	z_stream *stream = &packing->stream;

	deflateReset(stream);
	stream->next_in = (unsigned char *) bytes;
	stream->avail_in = (unsigned) (packing->count * packing->pixel);
	stream->next_out = (unsigned char *) packing->code;
	stream->avail_out = (unsigned) packing->code_room;
	return deflate(stream, Z_FINISH) == Z_STREAM_END ? stream->total_out : 0;
}

static size_t
code_gzip_1(Packing *packing)
{
	return code_gzip(packing, packing->tile);
}

/* The first bytes of all pixels, then the second ones, and so on. */
static size_t
code_gzip_2(Packing *packing)
{
	char *to = packing->turned;

	for (size_t byte = 0; byte < packing->pixel; byte++)
		for (size_t i = 0; i < packing->count; i++)
			*to++ = packing->tile[i * packing->pixel + byte];
	return code_gzip(packing, packing->turned);
}

static size_t
code_rice(Packing *packing)
{
	int count = (int) packing->count;
	int room = (int) packing->code_room;
	unsigned char *code = (unsigned char *) packing->code;
	int32_t *words = (int32_t *) packing->turned;
	int16_t *halves = (int16_t *) packing->turned;
	int length;

	for (int i = 0; packing->pixel == 4 && i < count; i++)
		words[i] = (int32_t) word_at(packing->tile + 4 * (size_t) i);
	for (int i = 0; packing->pixel == 2 && i < count; i++)
		halves[i] = (int16_t) half_at(packing->tile + 2 * (size_t) i);
	if (packing->pixel == 4)
		length = fits_rcomp(words, count, code, room, RICE_BLOCK);
	else if (packing->pixel == 2)
		length = fits_rcomp_short(halves, count, code, room, RICE_BLOCK);
	else
		length =
			fits_rcomp_byte((signed char *) packing->tile, count, code, room, RICE_BLOCK);
	return length > 0 ? (size_t) length : 0;
}

/* Scale 0: without loss. */
static size_t
code_hcompress(Packing *packing)
{
	int width = (int) packing->side[0];
	int height = (int) packing->side[1];
	long length = (long) packing->code_room;
	LONGLONG *words = (LONGLONG *) packing->turned;
	int *small = (int *) packing->turned;
	int status = 0;

	for (size_t i = 0; packing->pixel == 4 && i < packing->count; i++)
		words[i] = (int32_t) word_at(packing->tile + 4 * i);
	for (size_t i = 0; packing->pixel < 4 && i < packing->count; i++)
		small[i] = packing->pixel == 1 ? (unsigned char) packing->tile[i]
									   : (int16_t) half_at(packing->tile + 2 * i);
	if (packing->pixel == 4)
		fits_hcompress64(words, width, height, 0, packing->code, &length, &status);
	else
		fits_hcompress(small, width, height, 0, packing->code, &length, &status);
	fits_clear_errmsg();
	return status == 0 ? (size_t) length : 0;
}

static const PackMethod gzip_2 = {"GZIP_2", code_gzip_2};
static const PackMethod hcompress = {"HCOMPRESS_1", code_hcompress};
static const PackMethod rice = {"RICE_1", code_rice};
static const PackMethod gzip_1 = {"GZIP_1", code_gzip_1};

static const PackMethod *
method_of(FitsFile *file, const Hdu *hdu)
{
	static const PackMethod *const methods[] = {&rice, &gzip_1, &hcompress};
	char name[FLEN_VALUE];

	if (hdu->bitpix < 0 || hdu->bitpix > 32 || !tiles_method(file, name))
		return &gzip_2;
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(name, methods[i]->name) == 0)
			return methods[i];
	return &gzip_2;
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
	if (packed->method == &hcompress && !fit_hcompress(packing, sides))
		packed->method = &gzip_2;
	if (packed->method != &hcompress)
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
	char *to = packing->tile;
	size_t row;
	int axis;

	packing->count = 1;
	for (int i = 0; i < axes; i++)
	{
		int64_t left = packing->sizes[i] - first[i];

		packing->side[i] = left < packed->sides[i] ? left : packed->sides[i];
		packing->count *= (size_t) packing->side[i];
	}
	row = (size_t) packing->side[0] * packing->pixel;
	do
	{
		size_t from = 0;

		for (int i = axes - 1; i >= 0; i--)
			from = from * (size_t) packing->sizes[i] + (size_t) (first[i] + at[i]);
		memcpy(to, packing->image + from * packing->pixel, row);
		to += row;
		for (axis = 1; axis < axes && ++at[axis] == packing->side[axis]; axis++)
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
	memcpy(packed->bytes + packed->size, packing->code, length);
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
		length = packed->method->code(packing);
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

/* Take the memory for tiles of so many pixels, and for what is packed. */
static bool
take_room(Packing *packing, Packed *packed, size_t count, size_t size)
{
	bool is_wide = packed->method == &hcompress;
	size_t turned = !is_wide ? packing->pixel : packing->pixel == 4 ? 8 : 4;

	if (deflateInit2(
			&packing->stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) !=
		Z_OK)
		return false;
	/* More than any of the codes takes. */
	packing->code_room =
		deflateBound(&packing->stream, count * packing->pixel) + count * turned + 64;
	packed->size = (size_t) packed->tiles * DESCRIPTOR;
	packing->room = packed->size + size / 2;
	packing->image = malloc(size);
	packing->tile = malloc(count * packing->pixel);
	packing->turned = malloc(count * turned);
	packing->code = malloc(packing->code_room);
	packed->bytes = malloc(packing->room + 1);
	return packing->image != NULL && packing->tile != NULL && packing->turned != NULL &&
		   packing->code != NULL && packed->bytes != NULL;
}

static void
give_room(Packing *packing)
{
	deflateEnd(&packing->stream);
	free(packing->image);
	free(packing->tile);
	free(packing->turned);
	free(packing->code);
}

bool
pack_pixels(
	FitsFile *file, const Hdu *hdu, const Cutout *cutout, Packed *packed, SkyError *err)
{
	Packing packing = {.hdu = hdu, .pixel = hdu_pixel_size(hdu)};
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
	give_room(&packing);
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

/* What decoders must know of the codes. */
static void
put_method(const Packed *packed, const Hdu *hdu, Cards *cards)
{
	cards_text(cards, "ZCMPTYPE", packed->method->name, "compression");
	if (packed->method == &rice)
	{
		cards_text(cards, "ZNAME1", "BLOCKSIZE", "pixels of a block");
		cards_integer(cards, "ZVAL1", RICE_BLOCK, NULL);
		cards_text(cards, "ZNAME2", "BYTEPIX", "bytes of a pixel");
		cards_integer(cards, "ZVAL2", (int64_t) hdu_pixel_size(hdu), NULL);
	}
	else if (packed->method == &hcompress)
	{
		cards_text(cards, "ZNAME1", "SCALE", "0: without loss");
		cards_integer(cards, "ZVAL1", 0, NULL);
		cards_text(cards, "ZNAME2", "SMOOTH", "when it is read");
		cards_integer(cards, "ZVAL2", 0, NULL);
	}
	if (hdu->bitpix < 0)
		cards_text(cards, "ZQUANTIZ", "NONE", "floats as they are");
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
	put_method(packed, hdu, cards);
}
