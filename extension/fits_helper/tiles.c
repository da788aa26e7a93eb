/*
 * tiles.c
 *		Images in tiles of RICE_1, the usual ones (FITS Standard 4.0, section 10).
 *
 * A tile is decoded up to the last pixel that is wanted of it.  What is rare is left to
 * cfitsio: other methods, tiles that were stored otherwise because Rice or quantizing
 * failed, masks of null pixels.
 */
#include "fits_helper/tiles.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "fits_helper/quantized.h"

#define MAX_TILE (16 * 1024 * 1024) /* pixels */

/* The pairs ZNAMEn, ZVALn. */
static bool
read_code(FitsFile *file, RiceCode *code)
{
	*code = (RiceCode){.bytes = 4, .block = 32};
	for (int i = 1; i <= 9; i++)
	{
		char key[FLEN_KEYWORD];
		char name[FLEN_VALUE];
		int64_t value = -1;

		snprintf(key, sizeof(key), "ZNAME%d", i);
		if (!file_text(file, key, name))
			break;
		snprintf(key, sizeof(key), "ZVAL%d", i);
		file_integer(file, key, &value);
		if (value < 1 || value > 1024)
			return false;
		if (strcmp(name, "BYTEPIX") == 0)
			code->bytes = (int) value;
		else if (strcmp(name, "BLOCKSIZE") == 0)
			code->block = (int) value;
	}
	return code->bytes == 1 || code->bytes == 2 || code->bytes == 4;
}

static bool
read_dither(Tiles *tiles, FitsFile *file)
{
	char name[FLEN_VALUE];

	file_text(file, "ZQUANTIZ", name);
	if (strcasecmp(name, "SUBTRACTIVE_DITHER_1") == 0)
		tiles->dither = SUBTRACTIVE_DITHER_1;
	else if (strcasecmp(name, "SUBTRACTIVE_DITHER_2") == 0)
		tiles->dither = SUBTRACTIVE_DITHER_2;
	else if (name[0] != '\0' && strcasecmp(name, "NO_DITHER") != 0)
		return false;
	tiles->seed = tiles->dither == 0 ? 1 : 0;
	file_integer(file, "ZDITHER0", &tiles->seed);
	return tiles->seed >= 1 && tiles->seed <= DITHER_RANDOMS;
}

bool
tiles_method(FitsFile *file, char method[FLEN_VALUE])
{
	if (!file_text(file, "ZCMPTYPE", method))
		return false;
	if (strcmp(method, "RICE_ONE") == 0)
		strcpy(method, "RICE_1");
	return true;
}

/* As long as the first axis and one wide if nothing is said. */
int64_t
tiles_side(FitsFile *file, const Hdu *hdu, int axis)
{
	char key[FLEN_KEYWORD];
	int64_t side = axis == 0 ? hdu->sizes[0] : 1;

	snprintf(key, sizeof(key), "ZTILE%d", axis + 1);
	file_integer(file, key, &side);
	return side;
}

static bool
read_sizes(Tiles *tiles, FitsFile *file, const Hdu *hdu)
{
	int64_t count = 1;

	tiles->pixels = 1;
	for (int i = 0; i < hdu->axes; i++)
	{
		int64_t size = tiles_side(file, hdu, i);

		if (size < 1)
			return false;
		tiles->sizes[i] = size < hdu->sizes[i] ? size : hdu->sizes[i];
		if (__builtin_mul_overflow(
				tiles->pixels, (size_t) tiles->sizes[i], &tiles->pixels) ||
			tiles->pixels > MAX_TILE ||
			__builtin_mul_overflow(
				count, (hdu->sizes[i] + tiles->sizes[i] - 1) / tiles->sizes[i], &count))
			return false;
	}
	return count == tiles->table.count;
}

static bool
read_columns(Tiles *tiles, FitsFile *file, const Hdu *hdu)
{
	const Table *table = &tiles->table;
	int64_t blank = 0;

	tiles->data = table_column(table, "COMPRESSED_DATA");
	tiles->scale = table_column(table, "ZSCALE");
	tiles->zero = table_column(table, "ZZERO");
	tiles->blanks = table_column(table, "ZBLANK");
	tiles->has_blank = file_integer(file, "ZBLANK", &blank) || tiles->blanks != NULL;
	tiles->blank = (double) blank;
	if (tiles->data == NULL || tiles->data->pointed != 'B' ||
		table_column(table, "NULL_PIXEL_MASK") != NULL)
		return false;
	if (hdu->bitpix > 0)
		return hdu->bitpix <= 32 && tiles->scale == NULL && tiles->zero == NULL;
	return tiles->scale != NULL && tiles->zero != NULL && tiles->scale->type == 'D' &&
		   tiles->scale->repeat == 1 && tiles->zero->type == 'D' &&
		   tiles->zero->repeat == 1 &&
		   (tiles->blanks == NULL ||
			(tiles->blanks->repeat == 1 && strchr("BIJ", tiles->blanks->type) != NULL));
}

bool
tiles_open(Tiles *tiles, FitsFile *file, const Hdu *hdu, SkyError *err)
{
	char method[FLEN_VALUE];

	*tiles = (Tiles){0};
	if (!tiles_method(file, method) || strcmp(method, "RICE_1") != 0)
		return false;
	return table_read(file, hdu, &tiles->table, err) && read_code(file, &tiles->code) &&
		   read_dither(tiles, file) && read_sizes(tiles, file, hdu) &&
		   read_columns(tiles, file, hdu);
}

void
tiles_close(Tiles *tiles)
{
	table_free(&tiles->table);
}

static Quantized
values_of(const Tiles *tiles, const Hdu *hdu, int64_t tile)
{
	Quantized values = {.bitpix = hdu->bitpix, .dither = tiles->dither};
	double blank = tiles->blank;

	if (hdu->bitpix > 0)
		return values;
	values.scale = table_number(table_cell(&tiles->table, tiles->scale, tile), 'D');
	values.zero = table_number(table_cell(&tiles->table, tiles->zero, tile), 'D');
	values.has_blank = tiles->has_blank;
	if (tiles->blanks != NULL)
		blank = table_number(table_cell(&tiles->table, tiles->blanks, tile),
							 tiles->blanks->type);
	if (fabs(blank) <= 2147483648.0)
		values.blank = (int32_t) (blank < 2147483648.0 ? blank : 0.0);
	return values;
}

static void
put_integers(char *to, int bitpix, const int32_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
	{
		uint32_t whole = __builtin_bswap32((uint32_t) numbers[i]);
		uint16_t half = __builtin_bswap16((uint16_t) numbers[i]);

		if (bitpix == LONG_IMG)
			memcpy(to + 4 * i, &whole, sizeof(whole));
		else if (bitpix == SHORT_IMG)
			memcpy(to + 2 * i, &half, sizeof(half));
		else
			to[i] = (char) numbers[i];
	}
}

/* A tile, and what of it is wanted; all counted from 0, ends left out. */
typedef struct Tile
{
	int64_t number;
	int64_t first[FITS_MAX_AXES]; /* of the tile */
	int64_t size[FITS_MAX_AXES];
	int64_t from[FITS_MAX_AXES]; /* of what is wanted, in the image */
	int64_t to[FITS_MAX_AXES];
} Tile;

/* The pixel of a tile that lies there. */
static size_t
pixel_of(const Tile *tile, const int64_t *at, int axes)
{
	size_t pixel = 0;

	for (int i = axes - 1; i >= 0; i--)
		pixel = pixel * (size_t) tile->size[i] + (size_t) (at[i] - tile->first[i]);
	return pixel;
}

static size_t
place_in_block(const Cutout *block, const int64_t *at, int axes)
{
	size_t place = 0;

	for (int i = axes - 1; i >= 0; i--)
		place = place * (size_t) cutout_size(block, i) +
				(size_t) (at[i] - block->first[i] + 1);
	return place;
}

/* Count up, the second axis fastest; false after the last. */
static bool
advance(int64_t *at, const int64_t *from, const int64_t *to, int first, int axes)
{
	for (int i = first; i < axes; i++)
	{
		if (++at[i] < to[i])
			return true;
		at[i] = from[i];
	}
	return false;
}

/* Put what is wanted of a decoded tile in its place. */
static void
put_tile(const Tiles *tiles,
		 const Hdu *hdu,
		 const Tile *tile,
		 const Cutout *block,
		 const int32_t *numbers,
		 char *to)
{
	Quantized values = values_of(tiles, hdu, tile->number);
	Dither begin = dither_begin(tiles->seed, tile->number);
	size_t count = (size_t) (tile->to[0] - tile->from[0]);
	int64_t at[FITS_MAX_AXES];

	memcpy(at, tile->from, sizeof(at));
	do
	{
		size_t pixel = pixel_of(tile, at, hdu->axes);
		char *row = to + place_in_block(block, at, hdu->axes) * hdu_pixel_size(hdu);
		Dither dither = begin;

		if (hdu->bitpix > 0)
			put_integers(row, hdu->bitpix, numbers + pixel, count);
		else
		{
			dither_skip(&dither, tiles->dither == 0 ? 0 : pixel);
			quantized_put(row, &values, dither, numbers + pixel, count);
		}
	} while (advance(at, tile->from, tile->to, 1, hdu->axes));
}

/* The tile at a place of the grid of tiles, and what the block wants of it. */
static Tile
tile_at(const Tiles *tiles, const Hdu *hdu, const Cutout *block, const int64_t *grid)
{
	Tile tile = {0};

	for (int i = hdu->axes - 1; i >= 0; i--)
	{
		int64_t size = tiles->sizes[i];
		int64_t end = (grid[i] + 1) * size;

		tile.number = tile.number * ((hdu->sizes[i] + size - 1) / size) + grid[i];
		tile.first[i] = grid[i] * size;
		end = end < hdu->sizes[i] ? end : hdu->sizes[i];
		tile.size[i] = end - tile.first[i];
		tile.from[i] =
			tile.first[i] > block->first[i] - 1 ? tile.first[i] : block->first[i] - 1;
		tile.to[i] = end < block->last[i] ? end : block->last[i];
	}
	return tile;
}

static bool
decode_tile(
	const Tiles *tiles, const Hdu *hdu, const Tile *tile, int32_t *numbers, SkyError *err)
{
	int64_t last[FITS_MAX_AXES];
	const char *bytes;
	uint64_t size;

	if (!table_pointed(&tiles->table, tiles->data, tile->number, &bytes, &size))
		return sky_error(
			err, SKY_E_BAD_TEXT, -1, "the FITS file is damaged: a tile is not in it");
	if (size == 0)
		return false;
	for (int i = 0; i < hdu->axes; i++)
		last[i] = tile->to[i] - 1;
	return rice_decode(&tiles->code,
					   (const unsigned char *) bytes,
					   size,
					   numbers,
					   pixel_of(tile, last, hdu->axes) + 1) ||
		   sky_error(err,
					 SKY_E_BAD_TEXT,
					 -1,
					 "the FITS file is damaged: a compressed tile ends early");
}

bool
tiles_read(
	const Tiles *tiles, const Hdu *hdu, const Cutout *block, char *to, SkyError *err)
{
	int32_t *numbers = malloc(tiles->pixels * sizeof(int32_t));
	int64_t from[FITS_MAX_AXES] = {0};
	int64_t end[FITS_MAX_AXES] = {0};
	int64_t grid[FITS_MAX_AXES];
	bool done = numbers != NULL || sky_error(err, SKY_E_MEMORY, -1, "out of memory");

	for (int i = 0; i < hdu->axes; i++)
	{
		from[i] = (block->first[i] - 1) / tiles->sizes[i];
		end[i] = (block->last[i] - 1) / tiles->sizes[i] + 1;
	}
	memcpy(grid, from, sizeof(grid));
	do
	{
		Tile tile = tile_at(tiles, hdu, block, grid);

		done = done && decode_tile(tiles, hdu, &tile, numbers, err);
		if (done)
			put_tile(tiles, hdu, &tile, block, numbers, to);
	} while (done && advance(grid, from, end, 0, hdu->axes));
	free(numbers);
	return done;
}
