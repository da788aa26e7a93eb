/*
 * pack_code.c
 *		The codes of tiles: those of Rice and HCOMPRESS are cfitsio's, those of gzip
 *		zlib's.
 */
#include "fits_helper/pack_code.h"

#include <stdlib.h>

#define RICE_BLOCK 32

/* Of cfitsio; its header fitsio2.h has names that are ours, too. */
extern int fits_rcomp(int *pixels, int count, unsigned char *to, int room, int block);
extern int
fits_rcomp_short(short *pixels, int count, unsigned char *to, int room, int block);
extern int
fits_rcomp_byte(signed char *pixels, int count, unsigned char *to, int room, int block);

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
code_gzip(PackTile *tile, char *bytes)
{
	z_stream *stream = &tile->stream;

	deflateReset(stream);
	stream->next_in = (unsigned char *) bytes;
	stream->avail_in = (unsigned) (tile->count * tile->pixel);
	stream->next_out = (unsigned char *) tile->code;
	stream->avail_out = (unsigned) tile->room;
	return deflate(stream, Z_FINISH) == Z_STREAM_END ? stream->total_out : 0;
}

static size_t
code_gzip_1(PackTile *tile)
{
	return code_gzip(tile, tile->bytes);
}

/* The first bytes of all pixels, then the second ones, and so on. */
static size_t
code_gzip_2(PackTile *tile)
{
	char *to = tile->turned;

	for (size_t byte = 0; byte < tile->pixel; byte++)
		for (size_t i = 0; i < tile->count; i++)
			*to++ = tile->bytes[i * tile->pixel + byte];
	return code_gzip(tile, tile->turned);
}

static size_t
code_rice(PackTile *tile)
{
	int count = (int) tile->count;
	int room = (int) tile->room;
	unsigned char *code = (unsigned char *) tile->code;
	int32_t *words = (int32_t *) tile->turned;
	int16_t *halves = (int16_t *) tile->turned;
	int length;

	for (int i = 0; tile->pixel == 4 && i < count; i++)
		words[i] = (int32_t) word_at(tile->bytes + 4 * (size_t) i);
	for (int i = 0; tile->pixel == 2 && i < count; i++)
		halves[i] = (int16_t) half_at(tile->bytes + 2 * (size_t) i);
	if (tile->pixel == 4)
		length = fits_rcomp(words, count, code, room, RICE_BLOCK);
	else if (tile->pixel == 2)
		length = fits_rcomp_short(halves, count, code, room, RICE_BLOCK);
	else
		length =
			fits_rcomp_byte((signed char *) tile->bytes, count, code, room, RICE_BLOCK);
	return length > 0 ? (size_t) length : 0;
}

/* Scale 0: without loss. */
static size_t
code_hcompress(PackTile *tile)
{
	int width = (int) tile->side[0];
	int height = (int) tile->side[1];
	long length = (long) tile->room;
	LONGLONG *words = (LONGLONG *) tile->turned;
	int *small = (int *) tile->turned;
	int status = 0;

	for (size_t i = 0; tile->pixel == 4 && i < tile->count; i++)
		words[i] = (int32_t) word_at(tile->bytes + 4 * i);
	for (size_t i = 0; tile->pixel < 4 && i < tile->count; i++)
		small[i] = tile->pixel == 1 ? (unsigned char) tile->bytes[i]
									: (int16_t) half_at(tile->bytes + 2 * i);
	if (tile->pixel == 4)
		fits_hcompress64(words, width, height, 0, tile->code, &length, &status);
	else
		fits_hcompress(small, width, height, 0, tile->code, &length, &status);
	fits_clear_errmsg();
	return status == 0 ? (size_t) length : 0;
}

const PackMethod pack_gzip_2 = {"GZIP_2", code_gzip_2};
const PackMethod pack_hcompress = {"HCOMPRESS_1", code_hcompress};
static const PackMethod pack_rice = {"RICE_1", code_rice};
static const PackMethod pack_gzip_1 = {"GZIP_1", code_gzip_1};

const PackMethod *
pack_method_find(const char *name)
{
	static const PackMethod *const methods[] = {
		&pack_rice, &pack_gzip_1, &pack_hcompress};

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(name, methods[i]->name) == 0)
			return methods[i];
	return &pack_gzip_2;
}

bool
pack_tile_begin(PackTile *tile, const PackMethod *method, size_t pixel, size_t count)
{
	bool is_wide = method == &pack_hcompress;
	size_t turned = !is_wide ? pixel : pixel == 4 ? 8 : 4;

	*tile = (PackTile){.pixel = pixel};
	if (deflateInit2(
			&tile->stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) !=
		Z_OK)
		return false;
	/* More than any of the codes takes. */
	tile->room = deflateBound(&tile->stream, count * pixel) + count * turned + 64;
	tile->bytes = malloc(count * pixel);
	tile->turned = malloc(count * turned);
	tile->code = malloc(tile->room);
	return tile->bytes != NULL && tile->turned != NULL && tile->code != NULL;
}

void
pack_tile_end(PackTile *tile)
{
	deflateEnd(&tile->stream);
	free(tile->bytes);
	free(tile->turned);
	free(tile->code);
}

void
pack_method_cards(const PackMethod *method, const Hdu *hdu, Cards *cards)
{
	cards_text(cards, "ZCMPTYPE", method->name, "compression");
	if (method == &pack_rice)
	{
		cards_text(cards, "ZNAME1", "BLOCKSIZE", "pixels of a block");
		cards_integer(cards, "ZVAL1", RICE_BLOCK, NULL);
		cards_text(cards, "ZNAME2", "BYTEPIX", "bytes of a pixel");
		cards_integer(cards, "ZVAL2", (int64_t) hdu_pixel_size(hdu), NULL);
	}
	else if (method == &pack_hcompress)
	{
		cards_text(cards, "ZNAME1", "SCALE", "0: without loss");
		cards_integer(cards, "ZVAL1", 0, NULL);
		cards_text(cards, "ZNAME2", "SMOOTH", "when it is read");
		cards_integer(cards, "ZVAL2", 0, NULL);
	}
	if (hdu->bitpix < 0)
		cards_text(cards, "ZQUANTIZ", "NONE", "floats as they are");
}
