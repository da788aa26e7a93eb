/*
 * stats_pg.c
 *		How many keys are in a range: by statistics, or by a look at the index.
 */
#include "postgres.h"

#include "index/stats_pg.h"

#include "access/htup_details.h"
#include "catalog/pg_statistic.h"
#include "catalog/pg_type.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

#include "geo/healpix.h"

static HTAB *cache = NULL;
static MemoryContext cache_context = NULL;
static uint64 invalidations = 0;

/* Syscache callback: an ANALYZE somewhere. */
static void
forget_stats(Datum arg, int cache_id, uint32 hash)
{
	cache = NULL;
	invalidations++;
}

/* An empty cache in a context of its own. */
static void
start_cache(void)
{
	static bool registered = false;
	HASHCTL control = {.keysize = sizeof(Oid), .entrysize = sizeof(KeyStats)};

	if (!registered)
	{
		CacheRegisterSyscacheCallback(STATRELATTINH, forget_stats, (Datum) 0);
		cache_context = AllocSetContextCreate(
			TopMemoryContext, "sky key statistics", ALLOCSET_SMALL_SIZES);
		registered = true;
	}
	MemoryContextReset(cache_context);
	control.hcxt = cache_context;
	cache = hash_create(
		"sky key statistics", 16, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

static int64 *
copy_keys(const AttStatsSlot *slot)
{
	int64 *keys = MemoryContextAlloc(cache_context, slot->nvalues * sizeof(int64));

	for (int i = 0; i < slot->nvalues; i++)
		keys[i] = DatumGetInt64(slot->values[i]);
	return keys;
}

/* Take over what ANALYZE has found about the first column of an index. */
static void
read_stats(KeyStats *stats, HeapTuple tuple)
{
	AttStatsSlot slot;

	stats->known = true;
	stats->nulls = ((Form_pg_statistic) GETSTRUCT(tuple))->stanullfrac;
	stats->in_bins = 1.0 - stats->nulls;
	if (get_attstatsslot(&slot,
						 tuple,
						 STATISTIC_KIND_MCV,
						 InvalidOid,
						 ATTSTATSSLOT_VALUES | ATTSTATSSLOT_NUMBERS))
	{
		stats->common_count = slot.nvalues;
		stats->common = copy_keys(&slot);
		stats->common_share =
			MemoryContextAlloc(cache_context, slot.nvalues * sizeof(float4));
		for (int i = 0; i < slot.nvalues; i++)
		{
			stats->common_share[i] = slot.numbers[i];
			stats->in_bins -= slot.numbers[i];
		}
		free_attstatsslot(&slot);
	}
	if (get_attstatsslot(
			&slot, tuple, STATISTIC_KIND_HISTOGRAM, InvalidOid, ATTSTATSSLOT_VALUES))
	{
		stats->bounds_count = slot.nvalues;
		stats->bounds = copy_keys(&slot);
		free_attstatsslot(&slot);
	}
	if (get_attstatsslot(
			&slot, tuple, STATISTIC_KIND_CORRELATION, InvalidOid, ATTSTATSSLOT_NUMBERS))
	{
		stats->order = slot.numbers[0];
		free_attstatsslot(&slot);
	}
	stats->in_bins = Max(stats->in_bins, 0.0);
}

const KeyStats *
key_stats(Oid index)
{
	KeyStats *stats;
	bool found;
	HeapTuple tuple;

	if (cache != NULL)
	{
		stats = hash_search(cache, &index, HASH_FIND, NULL);
		if (stats != NULL)
			return stats;
	}
	/* The look-up may invalidate the cache; what is made after it is good. */
	tuple = SearchSysCache3(
		STATRELATTINH, ObjectIdGetDatum(index), Int16GetDatum(1), BoolGetDatum(false));
	if (cache == NULL)
		start_cache();
	stats = hash_search(cache, &index, HASH_ENTER, &found);
	*stats = (KeyStats){.index = index, .in_bins = 1.0};
	if (HeapTupleIsValid(tuple))
	{
		read_stats(stats, tuple);
		ReleaseSysCache(tuple);
	}
	return stats;
}

/* How much of the bins lies below a key, 0..1. */
static double
bins_below(const KeyStats *stats, int64 key)
{
	int low = 0;
	int high = stats->bounds_count - 1;
	double width;

	if (stats->bounds_count < 2)
		return (double) key / (double) healpix_cells(HEALPIX_MAX_ORDER);
	if (key <= stats->bounds[0])
		return 0.0;
	if (key >= stats->bounds[high])
		return 1.0;
	while (high - low > 1)
	{
		int middle = (low + high) / 2;

		if (stats->bounds[middle] <= key)
			low = middle;
		else
			high = middle;
	}
	width = (double) (stats->bounds[high] - stats->bounds[low]);
	return (low + (double) (key - stats->bounds[low]) / width) /
		   (stats->bounds_count - 1);
}

double
key_stats_below(const KeyStats *stats, int64 key)
{
	double share = stats->in_bins * bins_below(stats, key);

	for (int i = 0; i < stats->common_count; i++)
	{
		if (stats->common[i] < key)
			share += stats->common_share[i];
	}
	return share;
}
