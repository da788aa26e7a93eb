/*
 * extent_sql.c
 *		Extents in SQL: of shapes, of positions, and whether shapes reach into them.
 *
 * The planner writes these into conditions on an index; the type has a text form for
 * EXPLAIN alone.  None of it fails on any value, so all of it is LEAKPROOF.
 */
#include "postgres.h"

#include "common/shortest_dec.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/lsyscache.h"

#include "base/export_pg.h"
#include "base/sky_type_pg.h"
#include "index/extent_pg.h"

/* The extent of the first argument, of whatever type the SQL function declares. */
static Extent
first_extent(FunctionCallInfo fcinfo)
{
	FmgrInfo *flinfo = fcinfo->flinfo;

	if (flinfo->fn_extra == NULL)
	{
		Oid *types;
		int count;

		get_func_signature(flinfo->fn_oid, &types, &count);
		flinfo->fn_extra = MemoryContextAlloc(flinfo->fn_mcxt, sizeof(SkyShape));
		*(SkyShape *) flinfo->fn_extra = sky_type_shape(types[0]);
	}
	return extent_of_datum(*(const SkyShape *) flinfo->fn_extra, PG_GETARG_DATUM(0));
}

static Datum
extent_result(Extent extent)
{
	Extent *result = palloc(sizeof(Extent));

	*result = extent;
	PG_RETURN_POINTER(result);
}

/* extent(shape) */
SKY_FUNCTION(extent)
{
	return extent_result(first_extent(fcinfo));
}

/* extent(lon, lat) */
SKY_FUNCTION(extent_of_position)
{
	return extent_result(extent_of_position(PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1)));
}

/* shape && extent */
SKY_FUNCTION(extent_overlaps)
{
	Extent shape = first_extent(fcinfo);

	PG_RETURN_BOOL(extent_overlaps(&shape, (const Extent *) PG_GETARG_POINTER(1)));
}

/* shape <@ extent */
SKY_FUNCTION(extent_within)
{
	Extent shape = first_extent(fcinfo);
	const Extent *other = (const Extent *) PG_GETARG_POINTER(1);

	PG_RETURN_BOOL(extent_overlaps(&shape, other) && extent_within(&shape, other));
}

/* shape @> extent */
SKY_FUNCTION(extent_covers)
{
	Extent shape = first_extent(fcinfo);

	PG_RETURN_BOOL(extent_within((const Extent *) PG_GETARG_POINTER(1), &shape));
}

SKY_FUNCTION(extent_in)
{
	ereport(ERROR,
			errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			errmsg("cannot accept a value of type sky.extent"),
			errhint("Make one with sky.extent(), from a shape or a position."));
	PG_RETURN_NULL();
}

/* Two corners: (x,y,z),(x,y,z) */
SKY_FUNCTION(extent_out)
{
	const Extent *extent = (const Extent *) PG_GETARG_POINTER(0);
	StringInfoData text;

	initStringInfo(&text);
	for (int corner = 0; corner < 2; corner++)
	{
		const float *numbers = corner == 0 ? extent->low : extent->high;

		for (int axis = 0; axis < 3; axis++)
		{
			char number[FLOAT_SHORTEST_DECIMAL_LEN];

			float_to_shortest_decimal_buf(numbers[axis], number);
			appendStringInfo(&text,
							 "%s%s",
							 axis > 0	   ? ","
							 : corner == 0 ? "("
										   : "),(",
							 number);
		}
	}
	appendStringInfoChar(&text, ')');
	PG_RETURN_CSTRING(text.data);
}
