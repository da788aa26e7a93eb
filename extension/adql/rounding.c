/*
 * rounding.c
 *		Decimal rounding of binary numbers.
 */
#include "adql/rounding.h"

#include <float.h>
#include <math.h>

/* From here on every double is a whole number. */
#define WHOLE 4503599627370496.0 /* 2^52 */

/*
 * Move the point by digits, let to_whole cut the rest off, and move it back.  Before the
 * cut the scaled magnitude is raised by two units in its last place, which is more than
 * the decimal number can have lost on its way to binary and through the multiplication,
 * and less than any digit that a double holds.
 */
static double
cut(double x, int digits, double (*to_whole)(double))
{
	double scale;
	double scaled;
	double whole;

	if (!isfinite(x) || digits > DBL_MAX_10_EXP)
		return x;
	if (digits == 0)
		return to_whole(x);
	if (digits < -DBL_MAX_10_EXP)
		return copysign(0, x);
	scale = pow(10, digits < 0 ? -digits : digits);
	scaled = digits < 0 ? x / scale : x * scale;
	if (fabs(scaled) >= WHOLE)
		return x;
	whole = to_whole(scaled * (1 + 2 * DBL_EPSILON));
	return digits < 0 ? whole * scale : whole / scale;
}

double
rounding_round(double x, int digits)
{
	return cut(x, digits, round);
}

double
rounding_truncate(double x, int digits)
{
	return cut(x, digits, trunc);
}
