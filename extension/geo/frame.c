/*
 * frame.c
 *		Directions in other reference frames.
 */
#include "geo/frame.h"

#include "geo/vec.h"

SkyPoint
frame_turn(const RefFrame *from, const RefFrame *to, SkyPoint point)
{
	Vec v = vec_from_degrees(point.lon, point.lat);
	const double(*f)[3] = from->from_icrs;
	const double(*t)[3] = to->from_icrs;
	/* The inverse of a rotation is its transpose. */
	Vec icrs = {f[0][0] * v.x + f[1][0] * v.y + f[2][0] * v.z,
				f[0][1] * v.x + f[1][1] * v.y + f[2][1] * v.z,
				f[0][2] * v.x + f[1][2] * v.y + f[2][2] * v.z};
	Vec turned = {t[0][0] * icrs.x + t[0][1] * icrs.y + t[0][2] * icrs.z,
				  t[1][0] * icrs.x + t[1][1] * icrs.y + t[1][2] * icrs.z,
				  t[2][0] * icrs.x + t[2][1] * icrs.y + t[2][2] * icrs.z};
	SkyPoint result;

	vec_to_degrees(turned, &result.lon, &result.lat);
	return result;
}
