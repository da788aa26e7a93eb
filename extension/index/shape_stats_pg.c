/*
 * shape_stats_pg.c
 *		What ANALYZE keeps of shapes, kept at hand.
 *
 * The bins of a column lie in TOAST, and the planner asks for them several times in each
 * query: to fetch them takes longer than a search does.
 */
#include "postgres.h"

#include "index/shape_stats_pg.h"

#include "access/htup_details.h"
#include "catalog/pg_statistic.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

typedef struct Key
{
	Oid relid;
	int16 attnum;
	int16 inherit;
} Key;

typedef struct Entry
{
	Key key;
	size_t count;
	ExtentBin *bins;
} Entry;

static HTAB *cache = NULL;
static MemoryContext cache_context = NULL;
static uint64 invalidations = 0;

/* Syscache callback: an ANALYZE somewhere. */
static void
forget_bins(Datum arg, int cache_id, uint32 hash)
{
	cache = NULL;
	invalidations++;
}

static void
start_cache(void)
{
	HASHCTL control = {.keysize = sizeof(Key), .entrysize = sizeof(Entry)};

	if (cache_context == NULL)
	{
		CacheRegisterSyscacheCallback(STATRELATTINH, forget_bins, (Datum) 0);
		cache_context = AllocSetContextCreate(
			TopMemoryContext, "sky shape statistics", ALLOCSET_SMALL_SIZES);
	}
	MemoryContextReset(cache_context);
	control.hcxt = cache_context;
	cache = hash_create(
		"sky shape statistics", 16, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

static size_t
copy_bins(const ExtentBin *from, size_t count, ExtentBin **bins)
{
	*bins = palloc(count * sizeof(ExtentBin));
	memcpy(*bins, from, count * sizeof(ExtentBin));
	return count;
}

/* Fetch the bins; keep them, unless a newer ANALYZE was heard of meanwhile. */
static size_t
fetch_bins(HeapTuple statistics, const Key *key, ExtentBin **bins)
{
	uint64 before = invalidations;
	AttStatsSlot slot;
	size_t count = 0;
	Entry *entry;

	*bins = NULL;
	if (get_attstatsslot(
			&slot, statistics, STATISTIC_KIND_EXTENTS, InvalidOid, ATTSTATSSLOT_NUMBERS))
	{
		count = copy_bins(
			(const ExtentBin *) slot.numbers, slot.nnumbers / EXTENT_BIN_NUMBERS, bins);
		free_attstatsslot(&slot);
	}
	if (before != invalidations)
		return count;
	entry = hash_search(cache, key, HASH_ENTER, NULL);
	entry->count = 0;
	entry->bins = MemoryContextAlloc(cache_context, count * sizeof(ExtentBin) + 1);
	if (count > 0)
		memcpy(entry->bins, *bins, count * sizeof(ExtentBin));
	entry->count = count;
	return count;
}

size_t
shape_bins(HeapTuple statistics, ExtentBin **bins)
{
	Form_pg_statistic row = (Form_pg_statistic) GETSTRUCT(statistics);
	Key key = {row->starelid, row->staattnum, row->stainherit};
	const Entry *entry;

	if (cache == NULL)
		start_cache();
	entry = hash_search(cache, &key, HASH_FIND, NULL);
	if (entry == NULL)
		return fetch_bins(statistics, &key, bins);
	return copy_bins(entry->bins, entry->count, bins);
}
