/*
 * words.c
 *		Words in texts, for ivo_hasword.
 */
#include "adql/words.h"

#include <strings.h>

static bool
is_word_byte(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		   (c & 0x80) != 0;
}

/* The next word from *at on: where it begins, and in *at where it ends. */
static const char *
next_word(const char **at, const char *end)
{
	const char *begin = *at;

	while (begin < end && !is_word_byte(*begin))
		begin++;
	for (*at = begin; *at < end && is_word_byte(**at);)
		(*at)++;
	return begin;
}

static bool
has_word(const char *text, const char *end, const char *word, size_t length)
{
	while (text < end)
	{
		const char *begin = next_word(&text, end);

		if ((size_t) (text - begin) == length && strncasecmp(begin, word, length) == 0)
			return true;
	}
	return false;
}

bool
words_contain(const char *haystack,
			  size_t haystack_length,
			  const char *needle,
			  size_t needle_length)
{
	const char *end = needle + needle_length;

	while (needle < end)
	{
		const char *word = next_word(&needle, end);
		size_t length = (size_t) (needle - word);

		if (length > 0 && !has_word(haystack, haystack + haystack_length, word, length))
			return false;
	}
	return true;
}
