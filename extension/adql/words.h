#ifndef ADQL_WORDS_H
#define ADQL_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether every word of needle is a word of haystack, ASCII case ignored.  A word is a
 * run of letters and digits; bytes beyond ASCII count as letters.  True for a needle
 * without words.
 */
extern bool words_contain(const char *haystack,
						  size_t haystack_length,
						  const char *needle,
						  size_t needle_length);

#endif
