#ifndef GEO_REGION_H
#define GEO_REGION_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/shape.h"
#include "geo/polygon.h"

/* A stored shape made ready for questions. */
typedef struct Region
{
	SkyShape shape;
	SkyCircle circle; /* point (radius 0) and circle [deg] */
	SkyBox box;		  /* box [deg] */
	Polygon polygon;  /* box and polygon */
} Region;

/*
 * Prepare a shape from its numbers, which passed shape_check().  Points and circles need
 * no arena.
 */
extern void region_init(
	Region *region, SkyShape shape, const double *values, size_t count, Arena *arena);

/* Called now and then while pairs of edges are compared; may jump out. */
typedef void (*RegionPoll)(void);

/*
 * Does inner lie in outer?  All of it, the boundary of outer included; a shape contains
 * itself.  Exact up to GEO_TOUCH, and for a point in a circle to the last bit the same as
 * comparing distance and radius.
 */
extern bool region_contains(const Region *inner, const Region *outer, RegionPoll poll);

/* Have the regions a position in common?  Touching is enough. */
extern bool region_intersects(const Region *a, const Region *b, RegionPoll poll);

/* Does the region contain a position [deg]?  False for NaN and what is no position. */
extern bool region_contains_position(const Region *region, double lon, double lat);

/* Area [square degrees]. */
extern double region_area(const Region *region);

/* Centre: as given, or of a polygon the centre of gravity of its area. */
extern SkyPoint region_centroid(const Region *region);

#endif
