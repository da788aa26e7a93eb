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
 * Move the point by digits, let cut make a whole number of it, and move it back.  bias is
 * added before the cut.  The scaled magnitude is raised by two units in its last place,
 * which is more than the decimal number can have lost on its way to binary and through
 * the multiplication, and less than any digit that a double holds.
 */
static double
cut(double x, int digits, double bias)
{
	double scale;
	double scaled;
	double whole;

	if (!isfinite(x) || digits > DBL_MAX_10_EXP)
		return x;
	if (digits < -DBL_MAX_10_EXP)
		return copysign(0, x);
	scale = pow(10, digits < 0 ? -digits : digits);
	scaled = fabs(digits < 0 ? x / scale : x * scale);
	if (scaled >= WHOLE)
		return x;
	whole = floor(scaled * (1 + 2 * DBL_EPSILON) + bias);
	return copysign(digits < 0 ? whole * scale : whole / scale, x);
}

double
rounding_round(double x, int digits)
{
	return cut(x, digits, 0.5);
}

double
rounding_truncate(double x, int digits)
{
	return cut(x, digits, 0);
}
