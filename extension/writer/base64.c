/*
 * base64.c
 *		Base64, twelve bits at a time.
 */
#include "writer/base64.h"

#include <stdint.h>

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

/* Encode size bytes, padded; to has room for encoded_length(size).  The length. */
static size_t
encode(char *to, const void *bytes, size_t size)
{
	const unsigned char *from = bytes;
	char *start = to;

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
base64_sink_end(Base64Sink *base64)
{
	if (base64->sink.used > 0)
		put_line(base64, base64->sink.used);
}
