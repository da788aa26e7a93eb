/*
 * arc.c
 *		Arcs of great and small circles on the sphere.
 */
#include "geo/arc.h"

Arc
arc_of_side(Vec start, Vec end, Vec normal)
{
	return (Arc){
		.start = start,
		.end = end,
		.centre = normal,
		.radius = M_PI_2,
		.cosine = 0.0,
		.sine = 1.0,
	};
}

/* The place of the circle in a direction at right angles to its axis. */
static Vec
rim_place(const Arc *arc, Vec across)
{
	return vec_unit(
		vec_add(vec_scale(arc->centre, arc->cosine), vec_scale(across, arc->sine)));
}

Arc
arc_of_disc(Vec centre, double radius, int number)
{
	static const double cosines[DISC_ARCS] = {1.0, -0.5, -0.5};
	static const double sines[DISC_ARCS] = {
		0.0, 0.86602540378443865, -0.86602540378443865};
	int next = (number + 1) % DISC_ARCS;
	Vec x;
	Vec y;
	Arc arc = {.centre = centre, .radius = radius};

	if (radius > M_PI_2)
	{
		arc.centre = vec_scale(centre, -1.0);
		arc.radius = M_PI - radius;
	}
	x = vec_perpendicular(arc.centre);
	y = vec_cross(arc.centre, x);
	arc.cosine = arc.radius == M_PI_2 ? 0.0 : cos(arc.radius);
	arc.sine = sin(arc.radius);
	arc.start = rim_place(
		&arc, vec_add(vec_scale(x, cosines[number]), vec_scale(y, sines[number])));
	arc.end =
		rim_place(&arc, vec_add(vec_scale(x, cosines[next]), vec_scale(y, sines[next])));
	return arc;
}

Bounds
arc_bounds(const Arc *arc)
{
	return bounds_of_arc(arc->start, arc->end, arc->sine);
}

/* The directions at right angles to the axis in which azimuth 0 and 90 degrees lie. */
static void
arc_axes(const Arc *arc, Vec *x, Vec *y)
{
	*x = arc->cosine == 0.0
			 ? arc->start
			 : vec_unit(vec_sub(arc->start, vec_scale(arc->centre, arc->cosine)));
	*y = vec_cross(arc->centre, *x);
}

double
arc_azimuth(const Arc *arc, Vec place)
{
	Vec off = arc->cosine == 0.0 ? place : vec_sub(place, arc->centre);
	Vec x;
	Vec y;

	arc_axes(arc, &x, &y);
	return atan2(vec_dot(off, y), vec_dot(off, x));
}

Vec
arc_place(const Arc *arc, double azimuth)
{
	Vec x;
	Vec y;

	arc_axes(arc, &x, &y);
	return rim_place(arc,
					 vec_add(vec_scale(x, cos(azimuth)), vec_scale(y, sin(azimuth))));
}

Vec
arc_left(const Arc *arc, Vec place)
{
	if (arc->cosine == 0.0)
		return arc->centre;
	return vec_unit(vec_sub(arc->centre, vec_scale(place, vec_dot(arc->centre, place))));
}

/* Distance of a place from the whole circle [rad], good near it. */
static double
circle_distance(const Arc *arc, Vec place)
{
	if (arc->cosine == 0.0)
		return fabs(vec_dot(arc->centre, vec_sub(place, arc->start)));
	return fabs(vec_angle(arc->centre, place) - arc->radius);
}

/* Does a place near the circle lie between the ends, or within touch [rad] of them? */
static bool
arc_spans(const Arc *arc, Vec place, double touch)
{
	Vec from_start = vec_sub(place, arc->start);
	Vec from_end = vec_sub(place, arc->end);
	double slack = touch * touch;

	if (vec_dot(from_start, from_start) <= slack || vec_dot(from_end, from_end) <= slack)
		return true;
	return vec_dot(from_start, vec_cross(arc->centre, arc->start)) > 0 &&
		   vec_dot(from_end, vec_cross(arc->end, arc->centre)) > 0;
}

bool
arc_touches(const Arc *arc, Vec place, double touch)
{
	return circle_distance(arc, place) <= touch && arc_spans(arc, place, touch);
}

/* The places common to two great circles are opposite each other. */
static int
great_circles_meet(const Arc *a, const Arc *b, double touch, Vec places[2])
{
	Vec across = vec_cross_twice(a->centre, b->centre);
	double size = vec_length(across);

	if (size <= 2.0 * touch)
		return 0;
	places[0] = vec_scale(across, 1.0 / size);
	places[1] = vec_scale(places[0], -1.0);
	return 2;
}

/*
 * The places common to two circles: the triangle of one of them and the two centres has
 * known sides, and the half-angle formula tells its angle at the first centre to full
 * precision for any size.
 */
static int
circles_meet(const Arc *a, const Arc *b, double touch, Vec places[2])
{
	double apart = vec_angle(a->centre, b->centre);
	double beyond_a = 0.5 * (b->radius + apart - a->radius);
	double beyond_b = 0.5 * (a->radius + apart - b->radius);
	double between = 0.5 * (a->radius + b->radius - apart);
	double around = M_PI - 0.5 * (a->radius + b->radius + apart);
	double azimuth;
	double aside;
	bool same = apart <= touch && fabs(a->radius - b->radius) <= touch;
	bool opposite = M_PI - apart <= touch && fabs(a->radius + b->radius - M_PI) <= touch;

	if (same || opposite || beyond_a < -touch || beyond_b < -touch || between < -touch ||
		around < -touch)
		return 0;
	aside = 2.0 * atan2(sqrt(sin(fmax(0.0, beyond_a)) * sin(fmax(0.0, between))),
						sqrt(sin(fmax(0.0, around)) * sin(fmax(0.0, beyond_b))));
	azimuth = arc_azimuth(a, b->centre);
	places[0] = arc_place(a, azimuth + aside);
	places[1] = arc_place(a, azimuth - aside);
	return aside == 0.0 ? 1 : 2;
}

int
arcs_meet(const Arc *a, const Arc *b, double touch, Vec places[2])
{
	Vec both[2];
	int common = a->cosine == 0.0 && b->cosine == 0.0
					 ? great_circles_meet(a, b, touch, both)
					 : circles_meet(a, b, touch, both);
	int count = 0;

	for (int i = 0; i < common; i++)
	{
		if (arc_spans(a, both[i], touch) && arc_spans(b, both[i], touch))
			places[count++] = both[i];
	}
	return count;
}

double
arc_distance(const Arc *arc, Vec place)
{
	double to_ends = fmin(vec_angle(arc->start, place), vec_angle(arc->end, place));
	double azimuth = arc_azimuth(arc, place);

	if (azimuth > 0 && azimuth < arc_azimuth(arc, arc->end))
		return fmin(to_ends, fabs(vec_angle(arc->centre, place) - arc->radius));
	return to_ends;
}
