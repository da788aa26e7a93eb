/*
 * utf8.c
 *		Is it UTF-8?
 */
#include "base/utf8.h"

static size_t character(const char *start, size_t left);

size_t
utf8_prefix(const char *text, size_t size)
{
	size_t done = 0;

	while (done < size)
	{
		size_t length;

		if ((unsigned char) text[done] - 1u < 0x7F)
		{
			done++;
			continue;
		}
		length = character(text + done, size - done);
		if (length == 0)
			break;
		done += length;
	}
	return done;
}

/*
 * Bytes of the multi-byte character at the start, 0 if it is none (RFC 3629, section 4).
 */
static size_t
character(const char *start, size_t left)
{
	const unsigned char *at = (const unsigned char *) start;

	if (left >= 2 && at[0] >= 0xC2 && at[0] <= 0xDF && utf8_is_tail(start[1]))
		return 2;
	if (left >= 3 && (at[0] & 0xF0) == 0xE0 && utf8_is_tail(start[1]) &&
		utf8_is_tail(start[2]))
	{
		bool overlong = at[0] == 0xE0 && at[1] < 0xA0;
		bool surrogate = at[0] == 0xED && at[1] > 0x9F;

		return overlong || surrogate ? 0 : 3;
	}
	if (left >= 4 && at[0] >= 0xF0 && at[0] <= 0xF4 && utf8_is_tail(start[1]) &&
		utf8_is_tail(start[2]) && utf8_is_tail(start[3]))
	{
		bool overlong = at[0] == 0xF0 && at[1] < 0x90;
		bool beyond = at[0] == 0xF4 && at[1] > 0x8F;

		return overlong || beyond ? 0 : 4;
	}
	return 0;
}
