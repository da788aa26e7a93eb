/*
 * region_sql.c
 *		Relations and measures of shapes and MOCs in SQL.
 *
 * One C function serves all pairs of types; which they are is what the SQL function
 * declares.  The predicates are LEAKPROOF: no value makes them fail or speak.
 */
#include "postgres.h"

#include "fmgr.h"

#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "geo/cover_shape.h"
#include "geo/prepared_pg.h"

static bool
moc_holds_position(const Moc *moc, double lon, double lat)
{
	int64_t key;

	return healpix_key(lon, lat, &key) && moc_holds(moc, key);
}

/* How a shape may lie to the cells of a MOC. */
typedef enum MocRelation
{
	MOC_MEETS,	/* they have a position in common */
	MOC_HOLDS,	/* all of the shape lies in the cells */
	MOC_WITHIN, /* all of the cells lie in the shape */
} MocRelation;

static bool
moc_relates(const Moc *moc, const Region *region, MocRelation relation)
{
	Arena arena;
	const CoverShape *shape;
	bool result;

	if (region->shape == SHAPE_POINT && relation != MOC_WITHIN)
		return moc_holds_position(moc, region->circle.lon, region->circle.lat);
	arena_init_context(&arena, CurrentMemoryContext, 0);
	shape = cover_region(region, &arena);
	switch (relation)
	{
		case MOC_MEETS:
			result = moc_meets_shape(moc, shape, &arena, poll_interrupts);
			break;
		case MOC_HOLDS:
			result = moc_holds_shape(moc, shape, &arena, poll_interrupts);
			break;
		default:
			shape = cover_rest(shape, &arena);
			result = !moc_meets_shape(moc, shape, &arena, poll_interrupts);
	}
	arena_fini(&arena);
	return result;
}

static bool
arg_contains(const PreparedArg *inner, const PreparedArg *outer)
{
	if (inner->shape == SHAPE_MOC)
		return outer->shape == SHAPE_MOC
				   ? moc_contains(&inner->moc, &outer->moc)
				   : moc_relates(&inner->moc, &outer->region, MOC_WITHIN);
	return outer->shape == SHAPE_MOC
			   ? moc_relates(&outer->moc, &inner->region, MOC_HOLDS)
			   : region_contains(&inner->region, &outer->region, poll_interrupts);
}

/* contains(inner, outer), and inner <@ outer */
SKY_FUNCTION(contains)
{
	const PreparedArg *inner = prepared_arg(fcinfo, 0);

	PG_RETURN_BOOL(arg_contains(inner, prepared_arg(fcinfo, 1)));
}

/* covers(outer, inner), and outer @> inner */
SKY_FUNCTION(covers)
{
	const PreparedArg *outer = prepared_arg(fcinfo, 0);

	PG_RETURN_BOOL(arg_contains(prepared_arg(fcinfo, 1), outer));
}

SKY_FUNCTION(intersects)
{
	const PreparedArg *a = prepared_arg(fcinfo, 0);
	const PreparedArg *b = prepared_arg(fcinfo, 1);

	if (a->shape == SHAPE_MOC)
		PG_RETURN_BOOL(b->shape == SHAPE_MOC
						   ? moc_intersects(&a->moc, &b->moc)
						   : moc_relates(&a->moc, &b->region, MOC_MEETS));
	PG_RETURN_BOOL(b->shape == SHAPE_MOC
					   ? moc_relates(&b->moc, &a->region, MOC_MEETS)
					   : region_intersects(&a->region, &b->region, poll_interrupts));
}

/* inside(lon, lat, shape) */
SKY_FUNCTION(inside)
{
	const PreparedArg *arg = prepared_arg(fcinfo, 2);
	double lon = PG_GETARG_FLOAT8(0);
	double lat = PG_GETARG_FLOAT8(1);

	PG_RETURN_BOOL(arg->shape == SHAPE_MOC
					   ? moc_holds_position(&arg->moc, lon, lat)
					   : region_contains_position(&arg->region, lon, lat));
}

SKY_FUNCTION(area)
{
	const PreparedArg *arg = prepared_arg(fcinfo, 0);

	PG_RETURN_FLOAT8(arg->shape == SHAPE_MOC
						 ? moc_area(&arg->moc)
						 : region_area(&arg->region, poll_interrupts));
}

SKY_FUNCTION(centroid)
{
	const PreparedArg *arg = prepared_arg(fcinfo, 0);
	SkyPoint *point;

	/* Nothing has no centre. */
	if (arg->shape == SHAPE_MOC && arg->moc.count == 0)
		PG_RETURN_NULL();
	point = palloc(sizeof(SkyPoint));
	*point = arg->shape == SHAPE_MOC ? moc_centroid(&arg->moc)
									 : region_centroid(&arg->region, poll_interrupts);
	PG_RETURN_POINTER(point);
}
