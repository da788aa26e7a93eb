/* What is UTF-8 and what is not: the borders of RFC 3629. */
#include <stdlib.h>

#include "base/error.h"
#include "base/utf8.h"
#include "unit/unit.h"

typedef struct Case
{
	const char *what;
	const char *text;
	size_t size;
	size_t prefix;
} Case;

#define CASE(what, text, prefix)                                                         \
	{                                                                                    \
		what, text, sizeof(text) - 1, prefix                                             \
	}

static const Case cases[] = {
	CASE("nothing", "", 0),
	CASE("ASCII", "SELECT 1\n", 9),
	CASE("NUL ends it", "ab\0c", 2),
	CASE("two, three and four bytes", "\xC3\xB6\xE2\x82\xAC\xF0\x9F\x8C\x8C", 9),
	CASE("the last code point", "\xF4\x8F\xBF\xBF", 4),
	CASE("beyond the last code point", "a\xF4\x90\x80\x80", 1),
	CASE("a lone continuation", "a\x80", 1),
	CASE("Latin-1",
		 "Gr\xF6\xDF"
		 "e",
		 2),
	CASE("overlong slash", "\xC0\xAF", 0),
	CASE("overlong three", "\xE0\x80\xAF", 0),
	CASE("overlong four", "\xF0\x80\x80\xAF", 0),
	CASE("a surrogate", "\xED\xA0\x80", 0),
	CASE("before the surrogates", "\xED\x9F\xBF", 3),
	CASE("cut in two", "a\xC3", 1),
	CASE("cut in three", "a\xE2\x82", 1),
	CASE("cut in four", "a\xF0\x9F\x8C", 1),
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		/* In memory of its own, so that the sanitizer sees a byte too far. */
		char *copy = malloc(cases[i].size + 1);

		memcpy(copy, cases[i].text, cases[i].size);
		copy = realloc(copy, cases[i].size > 0 ? cases[i].size : 1);
		ok(utf8_prefix(copy, cases[i].size) == cases[i].prefix, cases[i].what);
		free(copy);
	}
	for (int length = 1; length <= 9; length++)
	{
		SkyError err = {0};

		sky_error(&err,
				  SKY_E_BAD_VALUE,
				  -1,
				  "\"%.*s\" is cut",
				  length,
				  "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8C\x8D");
		ok(utf8_prefix(err.message, strlen(err.message)) == strlen(err.message) &&
			   strstr(err.message, "\" is cut") != NULL,
		   "a value cut short in a message");
	}
	return unit_done();
}
