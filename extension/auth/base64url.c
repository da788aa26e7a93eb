/*
 * base64url.c
 *		Base64 for URLs, without padding.
 */
#include "auth/base64url.h"

#include <stdint.h>
#include <string.h>

static const char digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void
base64url_encode(const unsigned char *bytes, size_t length, char *text)
{
	uint32_t bits = 0;
	int have = 0;

	for (size_t i = 0; i < length; i++)
	{
		bits = bits << 8 | bytes[i];
		for (have += 8; have >= 6; have -= 6)
			*text++ = digits[bits >> (have - 6) & 63];
	}
	if (have > 0)
		*text++ = digits[bits << (6 - have) & 63];
	*text = '\0';
}

bool
base64url_decode(const char *text, unsigned char *bytes, size_t length)
{
	uint32_t bits = 0;
	int have = 0;

	for (size_t i = 0; i < length;)
	{
		const char *digit = *text != '\0' ? strchr(digits, *text++) : NULL;

		if (digit == NULL)
			return false;
		bits = bits << 6 | (uint32_t) (digit - digits);
		have += 6;
		if (have >= 8)
		{
			have -= 8;
			bytes[i++] = (unsigned char) (bits >> have);
		}
	}
	return true;
}
