#ifndef INDEX_SKY_FUNCTION_PG_H
#define INDEX_SKY_FUNCTION_PG_H

#include "nodes/nodes.h"
#include "nodes/pg_list.h"

/* The functions of ours that the planner knows. */
typedef enum SkyFunction
{
	FUNCTION_OTHER,
	FUNCTION_CIRCLE,		 /* circle(lon, lat, radius) */
	FUNCTION_CIRCLE_AROUND,	 /* circle(point, radius) */
	FUNCTION_CONE,			 /* cone(lon, lat, lon, lat, radius) */
	FUNCTION_CONTAINS,		 /* contains(inner, outer) */
	FUNCTION_COVERS,		 /* covers(outer, inner) */
	FUNCTION_DISTANCE,		 /* distance(lon, lat, lon, lat) */
	FUNCTION_INSIDE,		 /* inside(lon, lat, shape) */
	FUNCTION_INTERSECTS,	 /* intersects(shape, shape) */
	FUNCTION_KEY,			 /* key(lon, lat) */
	FUNCTION_POINT,			 /* point(lon, lat) */
	FUNCTION_POINT_DISTANCE, /* distance(point, point) */
	FUNCTION_POINT_KEY,		 /* key(point) */
	/* Of a shape and an extent: */
	FUNCTION_EXTENT_COVERS,
	FUNCTION_EXTENT_OVERLAPS,
	FUNCTION_EXTENT_WITHIN,
} SkyFunction;

/* Which of them a function is. */
extern SkyFunction sky_function(Oid function);

/*
 * Which of them a node calls, as a function or through an operator; *args: with what.
 */
extern SkyFunction sky_function_call(const Node *node, List **args);

/*
 * The distance that an expression is a multiple of; NULL if it is none.  *times: 1 for
 * the distance itself, or a constant greater than that.
 */
extern Node *sky_function_distance(Node *expr, double *times);

#endif
