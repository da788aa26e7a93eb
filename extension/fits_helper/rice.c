/*
 * rice.c
 *		Tiles of RICE_1.
 *
 * A tile begins with its first pixel, plain.  Blocks follow: a number of bits to split
 * at, then a difference for each pixel, zigzag coded, its upper bits in unary and its
 * lower ones plain.  Bits come from a 64-bit window, and decoding ends with the last
 * pixel that is wanted: both make it faster than cfitsio's.
 */
#include "fits_helper/rice.h"

#include <string.h>

/* A window on the bytes: its upper `have` bits, 63 at most, are the next ones. */
typedef struct Bits
{
	uint64_t window;
	int have;
	const unsigned char *at;
	const unsigned char *end;
} Bits;

/* Have 56 bits or more, unless the bytes end. */
static inline void
refill(Bits *bits)
{
	if (bits->end - bits->at >= 8)
	{
		uint64_t next;
		int more = (63 - bits->have) / 8;

		memcpy(&next, bits->at, sizeof(next));
		bits->window |= __builtin_bswap64(next) >> bits->have;
		bits->at += more;
		bits->have += 8 * more;
		return;
	}
	for (; bits->have < 56 && bits->at < bits->end; bits->have += 8)
		bits->window |= (uint64_t) *bits->at++ << (56 - bits->have);
}

/* Bits that are there: 1 to 32. */
static inline uint32_t
take(Bits *bits, int count)
{
	uint32_t value = (uint32_t) (bits->window >> (64 - count));

	bits->window <<= count;
	bits->have -= count;
	return value;
}

/* As many zeros as there are before a one, which is taken, too; false without a one. */
static bool
take_zeros(Bits *bits, uint32_t *zeros)
{
	*zeros = 0;
	for (;;)
	{
		int here = bits->window != 0 ? __builtin_clzll(bits->window) : 64;

		if (here < bits->have)
		{
			*zeros += (uint32_t) here;
			bits->window = bits->window << here << 1;
			bits->have -= here + 1;
			return true;
		}
		*zeros += (uint32_t) bits->have;
		bits->window = 0;
		bits->have = 0;
		if (bits->at == bits->end)
			return false;
		refill(bits);
	}
}

static inline uint32_t
undo_zigzag(uint32_t value)
{
	return value >> 1 ^ -(value & 1);
}

/* A difference that is longer than what is in the window. */
static bool
read_long(Bits *bits, int split, uint32_t *value)
{
	if (!take_zeros(bits, value))
		return false;
	if (split == 0)
		return true;
	refill(bits);
	if (bits->have < split)
		return false;
	*value = *value << split | take(bits, split);
	return true;
}

/* The usual block.  last: the pixel before. */
static bool
read_split(Bits *from, int split, uint32_t *last, int32_t *pixels, size_t count)
{
	Bits bits = *from; /* in registers */
	uint32_t pixel = *last;
	/* Pixels that most often fit into the window: no branch that cannot be foretold. */
	int batch = 56 / (split + 3);
	int left = 0;

	for (size_t i = 0; i < count; i++)
	{
		uint32_t value;
		int zeros;
		int length;

		if (left-- == 0)
		{
			refill(&bits);
			left = batch - 1;
		}
		zeros = __builtin_clzll(bits.window | 1);
		length = zeros + 1 + split;
		if (length <= bits.have)
		{
			value = (uint32_t) zeros << split |
					(uint32_t) (bits.window << zeros << 1 >> 1 >> (63 - split));
			bits.window = bits.window << zeros << 1 << split;
			bits.have -= length;
		}
		else if (!read_long(&bits, split, &value))
			return false;
		pixel += undo_zigzag(value);
		pixels[i] = (int32_t) pixel;
	}
	*last = pixel;
	*from = bits;
	return true;
}

/* A block of noise: whole differences. */
static bool
read_whole(Bits *bits, int width, uint32_t *last, int32_t *pixels, size_t count)
{
	for (size_t i = 0; i < count; i++)
	{
		refill(bits);
		if (bits->have < width)
			return false;
		*last += undo_zigzag(take(bits, width));
		pixels[i] = (int32_t) *last;
	}
	return true;
}

/* Sums were made of 32 bits; pixels may have fewer. */
static void
narrow(int bytes, int32_t *pixels, size_t count)
{
	for (size_t i = 0; bytes == 1 && i < count; i++)
		pixels[i] = (uint8_t) pixels[i];
	for (size_t i = 0; bytes == 2 && i < count; i++)
		pixels[i] = (int16_t) pixels[i];
}

bool
rice_decode(const RiceCode *code,
			const unsigned char *bytes,
			size_t size,
			int32_t *pixels,
			size_t count)
{
	int width = 8 * code->bytes;
	int head = code->bytes == 4 ? 5 : code->bytes == 2 ? 4 : 3;
	int most = code->bytes == 4 ? 25 : code->bytes == 2 ? 14 : 6;
	Bits bits = {.at = bytes, .end = bytes + size};
	uint32_t last;

	refill(&bits);
	if (bits.have < width)
		return false;
	last = take(&bits, width);
	for (size_t i = 0; i < count; i += (size_t) code->block)
	{
		size_t left = count - i;
		size_t here = left < (size_t) code->block ? left : (size_t) code->block;
		int split;

		refill(&bits);
		if (bits.have < head)
			return false;
		split = (int) take(&bits, head) - 1;
		if (split < 0)
			for (size_t j = i; j < i + here; j++)
				pixels[j] = (int32_t) last;
		else if (split < most ? !read_split(&bits, split, &last, pixels + i, here)
							  : !read_whole(&bits, width, &last, pixels + i, here))
			return false;
	}
	narrow(code->bytes, pixels, count);
	return true;
}
