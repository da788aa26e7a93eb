/*
 * plan_pg.c
 *		From the path of a SkyMatch to its plan.
 */
#include "postgres.h"

#include "crossmatch/plan_pg.h"

#include <math.h>

#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "optimizer/restrictinfo.h"

#include "crossmatch/tables_pg.h"
#include "geo/healpix.h"

const MatchRule match_rules[] = {
	[MATCH_INNER] = {.name = "Inner", .pairs = true},
	[MATCH_LEFT] = {.name = "Left", .pairs = true, .fill_covering = true},
	[MATCH_RIGHT] = {.name = "Right", .pairs = true, .fill_swept = true},
	[MATCH_FULL] = {.name = "Full",
					.pairs = true,
					.fill_covering = true,
					.fill_swept = true},
	[MATCH_SEMI] = {.name = "Semi", .pairs = true, .once_covering = true},
	[MATCH_ANTI] = {.name = "Anti", .once_covering = true, .fill_covering = true},
	[MATCH_RIGHT_SEMI] = {.name = "Right Semi", .pairs = true, .once_swept = true},
	[MATCH_RIGHT_ANTI] = {.name = "Right Anti", .once_swept = true, .fill_swept = true},
};

static void
put_plan(CustomScan *node, const MatchPlan *plan, Relids relids)
{
	node->custom_exprs =
		list_make4(plan->disc, plan->close, plan->swept_quals, plan->join_quals);
	node->custom_private = list_make4(
		plan->indexes,
		list_concat(list_make1_int(bms_next_member(relids, -1)), plan->tables),
		plan->attributes,
		lappend_int(
			list_make5_int(
				plan->join, plan->op, plan->covering_columns, plan->cells, plan->spacing),
			plan->keys_only));
}

/*
 * The tables of a plan by their numbers in the range table of the whole query: setrefs.c
 * has renumbered relids and expressions, but not what is private.
 */
static List *
renumbered_tables(const CustomScan *node)
{
	const List *numbers = lsecond(node->custom_private);
	int shift = bms_next_member(node->custom_relids, -1) - linitial_int(numbers);
	List *tables = NIL;
	ListCell *cell;

	for_each_from(cell, numbers, 1) tables =
		lappend_int(tables, lfirst_int(cell) + shift);
	return tables;
}

MatchPlan
match_plan_get(const CustomScan *node)
{
	List *numbers = lfourth(node->custom_private);

	return (MatchPlan){
		.join = list_nth_int(numbers, 0),
		.op = list_nth_int(numbers, 1),
		.covering_columns = list_nth_int(numbers, 2),
		.cells = list_nth_int(numbers, 3),
		.spacing = list_nth_int(numbers, 4),
		.keys_only = list_nth_int(numbers, 5) != 0,
		.indexes = linitial(node->custom_private),
		.tables = renumbered_tables(node),
		.attributes = lthird(node->custom_private),
		.disc = linitial(node->custom_exprs),
		.close = lsecond(node->custom_exprs),
		.swept_quals = lthird(node->custom_exprs),
		.join_quals = lfourth(node->custom_exprs),
	};
}

List *
match_path_put(const MatchPath *path)
{
	return list_make5(
		path->swept,
		path->indexes,
		path->disc,
		list_make2(path->close, path->clauses),
		list_make5_int(
			path->join, path->jointype, path->op, path->cells, path->keys_only));
}

static MatchPath
get_path(const CustomPath *path)
{
	List *clauses = list_nth(path->custom_private, 3);
	List *numbers = list_nth(path->custom_private, 4);

	return (MatchPath){
		.swept = linitial(path->custom_private),
		.indexes = lsecond(path->custom_private),
		.disc = lthird(path->custom_private),
		.close = linitial(clauses),
		.clauses = lsecond(clauses),
		.join = linitial_int(numbers),
		.jointype = lsecond_int(numbers),
		.op = lthird_int(numbers),
		.cells = lfourth_int(numbers),
		.keys_only = list_nth_int(numbers, 4) != 0,
	};
}

bool
match_decides_pairs(JoinType jointype,
					const RelOptInfo *joinrel,
					const RestrictInfo *rinfo)
{
	return !IS_OUTER_JOIN(jointype) || !RINFO_IS_PUSHED_DOWN(rinfo, joinrel->relids);
}

/* A clause, and what decides when it is its turn. */
typedef struct Turn
{
	Expr *clause;
	Index security;
	Cost cost;
} Turn;

static int
by_turn(const ListCell *a, const ListCell *b)
{
	const Turn *x = lfirst(a);
	const Turn *y = lfirst(b);

	if (x->security != y->security)
		return x->security < y->security ? -1 : 1;
	return (x->cost > y->cost) - (x->cost < y->cost);
}

/*
 * The clauses of RestrictInfos in the order that createplan.c would give them: what a
 * policy demands first, then the cheapest.
 */
static List *
ordered_clauses(PlannerInfo *root, List *rinfos)
{
	List *turns = NIL;
	List *clauses = NIL;
	ListCell *cell;

	foreach (cell, rinfos)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, cell);
		Turn *turn = palloc(sizeof(Turn));
		QualCost cost;

		cost_qual_eval_node(&cost, (Node *) rinfo, root);
		*turn = (Turn){
			rinfo->clause, rinfo->leakproof ? 0 : rinfo->security_level, cost.per_tuple};
		turns = lappend(turns, turn);
	}
	list_sort(turns, by_turn);
	foreach (cell, turns)
		clauses = lappend(clauses, ((Turn *) lfirst(cell))->clause);
	return clauses;
}

/* Sort the clauses of the join into those about pairs but close, and about results. */
static void
split_clauses(const MatchPath *path, const RelOptInfo *rel, List **pairs, List **results)
{
	ListCell *cell;

	*pairs = NIL;
	*results = NIL;
	foreach (cell, path->clauses)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, cell);

		if (rinfo == path->close)
			continue;
		if (match_decides_pairs(path->jointype, rel, rinfo))
			*pairs = lappend(*pairs, rinfo);
		else
			*results = lappend(*results, rinfo);
	}
}

List *
swept_columns(const RelOptInfo *rel)
{
	List *quals = extract_actual_clauses(rel->baserestrictinfo, false);

	return list_concat_unique(list_copy(rel->reltarget->exprs),
							  pull_var_clause((Node *) quals, 0));
}

/* The columns of the scan tuple. */
static List *
scan_columns(const Plan *covering, List *swept)
{
	List *columns = NIL;
	ListCell *cell;

	foreach (cell, covering->targetlist)
	{
		Expr *expr = lfirst_node(TargetEntry, cell)->expr;

		columns = lappend(
			columns,
			makeTargetEntry(copyObject(expr), list_length(columns) + 1, NULL, false));
	}
	foreach (cell, swept)
		columns =
			lappend(columns,
					makeTargetEntry(
						copyObject(lfirst(cell)), list_length(columns) + 1, NULL, false));
	return columns;
}

/* Put into a plan what it must know of the tables of its swept side. */
static void
plan_tables(PlannerInfo *root,
			MatchPlan *plan,
			const MatchPath *path,
			const List *columns)
{
	double rows = 0;
	ListCell *cell;

	foreach (cell, path->indexes)
	{
		const IndexOptInfo *index = lfirst(cell);

		plan->indexes = lappend_oid(plan->indexes, index->indexoid);
		plan->tables = lappend_int(plan->tables, index->rel->relid);
		plan->attributes = lappend(
			plan->attributes, swept_attributes(root, path->swept, index->rel, columns));
		rows += index->tuples;
	}
	plan->spacing = (int) log2(healpix_cells(HEALPIX_MAX_ORDER) / Max(rows, 1.0));
}

static Plan *
plan_path(PlannerInfo *root,
		  RelOptInfo *rel,
		  CustomPath *custom,
		  List *tlist,
		  List *clauses,
		  List *custom_plans)
{
	CustomScan *node = makeNode(CustomScan);
	MatchPath path = get_path(custom);
	Plan *covering = linitial(custom_plans);
	List *columns = swept_columns(path.swept);
	List *pairs;
	List *results;
	MatchPlan plan;

	split_clauses(&path, rel, &pairs, &results);
	plan = (MatchPlan){
		.join = path.join,
		.op = path.op,
		.covering_columns = list_length(covering->targetlist),
		.keys_only = path.keys_only,
		.cells = path.cells,
		.disc = path.disc,
		.close = list_make1(path.close->clause),
		.swept_quals = ordered_clauses(root, path.swept->baserestrictinfo),
		.join_quals = ordered_clauses(root, pairs),
	};
	plan_tables(root, &plan, &path, columns);
	put_plan(node, &plan, rel->relids);
	node->custom_scan_tlist = scan_columns(covering, columns);
	node->custom_plans = custom_plans;
	node->scan.plan.targetlist = tlist;
	node->scan.plan.qual = ordered_clauses(root, results);
	node->flags = custom->flags;
	node->methods = &match_methods;
	return &node->scan.plan;
}

const CustomPathMethods match_path_methods = {
	.CustomName = "SkyMatch",
	.PlanCustomPath = plan_path,
};
