#ifndef SKY_GEO_RANDOM_H
#define SKY_GEO_RANDOM_H

#include <stdint.h>

#include "geo/vec.h"

/* Reproducible random numbers and shapes for the geometry tests. */
static uint64_t random_bits = 88172645463325252u; /* xorshift64, fixed seed */

static inline uint64_t
draw_bits(void)
{
	random_bits ^= random_bits << 13;
	random_bits ^= random_bits >> 7;
	random_bits ^= random_bits << 17;
	return random_bits;
}

static inline double
draw(double low, double high)
{
	return low + (high - low) * (double) (draw_bits() >> 11) * 0x1p-53;
}

/* Uniform on the sphere. */
static inline Vec
draw_direction(void)
{
	double z = draw(-1, 1);
	double across = sqrt(1 - z * z);
	double turn = draw(0, 2 * M_PI);

	return (Vec){across * cos(turn), across * sin(turn), z};
}

/* The direction at a distance [rad] from a centre, at an angle round it [rad]. */
static inline Vec
step_from(Vec centre, double distance, double angle)
{
	Vec x = vec_perpendicular(centre);
	Vec y = vec_cross(centre, x);
	Vec across = vec_add(vec_scale(x, cos(angle)), vec_scale(y, sin(angle)));

	return vec_unit(
		vec_add(vec_scale(centre, cos(distance)), vec_scale(across, sin(distance))));
}

#endif
