#ifndef SKY_UTF8_H
#define SKY_UTF8_H

#include <stddef.h>

/*
 * The length of the longest prefix of text that is whole UTF-8 without NUL: size where
 * all of it is.  Overlong forms, surrogates and codes past U+10FFFF end the prefix
 * (RFC 3629).
 */
extern size_t utf8_prefix(const char *text, size_t size);

#endif
