/*
 * region_sql.c
 *		Relations and measures of shapes in SQL.
 *
 * One C function serves all pairs of types; which they are is what the SQL function
 * declares.  Boxes and polygons are kept prepared from call to call, so that a constant
 * one costs its preparation once in a scan.
 *
 * The predicates are LEAKPROOF: no value makes them fail or speak.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "base/sky_type_pg.h"
#include "geo/region.h"

#define MAX_ARGS 3

/* One argument as it was in the last call. */
typedef struct PreparedArg
{
	SkyShape shape; /* SHAPE_NONE: not a shape */
	int count;
	double *values;
	MemoryContext context; /* holds values and region of a box or polygon */
	Region region;
} PreparedArg;

typedef struct PreparedCall
{
	PreparedArg args[MAX_ARGS];
} PreparedCall;

static void
poll_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

/* What is kept between calls; made in the first. */
static PreparedCall *
prepared_call(FmgrInfo *flinfo)
{
	PreparedCall *call = flinfo->fn_extra;
	Oid *types;
	int count;

	if (call != NULL)
		return call;
	call = MemoryContextAllocZero(flinfo->fn_mcxt, sizeof(PreparedCall));
	get_func_signature(flinfo->fn_oid, &types, &count);
	for (int i = 0; i < count && i < MAX_ARGS; i++)
	{
		call->args[i].shape = sky_type_shape(types[i]);
		if (call->args[i].shape == SHAPE_BOX || call->args[i].shape == SHAPE_POLYGON)
			call->args[i].context = AllocSetContextCreate(
				flinfo->fn_mcxt, "sky prepared shape", ALLOCSET_SMALL_SIZES);
	}
	flinfo->fn_extra = call;
	return call;
}

/* An argument as a region, prepared anew only if it differs from the last call's. */
static const Region *
region_arg(FunctionCallInfo fcinfo, int number)
{
	PreparedArg *arg = &prepared_call(fcinfo->flinfo)->args[number];
	const double *values;
	int count;
	Size size;
	Arena arena;

	if (arg->shape == SHAPE_NONE)
		elog(ERROR,
			 "argument %d of function %u is not a shape",
			 number,
			 fcinfo->flinfo->fn_oid);
	count = sky_shape_doubles(arg->shape, PG_GETARG_DATUM(number), &values);
	if (arg->shape == SHAPE_POINT || arg->shape == SHAPE_CIRCLE)
	{
		/* Nothing to prepare that would be worth comparing. */
		region_init(&arg->region, arg->shape, values, (size_t) count, NULL);
		return &arg->region;
	}
	size = (Size) count * sizeof(double);
	if (arg->count == count && memcmp(arg->values, values, size) == 0)
		return &arg->region;
	arg->count = 0;
	MemoryContextReset(arg->context);
	arg->values = MemoryContextAlloc(arg->context, size);
	memcpy(arg->values, values, size);
	arena_init_context(&arena, arg->context, 0);
	region_init(&arg->region, arg->shape, arg->values, (size_t) count, &arena);
	arg->count = count;
	return &arg->region;
}

/* contains(inner, outer), and inner <@ outer */
SKY_FUNCTION(contains)
{
	const Region *inner = region_arg(fcinfo, 0);

	PG_RETURN_BOOL(region_contains(inner, region_arg(fcinfo, 1), poll_interrupts));
}

/* covers(outer, inner), and outer @> inner */
SKY_FUNCTION(covers)
{
	const Region *inner = region_arg(fcinfo, 1);

	PG_RETURN_BOOL(region_contains(inner, region_arg(fcinfo, 0), poll_interrupts));
}

SKY_FUNCTION(intersects)
{
	const Region *a = region_arg(fcinfo, 0);

	PG_RETURN_BOOL(region_intersects(a, region_arg(fcinfo, 1), poll_interrupts));
}

/* inside(lon, lat, shape) */
SKY_FUNCTION(inside)
{
	const Region *region = region_arg(fcinfo, 2);

	PG_RETURN_BOOL(
		region_contains_position(region, PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1)));
}

SKY_FUNCTION(area)
{
	PG_RETURN_FLOAT8(region_area(region_arg(fcinfo, 0), poll_interrupts));
}

SKY_FUNCTION(centroid)
{
	SkyPoint *point = palloc(sizeof(SkyPoint));

	*point = region_centroid(region_arg(fcinfo, 0), poll_interrupts);
	PG_RETURN_POINTER(point);
}
