/*
 * region_sql.c
 *		Relations and measures of shapes in SQL.
 *
 * One C function serves all pairs of types; which they are is what the SQL function
 * declares.  What takes work to make ready is kept from call to call, so that a constant
 * shape costs its preparation once in a scan.
 *
 * The predicates are LEAKPROOF: no value makes them fail or speak.
 */
#include "postgres.h"

#include "access/detoast.h"
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
	MemoryContext context; /* holds values and region of all but points and circles */
	Region region;
	bool toasted; /* it came from where this points */
	struct varatt_external pointer;
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
		if (call->args[i].shape >= SHAPE_BOX)
			call->args[i].context = AllocSetContextCreate(
				flinfo->fn_mcxt, "sky prepared shape", ALLOCSET_SMALL_SIZES);
	}
	flinfo->fn_extra = call;
	return call;
}

/* Prepare numbers that differ from the last call's. */
static void
prepare_arg(PreparedArg *arg, const double *values, int count)
{
	Size size = (Size) count * sizeof(double);
	Arena arena;

	if (arg->count == count && memcmp(arg->values, values, size) == 0)
		return;
	arg->count = 0;
	MemoryContextReset(arg->context);
	arg->values = MemoryContextAlloc(arg->context, size);
	memcpy(arg->values, values, size);
	arena_init_context(&arena, arg->context, 0);
	region_init(&arg->region, arg->shape, arg->values, (size_t) count, &arena);
	arg->count = count;
}

/*
 * An argument as a region, prepared anew only if it is not the last call's.  What comes
 * from a table's TOAST is known by its pointer, without fetching it again.
 */
static const Region *
region_arg(FunctionCallInfo fcinfo, int number)
{
	PreparedArg *arg = &prepared_call(fcinfo->flinfo)->args[number];
	Datum datum = PG_GETARG_DATUM(number);
	bool toasted;
	struct varatt_external pointer;
	const double *values;
	int count;

	if (arg->shape == SHAPE_NONE)
		elog(ERROR,
			 "argument %d of function %u is not a shape",
			 number,
			 fcinfo->flinfo->fn_oid);
	if (arg->context == NULL)
	{
		/* Nothing to prepare that would be worth comparing. */
		count = sky_shape_doubles(arg->shape, datum, &values);
		region_init(&arg->region, arg->shape, values, (size_t) count, NULL);
		return &arg->region;
	}
	toasted =
		arg->shape != SHAPE_BOX && VARATT_IS_EXTERNAL_ONDISK(DatumGetPointer(datum));
	if (toasted)
		VARATT_EXTERNAL_GET_POINTER(pointer, DatumGetPointer(datum));
	if (toasted && arg->toasted && arg->count > 0 &&
		memcmp(&pointer, &arg->pointer, sizeof(pointer)) == 0)
		return &arg->region;
	arg->toasted = false;
	count = sky_shape_doubles(arg->shape, datum, &values);
	prepare_arg(arg, values, count);
	if (toasted)
	{
		arg->toasted = true;
		arg->pointer = pointer;
	}
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
