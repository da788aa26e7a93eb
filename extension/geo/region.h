#ifndef GEO_REGION_H
#define GEO_REGION_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/shape.h"
#include "geo/arc.h"
#include "geo/polygon.h"

/*
 * A stored shape made ready for questions.  A region in SQL is a formula over shapes:
 * unions, intersections, differences and complements, as sets of positions.  Circles,
 * boxes and polygons are closed, their boundary belongs to them; so a complement is open.
 */
typedef struct Region Region;

/* One operation or shape of a formula, in the order of its text. */
typedef struct RegionNode
{
	RegionKind kind;
	uint32_t end;		 /* the node after all that are below this one */
	uint32_t shape;		 /* of a shape: its number */
	Bounds bounds;		 /* hold all positions of the node */
	const double *range; /* of REGION_RANGE, which stands above the discs it is made of */
	const uint32_t *children; /* of a large union, in the order of its tree */
	BoundsTree tree;
} RegionNode;

typedef struct RegionFormula
{
	RegionNode *nodes;
	uint32_t node_count;
	Region *shapes;
	uint32_t shape_count;
	Arc *arcs; /* of all boundaries, shape by shape */
	uint32_t arc_count;
	uint32_t *owners; /* the shape of each arc */
	uint32_t *firsts; /* the first arc of each shape, and the end of the last one's */
	BoundsTree tree;  /* of the arcs */
} RegionFormula;

struct Region
{
	SkyShape shape;
	SkyCircle circle;		/* point (radius 0) and circle [deg] */
	SkyBox box;				/* box [deg] */
	Polygon polygon;		/* box and polygon */
	RegionFormula *formula; /* region */
};

/*
 * Prepare a shape from its numbers, which passed shape_check().  Points and circles need
 * no arena.
 */
extern void region_init(
	Region *region, SkyShape shape, const double *values, size_t count, Arena *arena);

/* Is it a point or a circle?  Radius [rad] and centre of those. */
static inline bool
region_is_round(const Region *region)
{
	return region->shape == SHAPE_POINT || region->shape == SHAPE_CIRCLE;
}
extern double region_radius(const Region *round);
extern Vec region_centre(const Region *round);

/* Called now and then while boundaries are compared; may jump out. */
typedef void (*RegionPoll)(void);

/*
 * Does inner lie in outer?  All of it, the boundary of outer included; a shape contains
 * itself.  Exact up to a few times GEO_TOUCH, and for a point in a circle to the last bit
 * the same as comparing distance and radius.
 */
extern bool region_contains(const Region *inner, const Region *outer, RegionPoll poll);

/* Have the regions a position in common?  Touching is enough. */
extern bool region_intersects(const Region *a, const Region *b, RegionPoll poll);

/* Does the region contain a position [deg]?  False for NaN and what is no position. */
extern bool region_contains_position(const Region *region, double lon, double lat);

/* Which of the SIDE_ bits belong to the region, as polygon_sides() has it. */
extern unsigned region_sides(const Region *region, Vec place, Vec left, double touch);

/* A box that holds all of the region. */
extern Bounds region_bounds(const Region *region);

/* Area [square degrees]. */
extern double region_area(const Region *region, RegionPoll poll);

/* Centre: as given, or the centre of gravity of the area. */
extern SkyPoint region_centroid(const Region *region, RegionPoll poll);

#endif
