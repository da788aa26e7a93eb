/*
 * number.c
 *		Numbers as text.
 */
#include "base/number.h"

#include <string.h>

static const char digit_pairs[201] =
	"00010203040506070809101112131415161718192021222324252627282930313233343536373839"
	"40414243444546474849505152535455565758596061626364656667686970717273747576777879"
	"8081828384858687888990919293949596979899";

size_t
number_put_int64(char *to, int64_t value)
{
	char digits[20];
	char *first = digits + sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t) value : (uint64_t) value;
	size_t length = 0;

	while (rest >= 100)
	{
		first -= 2;
		memcpy(first, digit_pairs + 2 * (rest % 100), 2);
		rest /= 100;
	}
	if (rest >= 10)
	{
		first -= 2;
		memcpy(first, digit_pairs + 2 * rest, 2);
	}
	else
		*--first = (char) ('0' + rest);
	if (value < 0)
		to[length++] = '-';
	memcpy(to + length, first, (size_t) (digits + sizeof(digits) - first));
	return length + (size_t) (digits + sizeof(digits) - first);
}
