/*
 * cost_pg.c
 *		What a SkyScan costs, in the planner's units.
 *
 * It is a btree scan of the entries in the cover, most of them decided by their keys, and
 * then a bitmap scan of the rows in the shape.
 */
#include "postgres.h"

#include "index/cost_pg.h"

#include <math.h>

#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "optimizer/paths.h"
#include "utils/spccache.h"

#include "geo/healpix.h"
#include "index/comparison_pg.h"
#include "index/stats_pg.h"

/* A cell of the border is worth dividing if it has more rows than this. */
#define ROWS_PER_CELL 8.0

/* Entries on the border of a shape, beside those inside: share, and a few at least. */
#define BORDER_SHARE 0.15
#define BORDER_ROWS	 8.0

/* Nearest rows to begin with where nothing is known, and at most. */
#define WANTED_ROWS 16
#define WANTED_MOST 10000

/* To make a cover, and to descend and look at one page: as selfuncs.c has the latter. */
#define COVER_OPERATORS 100.0
#define PAGE_OPERATORS	50.0

typedef struct ScanCost
{
	double tuples; /* found in the shape */
	double loops;  /* how often the scan will be run */
	double heap_pages;
	double index_pages;
	Cost startup;
	Cost io;
	Cost cpu;
} ScanCost;

int
cost_cover_order(double rows)
{
	double cells = Max(rows, 1.0) / (12.0 * ROWS_PER_CELL);

	return Min(Max((int) ceil(0.5 * log2(Max(cells, 1.0))), 3), HEALPIX_MAX_ORDER);
}

double
parallel_divisor(const Path *path)
{
	double divisor = path->parallel_workers;

	if (parallel_leader_participation)
		divisor += Max(1.0 - 0.3 * path->parallel_workers, 0.0);
	return divisor;
}

/* How often a parameterized scan is run: once for each row of the smallest relation. */
static double
count_loops(PlannerInfo *root, const Path *path)
{
	double loops = 0;
	int relid = -1;

	if (path->param_info == NULL)
		return 1.0;
	while ((relid = bms_next_member(path->param_info->ppi_req_outer, relid)) >= 0)
	{
		RelOptInfo *outer = root->simple_rel_array[relid];

		if (outer != NULL && outer->rows > 0 && (loops == 0 || outer->rows < loops))
			loops = outer->rows;
	}
	return Max(loops, 1.0);
}

/* Pages of the index: neighbours within a scan, but anywhere from scan to scan. */
static void
cost_index_pages(PlannerInfo *root, ScanCost *cost, const IndexOptInfo *info)
{
	double candidates = cost->tuples * (1.0 + BORDER_SHARE) + BORDER_ROWS;
	double random;
	double sequential;

	get_tablespace_page_costs(info->reltablespace, &random, &sequential);
	cost->index_pages =
		Max(ceil(info->pages * Min(candidates / Max(info->tuples, 1.0), 1.0)), 1.0);
	if (cost->loops > 1)
		cost->io += random *
					index_pages_fetched(
						cost->index_pages * cost->loops, info->pages, info->pages, root) /
					cost->loops;
	else
		cost->io += random + (cost->index_pages - 1) * sequential;
	cost->startup +=
		(COVER_OPERATORS + (info->tree_height + 1) * PAGE_OPERATORS) * cpu_operator_cost;
	cost->cpu +=
		candidates * cpu_index_tuple_cost + cost->index_pages * cpu_operator_cost;
}

/* Pages of the table: each once in a scan, fewer if it is ordered as the index. */
static void
cost_heap_pages(PlannerInfo *root,
				ScanCost *cost,
				const RelOptInfo *rel,
				const ScanChoice *choice)
{
	const IndexOptInfo *info = choice->index->info;
	double order = key_stats(info->indexoid)->order;
	double table = Max(rel->pages, 1.0);
	double seen = choice->count_only ? 1.0 - rel->allvisfrac : 1.0;
	double random;
	double sequential;
	double scattered;
	double together;
	double each;

	get_tablespace_page_costs(rel->reltablespace, &random, &sequential);
	scattered =
		index_pages_fetched(cost->tuples * cost->loops, rel->pages, info->pages, root);
	together = index_pages_fetched(ceil(cost->tuples / Max(rel->tuples, 1.0) * table) *
									   cost->loops,
								   rel->pages,
								   info->pages,
								   root);
	scattered = ceil(scattered * seen);
	together = ceil(together * seen);
	/* In the order of their addresses, many pages cost less each (compute_bitmap_pages).
	 */
	each = cost->loops > 1
			   ? random
			   : random - (random - sequential) * sqrt(Min(scattered / table, 1.0));
	scattered *= each / cost->loops;
	if (cost->loops > 1)
		together *= random / cost->loops;
	else if (together > 0)
		together = random + (together - 1) * sequential;
	cost->heap_pages = Min(ceil(cost->tuples * seen), table);
	cost->io += scattered + order * order * (Min(together, scattered) - scattered);
}

void
cost_scan(PlannerInfo *root, Path *path, const ScanChoice *choice)
{
	RelOptInfo *rel = path->parent;
	const IndexOptInfo *info = choice->index->info;
	bool parameterized = path->param_info != NULL;
	ScanCost cost = {.loops = count_loops(root, path)};
	QualCost quals;
	double per_tuple;
	double divisor = 1.0;

	cost.tuples = rows_of_clauses(root, rel, choice->condition.matched, parameterized);
	path->rows = rows_of_clauses(root, rel, choice->clauses, parameterized);
	cost_index_pages(root, &cost, info);
	cost_heap_pages(root, &cost, rel, choice);
	cost_qual_eval(&quals, choice->left, root);
	per_tuple = choice->count_only
					? cpu_operator_cost
					: cpu_tuple_cost + quals.per_tuple + path->pathtarget->cost.per_tuple;
	cost.cpu += cost.tuples * per_tuple;
	if (path->parallel_aware)
	{
		path->parallel_workers =
			compute_parallel_worker(rel,
									choice->count_only ? -1 : cost.heap_pages,
									cost.index_pages,
									max_parallel_workers_per_gather);
		divisor = parallel_divisor(path);
		path->rows = clamp_row_est(path->rows / Max(divisor, 1.0));
	}
	path->startup_cost = cost.startup + quals.startup + path->pathtarget->cost.startup;
	path->total_cost = path->startup_cost + cost.io + cost.cpu / Max(divisor, 1.0);
}

int
cost_wanted(PlannerInfo *root, const Path *path)
{
	double rows = root->limit_tuples > 0 ? root->limit_tuples : WANTED_ROWS;

	/* Some of those found are dropped by other clauses. */
	rows *= Max(path->parent->tuples, 1.0) / Max(path->rows, 1.0);
	return (int) Min(ceil(rows), WANTED_MOST);
}

/*
 * All rows in the end, each from a page of its own since a ring has few; but hardly
 * anything before the first.
 */
void
cost_nearest(PlannerInfo *root, Path *path, const ScanChoice *choice)
{
	RelOptInfo *rel = path->parent;
	const IndexOptInfo *info = choice->index->info;
	bool parameterized = path->param_info != NULL;
	ScanCost cost = {.loops = 1.0};
	QualCost quals;
	double random;
	double comparisons;

	cost.tuples = rows_of_clauses(root, rel, choice->condition.matched, parameterized);
	path->rows = rows_of_clauses(root, rel, choice->clauses, parameterized);
	cost_index_pages(root, &cost, info);
	get_tablespace_page_costs(rel->reltablespace, &random, NULL);
	cost_qual_eval(&quals, choice->left, root);
	comparisons = 2.0 * log2(Max(cost_wanted(root, path), 2.0)) * cpu_operator_cost;
	cost.cpu += cost.tuples * (cpu_tuple_cost + comparisons + quals.per_tuple +
							   path->pathtarget->cost.per_tuple);
	path->startup_cost = cost.startup + quals.startup + path->pathtarget->cost.startup;
	path->total_cost = path->startup_cost + cost.io + cost.cpu + cost.tuples * random;
}
