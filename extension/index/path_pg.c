/*
 * path_pg.c
 *		SkyScan as the planner sees it.
 */
#include "postgres.h"

#include "index/path_pg.h"

#include "optimizer/cost.h"
#include "optimizer/pathnode.h"
#include "optimizer/paths.h"
#include "optimizer/restrictinfo.h"

#include "base/guc_pg.h"
#include "index/cost_pg.h"
#include "index/match_pg.h"
#include "index/scan_pg.h"

static set_rel_pathlist_hook_type previous_hook = NULL;

/* The index of a path, found again. */
static SkyIndex
path_index(const CustomPath *path)
{
	Oid oid = linitial_oid(path->custom_private);
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

/* What a scan of the index would do for a list of RestrictInfos. */
static ScanChoice
choose(PlannerInfo *root, RelOptInfo *rel, const SkyIndex *index, List *clauses)
{
	ScanChoice choice = {.index = index,
						 .condition = match_clauses(root, rel, index, clauses)};

	choice.left = list_difference_ptr(clauses, choice.condition.absorbed);
	/* Not even a row's address is wanted. */
	choice.count_only = rel->reltarget->exprs == NIL && choice.left == NIL;
	return choice;
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
	ScanChoice choice = choose(root, rel, &index, clauses);
	CustomScan *node = makeNode(CustomScan);
	ScanPlan plan = {
		.index = index.info->indexoid,
		.order = cost_cover_order(index.info->tuples),
		.count_only = choice.count_only,
		.arg_count = list_length(choice.condition.args),
		.program = choice.condition.program,
		.args = choice.condition.args,
		.exact = extract_actual_clauses(choice.condition.absorbed, false),
	};

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

/* All clauses that a scan of the relation with these others at hand must check. */
static List *
scan_clauses(RelOptInfo *rel, ParamPathInfo *param_info)
{
	return param_info == NULL
			   ? rel->baserestrictinfo
			   : list_concat_copy(rel->baserestrictinfo, param_info->ppi_clauses);
}

static CustomPath *
make_path(PlannerInfo *root,
		  RelOptInfo *rel,
		  const SkyIndex *index,
		  Relids outer,
		  bool parallel)
{
	CustomPath *path = makeNode(CustomPath);
	ParamPathInfo *param_info = get_baserel_parampathinfo(root, rel, outer);
	ScanChoice choice = choose(root, rel, index, scan_clauses(rel, param_info));

	path->path.pathtype = T_CustomScan;
	path->path.parent = rel;
	path->path.pathtarget = rel->reltarget;
	path->path.param_info = param_info;
	path->path.parallel_safe = rel->consider_parallel;
	path->path.parallel_aware = parallel;
	path->flags = CUSTOMPATH_SUPPORT_PROJECTION;
	path->methods = &path_methods;
	path->custom_private = list_make1_oid(index->info->indexoid);
	cost_scan(root, &path->path, &choice);
	return path;
}

/* Scans by what is known of the relation alone, by one process and by several. */
static void
add_plain_paths(PlannerInfo *root, RelOptInfo *rel, const SkyIndex *index)
{
	CustomPath *path;

	if (match_clauses(root, rel, index, rel->baserestrictinfo).program == NIL)
		return;
	path = make_path(root, rel, index, rel->lateral_relids, false);
	add_path(rel, &path->path);
	if (!rel->consider_parallel || rel->lateral_relids != NULL)
		return;
	path = make_path(root, rel, index, NULL, true);
	if (path->path.parallel_workers > 0)
		add_partial_path(rel, &path->path);
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
		Relids outer;

		if (!join_clause_is_movable_to(rinfo, rel) ||
			match_clauses(root, rel, index, list_make1(rinfo)).program == NIL)
			continue;
		outer = bms_union(rinfo->clause_relids, rel->lateral_relids);
		outer = bms_del_member(outer, rel->relid);
		if (bms_is_empty(outer) || has_relids(seen, outer))
			continue;
		seen = lappend(seen, outer);
		add_path(rel, &make_path(root, rel, index, outer, false)->path);
	}
}

static void
set_rel_pathlist(PlannerInfo *root, RelOptInfo *rel, Index rti, RangeTblEntry *rte)
{
	ListCell *cell;

	if (previous_hook != NULL)
		previous_hook(root, rel, rti, rte);
	if (!pgsky_enable_skyscan || rte->rtekind != RTE_RELATION ||
		rte->tablesample != NULL || IS_DUMMY_REL(rel))
		return;
	foreach (cell, rel->indexlist)
	{
		SkyIndex index;

		if (!match_index(lfirst(cell), &index))
			continue;
		add_plain_paths(root, rel, &index);
		add_parameterized_paths(root, rel, &index);
	}
}

void
path_init(void)
{
	RegisterCustomScanMethods(&scan_methods);
	previous_hook = set_rel_pathlist_hook;
	set_rel_pathlist_hook = set_rel_pathlist;
}
