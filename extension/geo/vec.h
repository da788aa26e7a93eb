#ifndef GEO_VEC_H
#define GEO_VEC_H

#include <math.h>

/*
 * Directions as unit vectors: x towards longitude 0, y towards 90, z to the north pole.
 */
typedef struct Vec
{
	double x;
	double y;
	double z;
} Vec;

/*
 * Two things nearer than this touch [rad]: 0.4 nanoarcseconds, a few times the rounding
 * error of a unit vector, so that what lies on a boundary by construction counts as on
 * it.
 */
#define GEO_TOUCH 2e-15

/* Direction of a longitude (any finite number) and a latitude (-90..90) [deg]. */
extern Vec vec_from_degrees(double lon, double lat);

/* Longitude 0 <= lon < 360 and latitude [deg] of a direction of any length but 0. */
extern void vec_to_degrees(Vec v, double *lon, double *lat);

static inline Vec
vec_add(Vec a, Vec b)
{
	return (Vec){a.x + b.x, a.y + b.y, a.z + b.z};
}

static inline Vec
vec_sub(Vec a, Vec b)
{
	return (Vec){a.x - b.x, a.y - b.y, a.z - b.z};
}

static inline Vec
vec_scale(Vec v, double factor)
{
	return (Vec){v.x * factor, v.y * factor, v.z * factor};
}

static inline double
vec_dot(Vec a, Vec b)
{
	return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline Vec
vec_cross(Vec a, Vec b)
{
	return (Vec){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

static inline double
vec_length(Vec v)
{
	return sqrt(vec_dot(v, v));
}

static inline Vec
vec_unit(Vec v)
{
	return vec_scale(v, 1.0 / vec_length(v));
}

/*
 * Twice the cross product of two unit vectors, to full relative precision also where they
 * are nearly parallel or opposite: their difference and sum are exact there.
 */
static inline Vec
vec_cross_twice(Vec a, Vec b)
{
	return vec_cross(vec_sub(a, b), vec_add(a, b));
}

/*
 * Angle between two unit vectors, 0..pi [rad]; precise everywhere (Kahan 2006, sec. 12).
 */
static inline double
vec_angle(Vec a, Vec b)
{
	return 2.0 * atan2(vec_length(vec_sub(a, b)), vec_length(vec_add(a, b)));
}

/* Some unit vector at right angles to v, in no special direction on the sky. */
extern Vec vec_perpendicular(Vec v);

#endif
