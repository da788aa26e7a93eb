#ifndef WRITER_UTF16_H
#define WRITER_UTF16_H

#include <stddef.h>

/* Characters (code points) of UTF-8 text. */
extern size_t utf8_count(const char *text, size_t length);

/* 16-bit units that UTF-8 text needs in UTF-16. */
extern size_t utf16_count(const char *text, size_t length);

/*
 * Write the text as big-endian UTF-16 to room for max_units units, of which no surrogate
 * pair is cut.  *used: bytes of text that were taken.  Returns the units written.
 */
extern size_t
utf16_put(char *to, size_t max_units, const char *text, size_t length, size_t *used);

#endif
