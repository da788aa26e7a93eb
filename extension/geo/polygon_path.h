#ifndef GEO_POLYGON_PATH_H
#define GEO_POLYGON_PATH_H

#include <stdbool.h>

#include "geo/polygon.h"

/*
 * Crossings of an arc with the edges of polygons.  A vertex counts to one side of the arc
 * by the sign of one dot product, the same for both edges that meet there, so that a
 * crossing at a vertex is never counted twice or missed.
 */

/* The arc between two directions, as crossings with it are looked for. */
typedef struct Path
{
	Vec normal;		 /* along to x from */
	Vec from_inward; /* tangents at the ends, along the path */
	Vec to_inward;
} Path;

static inline Path
path_between(Vec from, Vec to)
{
	Path path = {.normal = vec_cross_twice(to, from)};

	path.from_inward = vec_cross(from, path.normal);
	path.to_inward = vec_cross(path.normal, to);
	return path;
}

/*
 * Does the path cross an edge whose ends lie on the given sides of its great circle, one
 * at or above 0, the other below?  The ends of the path do not lie on the edge.
 */
static inline bool
path_crosses(const Path *path, const Arc *edge, double start_side, double end_side)
{
	Vec crossing =
		vec_sub(vec_scale(edge->start, end_side), vec_scale(edge->end, start_side));

	if (end_side < start_side)
		crossing = vec_scale(crossing, -1.0);
	return vec_dot(crossing, path->from_inward) > 0 &&
		   vec_dot(crossing, path->to_inward) > 0;
}

/* How far a box of half sizes reaches along a direction. */
static inline double
reach_along(Vec direction, Vec half)
{
	return fabs(direction.x) * half.x + fabs(direction.y) * half.y +
		   fabs(direction.z) * half.z;
}

/*
 * Can the path meet what lies in a box or, as a chord, near it?  Only if the box has a
 * part in the plane of the path, beyond its start and before its end.
 */
static inline bool
path_may_meet(const Path *path, const Bounds *bounds, double near)
{
	/* Above the rounding errors of any crossing; the normal is up to 2 long. */
	double slack = 2.0 * near + 2e-14;
	Vec centre = vec_scale(vec_add(bounds->low, bounds->high), 0.5);
	Vec half = vec_sub(bounds->high, centre);

	return fabs(vec_dot(path->normal, centre)) <=
			   reach_along(path->normal, half) + slack &&
		   vec_dot(path->from_inward, centre) + reach_along(path->from_inward, half) >=
			   -slack &&
		   vec_dot(path->to_inward, centre) + reach_along(path->to_inward, half) >=
			   -slack;
}

#endif
