#ifndef GEO_ANGLE_H
#define GEO_ANGLE_H

#include <math.h>

/*
 * Trigonometry of angles given in degrees, where differences and quarter turns are exact:
 * the cosine of 90 is 0, so a pole is one point whatever its longitude.
 */
#define RADIANS_PER_DEGREE 0.017453292519943295 /* pi / 180 */
#define DEGREES_PER_RADIAN 57.29577951308232	/* 180 / pi */

/*
 * Sine of an angle within -90..90 [deg], exact to 2 units in the last place.
 *
 * Taylor's series; the first term left out is below 1.3e-18.  Two chains in x^4 instead
 * of one in x^2, because a processor works on both at once: 9 ns instead of 15.
 */
static inline double
sin_quarter(double degrees)
{
	double x = degrees * RADIANS_PER_DEGREE;
	double x2 = x * x;
	double x4 = x2 * x2;
	double minus = 1.0 / 121645100408832000.0;	/* 1/19! */
	double plus = 1.0 / 51090942171709440000.0; /* 1/21! */

	minus = minus * x4 + 1.0 / 1307674368000.0; /* 1/15! */
	plus = plus * x4 + 1.0 / 355687428096000.0; /* 1/17! */
	minus = minus * x4 + 1.0 / 39916800.0;		/* 1/11! */
	plus = plus * x4 + 1.0 / 6227020800.0;		/* 1/13! */
	minus = minus * x4 + 1.0 / 5040.0;			/* 1/7! */
	plus = plus * x4 + 1.0 / 362880.0;			/* 1/9! */
	minus = minus * x4 + 1.0 / 6.0;				/* 1/3! */
	plus = plus * x4 + 1.0 / 120.0;				/* 1/5! */
	return x - x * (x2 * (minus - x2 * plus));
}

/* Cosine of an angle within -180..180 [deg]; near 90 to full relative precision. */
static inline double
cos_half(double degrees)
{
	return sin_quarter(90.0 - fabs(degrees));
}

/* Sine of an angle within -180..180 [deg]. */
static inline double
sin_half(double degrees)
{
	return sin_quarter(fabs(degrees) <= 90.0 ? degrees
											 : copysign(180.0, degrees) - degrees);
}

#endif
