/*
 * region.c
 *		Relations of any two shapes.
 *
 * Points and circles have tests of their own, with each other and with polygons (a box is
 * one); all other pairs are decided on the arrangement of their boundaries.
 */
#include "geo/region.h"

#include "geo/angle.h"
#include "geo/arrangement.h"
#include "geo/box.h"
#include "geo/region_formula.h"
#include "geo/separation.h"

/* GEO_TOUCH for sums of angles in degrees. */
#define TOUCH_DEGREES (GEO_TOUCH * DEGREES_PER_RADIAN)

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
		case SHAPE_REGION:
			region->formula = region_formula(values, count, arena);
			break;
		default:
			polygon_init(&region->polygon, (const SkyPoint *) values, count / 2, arena);
			break;
	}
}

static bool
is_polygon(const Region *region)
{
	return region->shape == SHAPE_BOX || region->shape == SHAPE_POLYGON;
}

double
region_radius(const Region *round)
{
	return round->circle.radius * RADIANS_PER_DEGREE;
}

Vec
region_centre(const Region *round)
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
	Vec centre = region_centre(inner);

	return polygon_contains_point(outer, centre, GEO_TOUCH) &&
		   (inner->circle.radius == 0.0 ||
			polygon_nearest(outer, centre) >= region_radius(inner) - GEO_TOUCH);
}

/* A polygon lies in a disc if its boundary does and the disc's antipode is not in it. */
static bool
round_contains_polygon(const Polygon *inner, const Region *outer)
{
	Vec centre = region_centre(outer);

	return outer->circle.radius >= 180.0 ||
		   (polygon_farthest(inner, centre) <= region_radius(outer) + GEO_TOUCH &&
			!polygon_contains_point(inner, vec_scale(centre, -1.0), GEO_TOUCH));
}

/* Are two polygons so far from each other that they cannot touch?  In doubt no. */
static bool
is_apart(const Region *a, const Region *b)
{
	double chord;

	if (!is_polygon(a) || !is_polygon(b))
		return false;
	/* A chord is shorter than its arc, but chords of three points obey the triangle. */
	chord = vec_length(vec_sub(a->polygon.centre, b->polygon.centre));
	return chord > a->polygon.cap + b->polygon.cap + 2 * ARRANGEMENT_TOUCH;
}

/* Has a piece a part in the first region that is not in the second? */
static bool
is_beyond(void *state, const Piece *piece)
{
	(void) state;
	return (piece->sides[0] & ~piece->sides[1]) != 0;
}

/* Has a piece a part in both? */
static bool
is_common(void *state, const Piece *piece)
{
	(void) state;
	return (piece->sides[0] & piece->sides[1]) != 0;
}

bool
region_contains(const Region *inner, const Region *outer, RegionPoll poll)
{
	Arrangement how = {.regions = {inner, outer},
					   .limits = {BOUNDS_WHOLE, region_bounds(inner)},
					   .touch = ARRANGEMENT_TOUCH,
					   .poll = poll,
					   .visit = is_beyond};

	if (region_is_round(inner) && region_is_round(outer))
		return round_contains_round(&inner->circle, &outer->circle);
	if (region_is_round(inner) && is_polygon(outer))
		return polygon_contains_round(inner, &outer->polygon);
	if (is_polygon(inner) && region_is_round(outer))
		return round_contains_polygon(&inner->polygon, outer);
	if (inner->shape == SHAPE_POINT)
		return region_contains_position(outer, inner->circle.lon, inner->circle.lat);
	return !is_apart(inner, outer) && !arrangement_visit(&how);
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
	Vec centre = region_centre(round);

	return polygon_contains_point(polygon, centre, GEO_TOUCH) ||
		   polygon_nearest(polygon, centre) <= region_radius(round) + GEO_TOUCH;
}

bool
region_intersects(const Region *a, const Region *b, RegionPoll poll)
{
	Arrangement how = {.regions = {a, b},
					   .limits = {region_bounds(b), region_bounds(a)},
					   .touch = ARRANGEMENT_TOUCH,
					   .poll = poll,
					   .visit = is_common};

	if (region_is_round(a) && region_is_round(b))
		return round_meets_round(&a->circle, &b->circle);
	if (region_is_round(a) && is_polygon(b))
		return round_meets_polygon(a, &b->polygon);
	if (is_polygon(a) && region_is_round(b))
		return round_meets_polygon(b, &a->polygon);
	if (a->shape == SHAPE_POINT)
		return region_contains_position(b, a->circle.lon, a->circle.lat);
	if (b->shape == SHAPE_POINT)
		return region_contains_position(a, b->circle.lon, b->circle.lat);
	if (is_polygon(a) && is_polygon(b) &&
		(polygon_contains_point(&b->polygon, a->polygon.edges[0].start, GEO_TOUCH) ||
		 polygon_contains_point(&a->polygon, b->polygon.edges[0].start, GEO_TOUCH)))
		return true;
	return !is_apart(a, b) && bounds_meet(&how.limits[0], &how.limits[1], how.touch) &&
		   arrangement_visit(&how);
}

bool
region_contains_position(const Region *region, double lon, double lat)
{
	if (region_is_round(region))
		return separation_within(
			lon, lat, region->circle.lon, region->circle.lat, region->circle.radius);
	if (!isfinite(lon) || !(fabs(lat) <= 90.0))
		return false;
	if (region->shape == SHAPE_REGION)
		return region_formula_contains(region->formula, lon, lat);
	return polygon_contains_point(
		&region->polygon, vec_from_degrees(lon, lat), GEO_TOUCH);
}

/* How far off a disc a place lies, as a chord; negative inside. */
static double
beyond_disc(const Region *round, Vec centre, Vec place)
{
	double radius = region_radius(round);

	/* Chords are short and precise on the nearer side. */
	if (radius <= M_PI_2)
		return vec_length(vec_sub(place, centre)) - 2.0 * sin(0.5 * radius);
	return 2.0 * sin(0.5 * (M_PI - radius)) - vec_length(vec_add(place, centre));
}

static unsigned
round_sides(const Region *round, Vec place, Vec left, double touch)
{
	Vec centre = region_centre(round);
	double beyond;

	if (round->circle.radius >= 180.0)
		return SIDE_ALL;
	beyond = beyond_disc(round, centre, place);
	if (beyond > touch)
		return 0;
	if (beyond < -touch)
		return SIDE_ALL;
	if (round->circle.radius == 0.0)
		return SIDE_ON;
	return SIDE_ON | (vec_dot(left, centre) > 0 ? SIDE_LEFT : SIDE_RIGHT);
}

unsigned
region_sides(const Region *region, Vec place, Vec left, double touch)
{
	if (region_is_round(region))
		return round_sides(region, place, left, touch);
	if (region->shape == SHAPE_REGION)
		return region_formula_sides(region->formula, place, left, touch);
	return polygon_sides(&region->polygon, place, left, touch);
}

Bounds
region_bounds(const Region *region)
{
	double radius;

	if (region->shape == SHAPE_REGION)
		return region->formula->nodes[0].bounds;
	if (!region_is_round(region))
		return polygon_bounds(&region->polygon);
	radius = region_radius(region);
	return radius < M_PI_2 ? bounds_round(region_centre(region), 2.0 * sin(0.5 * radius))
						   : BOUNDS_WHOLE;
}
