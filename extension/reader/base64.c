/*
 * base64.c
 *		RFC 4648, section 4, in pieces.
 */
#include "reader/base64.h"

#define BLANK	64
#define PADDING 65
#define BAD		66

/* What the ASCII characters stand for; all others are bad. */
static const unsigned char values[128] = {
	/* clang-format off */
	66, 66, 66, 66, 66, 66, 66, 66, 66, 64, 64, 66, 66, 64, 66, 66,
	66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66,
	64, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 62, 66, 66, 66, 63,
	52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 66, 66, 66, 65, 66, 66,
	66, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
	15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 66, 66, 66, 66, 66,
	66, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
	41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 66, 66, 66, 66, 66,
	/* clang-format on */
};

static inline unsigned
value_of(char c)
{
	return (unsigned char) c < 128 ? values[(unsigned char) c] : BAD;
}

/*
 * Whole groups of four without blanks, as most of the text is; returns how many
 * characters were taken.
 */
static size_t
decode_groups(const char *text, size_t size, Bytes *to)
{
	size_t at = 0;
	char *out = to->data + to->used;

	for (; size - at >= 4; at += 4)
	{
		unsigned a = value_of(text[at]);
		unsigned b = value_of(text[at + 1]);
		unsigned c = value_of(text[at + 2]);
		unsigned d = value_of(text[at + 3]);

		if ((a | b | c | d) >= BLANK)
			break;
		*out++ = (char) (a << 2 | b >> 4);
		*out++ = (char) (b << 4 | c >> 2);
		*out++ = (char) (c << 6 | d);
	}
	to->used += at / 4 * 3;
	return at;
}

bool
base64_decode(Base64 *state, const char *text, size_t size, Bytes *to)
{
	if (!bytes_room(to, size / 4 * 3 + 6))
		return true; /* to->failed tells */
	for (size_t i = 0; i < size; i++)
	{
		unsigned value;

		if (state->count == 0 && state->padding == 0)
		{
			i += decode_groups(text + i, size - i, to);
			if (i == size)
				break;
		}
		value = value_of(text[i]);
		if (value == BLANK)
			continue;
		if (value == BAD || (state->padding > 0 && value != PADDING) ||
			(value == PADDING && state->count < 2))
			return false;
		state->padding += value == PADDING;
		state->bits = state->bits << 6 | (value == PADDING ? 0 : value);
		if (++state->count < 4)
			continue;
		to->data[to->used++] = (char) (state->bits >> 16 & 0xFF);
		if (state->padding < 2)
			to->data[to->used++] = (char) (state->bits >> 8 & 0xFF);
		if (state->padding < 1)
			to->data[to->used++] = (char) (state->bits & 0xFF);
		state->count = 0;
		state->bits = 0;
	}
	return true;
}

bool
base64_is_complete(const Base64 *state)
{
	return state->count == 0;
}
