/*
 * base64.c
 *		Base64: 24 bytes at a time where the processor has AVX2, else twelve bits.
 */
#include "writer/base64.h"

#include <stdbool.h>
#include <stdint.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

/* The 4096 pairs of digits, in order: AA AB ... A/ BA ... // */
#define PAIRS(c)                                                                         \
	c "A" c "B" c "C" c "D" c "E" c "F" c "G" c "H" c "I" c "J" c "K" c "L" c "M" c      \
	  "N" c "O" c "P" c "Q" c "R" c "S" c "T" c "U" c "V" c "W" c "X" c "Y" c "Z" c      \
	  "a" c "b" c "c" c "d" c "e" c "f" c "g" c "h" c "i" c "j" c "k" c "l" c "m" c      \
	  "n" c "o" c "p" c "q" c "r" c "s" c "t" c "u" c "v" c "w" c "x" c "y" c "z" c      \
	  "0" c "1" c "2" c "3" c "4" c "5" c "6" c "7" c "8" c "9" c "+" c "/"
#define PAIRS8(a, b, c, d, e, f, g, h)                                                   \
	PAIRS(a) PAIRS(b) PAIRS(c) PAIRS(d) PAIRS(e) PAIRS(f) PAIRS(g) PAIRS(h)

static const char pairs[] = PAIRS8("A", "B", "C", "D", "E", "F", "G", "H")
	PAIRS8("I", "J", "K", "L", "M", "N", "O", "P")
		PAIRS8("Q", "R", "S", "T", "U", "V", "W", "X")
			PAIRS8("Y", "Z", "a", "b", "c", "d", "e", "f")
				PAIRS8("g", "h", "i", "j", "k", "l", "m", "n")
					PAIRS8("o", "p", "q", "r", "s", "t", "u", "v")
						PAIRS8("w", "x", "y", "z", "0", "1", "2", "3")
							PAIRS8("4", "5", "6", "7", "8", "9", "+", "/");

static inline void
put_pair(char *to, uint32_t twelve_bits)
{
	memcpy(to, pairs + 2 * twelve_bits, 2);
}

static inline size_t
encoded_length(size_t size)
{
	return (size + 2) / 3 * 4;
}

#ifdef __x86_64__

/* For each of 13 ranges of values, what makes the digit of them. */
#define DIGIT_OFFSETS                                                                    \
	'a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,      \
		'0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0
#define BYTE_ORDER_OF_LANE 1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10

/*
 * Encode as many times 24 bytes as there are, with 4 more behind them, and return how
 * many bytes that was.  Wojciech Mula and Daniel Lemire, "Faster Base64 Encoding and
 * Decoding using AVX2 Instructions", 2018.
 */
__attribute__((target("avx2"))) static size_t
encode_wide(char *to, const unsigned char *from, size_t size)
{
	const __m256i order = _mm256_setr_epi8(BYTE_ORDER_OF_LANE, BYTE_ORDER_OF_LANE);
	const __m256i offsets = _mm256_setr_epi8(DIGIT_OFFSETS, DIGIT_OFFSETS);
	size_t done = 0;

	for (; size - done >= 28; done += 24, to += 32)
	{
		__m128i low = _mm_loadu_si128((const __m128i *) (from + done));
		__m128i high = _mm_loadu_si128((const __m128i *) (from + done + 12));
		__m256i bytes = _mm256_shuffle_epi8(_mm256_set_m128i(high, low), order);
		/* six bits to a byte */
		__m256i odd =
			_mm256_mulhi_epu16(_mm256_and_si256(bytes, _mm256_set1_epi32(0x0fc0fc00)),
							   _mm256_set1_epi32(0x04000040));
		__m256i even =
			_mm256_mullo_epi16(_mm256_and_si256(bytes, _mm256_set1_epi32(0x003f03f0)),
							   _mm256_set1_epi32(0x01000010));
		__m256i values = _mm256_or_si256(odd, even);
		/* the range each is in: 0 for 26..51, 1..12 above, 13 below */
		__m256i ranges = _mm256_subs_epu8(values, _mm256_set1_epi8(51));
		__m256i below = _mm256_cmpgt_epi8(_mm256_set1_epi8(26), values);

		ranges = _mm256_or_si256(ranges, _mm256_and_si256(below, _mm256_set1_epi8(13)));
		_mm256_storeu_si256(
			(__m256i *) to,
			_mm256_add_epi8(_mm256_shuffle_epi8(offsets, ranges), values));
	}
	return done;
}

static bool
can_encode_wide(void)
{
	return __builtin_cpu_supports("avx2") != 0;
}

#else

static size_t
encode_wide(char *to, const unsigned char *from, size_t size)
{
	(void) to;
	(void) from;
	(void) size;
	return 0;
}

static bool
can_encode_wide(void)
{
	return false;
}

#endif

/* Encode size bytes, padded; to has room for encoded_length(size).  The length. */
static size_t
encode(char *to, const void *bytes, size_t size)
{
	const unsigned char *from = bytes;
	char *start = to;

	if (size >= 28 && can_encode_wide())
	{
		size_t done = encode_wide(to, from, size);

		from += done;
		to += done / 3 * 4;
		size -= done;
	}
	/* Eight bytes are loaded to make eight digits of the first six. */
	while (size >= 8)
	{
		uint64_t word;

		memcpy(&word, from, sizeof(word));
		word = __builtin_bswap64(word);
		put_pair(to, (uint32_t) (word >> 52));
		put_pair(to + 2, (uint32_t) (word >> 40) & 0xfff);
		put_pair(to + 4, (uint32_t) (word >> 28) & 0xfff);
		put_pair(to + 6, (uint32_t) (word >> 16) & 0xfff);
		from += 6;
		to += 8;
		size -= 6;
	}
	while (size > 0)
	{
		uint32_t word = (uint32_t) from[0] << 16;

		if (size > 1)
			word |= (uint32_t) from[1] << 8;
		if (size > 2)
			word |= from[2];
		put_pair(to, word >> 12);
		put_pair(to + 2, word & 0xfff);
		if (size < 3)
			to[3] = '=';
		if (size < 2)
			to[2] = '=';
		from += 3;
		to += 4;
		size -= size < 3 ? size : 3;
	}
	return (size_t) (to - start);
}

/* Encode the first size bytes as a line and move the rest to the front. */
static void
put_line(Base64Sink *base64, size_t size)
{
	Sink *sink = &base64->sink;
	char *to = sink_reserve(base64->target, encoded_length(size) + 1);
	size_t length = encode(to, sink->buffer, size);

	to[length] = '\n';
	sink_advance(base64->target, length + 1);
	memmove(sink->buffer, sink->buffer + size, sink->used - size);
	sink->used -= size;
	sink->drained += size;
}

static void
drain_base64(Sink *sink, size_t wanted)
{
	(void) wanted; /* never more than the buffer */
	put_line((Base64Sink *) sink, sink->used - sink->used % 3);
}

void
base64_sink_init(Base64Sink *base64, Sink *target)
{
	base64->target = target;
	base64->sink =
		(Sink){.buffer = base64->raw, .size = BASE64_SINK_SIZE, .drain = drain_base64};
}

void
base64_sink_flush(Base64Sink *base64)
{
	if (base64->sink.used >= 3)
		drain_base64(&base64->sink, 0);
}

void
base64_sink_end(Base64Sink *base64)
{
	if (base64->sink.used > 0)
		put_line(base64, base64->sink.used);
}
