#ifndef READER_BYTES_H
#define READER_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*
 * A growing piece of malloc'ed memory.  Readers keep everything so, because libxml2 and
 * libyaml call them back and no jump may cross those libraries: running out of memory, or
 * past BYTES_LIMIT, only sets failed, which the reader looks at when a row is complete.
 * Zero-initialise; bytes_free at the end.
 */
typedef struct Bytes
{
	char *data;
	size_t used;
	size_t size;
	bool failed;
} Bytes;

#define BYTES_LIMIT ((size_t) 8 << 20) /* of one row, one cell, one head [bytes] */

/* Make room for extra more bytes; false (and failed set) if that cannot be. */
extern bool bytes_grow(Bytes *bytes, size_t extra);
extern void bytes_free(Bytes *bytes);
/* Add text as UTF-8: as it is when it is valid UTF-8, else taken for Latin-1. */
extern void bytes_put_text(Bytes *bytes, const char *text, size_t size);
/* Add UTF-16, big-endian, as UTF-8; half a surrogate pair becomes U+FFFD. */
extern void bytes_put_utf16(Bytes *bytes, const unsigned char *units, size_t count);

static inline bool
bytes_room(Bytes *bytes, size_t extra)
{
	return __builtin_expect(bytes->size - bytes->used >= extra, 1) ||
		   bytes_grow(bytes, extra);
}

static inline void
bytes_put(Bytes *bytes, const void *from, size_t size)
{
	if (size > 0 && bytes_room(bytes, size))
	{
		memcpy(bytes->data + bytes->used, from, size);
		bytes->used += size;
	}
}

static inline void
bytes_putc(Bytes *bytes, char c)
{
	if (bytes_room(bytes, 1))
		bytes->data[bytes->used++] = c;
}

static inline void
bytes_puts(Bytes *bytes, const char *text)
{
	bytes_put(bytes, text, strlen(text));
}

#endif
