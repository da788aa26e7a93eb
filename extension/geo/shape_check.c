/*
 * shape_check.c
 *		What may be stored, and the order of what is stored.
 */
#include "geo/shape_check.h"

#include <math.h>

#include "base/number.h"
#include "geo/region_words.h"
#include "geo/separation.h"

static const struct
{
	const char *name;
	const char *numbers;
	const char *example;
	size_t count; /* 0: two for each vertex */
} shapes[SHAPE_KINDS] = {
	[SHAPE_POINT] = {"point", "longitude and latitude", "10.5 -20", 2},
	[SHAPE_CIRCLE] = {"circle", "longitude, latitude and radius", "10.5 -20 1", 3},
	[SHAPE_BOX] = {"box", "longitude, latitude, width and height", "10.5 -20 2 1", 4},
	[SHAPE_POLYGON] = {"polygon",
					   "longitude and latitude of each vertex",
					   "10 -20 12 -20 11 -18",
					   0},
	[SHAPE_REGION] = {"region", "shapes", "Union (Circle 10 -20 1 Box 11 -20 1 1)", 0},
};

const char *
shape_name(SkyShape shape)
{
	return shapes[shape].name;
}

const char *
shape_example(SkyShape shape)
{
	return shapes[shape].example;
}

/* 22P02 for a number of numbers that the shape does not have. */
static bool
wrong_count(SkyShape shape, size_t count, SkyError *err)
{
	if (shapes[shape].count != 0)
		sky_error(err,
				  SKY_E_BAD_TEXT,
				  -1,
				  "a %s has %zu numbers, not %zu",
				  shapes[shape].name,
				  shapes[shape].count,
				  count);
	else if (count % 2 != 0)
		sky_error(err,
				  SKY_E_BAD_TEXT,
				  -1,
				  "a polygon has two numbers for each vertex, not %zu in all",
				  count);
	else
		sky_error(err,
				  SKY_E_BAD_TEXT,
				  -1,
				  "a polygon has at least 3 vertices, not %zu",
				  count / 2);
	return sky_error_hint(err,
						  "Give %s in degrees, such as \"%s\".",
						  shapes[shape].numbers,
						  shapes[shape].example);
}

/* A finite number within low..high, or 22003. */
static bool
check_number(double value, double low, double high, const char *what, SkyError *err)
{
	char text[NUMBER_TEXT_MAX + 1];

	if (isfinite(value) && value >= low && value <= high)
		return true;
	if (isfinite(value))
	{
		text[number_put_double(text, value)] = '\0';
		sky_error(err, SKY_E_OUT_OF_RANGE, -1, "%s %s is out of range", what, text);
	}
	else
		sky_error(err, SKY_E_OUT_OF_RANGE, -1, "%s is not a finite number", what);
	if (isinf(high))
		return sky_error_hint(err, "Any finite number of degrees will do.");
	return sky_error_hint(err, "It must lie between %g and %g degrees.", low, high);
}

static bool
check_position(double lon, double lat, SkyError *err)
{
	return check_number(lon, -INFINITY, INFINITY, "longitude", err) &&
		   check_number(lat, -90.0, 90.0, "latitude", err);
}

static bool
check_vertices(const double *values, size_t count, SkyError *err)
{
	const double *last = values + count - 2;

	for (const double *v = values; v < values + count; last = v, v += 2)
	{
		if (!check_position(v[0], v[1], err))
			return sky_error_detail(
				err, "This is vertex %zu of the polygon.", (size_t) (v - values) / 2 + 1);
		if (separation_deg(last[0], last[1], v[0], v[1]) > SHAPE_MAX_EDGE)
		{
			sky_error(err,
					  SKY_E_OUT_OF_RANGE,
					  -1,
					  "vertices %zu and %zu of the polygon lie opposite each other",
					  (size_t) (last - values) / 2 + 1,
					  (size_t) (v - values) / 2 + 1);
			return sky_error_hint(
				err, "Add a vertex between them to tell which way the side goes.");
		}
	}
	return true;
}

bool
shape_check(SkyShape shape, const double *values, size_t count, SkyError *err)
{
	if (shape == SHAPE_REGION)
		return region_check(values, count, err);
	if (shape == SHAPE_POLYGON ? count < 6 || count % 2 != 0
							   : count != shapes[shape].count)
		return wrong_count(shape, count, err);
	if (shape == SHAPE_POLYGON && count / 2 > SHAPE_MAX_VERTICES)
	{
		sky_error(
			err, SKY_E_LIMIT, -1, "a polygon of %zu vertices is too large", count / 2);
		return sky_error_hint(err, "At most %d are stored.", SHAPE_MAX_VERTICES);
	}
	switch (shape)
	{
		case SHAPE_POLYGON:
			return check_vertices(values, count, err);
		case SHAPE_CIRCLE:
			return check_position(values[0], values[1], err) &&
				   check_number(values[2], 0.0, 180.0, "radius", err);
		case SHAPE_BOX:
			return check_position(values[0], values[1], err) &&
				   check_number(values[2], 0.0, 180.0, "width", err) &&
				   check_number(values[3], 0.0, 180.0, "height", err);
		default:
			return check_position(values[0], values[1], err);
	}
}

int
shape_compare(const double *a, size_t a_count, const double *b, size_t b_count)
{
	size_t common = a_count < b_count ? a_count : b_count;

	for (size_t i = 0; i < common; i++)
	{
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	}
	return (a_count > b_count) - (a_count < b_count);
}
