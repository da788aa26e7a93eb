/*
 * bytes.c
 *		Growing memory, and text of foreign encodings put into it as UTF-8.
 */
#include "reader/bytes.h"

#include <stdint.h>
#include <stdlib.h>

bool
bytes_grow(Bytes *bytes, size_t extra)
{
	size_t size = bytes->size == 0 ? 1024 : bytes->size;
	char *data;

	if (bytes->failed || extra > BYTES_LIMIT - bytes->used)
	{
		bytes->failed = true;
		return false;
	}
	while (size - bytes->used < extra)
		size *= 2;
	data = realloc(bytes->data, size);
	if (data == NULL)
	{
		bytes->failed = true;
		return false;
	}
	bytes->data = data;
	bytes->size = size;
	return true;
}

void
bytes_free(Bytes *bytes)
{
	free(bytes->data);
	*bytes = (Bytes){0};
}

/* Length of the well-formed character at text (RFC 3629), 0 if there is none. */
static size_t
utf8_length(const unsigned char *text, size_t size)
{
	static const struct
	{
		unsigned char first, last, low, high; /* lead byte, bounds of the second byte */
		size_t length;
	} forms[] = {
		{.first = 0xC2, .last = 0xDF, .low = 0x80, .high = 0xBF, .length = 2},
		{.first = 0xE0, .last = 0xE0, .low = 0xA0, .high = 0xBF, .length = 3},
		{.first = 0xE1, .last = 0xEC, .low = 0x80, .high = 0xBF, .length = 3},
		{.first = 0xED, .last = 0xED, .low = 0x80, .high = 0x9F, .length = 3},
		{.first = 0xEE, .last = 0xEF, .low = 0x80, .high = 0xBF, .length = 3},
		{.first = 0xF0, .last = 0xF0, .low = 0x90, .high = 0xBF, .length = 4},
		{.first = 0xF1, .last = 0xF3, .low = 0x80, .high = 0xBF, .length = 4},
		{.first = 0xF4, .last = 0xF4, .low = 0x80, .high = 0x8F, .length = 4},
	};

	if (text[0] < 0x80)
		return 1;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
	{
		if (text[0] < forms[i].first || text[0] > forms[i].last)
			continue;
		if (size < forms[i].length || text[1] < forms[i].low || text[1] > forms[i].high)
			return 0;
		for (size_t j = 2; j < forms[i].length; j++)
		{
			if ((text[j] & 0xC0) != 0x80)
				return 0;
		}
		return forms[i].length;
	}
	return 0;
}

bool
utf8_is_valid(const char *text, size_t size)
{
	const unsigned char *at = (const unsigned char *) text;

	for (size_t i = 0; i < size;)
	{
		size_t length = utf8_length(at + i, size - i);

		if (length == 0)
			return false;
		i += length;
	}
	return true;
}

/* One Unicode character as UTF-8. */
static void
put_character(Bytes *bytes, uint32_t c)
{
	if (c < 0x80)
		bytes_putc(bytes, (char) c);
	else if (c < 0x800)
	{
		bytes_putc(bytes, (char) (0xC0 | c >> 6));
		bytes_putc(bytes, (char) (0x80 | (c & 0x3F)));
	}
	else if (c < 0x10000)
	{
		bytes_putc(bytes, (char) (0xE0 | c >> 12));
		bytes_putc(bytes, (char) (0x80 | (c >> 6 & 0x3F)));
		bytes_putc(bytes, (char) (0x80 | (c & 0x3F)));
	}
	else
	{
		bytes_putc(bytes, (char) (0xF0 | c >> 18));
		bytes_putc(bytes, (char) (0x80 | (c >> 12 & 0x3F)));
		bytes_putc(bytes, (char) (0x80 | (c >> 6 & 0x3F)));
		bytes_putc(bytes, (char) (0x80 | (c & 0x3F)));
	}
}

void
bytes_put_text(Bytes *bytes, const char *text, size_t size)
{
	if (utf8_is_valid(text, size))
	{
		bytes_put(bytes, text, size);
		return;
	}
	for (size_t i = 0; i < size; i++)
		put_character(bytes, (unsigned char) text[i]);
}

void
bytes_put_utf16(Bytes *bytes, const unsigned char *units, size_t count)
{
	for (size_t i = 0; i < count; i++)
	{
		uint32_t c = (uint32_t) units[2 * i] << 8 | units[2 * i + 1];

		if (c >= 0xD800 && c < 0xDC00 && i + 1 < count)
		{
			uint32_t low = (uint32_t) units[2 * i + 2] << 8 | units[2 * i + 3];

			if (low >= 0xDC00 && low < 0xE000)
			{
				put_character(bytes, 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00));
				i++;
				continue;
			}
		}
		put_character(bytes, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
	}
}
