/*
 * utf16.c
 *		UTF-8 read as code points and written as big-endian UTF-16, which is what
 *		VOTable's unicodeChar holds.  (UCS-2 says the standard; readers take the
 *		surrogates.)
 */
#include "writer/utf16.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#define HIGH_BITS	UINT64_C(0x8080808080808080)
#define REPLACEMENT 0xFFFDu

/* Is every byte below 0x80? */
static bool
is_ascii(const char *text, size_t length)
{
	uint64_t word;

	for (; length >= sizeof(word); length -= sizeof(word), text += sizeof(word))
	{
		memcpy(&word, text, sizeof(word));
		if ((word & HIGH_BITS) != 0)
			return false;
	}
	word = 0;
	memcpy(&word, text, length);
	return (word & HIGH_BITS) == 0;
}

/*
 * The code point at *at, which moves on; U+FFFD for anything that is not well-formed
 * UTF-8.  *at must be before end.
 */
static uint32_t
next_point(const char **at, const char *end)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	unsigned char lead = (unsigned char) *(*at)++;
	uint32_t point;
	int more;

	if (lead < 0x80)
		return lead;
	more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
	if (lead < 0xC2 || lead > 0xF4)
		return REPLACEMENT;
	point = lead & (0x3Fu >> more);
	for (int i = 0; i < more; i++)
	{
		if (*at == end || !utf8_is_tail(**at))
			return REPLACEMENT;
		point = point << 6 | ((unsigned char) *(*at)++ & 0x3Fu);
	}
	if (point < least[more] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
		return REPLACEMENT;
	return point;
}

size_t
utf8_count(const char *text, size_t length)
{
	const char *end = text + length;
	size_t count = 0;

	if (is_ascii(text, length))
		return length;
	for (; text < end; count++)
		next_point(&text, end);
	return count;
}

size_t
utf16_count(const char *text, size_t length)
{
	const char *end = text + length;
	size_t count = 0;

	if (is_ascii(text, length))
		return length;
	while (text < end)
		count += next_point(&text, end) > 0xFFFF ? 2 : 1;
	return count;
}

static char *
put_unit(char *to, uint32_t unit)
{
	to[0] = (char) (unit >> 8);
	to[1] = (char) unit;
	return to + 2;
}

/* Eight bytes as eight units; false if one of them is no ASCII. */
static inline bool
put_eight(char *to, const char *text)
{
	uint64_t word;

	memcpy(&word, text, sizeof(word));
	if ((word & HIGH_BITS) != 0)
		return false;
	for (int i = 0; i < 8; i++)
	{
		to[2 * i] = 0;
		to[2 * i + 1] = text[i];
	}
	return true;
}

size_t
utf16_put(char *to, size_t max_units, const char *text, size_t length, size_t *used)
{
	const char *at = text;
	const char *end = text + length;
	char *start = to;
	char *limit = to + 2 * max_units;

	while (at < end)
	{
		if (end - at >= 8 && limit - to >= 16 && put_eight(to, at))
		{
			at += 8;
			to += 16;
		}
		else if ((unsigned char) *at < 0x80)
		{
			if (to == limit)
				break;
			to = put_unit(to, (unsigned char) *at++);
		}
		else
		{
			const char *next = at;
			uint32_t point = next_point(&next, end);

			if (limit - to < (point > 0xFFFF ? 4 : 2))
				break;
			if (point > 0xFFFF)
			{
				to = put_unit(to, 0xD800 + ((point - 0x10000) >> 10));
				to = put_unit(to, 0xDC00 + (point & 0x3FF));
			}
			else
				to = put_unit(to, point);
			at = next;
		}
	}
	*used = (size_t) (at - text);
	return (size_t) (to - start) / 2;
}
