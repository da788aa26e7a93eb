/*
 * cover_sql.c
 *		Covers in SQL, for those who write their own ranges.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "utils/tuplestore.h"

#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "base/sky_type_pg.h"
#include "geo/cover_shape.h"

/* Keeps the ranges of one call bounded. */
#define MAX_CELLS 100000

static CoverLimits
limits_args(FunctionCallInfo fcinfo)
{
	int order = PG_GETARG_INT32(1);
	int cells = PG_GETARG_INT32(2);

	if (order < 0 || order > HEALPIX_MAX_ORDER)
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("HEALPix order %d is out of range", order),
				errhint("Orders go from 0 to %d.", HEALPIX_MAX_ORDER));
	if (cells < 1 || cells > MAX_CELLS)
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("%d cells are out of range", cells),
				errhint("Take from 1 to %d.", MAX_CELLS));
	return (CoverLimits){order, (size_t) cells};
}

/* cover(shape, order, cells): rows of lo, hi (both included) and inside. */
SKY_FUNCTION(cover)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	SkyShape shape = sky_type_shape(get_fn_expr_argtype(fcinfo->flinfo, 0));
	CoverLimits limits = limits_args(fcinfo);
	const double *values;
	int count;
	Region region;
	Arena arena;
	Cover cover;

	if (shape == SHAPE_NONE)
		elog(ERROR, "the argument of function %u is no shape", fcinfo->flinfo->fn_oid);
	InitMaterializedSRF(fcinfo, 0);
	count = sky_shape_doubles(shape, PG_GETARG_DATUM(0), &values);
	arena_init_context(&arena, CurrentMemoryContext, 0);
	region_init(&region, shape, values, (size_t) count, &arena);
	cover = cover_make(cover_region(&region, &arena), limits, &arena);
	for (const CoverRange *r = cover.ranges; r < cover.ranges + cover.count; r++)
	{
		Datum row[] = {Int64GetDatum(r->lo),
					   Int64GetDatum(r->hi - 1),
					   BoolGetDatum(r->shape == NULL)};
		bool nulls[] = {false, false, false};

		tuplestore_putvalues(result->setResult, result->setDesc, row, nulls);
	}
	return (Datum) 0;
}
