/*
 * shape_analyze_sql.c
 *		ANALYZE of columns of shapes: besides the usual statistics, the bins of extents.
 */
#include "postgres.h"

#include "access/heaptoast.h"
#include "commands/vacuum.h"
#include "fmgr.h"
#include "utils/lsyscache.h"

#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "base/sky_type_pg.h"
#include "index/extent_bins.h"
#include "index/extent_pg.h"
#include "index/shape_stats_pg.h"

/* Rows looked at for each bin. */
#define ROWS_OF_BIN 100

/* What the usual statistics are made by. */
typedef struct UsualAnalyze
{
	AnalyzeAttrComputeStatsFunc compute_stats;
	void *extra_data;
} UsualAnalyze;

/* The extents of some of the sampled rows; returns how many. */
static int
sample_extents(
	VacAttrStats *stats, AnalyzeAttrFetchFunc fetch, int rows, int most, Extent *extents)
{
	SkyShape shape = sky_type_shape(getBaseType(stats->attrtypid));
	int step = (rows + most - 1) / most;
	int count = 0;

	for (int i = 0; i < rows; i += step)
	{
		bool is_null;
		Datum value = fetch(stats, i, &is_null);

		vacuum_delay_point();
		if (!is_null)
			extents[count++] = extent_of_datum(shape, value);
	}
	return count;
}

/* Where the next statistics go, or -1. */
static int
free_slot(const VacAttrStats *stats)
{
	for (int i = 0; i < STATISTIC_NUM_SLOTS; i++)
	{
		if (stats->stakind[i] == 0)
			return i;
	}
	return -1;
}

static void
compute_shape_stats(VacAttrStats *stats,
					AnalyzeAttrFetchFunc fetch,
					int rows,
					double total_rows)
{
	UsualAnalyze *usual = stats->extra_data;
	int most = stats->attr->attstattarget;
	Extent *extents;
	ExtentBin *bins;
	Arena arena;
	int count;
	int slot;

	stats->extra_data = usual->extra_data;
	usual->compute_stats(stats, fetch, rows, total_rows);
	stats->extra_data = usual;
	slot = free_slot(stats);
	if (!stats->stats_valid || slot < 0)
		return;
	extents = palloc(Min(rows, most * ROWS_OF_BIN) * sizeof(Extent));
	count = sample_extents(stats, fetch, rows, most * ROWS_OF_BIN, extents);
	if (count == 0)
		return;
	bins = MemoryContextAlloc(stats->anl_context, most * sizeof(ExtentBin));
	arena_init_context(&arena, CurrentMemoryContext, 0);
	stats->stakind[slot] = STATISTIC_KIND_EXTENTS;
	stats->stanumbers[slot] = (float4 *) bins;
	stats->numnumbers[slot] =
		extent_bins_make(bins, most, extents, count, &arena) * EXTENT_BIN_NUMBERS;
	arena_fini(&arena);
}

/* The typanalyze function of all types of shapes. */
SKY_FUNCTION(shape_analyze)
{
	VacAttrStats *stats = (VacAttrStats *) PG_GETARG_POINTER(0);
	UsualAnalyze *usual = palloc(sizeof(UsualAnalyze));

	if (!std_typanalyze(stats))
		PG_RETURN_BOOL(false);
	*usual = (UsualAnalyze){stats->compute_stats, stats->extra_data};
	stats->compute_stats = compute_shape_stats;
	stats->extra_data = usual;
	PG_RETURN_BOOL(true);
}
