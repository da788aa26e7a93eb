/*
 * foreign_sql.c
 *		Bounds of shapes as the indexes of Q3C and pg_sphere know them.
 *
 * They hold more than the shape, never less; NULL where nothing is.  What is no position
 * or no radius is no error, as it is none of sky.cone.
 */
#include "postgres.h"

#include "fmgr.h"

#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "base/sky_type_pg.h"
#include "geo/angle.h"
#include "geo/cover_shape.h"
#include "geo/moc_pg.h"
#include "geo/q3c.h"
#include "index/foreign_pg.h"

/* pg_sphere takes what is nearer than 1e-9 for the same; its keys are as coarse [rad]. */
#define PADDING 5e-9

/* A cone; NaN as radius is greater than all, as it is in comparisons. */
static const CoverShape *
cone(double lon, double lat, double radius, Arena *arena)
{
	return cover_cone(lon, lat, isnan(radius) ? 180.0 : radius, arena);
}

/* The shape that the first arguments are: a cone by four or three numbers, or any shape.
 */
static const CoverShape *
shape_of_args(FunctionCallInfo fcinfo, Arena *arena)
{
	SkyShape kind = sky_type_shape(get_fn_expr_argtype(fcinfo->flinfo, 0));
	const double *values;
	int count;

	if (kind == SHAPE_NONE)
		return cone(PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2), arena);
	if (kind == SHAPE_POINT)
	{
		const SkyPoint *centre = (const SkyPoint *) PG_GETARG_POINTER(0);

		return cone(centre->lon, centre->lat, PG_GETARG_FLOAT8(1), arena);
	}
	if (kind == SHAPE_MOC)
	{
		Moc *moc = arena_new(arena, Moc);

		*moc = moc_arg(fcinfo, 0);
		return cover_moc(moc, arena);
	}
	count = sky_shape_doubles(kind, PG_GETARG_DATUM(0), &values);
	Region *region = arena_new(arena, Region);

	region_init(region, kind, values, (size_t) count, arena);
	return cover_region(region, arena);
}

/*
 * One end of a range of Q3C's cells.  All ends are asked for one after the other, so the
 * last answer for a cone is kept.
 */
SKY_FUNCTION(q3c_bound)
{
	static double last[3];
	static Q3cRange ranges[Q3C_RANGES];
	static size_t count = 0;
	static bool known = false;
	int end = PG_GETARG_INT32(PG_NARGS() - 1);
	bool by_numbers = PG_NARGS() == 4;
	double asked[3];

	for (int i = 0; by_numbers && i < 3; i++)
		asked[i] = PG_GETARG_FLOAT8(i);
	if (!(by_numbers && known && memcmp(asked, last, sizeof(last)) == 0))
	{
		Arena arena;

		known = false;
		arena_init_context(&arena, CurrentMemoryContext, 0);
		count = q3c_cover(shape_of_args(fcinfo, &arena), ranges, &arena);
		arena_fini(&arena);
		if (by_numbers)
			memcpy(last, asked, sizeof(last));
		known = by_numbers;
	}
	if (end < 0 || end / 2 >= (int) count)
		PG_RETURN_NULL();
	PG_RETURN_INT64(end % 2 == 0 ? ranges[end / 2].lo : ranges[end / 2].hi);
}

/* The disc round the shape that the arguments are [rad]; false if there is none. */
static bool
disc_of_args(FunctionCallInfo fcinfo, SkyPoint *centre, double *radius)
{
	const CoverShape *shape;
	Arena arena;

	arena_init_context(&arena, CurrentMemoryContext, 0);
	shape = shape_of_args(fcinfo, &arena);
	vec_to_degrees(shape->cap_centre, &centre->lon, &centre->lat);
	*radius = shape->cap < 2.0 ? 2.0 * asin(0.5 * shape->cap) + PADDING : M_PI;
	centre->lon *= M_PI / 180.0;
	centre->lat *= M_PI / 180.0;
	if (centre->lon < 0.0)
		centre->lon += 2.0 * M_PI;
	shape = shape == &cover_nothing ? NULL : shape;
	arena_fini(&arena);
	return shape != NULL;
}

SKY_FUNCTION(scircle_around)
{
	double *circle = palloc(3 * sizeof(double));
	SkyPoint centre;

	if (!disc_of_args(fcinfo, &centre, &circle[2]))
		PG_RETURN_NULL();
	circle[0] = centre.lon;
	circle[1] = centre.lat;
	PG_RETURN_POINTER(circle);
}

/* Between two meridians and two parallels: southwest, northeast [rad]. */
SKY_FUNCTION(sbox_around)
{
	double *box = palloc(4 * sizeof(double));
	SkyPoint centre;
	double radius;

	if (!disc_of_args(fcinfo, &centre, &radius))
		PG_RETURN_NULL();
	box[1] = Max(centre.lat - radius, -M_PI_2);
	box[3] = Min(centre.lat + radius, M_PI_2);
	if (box[1] > -M_PI_2 && box[3] < M_PI_2)
	{
		double half = asin(Min(sin(radius) / cos(centre.lat), 1.0)) + PADDING;

		box[0] = centre.lon - half + (centre.lon < half ? 2.0 * M_PI : 0.0);
		box[2] = centre.lon + half;
		box[2] -= box[2] >= 2.0 * M_PI ? 2.0 * M_PI : 0.0;
	}
	else
	{
		box[0] = 0.0;
		box[2] = 2.0 * M_PI;
	}
	PG_RETURN_POINTER(box);
}
