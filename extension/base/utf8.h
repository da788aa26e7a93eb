#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The length of the longest prefix of text that is whole UTF-8 without NUL: size where
 * all of it is.  Overlong forms, surrogates and codes past U+10FFFF end the prefix
 * (RFC 3629).
 */
extern size_t utf8_prefix(const char *text, size_t size);

/* Is the byte a further one of a character?  Those that are not count characters. */
static inline bool
utf8_is_tail(char byte)
{
	return ((unsigned char) byte & 0xC0) == 0x80;
}

#endif
