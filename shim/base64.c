/* Base64, strictly. */
#include "base64.h"

/* What a character stands for; -1: nothing. */
static int
digit_of(Base64Alphabet alphabet, char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == (alphabet == BASE64_URL ? '-' : '+'))
		return 62;
	return c == (alphabet == BASE64_URL ? '_' : '/') ? 63 : -1;
}

bool
base64_decode(Base64Alphabet alphabet, Slice text, char *out, size_t *len)
{
	unsigned bits = 0;
	int held = 0; /* of them */

	*len = 0;
	if (alphabet == BASE64_BASIC && text.len % 4 == 0)
		for (int i = 0; i < 2 && text.len > 0 && text.data[text.len - 1] == '='; i++)
			text.len--;
	if (text.len % 4 == 1)
		return false;
	for (size_t i = 0; i < text.len; i++)
	{
		int digit = digit_of(alphabet, text.data[i]);

		if (digit < 0)
			return false;
		bits = (bits << 6 | (unsigned) digit) & 0xfff;
		held += 6;
		if (held >= 8)
		{
			held -= 8;
			out[(*len)++] = (char) (bits >> held);
		}
	}
	return (bits & ((1u << held) - 1)) == 0;
}
