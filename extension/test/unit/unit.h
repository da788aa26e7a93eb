#ifndef SKY_UNIT_H
#define SKY_UNIT_H

/*
 * Unit tests are programs that print TAP.  Call is() and ok() any number of times and end
 * main with "return unit_done();".
 */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int unit_count;
static int unit_failures;

static inline bool
unit_ok(bool passed, const char *what, const char *file, int line)
{
	unit_count++;
	if (!passed)
		unit_failures++;
	printf("%s %d - %s\n", passed ? "ok" : "not ok", unit_count, what);
	if (!passed)
		printf("# at %s line %d\n", file, line);
	return passed;
}

static inline bool
unit_is(
	const char *got, const char *expected, const char *what, const char *file, int line)
{
	bool same =
		got != NULL && expected != NULL ? strcmp(got, expected) == 0 : got == expected;

	if (!unit_ok(same, what, file, line))
		printf("#      got: %s\n# expected: %s\n",
			   got != NULL ? got : "(null)",
			   expected != NULL ? expected : "(null)");
	return same;
}

/* |got - expected| <= tolerance, or both NaN. */
static inline bool
unit_near(double got,
		  double expected,
		  double tolerance,
		  const char *what,
		  const char *file,
		  int line)
{
	bool near = (isnan(got) && isnan(expected)) || fabs(got - expected) <= tolerance;

	if (!unit_ok(near, what, file, line))
		printf("#      got: %.17g\n# expected: %.17g\n", got, expected);
	return near;
}

#define ok(passed, what)		unit_ok((passed), (what), __FILE__, __LINE__)
#define is(got, expected, what) unit_is((got), (expected), (what), __FILE__, __LINE__)
#define is_near(got, want, tol, what)                                                    \
	unit_near((got), (want), (tol), (what), __FILE__, __LINE__)

static inline int
unit_done(void)
{
	printf("1..%d\n", unit_count);
	return unit_failures == 0 ? 0 : 1;
}

#endif
