/*
 * bytes.c
 *		Growing memory, and text of foreign encodings put into it as UTF-8.
 */
#include "reader/bytes.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"

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
	if (utf8_prefix(text, size) == size)
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
