/*
 * path_pg.c
 *		SkyScan as the planner sees it.
 */
#include "postgres.h"

#include "index/path_pg.h"

#include <math.h>

#include "access/stratnum.h"
#include "catalog/pg_opclass.h"
#include "optimizer/cost.h"
#include "optimizer/pathnode.h"
#include "optimizer/paths.h"
#include "optimizer/restrictinfo.h"
#include "optimizer/tlist.h"
#include "parser/parsetree.h"
#include "utils/lsyscache.h"

#include "base/guc_pg.h"
#include "index/comparison_pg.h"
#include "index/cost_pg.h"
#include "index/estimate_pg.h"
#include "index/foreign_pg.h"
#include "index/match_pg.h"
#include "index/partition_pg.h"
#include "index/scan_pg.h"

/* For fewer rows it does not matter how closely the border is followed. */
#define DENSE_ROWS 100

/* Slices of an index: pages of each, more or less; how many, lest some have all rows. */
#define PAGES_PER_SLICE 16
#define LEAST_SLICES	16
#define MOST_SLICES		4096

static set_rel_pathlist_hook_type previous_hook = NULL;

/* The index of a path, found again. */
static SkyIndex
path_index(const CustomPath *path)
{
	Oid oid = linitial_oid(linitial(path->custom_private));
	SkyIndex index = {0};
	ListCell *cell;

	foreach (cell, path->path.parent->indexlist)
	{
		IndexOptInfo *info = lfirst(cell);

		if (info->indexoid == oid && match_index(info, &index))
			return index;
	}
	elog(ERROR, "sky index %u has gone", oid);
}

/*
 * Is no column of the relation wanted, once a scan has met all clauses with the relations
 * outer at hand?  A column may be known to the planner as wanted by those clauses alone.
 */
static bool
wants_no_column(RelOptInfo *rel, const ScanChoice *choice, Relids outer)
{
	Relids here = bms_union(outer, rel->relids);
	ListCell *cell;

	if (choice->left != NIL)
		return false;
	if (rel->reltarget->exprs == NIL)
		return true;
	/* The columns of a child must be those of its parent. */
	if (rel->reloptkind != RELOPT_BASEREL || rel->has_eclass_joins ||
		list_difference_ptr(rel->joininfo, choice->condition.absorbed) != NIL)
		return false;
	foreach (cell, rel->reltarget->exprs)
	{
		const Var *var = lfirst(cell);

		if (!IsA(var, Var) ||
			!bms_is_subset(rel->attr_needed[var->varattno - rel->min_attr], here))
			return false;
	}
	return true;
}

/* All clauses that a scan of the relation with these others at hand must check. */
static List *
scan_clauses(RelOptInfo *rel, ParamPathInfo *param_info)
{
	return param_info == NULL
			   ? rel->baserestrictinfo
			   : list_concat_copy(rel->baserestrictinfo, param_info->ppi_clauses);
}

/* What a scan of the index would do that must check clauses, in this order. */
static ScanChoice
choose_for(PlannerInfo *root,
		   RelOptInfo *rel,
		   const SkyIndex *index,
		   List *clauses,
		   ParamPathInfo *param_info)
{
	ScanChoice choice = {.index = index, .clauses = clauses};

	choice.condition = match_clauses(root, rel, index, clauses);
	choice.left = list_difference_ptr(clauses, choice.condition.absorbed);
	choice.count_only = wants_no_column(
		rel, &choice, param_info != NULL ? param_info->ppi_req_outer : NULL);
	return choice;
}

static ScanChoice
choose(PlannerInfo *root,
	   RelOptInfo *rel,
	   const SkyIndex *index,
	   ParamPathInfo *param_info)
{
	return choose_for(root, rel, index, scan_clauses(rel, param_info), param_info);
}

/* To read all rows, whatever the clauses say of where they are. */
static ScanChoice
choose_all(const SkyIndex *index, List *clauses)
{
	return (ScanChoice){.index = index, .clauses = clauses, .left = clauses};
}

/* The distance that a path is ordered by, and where it is from. */
static bool
find_order(PlannerInfo *root, RelOptInfo *rel, List *pathkeys, ScanChoice *choice)
{
	PathKey *key = linitial_node(PathKey, pathkeys);
	ListCell *cell;

	if (key->pk_strategy != BTLessStrategyNumber || key->pk_nulls_first ||
		key->pk_eclass->ec_has_volatile ||
		key->pk_opfamily != get_opclass_family(FLOAT8_BTREE_OPS_OID))
		return false;
	foreach (cell, key->pk_eclass->ec_members)
	{
		EquivalenceMember *member = lfirst(cell);

		if (bms_equal(member->em_relids, rel->relids) &&
			match_centre(
				root, rel, choice->index, (Node *) member->em_expr, &choice->centre))
		{
			choice->distance = (Node *) member->em_expr;
			return true;
		}
	}
	return false;
}

/*
 * The order of cells for the cover: where rows are dense, finer than the whole table
 * wants.
 */
static int
choose_order(PlannerInfo *root,
			 RelOptInfo *rel,
			 const ScanChoice *choice,
			 bool parameterized)
{
	double rows = choice->index->info->tuples;

	if (!parameterized)
	{
		double found = rows_of_clauses(root, rel, choice->condition.matched, false);
		double area = found > DENSE_ROWS ? estimate_area(root, &choice->condition) : -1.0;

		if (area > 0)
			rows = Max(rows, found * 4.0 * M_PI / area);
	}
	return cost_cover_order(rows);
}

static Plan *
plan_path(PlannerInfo *root,
		  RelOptInfo *rel,
		  CustomPath *path,
		  List *tlist,
		  List *clauses,
		  List *custom_plans)
{
	SkyIndex index = path_index(path);
	int slices = intVal(lsecond(path->custom_private));
	ScanChoice choice =
		slices > 0 ? choose_all(&index, clauses)
				   : choose_for(root, rel, &index, clauses, path->path.param_info);
	CustomScan *node = makeNode(CustomScan);
	SkyIndex key;
	ScanPlan plan = {
		.index = index.info->indexoid,
		.order = choose_order(root, rel, &choice, path->path.param_info != NULL),
		.count_only = choice.count_only,
		.slices = slices,
		.program = choice.condition.program,
		.args = choice.condition.args,
		.exact = extract_actual_clauses(choice.condition.absorbed, false),
	};

	plan.bounded = partition_bounds(root, rel, &key, &plan.bounds) &&
				   equal(key.lon, index.lon) && equal(key.lat, index.lat) &&
				   equal(key.point, index.point);
	if (path->path.pathkeys != NIL)
	{
		if (!find_order(root, rel, path->path.pathkeys, &choice))
			elog(ERROR, "order of a sky scan has gone");
		plan.centre = list_length(choice.centre);
		plan.wanted = cost_wanted(root, &path->path);
		plan.args = list_concat(plan.args, choice.centre);
		plan.distance = list_make1(choice.distance);
	}
	node->scan.plan.targetlist = tlist;
	node->scan.plan.qual = extract_actual_clauses(choice.left, false);
	node->scan.scanrelid = rel->relid;
	node->flags = path->flags;
	node->methods = &scan_methods;
	scan_plan_put(node, &plan);
	return &node->scan.plan;
}

static const CustomPathMethods path_methods = {
	.CustomName = "SkyScan",
	.PlanCustomPath = plan_path,
};

static CustomPath *
make_path(RelOptInfo *rel, const ScanChoice *choice, ParamPathInfo *param_info)
{
	CustomPath *path = makeNode(CustomPath);

	path->path.pathtype = T_CustomScan;
	path->path.parent = rel;
	path->path.pathtarget =
		choice->count_only ? create_empty_pathtarget() : rel->reltarget;
	path->path.param_info = param_info;
	path->path.parallel_safe = rel->consider_parallel;
	path->flags = CUSTOMPATH_SUPPORT_PROJECTION;
	path->methods = &path_methods;
	path->custom_private =
		list_make2(list_make1_oid(choice->index->info->indexoid), makeInteger(0));
	return path;
}

/* A scan in any order. */
static void
add_scan(PlannerInfo *root,
		 RelOptInfo *rel,
		 const ScanChoice *choice,
		 ParamPathInfo *param_info)
{
	CustomPath *path = make_path(rel, choice, param_info);

	cost_scan(root, &path->path, choice);
	add_path(rel, &path->path);
}

/* A scan by several processes. */
static void
add_parallel_scan(PlannerInfo *root, RelOptInfo *rel, const ScanChoice *choice)
{
	CustomPath *path = make_path(rel, choice, NULL);

	path->path.parallel_aware = true;
	cost_scan(root, &path->path, choice);
	if (path->path.parallel_workers > 0)
		add_partial_path(rel, &path->path);
}

/* Is the position that of an index? */
static bool
is_indexed(const SkyIndex *index, const List *position)
{
	if (list_length(position) == 1)
		return index->point != NULL && equal(index->point, linitial(position));
	return index->point == NULL && equal(index->lon, linitial(position)) &&
		   equal(index->lat, lsecond(position));
}

Path *
path_in_slices(PlannerInfo *root, RelOptInfo *rel, const List *position)
{
	ListCell *cell;

	if (position == NIL || !pgsky_enable_skyscan || rel->reloptkind != RELOPT_BASEREL ||
		rel->rtekind != RTE_RELATION || !rel->consider_parallel ||
		rel->lateral_relids != NULL ||
		planner_rt_fetch(rel->relid, root)->tablesample != NULL)
		return NULL;
	foreach (cell, rel->indexlist)
	{
		SkyIndex index;
		ScanChoice choice;
		CustomPath *path;
		int slices;

		if (!match_index(lfirst(cell), &index) || !is_indexed(&index, position))
			continue;
		choice = choose_all(&index, rel->baserestrictinfo);
		slices = Min(index.info->pages / PAGES_PER_SLICE, MOST_SLICES);
		if (slices < LEAST_SLICES ||
			match_clauses(root, rel, &index, choice.clauses).program != NIL)
			return NULL;
		path = make_path(rel, &choice, NULL);
		lsecond(path->custom_private) = makeInteger(slices);
		path->path.parallel_aware = true;
		cost_scan(root, &path->path, &choice);
		return path->path.parallel_workers > 0 ? &path->path : NULL;
	}
	return NULL;
}

/* A scan in the order of distance, where the query wants that. */
static void
add_nearest_scan(PlannerInfo *root,
				 RelOptInfo *rel,
				 ScanChoice choice,
				 ParamPathInfo *param_info)
{
	CustomPath *path;

	if (root->query_pathkeys == NIL ||
		!find_order(root, rel, root->query_pathkeys, &choice))
		return;
	choice.count_only = false;
	path = make_path(rel, &choice, param_info);
	path->path.pathkeys = list_make1(linitial(root->query_pathkeys));
	cost_nearest(root, &path->path, &choice);
	add_path(rel, &path->path);
}

/* Scans by what is known of the relation alone. */
static void
add_plain_paths(PlannerInfo *root, RelOptInfo *rel, const SkyIndex *index)
{
	ParamPathInfo *param_info = get_baserel_parampathinfo(root, rel, rel->lateral_relids);
	ScanChoice choice = choose(root, rel, index, param_info);

	if (choice.condition.program != NIL)
	{
		add_scan(root, rel, &choice, param_info);
		if (rel->consider_parallel && param_info == NULL)
			add_parallel_scan(root, rel, &choice);
	}
	add_nearest_scan(root, rel, choice, param_info);
}

static bool
has_relids(List *list, Relids relids)
{
	ListCell *cell;

	foreach (cell, list)
	{
		if (bms_equal(lfirst(cell), relids))
			return true;
	}
	return false;
}

/* Scans with a shape that comes from other relations: one for each set of these. */
static void
add_parameterized_paths(PlannerInfo *root, RelOptInfo *rel, const SkyIndex *index)
{
	List *seen = NIL;
	ListCell *cell;

	foreach (cell, rel->joininfo)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, cell);
		ParamPathInfo *param_info;
		ScanChoice choice;
		Relids outer;

		if (!join_clause_is_movable_to(rinfo, rel) ||
			match_clauses(root, rel, index, list_make1(rinfo)).program == NIL)
			continue;
		outer = bms_union(rinfo->clause_relids, rel->lateral_relids);
		outer = bms_del_member(outer, rel->relid);
		if (bms_is_empty(outer) || has_relids(seen, outer))
			continue;
		seen = lappend(seen, outer);
		param_info = get_baserel_parampathinfo(root, rel, outer);
		choice = choose(root, rel, index, param_info);
		add_scan(root, rel, &choice, param_info);
	}
}

static void
set_rel_pathlist(PlannerInfo *root, RelOptInfo *rel, Index rti, RangeTblEntry *rte)
{
	bool indexed = false;
	ListCell *cell;

	if (previous_hook != NULL)
		previous_hook(root, rel, rti, rte);
	if (rte->rtekind != RTE_RELATION || IS_DUMMY_REL(rel))
		return;
	fix_comparisons(root, rel);
	if (!pgsky_enable_skyscan)
		return;
	if (partition_is_beyond(root, rel))
	{
		mark_dummy_rel(rel);
		return;
	}
	if (rte->tablesample != NULL)
		return;
	foreach (cell, rel->indexlist)
	{
		SkyIndex index;

		if (!match_index(lfirst(cell), &index))
			continue;
		add_plain_paths(root, rel, &index);
		add_parameterized_paths(root, rel, &index);
		indexed = true;
	}
	if (!indexed)
		add_foreign_paths(root, rel);
}

bool
path_is_alone(void)
{
	return previous_hook == NULL && set_rel_pathlist_hook == set_rel_pathlist;
}

Path *
path_of_search(PlannerInfo *root, RelOptInfo *rel)
{
	Path *best = NULL;
	ListCell *cell;

	if (!pgsky_enable_skyscan)
		return NULL;
	foreach (cell, rel->indexlist)
	{
		SkyIndex index;
		ScanChoice choice;
		CustomPath *path;

		if (!match_index(lfirst(cell), &index))
			continue;
		choice = choose(root, rel, &index, NULL);
		if (choice.condition.program == NIL)
			continue;
		path = make_path(rel, &choice, NULL);
		cost_scan(root, &path->path, &choice);
		if (best == NULL || path->path.total_cost < best->total_cost)
			best = &path->path;
	}
	return best;
}

void
path_init(void)
{
	RegisterCustomScanMethods(&scan_methods);
	previous_hook = set_rel_pathlist_hook;
	set_rel_pathlist_hook = set_rel_pathlist;
}
