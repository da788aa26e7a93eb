/*
 * moc_sql.c
 *		The type sky.moc: text and binary form, order and hash, operations.
 *
 * Text is the ASCII form of MOC 2.0.  Binary is the order and the number of ranges as
 * int32, then both ends of each range as int64.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "base/report_pg.h"
#include "geo/moc_pg.h"

Datum
moc_store(const Moc *moc)
{
	Size size = moc->count * sizeof(MocRange);
	SkyMoc *stored;
	SkyError err = {0};

	if (!moc_check(moc, &err))
		sky_report(&err, NULL);
	stored = palloc(SHAPE_MOC_HEADER + size);
	SET_VARSIZE(stored, SHAPE_MOC_HEADER + size);
	stored->order = moc->order;
	if (size > 0)
		memcpy(stored->ranges, moc->ranges, size);
	return PointerGetDatum(stored);
}

Moc
moc_arg(FunctionCallInfo fcinfo, int number)
{
	SkyMoc *stored = (SkyMoc *) PG_DETOAST_DATUM(PG_GETARG_DATUM(number));

	return (Moc){.order = stored->order,
				 .ranges = stored->ranges,
				 .count = (VARSIZE(stored) - SHAPE_MOC_HEADER) / sizeof(MocRange)};
}

/* Free what moc_arg() had to make. */
static void
release_arg(FunctionCallInfo fcinfo, int number, const Moc *moc)
{
	char *stored = (char *) moc->ranges - SHAPE_MOC_HEADER;

	if (stored != PG_GETARG_POINTER(number))
		pfree(stored);
}

static MocRange *
make_room(size_t count)
{
	return MemoryContextAllocHuge(CurrentMemoryContext, (count + 1) * sizeof(MocRange));
}

/* ---- text and binary form ---- */

static Datum
moc_read(const char *text)
{
	Arena arena;
	Moc moc;
	SkyError err = {0};

	arena_init_context(&arena, CurrentMemoryContext, 0);
	if (!moc_parse(text, &arena, &moc, &err))
		sky_report(&err, NULL);
	return moc_store(&moc);
}

SKY_FUNCTION(moc_in)
{
	return moc_read(PG_GETARG_CSTRING(0));
}

SKY_FUNCTION(moc_of_text)
{
	return moc_read(text_to_cstring(PG_GETARG_TEXT_PP(0)));
}

SKY_FUNCTION(moc_out)
{
	Moc moc = moc_arg(fcinfo, 0);
	Arena arena;

	arena_init_context(&arena, CurrentMemoryContext, 0);
	PG_RETURN_CSTRING(pstrdup(moc_print(&moc, &arena)));
}

SKY_FUNCTION(moc_recv)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	Moc moc = {.order = pq_getmsgint(message, 4)};
	int announced = pq_getmsgint(message, 4);
	MocRange *ranges;

	/* Believe the count only as far as there are bytes. */
	if (announced < 0 ||
		announced > (message->len - message->cursor) / (int) sizeof(MocRange))
		ereport(ERROR,
				errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				errmsg("invalid binary form of a MOC"),
				errdetail("It announces %d ranges and has %d bytes for them.",
						  announced,
						  message->len - message->cursor));
	ranges = make_room(announced);
	for (int i = 0; i < announced; i++)
	{
		ranges[i].lo = pq_getmsgint64(message);
		ranges[i].hi = pq_getmsgint64(message);
	}
	moc.ranges = ranges;
	moc.count = announced;
	PG_RETURN_DATUM(moc_store(&moc));
}

SKY_FUNCTION(moc_send)
{
	Moc moc = moc_arg(fcinfo, 0);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendint32(&message, moc.order);
	pq_sendint32(&message, (uint32) moc.count);
	for (size_t i = 0; i < moc.count; i++)
	{
		pq_sendint64(&message, moc.ranges[i].lo);
		pq_sendint64(&message, moc.ranges[i].hi);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* ---- order and hash ---- */

static int
compare_args(FunctionCallInfo fcinfo)
{
	Moc a = moc_arg(fcinfo, 0);
	Moc b = moc_arg(fcinfo, 1);
	int result = moc_compare(&a, &b);

	/* Indexes call this without a short-lived context: leave nothing behind. */
	release_arg(fcinfo, 0, &a);
	release_arg(fcinfo, 1, &b);
	return result;
}

#define MOC_COMPARISON(name, test)                                                       \
	SKY_FUNCTION(moc_##name)                                                             \
	{                                                                                    \
		PG_RETURN_BOOL(compare_args(fcinfo) test 0);                                     \
	}

MOC_COMPARISON(eq, ==)
MOC_COMPARISON(ne, !=)
MOC_COMPARISON(lt, <)
MOC_COMPARISON(le, <=)
MOC_COMPARISON(gt, >)
MOC_COMPARISON(ge, >=)

SKY_FUNCTION(moc_cmp)
{
	PG_RETURN_INT32(compare_args(fcinfo));
}

static uint64
hash_arg(FunctionCallInfo fcinfo, uint64 seed)
{
	Moc moc = moc_arg(fcinfo, 0);
	uint64 hash = hash_bytes_extended((const unsigned char *) moc.ranges,
									  (int) (moc.count * sizeof(MocRange)),
									  seed ^ (uint64) moc.order);

	release_arg(fcinfo, 0, &moc);
	return hash;
}

SKY_FUNCTION(moc_hash)
{
	PG_RETURN_INT32((int32) hash_arg(fcinfo, 0));
}

SKY_FUNCTION(moc_hash_extended)
{
	PG_RETURN_INT64((int64) hash_arg(fcinfo, (uint64) PG_GETARG_INT64(1)));
}

/* ---- operations and measures ---- */

static Datum
combine(FunctionCallInfo fcinfo, MocOperation operation)
{
	Moc a = moc_arg(fcinfo, 0);
	Moc b = moc_arg(fcinfo, 1);
	Moc result = moc_combine(operation, &a, &b, make_room(a.count + b.count));

	return moc_store(&result);
}

SKY_FUNCTION(moc_union)
{
	return combine(fcinfo, MOC_UNION);
}

SKY_FUNCTION(moc_intersection)
{
	return combine(fcinfo, MOC_INTERSECTION);
}

SKY_FUNCTION(moc_difference)
{
	return combine(fcinfo, MOC_DIFFERENCE);
}

SKY_FUNCTION(moc_complement)
{
	Moc moc = moc_arg(fcinfo, 0);
	Moc result = moc_complement(&moc, make_room(moc.count));

	return moc_store(&result);
}

SKY_FUNCTION(moc_degrade)
{
	Moc moc = moc_arg(fcinfo, 0);
	int order = order_arg(fcinfo, 1);
	Moc result = moc_degrade(&moc, order, make_room(moc.count));

	return moc_store(&result);
}

SKY_FUNCTION(moc_order)
{
	Moc moc = moc_arg(fcinfo, 0);

	PG_RETURN_INT32(moc.order);
}

SKY_FUNCTION(moc_cells)
{
	Moc moc = moc_arg(fcinfo, 0);

	PG_RETURN_INT64(moc_cells(&moc));
}
