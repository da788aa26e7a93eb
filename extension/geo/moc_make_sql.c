/*
 * moc_make_sql.c
 *		MOCs from shapes, and from and to ranges of keys.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/memutils.h"
#include "utils/multirangetypes.h"
#include "utils/typcache.h"

#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "base/report_pg.h"
#include "geo/cover_shape.h"
#include "geo/moc_pg.h"
#include "geo/prepared_pg.h"

int
order_arg(FunctionCallInfo fcinfo, int number)
{
	int order = PG_GETARG_INT32(number);

	if (order < 0 || order > HEALPIX_MAX_ORDER)
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("HEALPix order %d is out of range", order),
				errhint("Take from 0 to %d.", HEALPIX_MAX_ORDER));
	return order;
}

/* The one cell that sky.key says. */
static Datum
moc_of_position(const SkyCircle *position, int order)
{
	int shift = 2 * (HEALPIX_MAX_ORDER - order);
	int64_t key = 0;
	MocRange range;

	healpix_key(position->lon, position->lat, &key);
	range.lo = key >> shift << shift;
	range.hi = range.lo + (INT64CONST(1) << shift);
	return moc_store(&(Moc){order, &range, 1});
}

/* moc(shape, order): all cells that the shape meets */
SKY_FUNCTION(moc_of_shape)
{
	const PreparedArg *arg = prepared_arg(fcinfo, 0);
	MocLimits limits = {.order = order_arg(fcinfo, 1), .poll = poll_interrupts};
	SkyError err = {0};
	Arena arena;
	Moc moc;

	if (arg->shape == SHAPE_POINT)
		PG_RETURN_DATUM(moc_of_position(&arg->region.circle, limits.order));
	arena_init_context(&arena, CurrentMemoryContext, 0);
	if (!moc_of_shape(cover_region(&arg->region, &arena), limits, &arena, &moc, &err))
		sky_report(&err, NULL);
	PG_RETURN_DATUM(moc_store(&moc));
}

/* One end of a range of keys. */
static int64
range_end(const RangeBound *bound)
{
	if (bound->infinite)
		ereport(ERROR,
				errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				errmsg("a range of HEALPix cells has no end"),
				errhint("Cells of order %d are numbered from 0 to %lld.",
						HEALPIX_MAX_ORDER,
						(long long) healpix_cells(HEALPIX_MAX_ORDER) - 1));
	return DatumGetInt64(bound->val);
}

/* moc(ranges of keys): of order 29 */
SKY_FUNCTION(moc_of_multirange)
{
	MultirangeType *keys = PG_GETARG_MULTIRANGE_P(0);
	TypeCacheEntry *range_type =
		lookup_type_cache(INT8MULTIRANGEOID, TYPECACHE_MULTIRANGE_INFO)->rngtype;
	Moc moc = {.order = HEALPIX_MAX_ORDER, .count = keys->rangeCount};
	MocRange *ranges =
		MemoryContextAllocHuge(CurrentMemoryContext, (moc.count + 1) * sizeof(MocRange));

	/* Stored ones are sorted, apart from each other and include their lower bound only.
	 */
	for (size_t i = 0; i < moc.count; i++)
	{
		RangeBound lower;
		RangeBound upper;

		multirange_get_bounds(range_type, keys, (uint32) i, &lower, &upper);
		ranges[i] = (MocRange){range_end(&lower), range_end(&upper)};
	}
	moc.ranges = ranges;
	PG_RETURN_DATUM(moc_store(&moc));
}

/* The keys of all cells, half-open. */
SKY_FUNCTION(multirange_of_moc)
{
	Moc moc = moc_arg(fcinfo, 0);
	TypeCacheEntry *range_type =
		lookup_type_cache(INT8MULTIRANGEOID, TYPECACHE_MULTIRANGE_INFO)->rngtype;
	RangeType **ranges = MemoryContextAllocHuge(CurrentMemoryContext,
												(moc.count + 1) * sizeof(RangeType *));

	for (size_t i = 0; i < moc.count; i++)
	{
		RangeBound lower = {
			.val = Int64GetDatum(moc.ranges[i].lo), .inclusive = true, .lower = true};
		RangeBound upper = {.val = Int64GetDatum(moc.ranges[i].hi)};

		ranges[i] = make_range(range_type, &lower, &upper, false);
	}
	PG_RETURN_MULTIRANGE_P(
		make_multirange(INT8MULTIRANGEOID, range_type, (int32) moc.count, ranges));
}
