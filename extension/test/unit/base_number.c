/* Numbers as text: shortest and exact. */
#include <float.h>
#include <stdlib.h>

#include "base/number.h"
#include "unit/unit.h"

static const char *
int_text(int64_t value)
{
	static char text[NUMBER_TEXT_MAX + 1];

	text[number_put_int64(text, value)] = '\0';
	return text;
}

static const char *
double_text(double value)
{
	static char text[NUMBER_TEXT_MAX + 1];

	text[number_put_double(text, value)] = '\0';
	return text;
}

int
main(void)
{
	char expected[32];
	int wrong = 0;
	uint64_t bits = 88172645463325252u; /* xorshift64, fixed seed */

	is(int_text(0), "0", "zero");
	is(int_text(-1), "-1", "minus one");
	is(int_text(100), "100", "hundred");
	is(int_text(INT64_MAX), "9223372036854775807", "largest");
	is(int_text(INT64_MIN), "-9223372036854775808", "smallest");
	for (int64_t value = 1; value > 0 && value < INT64_MAX / 7; value = value * 7 + 3)
	{
		snprintf(expected, sizeof(expected), "%" PRId64, -value);
		wrong += strcmp(int_text(-value), expected) != 0;
	}
	ok(wrong == 0, "integers agree with printf");

	is(double_text(0.1), "0.1", "a tenth");
	is(double_text(-0.0), "-0", "minus zero keeps its sign");
	is(double_text(1e300), "1e+300", "large");
	wrong = 0;
	for (int i = 0; i < 100000; i++)
	{
		double value;

		bits ^= bits << 13;
		bits ^= bits >> 7;
		bits ^= bits << 17;
		memcpy(&value, &bits, sizeof(value));
		if (!isfinite(value))
			continue;
		wrong += strtod(double_text(value), NULL) != value;
	}
	ok(wrong == 0, "100000 random doubles read back to the same bits");
	return unit_done();
}
