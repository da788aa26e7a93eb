/* One encoding for each text of bytes. */
#include "base64.h"

#include <string.h>

#include "tap.h"

static const struct
{
	Base64Alphabet alphabet;
	const char *text;
	const char *bytes; /* NULL: refused */
} cases[] = {
	{BASE64_URL, "", ""},
	{BASE64_URL, "Zg", "f"},
	{BASE64_URL, "Zm8", "fo"},
	{BASE64_URL, "Zm9v", "foo"},
	{BASE64_URL, "Zm9vYmE", "fooba"},
	{BASE64_URL, "-_-_", "\xfb\xff\xbf"},
	{BASE64_URL, "Zg==", NULL},
	{BASE64_URL, "Zh", NULL}, /* bits that encode nothing */
	{BASE64_URL, "Zm9", NULL},
	{BASE64_URL, "Z", NULL},
	{BASE64_URL, "Zm9vY", NULL},
	{BASE64_URL, "+/+/", NULL},
	{BASE64_URL, "Zm 9v", NULL},
	{BASE64_URL, "Zm9v\n", NULL},
	{BASE64_BASIC, "+/+/", "\xfb\xff\xbf"},
	{BASE64_BASIC, "-_-_", NULL},
	{BASE64_BASIC, "Zg==", "f"},
	{BASE64_BASIC, "Zg", "f"},
	{BASE64_BASIC, "Zg=", NULL},
	{BASE64_BASIC, "Z===", NULL},
	{BASE64_BASIC, "====", NULL},
	{BASE64_BASIC, "Zm8=", "fo"},
	{BASE64_BASIC, "Zm8=Zm8=", NULL},
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		char out[64];
		size_t len;
		Slice text = {cases[i].text, strlen(cases[i].text)};
		bool good = base64_decode(cases[i].alphabet, text, out, &len);

		check(good == (cases[i].bytes != NULL) &&
				  (!good || (len == strlen(cases[i].bytes) &&
							 memcmp(out, cases[i].bytes, len) == 0)),
			  "\"%s\"",
			  cases[i].text[0] != '\0' && strchr(cases[i].text, '\n') == NULL
				  ? cases[i].text
				  : "blank");
	}
	return tap_done();
}
