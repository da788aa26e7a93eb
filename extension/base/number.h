#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stddef.h>
#include <stdint.h>

/*
 * Numbers as text, the shortest that reads back to the same bits.
 *
 * Each writes without a terminating NUL to a buffer of at least NUMBER_TEXT_MAX bytes and
 * returns the length.  number_put_double/float write finite values only; NaN and the
 * infinities are spelled differently by every format and are the caller's.
 */
#define NUMBER_TEXT_MAX 32

extern size_t number_put_int64(char *to, int64_t value);

/*
 * Doubles go through Ryu as PostgreSQL ships it (libpgcommon, resolved from the server
 * itself at run time): declared here because the core sees no server header.
 */
extern int double_to_shortest_decimal_bufn(double f, char *result);
extern int float_to_shortest_decimal_bufn(float f, char *result);

static inline size_t
number_put_double(char *to, double value)
{
	return (size_t) double_to_shortest_decimal_bufn(value, to);
}

static inline size_t
number_put_float(char *to, float value)
{
	return (size_t) float_to_shortest_decimal_bufn(value, to);
}

#endif
