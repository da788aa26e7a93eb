/*
 * region.c
 *		Relations of any two shapes.
 *
 * There are two kinds of regions, round ones (a point is a circle of radius 0) and
 * polygons (a box is one), so four cases for each relation.
 */
#include "geo/region.h"

#include "geo/angle.h"
#include "geo/box.h"
#include "geo/polygon_pair.h"
#include "geo/separation.h"

/* GEO_TOUCH for sums of angles in degrees. */
#define TOUCH_DEGREES (GEO_TOUCH * DEGREES_PER_RADIAN)

#define SQUARE_DEGREES (DEGREES_PER_RADIAN * DEGREES_PER_RADIAN)

void
region_init(
	Region *region, SkyShape shape, const double *values, size_t count, Arena *arena)
{
	region->shape = shape;
	switch (shape)
	{
		case SHAPE_POINT:
			region->circle = (SkyCircle){values[0], values[1], 0.0};
			break;
		case SHAPE_CIRCLE:
			region->circle = (SkyCircle){values[0], values[1], values[2]};
			break;
		case SHAPE_BOX:
		{
			Vec vertices[BOX_VERTICES];

			region->box = (SkyBox){values[0], values[1], values[2], values[3]};
			box_vertices(&region->box, vertices);
			polygon_init_vectors(&region->polygon, vertices, BOX_VERTICES, arena);
			break;
		}
		default:
			polygon_init(&region->polygon, (const SkyPoint *) values, count / 2, arena);
			break;
	}
}

static bool
is_round(const Region *region)
{
	return region->shape == SHAPE_POINT || region->shape == SHAPE_CIRCLE;
}

static double
radius_of(const Region *round)
{
	return round->circle.radius * RADIANS_PER_DEGREE;
}

static Vec
centre_of(const Region *round)
{
	return vec_from_degrees(round->circle.lon, round->circle.lat);
}

static double
circle_separation(const SkyCircle *a, const SkyCircle *b)
{
	return separation_deg(a->lon, a->lat, b->lon, b->lat);
}

/* A point in a circle is the cone search itself; circles compare a sum of angles. */
static bool
round_contains_round(const SkyCircle *inner, const SkyCircle *outer)
{
	if (inner->radius == 0.0)
		return separation_within(
			inner->lon, inner->lat, outer->lon, outer->lat, outer->radius);
	return outer->radius >= 180.0 || circle_separation(inner, outer) + inner->radius <=
										 outer->radius + TOUCH_DEGREES;
}

/*
 * A disc lies in a polygon if its centre does and no boundary comes nearer than its rim.
 */
static bool
polygon_contains_round(const Region *inner, const Polygon *outer)
{
	Vec centre = centre_of(inner);
	double least;
	double greatest;

	if (!polygon_contains_point(outer, centre, GEO_TOUCH))
		return false;
	if (inner->circle.radius == 0.0)
		return true;
	polygon_distances(outer, centre, &least, &greatest);
	return least >= radius_of(inner) - GEO_TOUCH;
}

/* A polygon lies in a disc if its boundary does and the disc's antipode is not in it. */
static bool
round_contains_polygon(const Polygon *inner, const Region *outer)
{
	Vec centre = centre_of(outer);
	double least;
	double greatest;

	if (outer->circle.radius >= 180.0)
		return true;
	polygon_distances(inner, centre, &least, &greatest);
	return greatest <= radius_of(outer) + GEO_TOUCH &&
		   !polygon_contains_point(inner, vec_scale(centre, -1.0), GEO_TOUCH);
}

bool
region_contains(const Region *inner, const Region *outer, RegionPoll poll)
{
	if (is_round(outer))
		return is_round(inner) ? round_contains_round(&inner->circle, &outer->circle)
							   : round_contains_polygon(&inner->polygon, outer);
	return is_round(inner)
			   ? polygon_contains_round(inner, &outer->polygon)
			   : polygon_contains_polygon(&inner->polygon, &outer->polygon, poll);
}

/* The greater circle asks for the centre of the smaller: so points are exact here too. */
static bool
round_meets_round(const SkyCircle *a, const SkyCircle *b)
{
	if (a->radius == 0.0)
		return round_contains_round(a, b);
	if (b->radius == 0.0)
		return round_contains_round(b, a);
	return circle_separation(a, b) <= a->radius + b->radius + TOUCH_DEGREES;
}

static bool
round_meets_polygon(const Region *round, const Polygon *polygon)
{
	Vec centre = centre_of(round);
	double least;
	double greatest;

	if (polygon_contains_point(polygon, centre, GEO_TOUCH))
		return true;
	polygon_distances(polygon, centre, &least, &greatest);
	return least <= radius_of(round) + GEO_TOUCH;
}

bool
region_intersects(const Region *a, const Region *b, RegionPoll poll)
{
	if (is_round(a))
		return is_round(b) ? round_meets_round(&a->circle, &b->circle)
						   : round_meets_polygon(a, &b->polygon);
	return is_round(b) ? round_meets_polygon(b, &a->polygon)
					   : polygon_meets_polygon(&a->polygon, &b->polygon, poll);
}

bool
region_contains_position(const Region *region, double lon, double lat)
{
	if (is_round(region))
		return separation_within(
			lon, lat, region->circle.lon, region->circle.lat, region->circle.radius);
	return isfinite(lon) && fabs(lat) <= 90.0 &&
		   polygon_contains_point(
			   &region->polygon, vec_from_degrees(lon, lat), GEO_TOUCH);
}

double
region_area(const Region *region)
{
	double sine;

	switch (region->shape)
	{
		case SHAPE_CIRCLE:
			/* 2 pi (1 - cos r), without the loss of digits for small r. */
			sine = sin_quarter(0.5 * region->circle.radius);
			return 4.0 * M_PI * sine * sine * SQUARE_DEGREES;
		case SHAPE_BOX:
			return box_area(&region->box) * SQUARE_DEGREES;
		case SHAPE_POLYGON:
			return polygon_area(&region->polygon) * SQUARE_DEGREES;
		default:
			return 0.0;
	}
}

SkyPoint
region_centroid(const Region *region)
{
	SkyPoint point;

	switch (region->shape)
	{
		case SHAPE_BOX:
			return (SkyPoint){region->box.lon, region->box.lat};
		case SHAPE_POLYGON:
			vec_to_degrees(polygon_centroid(&region->polygon), &point.lon, &point.lat);
			return point;
		default:
			return (SkyPoint){region->circle.lon, region->circle.lat};
	}
}
