/*
 * base64.c
 *		RFC 4648, section 4, in pieces.
 */
#include "reader/base64.h"

#define BLANK	64
#define PADDING 65
#define BAD		66

/* What a character stands for. */
static unsigned char
value_of(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return (unsigned char) (c - 'A');
	if (c >= 'a' && c <= 'z')
		return (unsigned char) (c - 'a' + 26);
	if (c >= '0' && c <= '9')
		return (unsigned char) (c - '0' + 52);
	switch (c)
	{
		case '+':
			return 62;
		case '/':
			return 63;
		case '=':
			return PADDING;
		case ' ':
		case '\t':
		case '\n':
		case '\r':
			return BLANK;
		default:
			return BAD;
	}
}

bool
base64_decode(Base64 *state, const char *text, size_t size, Bytes *to)
{
	if (!bytes_room(to, size / 4 * 3 + 6))
		return true; /* to->failed tells */
	for (size_t i = 0; i < size; i++)
	{
		unsigned value = value_of((unsigned char) text[i]);

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
