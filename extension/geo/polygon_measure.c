/*
 * polygon_measure.c
 *		Area and centroid of polygons.
 */
#include "geo/measure.h"
#include "geo/polygon.h"

static Measure
measure_polygon(const Polygon *polygon)
{
	Measure measure = measure_round(polygon->centre);

	for (const Arc *e = polygon->edges; e < polygon->edges + polygon->count; e++)
		measure_side(&measure, e->start, e->end);
	return measure;
}

double
polygon_area(const Polygon *polygon)
{
	Measure measure = measure_polygon(polygon);

	return fabs(measure_area(&measure));
}

/* Rounding must not decide which half of the sky is meant. */
static bool
left_is_inside(double area)
{
	const double even = 2.0 * M_PI - 1e-12;

	return area > 0 || area < -even;
}

bool
polygon_interior_is_left(const Polygon *polygon)
{
	Measure measure = measure_polygon(polygon);

	return left_is_inside(measure_area(&measure));
}

Vec
polygon_centroid(const Polygon *polygon)
{
	Measure measure = measure_polygon(polygon);
	Vec moment = measure_moment(&measure);
	double thin = GEO_TOUCH * measure.length;
	double area = measure_area(&measure);

	/* A line has no area, and parts opposite each other may balance. */
	if (fabs(area) <= thin || vec_length(moment) <= thin)
		return polygon->cap < POLYGON_NO_CAP ? polygon->centre : polygon->edges[0].start;
	return vec_unit(left_is_inside(area) ? moment : vec_scale(moment, -1.0));
}
