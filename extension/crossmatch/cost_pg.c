/*
 * cost_pg.c
 *		What a SkyMatch costs, in the planner's units.
 *
 * For each chunk of the covering side the index is read where the discs are, and the rows
 * that have a pair are fetched in the order of their pages.
 */
#include "postgres.h"

#include "crossmatch/cost_pg.h"

#include <math.h>

#include "access/htup_details.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "utils/spccache.h"

#include "crossmatch/chunk_pg.h"
#include "crossmatch/plan_pg.h"
#include "index/match_pg.h"
#include "index/stats_pg.h"

/* To make a disc, cover it and sort its ranges. */
#define DISC_OPERATORS 60.0

/* To visit a page of the index and copy of it, or one of the table: 0.6 us and 1.2 us. */
#define INDEX_PAGE_OPERATORS 50.0
#define HEAP_PAGE_OPERATORS	 100.0

/* To turn to another table, for each chunk: 10 us. */
#define TABLE_OPERATORS 1000.0

/* Entries of the index that are looked at for each that is in a disc. */
#define ENTRIES_PER_PAIR 3.0

/* How many of so many things are met by so many that fall anywhere. */
static double
things_met(double things, double falling)
{
	return things * -expm1(-falling / Max(things, 1.0));
}

int
cost_match_cells(double rows)
{
	/* A finer cover pays where it spares more rows than it has cells. */
	return Min(Max((int) (rows / 4.0), SWEEP_FEW_CELLS), 256);
}

typedef struct MatchCost
{
	double rows;   /* of the covering side */
	double chunks; /* of the covering side */
	double order;  /* how near its rows are to the order of keys, 0..1 */
	double part;   /* of the sky that they are in */
	Cost io;
	Cost cpu;
} MatchCost;

/* What a page costs of so many met in order out of all. */
static double
page_cost(Oid tablespace, double met, double pages)
{
	double random;
	double sequential;

	get_tablespace_page_costs(tablespace, &random, &sequential);
	return random - (random - sequential) * sqrt(Min(met / pages, 1.0));
}

/* The pages that are read in a chunk lie together if the covering side is in order. */
static void
cost_keys(MatchCost *cost, const IndexOptInfo *info, double pairs)
{
	double pages = Max(cost->part * info->pages, 1.0);
	double once = things_met(pages, cost->rows);
	double scattered = cost->chunks * things_met(pages, cost->rows / cost->chunks);
	double visits = cost->order * once + (1.0 - cost->order) * scattered;

	cost->io += once * page_cost(info->reltablespace, once, pages);
	cost->cpu += visits * INDEX_PAGE_OPERATORS * cpu_operator_cost;
	cost->cpu += pairs * ENTRIES_PER_PAIR * cpu_index_tuple_cost;
}

/*
 * Rows are fetched in batches, the pages of each in order.  If both sides are in the
 * order of keys, one batch goes on where the one before ended.
 */
static void
cost_rows(PlannerInfo *root, MatchCost *cost, const IndexOptInfo *info, double pairs)
{
	const RelOptInfo *table = info->rel;
	double order = key_stats(info->indexoid)->order;
	double pages = Max(table->pages, 1.0);
	double batches = ceil(Max(cost->chunks, pairs * PAIR_BYTES / match_pair_memory()));
	double together = things_met(cost->part * pages, pairs);
	double each = things_met(pages, pairs / batches);
	double scattered =
		index_pages_fetched(each * batches, table->pages, info->pages, root);

	order *= order * cost->order;
	cost->io += order * together * page_cost(table->reltablespace, together, pages);
	cost->io += (1.0 - order) * scattered * page_cost(table->reltablespace, each, pages);
	cost->cpu += (order * together + (1.0 - order) * each * batches) *
				 HEAP_PAGE_OPERATORS * cpu_operator_cost;
}

/* How near the rows of a path are to the order of keys. */
static double
path_order(const MatchChoice *choice)
{
	const Path *path = choice->covering;
	double order;
	ListCell *cell;

	if (choice->in_order)
		return 1.0;
	if (path->pathtype != T_SeqScan)
		return 0.0;
	foreach (cell, path->parent->indexlist)
	{
		SkyIndex index;

		if (!match_index(lfirst(cell), &index))
			continue;
		order = key_stats(index.info->indexoid)->order;
		return order * order;
	}
	return 0.0;
}

void
cost_match(PlannerInfo *root, Path *path, const MatchChoice *choice)
{
	const Path *covering = choice->covering;
	double width = covering->pathtarget->width + SizeofMinimalTupleHeader;
	MatchCost cost = {
		.rows = covering->rows,
		.order = path_order(choice),
		.part = choice->part,
	};
	QualCost join;
	QualCost filter;
	ListCell *cell;

	cost.chunks =
		Max(ceil(cost.rows * (CHUNK_ROW_BYTES + width) / match_chunk_memory()), 1.0);
	/* Within a chunk the discs are brought into the order of keys. */
	if (cost.chunks <= 1.0)
		cost.order = 1.0;
	cost_qual_eval(&join, choice->clauses, root);
	cost_qual_eval(&filter, choice->swept->baserestrictinfo, root);
	cost.cpu +=
		cost.rows * (DISC_OPERATORS * cpu_operator_cost + 2 * cpu_index_tuple_cost);
	if (list_length(choice->indexes) > 1)
		cost.cpu += cost.chunks * list_length(choice->indexes) * TABLE_OPERATORS *
					cpu_operator_cost;
	foreach (cell, choice->indexes)
	{
		const IndexOptInfo *info = lfirst(cell);
		const RelOptInfo *table = info->rel;
		double pairs = cost.rows * table->tuples * choice->share;

		cost_keys(&cost, info, pairs);
		cost_rows(root,
				  &cost,
				  info,
				  choice->keys_only ? pairs * (1.0 - table->allvisfrac) : pairs);
		cost.cpu += pairs * (cpu_tuple_cost + filter.per_tuple + join.per_tuple);
		if (choice->fill_swept)
			cost.io += table->pages * seq_page_cost +
					   table->tuples * (cpu_tuple_cost + filter.per_tuple);
	}
	path->startup_cost = covering->startup_cost + join.startup + filter.startup +
						 path->pathtarget->cost.startup;
	path->total_cost = path->startup_cost + covering->total_cost -
					   covering->startup_cost + cost.io + cost.cpu +
					   path->rows * (cpu_tuple_cost + path->pathtarget->cost.per_tuple);
}
