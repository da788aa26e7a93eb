#ifndef GEO_ARC_H
#define GEO_ARC_H

#include <stdbool.h>

#include "geo/bounds.h"
#include "geo/vec.h"

/*
 * A piece of a circle on the sphere, less than half of it, run through with the circle's
 * centre on the left.  Sides of polygons are arcs of great circles; the rim of a disc is
 * three arcs.
 */
typedef struct Arc
{
	Vec start;
	Vec end;
	Vec centre;	   /* unit; of the two centres the nearer one, or the left one */
	double radius; /* 0 < radius <= pi / 2 [rad] */
	double cosine; /* of the radius; exactly 0 for great circles */
	double sine;
} Arc;

#define DISC_ARCS 3

/* The side from start to end whose unit normal is known. */
extern Arc arc_of_side(Vec start, Vec end, Vec normal);

/*
 * One of the DISC_ARCS arcs of the rim of a disc of 0 < radius < pi [rad].  The disc is
 * on the left, or on the right if it is more than a hemisphere.
 */
extern Arc arc_of_disc(Vec centre, double radius, int number);

extern Bounds arc_bounds(const Arc *arc);

/* Angle round the centre from the start to a place near the arc [rad]; and back. */
extern double arc_azimuth(const Arc *arc, Vec place);
extern Vec arc_place(const Arc *arc, double azimuth);

/* Unit tangent that points to the left at a place of the arc. */
extern Vec arc_left(const Arc *arc, Vec place);

/* Does a place lie within touch [rad] of the arc? */
extern bool arc_touches(const Arc *arc, Vec place, double touch);

/*
 * Where do two arcs meet, those that run along one circle left aside?  The number of
 * places, 0..2.  They are the same bits if the arcs are given in the same order.
 */
extern int arcs_meet(const Arc *a, const Arc *b, double touch, Vec places[2]);

/* Do both ends of an arc lie on one side of a great circle, and off it? */
static inline bool
arc_is_beside(const Arc *arc, Vec normal, double touch)
{
	double start = vec_dot(normal, arc->start);
	double end = vec_dot(normal, arc->end);

	return (start > touch && end > touch) || (start < -touch && end < -touch);
}

/*
 * Is one of two arcs of great circles so far on one side of the other that they cannot
 * meet?  Soon said, and true of most.
 */
static inline bool
arcs_are_apart(const Arc *a, const Arc *b, double touch)
{
	return a->cosine == 0.0 && b->cosine == 0.0 &&
		   (arc_is_beside(b, a->centre, touch) || arc_is_beside(a, b->centre, touch));
}

/* Least distance from a place to the arc [rad]. */
extern double arc_distance(const Arc *arc, Vec place);

#endif
