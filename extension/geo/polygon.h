#ifndef GEO_POLYGON_H
#define GEO_POLYGON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/shape.h"
#include "geo/arc.h"
#include "geo/bounds.h"
#include "geo/vec.h"

/* No cap of 80 degrees holds the polygon.  Longer than any chord. */
#define POLYGON_NO_CAP 3.0

/*
 * A polygon made ready for questions.  It is the closed region on that side of its
 * boundary which is smaller, in whichever order the vertices go; of two equal sides it is
 * the one on the left of the way.  A boundary that crosses itself bounds the points that
 * an odd number of crossings part from the outside.
 */
typedef struct Polygon
{
	Arc *edges; /* great circles; no two successive vertices are equal, unless there is
				   but one */
	size_t count;
	BoundsTree tree; /* of the edges */
	Vec centre;		 /* mean of the vertices, unit; without a cap some direction */
	double cap;		 /* chord from the centre that no part exceeds, or POLYGON_NO_CAP */
	Vec outside[2];	 /* directions that do not belong to the polygon */
} Polygon;

/*
 * What lies at a place: the place itself, what is next to it on either side of a line
 * through it.
 */
#define SIDE_ON	   1u
#define SIDE_LEFT  2u
#define SIDE_RIGHT 4u
#define SIDE_ALL   (SIDE_ON | SIDE_LEFT | SIDE_RIGHT)

/* Prepare a polygon of count >= 1 vertices, not closed; everything in arena memory. */
extern void
polygon_init(Polygon *polygon, const SkyPoint *vertices, size_t count, Arena *arena);
/* Likewise from unit vectors; the array is used up. */
extern void
polygon_init_vectors(Polygon *polygon, Vec *vertices, size_t count, Arena *arena);

typedef enum PolygonSide
{
	POLYGON_OUT,
	POLYGON_BORDER,
	POLYGON_IN,
} PolygonSide;

/*
 * Where does a direction lie?  Within touch of the boundary (an angle [rad] or a chord;
 * in doubt slightly beyond), or else inside or outside.
 */
extern PolygonSide polygon_side(const Polygon *polygon, Vec point, double touch);

/* Does the polygon contain a direction?  What is within touch [rad] belongs to it. */
static inline bool
polygon_contains_point(const Polygon *polygon, Vec point, double touch)
{
	return polygon_side(polygon, point, touch) != POLYGON_OUT;
}

/*
 * Which of the SIDE_ bits belong to the polygon: a place and what lies left and right of
 * a line through it, left being a unit tangent across the line.  Where the boundary
 * touches the place it must run along that line.
 */
extern unsigned polygon_sides(const Polygon *polygon, Vec place, Vec left, double touch);

/* Least and greatest distance from a direction to the boundary, 0..pi [rad]. */
extern double polygon_nearest(const Polygon *polygon, Vec point);
extern double polygon_farthest(const Polygon *polygon, Vec point);

/* A box that holds all of the polygon. */
extern Bounds polygon_bounds(const Polygon *polygon);

/*
 * Does the interior lie on the left of the way along the boundary?  Asks the edges and
 * the centre alone.
 */
extern bool polygon_interior_is_left(const Polygon *polygon);

/* Area, 0..2 pi [sr]; of a boundary that crosses itself, the sum with signs. */
extern double polygon_area(const Polygon *polygon);

/*
 * Centre of gravity of the area as a unit vector; of the vertices where there is no area.
 */
extern Vec polygon_centroid(const Polygon *polygon);

#endif
