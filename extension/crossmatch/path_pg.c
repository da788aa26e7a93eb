/*
 * path_pg.c
 *		SkyMatch as the planner sees it.
 *
 * A join can be one where a condition puts a position of one relation into a disc round a
 * position of the other, and that one has a sky index.
 */
#include "postgres.h"

#include "crossmatch/path_pg.h"

#include "catalog/pg_operator.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/paths.h"
#include "optimizer/restrictinfo.h"
#include "parser/parse_func.h"

#include "base/guc_pg.h"
#include "crossmatch/cost_pg.h"
#include "crossmatch/plan_pg.h"
#include "crossmatch/tables_pg.h"
#include "index/path_pg.h"

static set_join_pathlist_hook_type previous_hook = NULL;

/* Two relations to be joined. */
typedef struct Match
{
	PlannerInfo *root;
	RelOptInfo *joinrel;
	RelOptInfo *covering;
	RelOptInfo *swept;
	MatchJoin join;
	JoinType jointype;
	JoinPathExtraData *extra;

	List *tables;		 /* of the swept side */
	RestrictInfo *close; /* the condition that makes pairs */
	SkyCondition condition;
	List *indexes; /* that serve it, one of each table */
	double share;  /* of all pairs of rows that meet it */
	bool keys_only;
} Match;

/* Find the clause that leaves the fewest pairs; false if there is none. */
static bool
find_close_clause(Match *m)
{
	ListCell *cell;

	m->close = NULL;
	foreach (cell, m->extra->restrictlist)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, cell);
		SkyCondition condition;
		List *indexes;
		double share;

		if (!match_decides_pairs(m->jointype, m->joinrel, rinfo) ||
			!restriction_is_securely_promotable(rinfo, m->swept))
			continue;
		indexes = swept_indexes(m->root,
								m->swept,
								m->tables,
								m->covering,
								(Node *) rinfo->clause,
								&condition);
		if (indexes == NIL)
			continue;
		share =
			clause_selectivity(m->root, (Node *) rinfo, 0, JOIN_INNER, m->extra->sjinfo);
		if (m->close != NULL && share >= m->share)
			continue;
		m->close = rinfo;
		m->condition = condition;
		m->indexes = indexes;
		m->share = share;
	}
	return m->close != NULL;
}

/* The discs' centres: a point, or lon and lat; NIL if they are parts of circles. */
static List *
centre(const Match *m)
{
	return list_truncate(list_copy(m->condition.args),
						 list_length(m->condition.args) - 1);
}

/* The sky.key of the discs' centres; NULL if they are parts of circles. */
static Expr *
centre_key(const Match *m)
{
	List *name = list_make2(makeString("sky"), makeString("key"));
	List *args = centre(m);
	Oid types[2];
	Oid function;
	ListCell *cell;

	if (args == NIL)
		return NULL;
	foreach (cell, args)
		types[foreach_current_index(cell)] = exprType(lfirst(cell));
	function = LookupFuncName(name, list_length(args), types, true);
	if (!OidIsValid(function))
		return NULL;
	return (Expr *) makeFuncExpr(
		function, INT8OID, args, InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL);
}

/* A path of the covering side sorted by key; NULL if that cannot be. */
static Path *
sorted_path(const Match *m, Path *path)
{
	Expr *key = centre_key(m);
	List *pathkeys;

	if (key == NULL)
		return NULL;
	pathkeys = build_expression_pathkey(
		m->root, key, NULL, Int8LessOperator, m->covering->relids, true);
	return (Path *) create_sort_path(m->root, m->covering, path, pathkeys, -1.0);
}

/* A path with the covering side by another, whose rows are in a part of the sky. */
static CustomPath *
make_path(const Match *m, Path *covering, bool in_order, double part)
{
	CustomPath *path = makeNode(CustomPath);
	MatchChoice choice = {
		.covering = covering,
		.swept = m->swept,
		.indexes = m->indexes,
		.clauses = m->extra->restrictlist,
		.share = m->share,
		.part = part,
		.in_order = in_order,
		.fill_swept = match_rules[m->join].fill_swept,
		.keys_only = m->keys_only,
	};
	MatchPath private = {
		.join = m->join,
		.jointype = m->jointype,
		.op = linitial_int(m->condition.program),
		.swept = m->swept,
		.indexes = m->indexes,
		.disc = m->condition.args,
		.close = m->close,
		.clauses = m->extra->restrictlist,
		.keys_only = m->keys_only,
		.cells = cost_match_cells(m->share * m->swept->tuples),
	};

	path->path.pathtype = T_CustomScan;
	path->path.parent = m->joinrel;
	path->path.pathtarget = m->joinrel->reltarget;
	path->path.parallel_safe = m->joinrel->consider_parallel &&
							   m->swept->consider_parallel && covering->parallel_safe;
	path->path.parallel_workers = covering->parallel_workers;
	path->path.rows = m->joinrel->rows;
	path->flags = CUSTOMPATH_SUPPORT_PROJECTION;
	path->methods = &match_path_methods;
	path->custom_paths = list_make1(covering);
	path->custom_private = match_path_put(&private);
	cost_match(m->root, &path->path, &choice);
	return path;
}

/* A path of one of several processes, which has these of the covering rows. */
static void
add_partial(const Match *m, Path *covering, bool in_order, bool in_slices)
{
	double share = covering->rows / Max(m->covering->rows, 1.0);
	CustomPath *path = make_path(m, covering, in_order, in_slices ? share : 1.0);

	path->path.rows = clamp_row_est(m->joinrel->rows * share);
	add_partial_path(m->joinrel, &path->path);
}

/*
 * Several processes, each with a share of the covering side: whichever rows come, or
 * those of some slices of the sky, which are near the same rows of the swept side.
 */
static void
add_partial_paths(const Match *m)
{
	const MatchRule *rule = &match_rules[m->join];
	Path *covering;

	if (!m->joinrel->consider_parallel || !m->swept->consider_parallel ||
		rule->fill_swept || rule->once_swept)
		return;
	if (m->covering->partial_pathlist != NIL)
	{
		covering = linitial(m->covering->partial_pathlist);
		add_partial(m, covering, false, false);
		covering = sorted_path(m, covering);
		if (covering != NULL)
			add_partial(m, covering, true, false);
	}
	covering = path_in_slices(m->root, m->covering, centre(m));
	if (covering != NULL)
		add_partial(m, covering, true, true);
}

/* Add the paths of one choice of sides, join and index. */
static void
add_paths(const Match *m)
{
	Path *cheapest = m->covering->cheapest_total_path;
	Path *first = m->covering->cheapest_startup_path;
	Path *sorted;

	if (cheapest->param_info != NULL)
		return;
	add_path(m->joinrel, &make_path(m, cheapest, false, 1.0)->path);
	if (first != NULL && first != cheapest && first->param_info == NULL)
		add_path(m->joinrel, &make_path(m, first, false, 1.0)->path);
	sorted = sorted_path(m, cheapest);
	if (sorted != NULL)
		add_path(m->joinrel, &make_path(m, sorted, true, 1.0)->path);
	add_partial_paths(m);
}

/* Can the swept relation be read by sky indexes?  Then its tables. */
static bool
may_be_swept(Match *m)
{
	const RelOptInfo *rel = m->swept;
	ListCell *cell;

	if (!IS_SIMPLE_REL(rel) || rel->lateral_relids != NULL)
		return false;
	foreach (cell, rel->baserestrictinfo)
	{
		if (lfirst_node(RestrictInfo, cell)->pseudoconstant)
			return false;
	}
	/* An expression that an outer join may turn to null is not a column of the table. */
	foreach (cell, rel->reltarget->exprs)
	{
		if (!IsA(lfirst(cell), Var))
			return false;
	}
	m->tables = swept_tables(m->root, rel);
	foreach (cell, m->tables)
	{
		if (swept_attributes(m->root, rel, lfirst(cell), swept_columns(rel)) == NIL)
			return false;
	}
	return m->tables != NIL;
}

/*
 * Does nobody want a column of the swept side, but the condition that makes pairs?  Then
 * keys tell most of them.  Rows that are results themselves have to be read in any case.
 */
static bool
wants_keys_only(const Match *m)
{
	const RelOptInfo *rel = m->swept;
	ListCell *cell;

	if (match_rules[m->join].fill_swept || rel->reloptkind != RELOPT_BASEREL ||
		rel->baserestrictinfo != NIL)
		return false;
	foreach (cell, rel->reltarget->exprs)
	{
		const Var *var = lfirst_node(Var, cell);

		if (!bms_is_subset(rel->attr_needed[var->varattno - rel->min_attr],
						   m->joinrel->relids))
			return false;
	}
	foreach (cell, m->extra->restrictlist)
	{
		const RestrictInfo *rinfo = lfirst_node(RestrictInfo, cell);

		if (rinfo != m->close && bms_is_member(rel->relid, rinfo->clause_relids))
			return false;
	}
	return true;
}

static void
consider_sides(Match *m, RelOptInfo *covering, RelOptInfo *swept, MatchJoin join)
{
	m->covering = covering;
	m->swept = swept;
	m->join = join;
	if (!may_be_swept(m) || !find_close_clause(m))
		return;
	m->keys_only = wants_keys_only(m);
	add_paths(m);
}

static void
set_join_pathlist(PlannerInfo *root,
				  RelOptInfo *joinrel,
				  RelOptInfo *outer,
				  RelOptInfo *inner,
				  JoinType jointype,
				  JoinPathExtraData *extra)
{
	static const MatchJoin joins[] = {
		[JOIN_INNER] = MATCH_INNER,
		[JOIN_LEFT] = MATCH_LEFT,
		[JOIN_FULL] = MATCH_FULL,
		[JOIN_RIGHT] = MATCH_RIGHT,
		[JOIN_SEMI] = MATCH_SEMI,
		[JOIN_ANTI] = MATCH_ANTI,
	};
	CmdType command = root->parse->commandType;
	Match m = {
		.root = root,
		.joinrel = joinrel,
		.jointype = jointype,
		.extra = extra,
	};

	if (previous_hook != NULL)
		previous_hook(root, joinrel, outer, inner, jointype, extra);
	/* Where rows are locked or changed, a join must be able to run again for one row. */
	if (!pgsky_enable_skymatch || jointype >= lengthof(joins) || root->rowMarks != NIL ||
		(command != CMD_SELECT && command != CMD_INSERT) ||
		joinrel->lateral_relids != NULL)
		return;
	consider_sides(&m, outer, inner, joins[jointype]);
	if (jointype == JOIN_SEMI)
		consider_sides(&m, inner, outer, MATCH_RIGHT_SEMI);
	else if (jointype == JOIN_ANTI)
		consider_sides(&m, inner, outer, MATCH_RIGHT_ANTI);
}

void
crossmatch_init(void)
{
	RegisterCustomScanMethods(&match_methods);
	previous_hook = set_join_pathlist_hook;
	set_join_pathlist_hook = set_join_pathlist;
}
