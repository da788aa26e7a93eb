#ifndef GEO_MEASURE_H
#define GEO_MEASURE_H

#include "geo/vec.h"

/*
 * Area and centre of gravity of what lies left of closed lines, added up line by line.
 *
 * All is taken round an origin near the lines, with coordinates x and y across it and z
 * along it.  Then nothing large cancels, and what is a microarcsecond wide is measured as
 * well as its coordinates allow.
 */
typedef struct Measure
{
	Vec x; /* right-handed axes; z points to the origin */
	Vec y;
	Vec z;
	double area;   /* sum of triangles with the origin; right but for whole spheres */
	Vec moment;	   /* twice the integral of the direction, along the axes */
	double length; /* of the lines */
	Vec way;	   /* sum of all steps: zero for closed lines */
} Measure;

extern Measure measure_round(Vec origin);

/* Go along a great circle, by the shorter arc. */
extern void measure_side(Measure *measure, Vec start, Vec end);

/*
 * Go along a circle of a radius <= pi/2 round a centre by an angle [rad], -pi..pi;
 * positive with the centre on the left.
 */
typedef struct MeasureTurn
{
	Vec centre;
	double radius;
	double angle;
} MeasureTurn;
extern void measure_turn(Measure *measure, Vec start, Vec end, const MeasureTurn *turn);

/* Area to the left, -2 pi < area <= 2 pi [sr]: a negative one lacks the whole sphere. */
extern double measure_area(const Measure *measure);

/* Direction of the centre of gravity of what is left, times twice its weight. */
extern Vec measure_moment(const Measure *measure);

#endif
