#ifndef SHIM_TEST_TAP_H
#define SHIM_TEST_TAP_H

#include <stdio.h>

static int tap_count;
static int tap_failed;

/* One line of TAP. */
#define check(condition, ...)                                                            \
	do                                                                                   \
	{                                                                                    \
		int passed_ = (condition) ? 1 : 0;                                               \
		tap_failed += !passed_;                                                          \
		printf("%sok %d - ", passed_ ? "" : "not ", ++tap_count);                        \
		printf(__VA_ARGS__);                                                             \
		printf("\n");                                                                    \
	} while (0)

/* The plan; returns what main returns. */
static inline int
tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed != 0;
}

#endif
