/*
 * extent_gist_sql.c
 *		GiST over the extents of shapes: what the access method calls.
 *
 * The operators of the classes compare a shape's extent with another extent, so a key
 * answers them for good.  Whether the shape itself fits is for the condition from which
 * the planner made them (support_sql.c), which is looked at again for each row.
 */
#include "postgres.h"

#include "access/gist.h"
#include "fmgr.h"
#include "utils/sortsupport.h"

#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "index/extent_pg.h"
#include "index/extent_tree.h"

static const Extent *
key_of(const GISTENTRY *entry)
{
	return (const Extent *) DatumGetPointer(entry->key);
}

static GISTENTRY *
compress(GISTENTRY *entry, SkyShape shape)
{
	GISTENTRY *compressed;
	Extent *key;

	if (!entry->leafkey)
		return entry;
	key = palloc(sizeof(Extent));
	*key = extent_of_datum(shape, entry->key);
	compressed = palloc(sizeof(GISTENTRY));
	gistentryinit(
		*compressed, PointerGetDatum(key), entry->rel, entry->page, entry->offset, false);
	return compressed;
}

/* The access method does not say which type it has there: one function for each. */
#define EXTENT_COMPRESS(type, shape)                                                     \
	SKY_FUNCTION(type##_compress)                                                        \
	{                                                                                    \
		PG_RETURN_POINTER(compress((GISTENTRY *) PG_GETARG_POINTER(0), shape));          \
	}

EXTENT_COMPRESS(point, SHAPE_POINT)
EXTENT_COMPRESS(circle, SHAPE_CIRCLE)
EXTENT_COMPRESS(box, SHAPE_BOX)
EXTENT_COMPRESS(polygon, SHAPE_POLYGON)
EXTENT_COMPRESS(region, SHAPE_REGION)
EXTENT_COMPRESS(moc, SHAPE_MOC)

/* May there be rows for a query in or below an entry? */
SKY_FUNCTION(extent_consistent)
{
	const GISTENTRY *entry = (const GISTENTRY *) PG_GETARG_POINTER(0);
	const Extent *query = (const Extent *) PG_GETARG_POINTER(1);
	bool *recheck = (bool *) PG_GETARG_POINTER(4);

	*recheck = false;
	PG_RETURN_BOOL(
		extent_may_stand(key_of(entry), PG_GETARG_UINT16(2), query, GIST_LEAF(entry)));
}

SKY_FUNCTION(extent_union)
{
	const GistEntryVector *entries = (const GistEntryVector *) PG_GETARG_POINTER(0);
	int *size = (int *) PG_GETARG_POINTER(1);
	Extent *all = palloc(sizeof(Extent));

	*all = *key_of(&entries->vector[0]);
	for (int i = 1; i < entries->n; i++)
		extent_add(all, key_of(&entries->vector[i]));
	*size = sizeof(Extent);
	PG_RETURN_POINTER(all);
}

SKY_FUNCTION(extent_penalty)
{
	const GISTENTRY *node = (const GISTENTRY *) PG_GETARG_POINTER(0);
	const GISTENTRY *added = (const GISTENTRY *) PG_GETARG_POINTER(1);
	float *penalty = (float *) PG_GETARG_POINTER(2);

	*penalty = extent_penalty(key_of(node), key_of(added));
	PG_RETURN_POINTER(penalty);
}

/* One part of a split page: its entries and the extent of all. */
static Datum
fill_part(const Extent *const *extents,
		  const uint32 *numbers,
		  int count,
		  OffsetNumber *offsets)
{
	Extent *all = palloc(sizeof(Extent));

	*all = *extents[numbers[0]];
	for (int i = 0; i < count; i++)
	{
		extent_add(all, extents[numbers[i]]);
		offsets[i] = numbers[i] + FirstOffsetNumber;
	}
	return PointerGetDatum(all);
}

SKY_FUNCTION(extent_picksplit)
{
	const GistEntryVector *entries = (const GistEntryVector *) PG_GETARG_POINTER(0);
	GIST_SPLITVEC *split = (GIST_SPLITVEC *) PG_GETARG_POINTER(1);
	int count = entries->n - FirstOffsetNumber;
	const Extent **extents = palloc(count * sizeof(*extents));
	uint32 *order = palloc(count * sizeof(*order));
	Arena arena;

	for (int i = 0; i < count; i++)
		extents[i] = key_of(&entries->vector[i + FirstOffsetNumber]);
	arena_init_context(&arena, CurrentMemoryContext, 0);
	split->spl_nleft = extent_split(extents, count, order, &arena);
	split->spl_nright = count - split->spl_nleft;
	split->spl_left = palloc(split->spl_nleft * sizeof(OffsetNumber));
	split->spl_right = palloc(split->spl_nright * sizeof(OffsetNumber));
	split->spl_ldatum = fill_part(extents, order, split->spl_nleft, split->spl_left);
	split->spl_rdatum =
		fill_part(extents, order + split->spl_nleft, split->spl_nright, split->spl_right);
	arena_fini(&arena);
	PG_RETURN_POINTER(split);
}

SKY_FUNCTION(extent_same)
{
	bool *same = (bool *) PG_GETARG_POINTER(2);

	*same = memcmp(PG_GETARG_POINTER(0), PG_GETARG_POINTER(1), sizeof(Extent)) == 0;
	PG_RETURN_POINTER(same);
}

static uint64
order_of(Datum key)
{
	return extent_order((const Extent *) DatumGetPointer(key));
}

static int
compare_keys(Datum a, Datum b, SortSupport support)
{
	uint64 x = order_of(a);
	uint64 y = order_of(b);

	return (x > y) - (x < y);
}

static Datum
abbreviate_key(Datum key, SortSupport support)
{
	return UInt64GetDatum(order_of(key));
}

/* The abbreviation is all there is to compare. */
static bool
never_abort(int count, SortSupport support)
{
	return false;
}

SKY_FUNCTION(extent_sortsupport)
{
	SortSupport support = (SortSupport) PG_GETARG_POINTER(0);

	support->comparator = compare_keys;
	if (support->abbreviate)
	{
		support->comparator = ssup_datum_unsigned_cmp;
		support->abbrev_converter = abbreviate_key;
		support->abbrev_abort = never_abort;
		support->abbrev_full_comparator = compare_keys;
	}
	PG_RETURN_VOID();
}
