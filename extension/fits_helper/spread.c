/*
 * spread.c
 *		Where on the sky the rows of a table lie.
 *
 * In the plane that touches the sphere in their middle (the gnomonic projection, in which
 * great circles are straight) the polygon has a side towards each of so many directions,
 * as far out as the row that is farthest out there.
 */
#include "fits_helper/spread.h"

#include <math.h>

#include "geo/vec.h"

#define MAX_ROWS 10000000
#define MARGIN	 (0.5 / 3600.0 * M_PI / 180.0) /* [rad] */
#define STEP	 (2.0 * M_PI / SPREAD_SIDES)   /* from side to side [rad] */
#define COS_MOST 0.5						   /* of 60 degrees */

/* The plane, and how far out rows are in it. */
typedef struct Plane
{
	Vec middle;
	Vec east;
	Vec north;
	double sides[SPREAD_SIDES];
	double x[SPREAD_SIDES]; /* where each is looked for */
	double y[SPREAD_SIDES];
} Plane;

/* The direction of a row; false: it has none. */
static bool
row_direction(const Table *table, const Meaning *meaning, int64_t row, Vec *direction)
{
	SkyPoint place = meaning_place(meaning, table, row);

	if (!isfinite(place.lon) || !(fabs(place.lat) <= 90.0))
		return false;
	*direction = vec_from_degrees(place.lon, place.lat);
	return true;
}

static bool
find_middle(const Table *table, const Meaning *meaning, Plane *plane)
{
	Vec sum = {0.0, 0.0, 0.0};
	Vec direction;
	int64_t count = 0;

	for (int64_t row = 0; row < table->count; row++)
		if (row_direction(table, meaning, row, &direction))
		{
			sum = vec_add(sum, direction);
			count++;
		}
	if (count == 0 || vec_length(sum) < COS_MOST * (double) count)
		return false;
	plane->middle = vec_unit(sum);
	plane->east = vec_perpendicular(plane->middle);
	if (fabs(plane->middle.z) < 0.999)
		plane->east = vec_unit(vec_cross((Vec){0.0, 0.0, 1.0}, plane->middle));
	plane->north = vec_cross(plane->middle, plane->east);
	return true;
}

/* Move the sides outwards, so that a place of the plane is inside. */
static void
take_in(Plane *plane, double x, double y)
{
	for (int i = 0; i < SPREAD_SIDES; i++)
		plane->sides[i] = fmax(plane->sides[i], x * plane->x[i] + y * plane->y[i]);
}

/* The corner between a side and the next one. */
static SkyPoint
corner_of(const Plane *plane, int i)
{
	double a = plane->sides[i];
	double b = plane->sides[(i + 1) % SPREAD_SIDES];
	double along = (b - a * cos(STEP)) / sin(STEP);
	double x = a * plane->x[i] - along * plane->y[i];
	double y = a * plane->y[i] + along * plane->x[i];
	SkyPoint corner;

	vec_to_degrees(
		vec_add(plane->middle,
				vec_add(vec_scale(plane->east, x), vec_scale(plane->north, y))),
		&corner.lon,
		&corner.lat);
	return corner;
}

bool
spread_of(const Table *table, const Meaning *meaning, SkyPoint vertices[SPREAD_SIDES])
{
	Plane plane;
	Vec direction;

	if (meaning->lon.column == NULL || table->count > MAX_ROWS ||
		!find_middle(table, meaning, &plane))
		return false;
	for (int i = 0; i < SPREAD_SIDES; i++)
	{
		plane.sides[i] = -INFINITY;
		plane.x[i] = cos(i * STEP);
		plane.y[i] = sin(i * STEP);
	}
	for (int64_t row = 0; row < table->count; row++)
	{
		double depth;

		if (!row_direction(table, meaning, row, &direction))
			continue;
		depth = vec_dot(direction, plane.middle);
		if (depth < COS_MOST)
			return false;
		take_in(&plane,
				vec_dot(direction, plane.east) / depth,
				vec_dot(direction, plane.north) / depth);
	}
	/* A small angle is longer in the plane, the farther out it is. */
	for (int i = 0; i < SPREAD_SIDES; i++)
		plane.sides[i] += MARGIN * (1.0 + plane.sides[i] * plane.sides[i]);
	for (int i = 0; i < SPREAD_SIDES; i++)
		vertices[i] = corner_of(&plane, i);
	return true;
}
