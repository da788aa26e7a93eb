/*
 * vec.c
 *		Between degrees and unit vectors.
 */
#include "geo/vec.h"

#include "geo/angle.h"

Vec
vec_from_degrees(double lon, double lat)
{
	double across = cos_half(lat);

	if (!(fabs(lon) <= 180.0))
		lon = remainder(lon, 360.0);
	return (Vec){across * cos_half(lon), across * sin_half(lon), sin_quarter(lat)};
}

void
vec_to_degrees(Vec v, double *lon, double *lat)
{
	*lon = atan2(v.y, v.x) * DEGREES_PER_RADIAN;
	if (*lon < 0.0)
		*lon += 360.0;
	if (*lon >= 360.0)
		*lon = 0.0;
	*lat = atan2(v.z, hypot(v.x, v.y)) * DEGREES_PER_RADIAN;
}

Vec
vec_perpendicular(Vec v)
{
	/* Any two directions that are far from each other and from the axes. */
	static const Vec first = {0.267261241912424, 0.534522483824849, 0.801783725737273};
	static const Vec second = {-0.771516749810460, 0.617213399848368, -0.154303349962092};
	Vec side = vec_cross(v, fabs(vec_dot(v, first)) < 0.7 ? first : second);

	return vec_unit(side);
}
