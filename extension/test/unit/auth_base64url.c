/* Base64 for URLs: the vectors of RFC 4648, section 10, and texts that are none. */
#include <string.h>

#include "auth/base64url.h"
#include "unit/unit.h"

static const struct
{
	const char *bytes;
	const char *text;
} vectors[] = {
	{"", ""},
	{"f", "Zg"},
	{"fo", "Zm8"},
	{"foo", "Zm9v"},
	{"foob", "Zm9vYg"},
	{"fooba", "Zm9vYmE"},
	{"foobar", "Zm9vYmFy"},
	{"\xFB\xFF\xBE", "-_--"},
};

int
main(void)
{
	unsigned char bytes[16];
	char text[BASE64URL_LENGTH(sizeof(bytes)) + 1];

	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++)
	{
		size_t length = strlen(vectors[i].bytes);

		base64url_encode((const unsigned char *) vectors[i].bytes, length, text);
		ok(strcmp(text, vectors[i].text) == 0 && strlen(text) == BASE64URL_LENGTH(length),
		   vectors[i].text);
		ok(base64url_decode(text, bytes, length) &&
			   memcmp(bytes, vectors[i].bytes, length) == 0,
		   "and back");
	}
	ok(!base64url_decode("Zm9", bytes, 3), "too short");
	ok(!base64url_decode("Zm+v", bytes, 3), "a plus is of another base64");
	ok(!base64url_decode("Zm=v", bytes, 3), "no padding");
	return unit_done();
}
