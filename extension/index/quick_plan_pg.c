/*
 * quick_plan_pg.c
 *		Plans of small searches of one table.
 *
 * A cone of some minutes of arc is found in less time than PostgreSQL takes to plan it:
 * it opens all indexes, thinks of joins, orders and workers, and of what to do with each.
 * Where the only condition says where on the sky rows are, an index on positions or
 * shapes answers it, and to ask every row would cost ten times as much, all that comes to
 * nothing.  So only the paths of these indexes are made, and PostgreSQL's own create_plan
 * and set_plan_references make of the best what they would have: the same plan, costs and
 * estimates, the same rights and dependencies.  (An index made for this very search, as
 * on sky.cone(ra, dec, 10, 20, 1), may be passed over.)
 *
 * Whatever is more than this is left to PostgreSQL, and so is everything where another
 * library planned already as ours was loaded: it is to see every statement.
 */
#include "postgres.h"

#include "index/quick_plan_pg.h"

#include <math.h>

#include "catalog/pg_am.h"
#include "catalog/pg_class.h"
#include "optimizer/clauses.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/paths.h"
#include "optimizer/plancat.h"
#include "optimizer/planmain.h"
#include "optimizer/planner.h"
#include "optimizer/prep.h"
#include "optimizer/restrictinfo.h"
#include "optimizer/tlist.h"

#include "base/guc_pg.h"
#include "index/estimate_pg.h"
#include "index/path_pg.h"
#include "index/quick_table_pg.h"
#include "index/shape_estimate_pg.h"
#include "index/sky_function_pg.h"
#include "jit/jit.h"

/* The only relation of a query. */
#define RELID 1

/* So many times as much as ours any other plan must cost, at the least. */
#define MARGIN 10.0

/* A search is small that finds fewer rows, if they lie evenly on the sky. */
#define FEW_ROWS 100

/* Does a query read one table, and do no more with it than select, count and limit? */
static bool
is_plain(const Query *parse)
{
	const RangeTblEntry *rte;

	if (parse->commandType != CMD_SELECT || parse->utilityStmt != NULL ||
		list_length(parse->rtable) != 1 || parse->cteList != NIL ||
		list_length(parse->jointree->fromlist) != 1 || parse->hasWindowFuncs ||
		parse->hasTargetSRFs || parse->hasSubLinks || parse->groupClause != NIL ||
		parse->groupingSets != NIL || parse->havingQual != NULL ||
		parse->distinctClause != NIL || parse->sortClause != NIL ||
		parse->limitOffset != NULL || parse->setOperations != NULL ||
		parse->rowMarks != NIL)
		return false;
	rte = linitial_node(RangeTblEntry, parse->rtable);
	return rte->rtekind == RTE_RELATION &&
		   (rte->relkind == RELKIND_RELATION || rte->relkind == RELKIND_MATVIEW) &&
		   rte->tablesample == NULL && rte->securityQuals == NIL;
}

/* Does it look as if a sky index might answer all of WHERE? */
static bool
is_search(Node *where)
{
	List *args;

	return where != NULL && (sky_function_call(where, &args) != FUNCTION_OTHER ||
							 estimate_is_comparison(where));
}

/* Is the planner as PostgreSQL has it, and not to do anything out of the ordinary? */
static bool
is_ordinary(int options)
{
	return (options & (CURSOR_OPT_SCROLL | CURSOR_OPT_FAST_PLAN)) == 0 &&
		   force_parallel_mode == FORCE_PARALLEL_OFF &&
		   constraint_exclusion != CONSTRAINT_EXCLUSION_ON &&
		   get_relation_info_hook == NULL && create_upper_paths_hook == NULL &&
		   path_is_alone();
}

static PlannerInfo *
describe_query(Query *parse, ParamListInfo params)
{
	PlannerInfo *root = makeNode(PlannerInfo);

	root->glob = makeNode(PlannerGlobal);
	root->glob->boundParams = params;
	root->parse = parse;
	root->query_level = 1;
	root->planner_cxt = CurrentMemoryContext;
	root->limit_tuples = -1.0;
	setup_simple_rel_arrays(root);
	return root;
}

/*
 * Is a condition one that a sky index answers, and small?  Estimates of larger searches
 * take a while, and PostgreSQL would ask for them again.
 */
static bool
is_small(PlannerInfo *root, const RelOptInfo *rel, Node *condition)
{
	ListCell *cell;

	foreach (cell, rel->indexlist)
	{
		SkyIndex index;
		SkyCondition matched;
		double area;

		if (!match_index(lfirst(cell), &index) ||
			!match_clause(root, RELID, &index, condition, &matched))
			continue;
		area = estimate_area(root, &matched);
		return area >= 0 && area / (4.0 * M_PI) * rel->tuples < FEW_ROWS;
	}
	return false;
}

/* The share of rows that a small search finds, negative if it is none. */
static double
small_share(PlannerInfo *root, const RelOptInfo *rel, Node *condition)
{
	double share;

	if (is_small(root, rel, condition))
		return estimate_restriction(root, RELID, condition);
	share = shape_estimate(root, condition, RELID);
	return share * rel->tuples < FEW_ROWS ? share : -1.0;
}

static bool
has_shape_index(const RelOptInfo *rel)
{
	ListCell *cell;

	foreach (cell, rel->indexlist)
	{
		if (((const IndexOptInfo *) lfirst(cell))->relam == GIST_AM_OID)
			return true;
	}
	return false;
}

/* Have the paths of a search by a condition added, if it is one for this. */
static void
search(PlannerInfo *root, RelOptInfo *rel, Node *condition)
{
	double share = small_share(root, rel, condition);
	RestrictInfo *rinfo;
	Path *scan;

	if (share < 0)
		return;
	rinfo = make_restrictinfo(
		root, (Expr *) condition, true, false, false, 0, NULL, NULL, NULL);
	rinfo->norm_selec = share;
	rel->baserestrictinfo = list_make1(rinfo);
	build_base_rel_tlists(root, root->processed_tlist);
	set_baserel_size_estimates(root, rel);
	if (has_shape_index(rel))
	{
		check_index_predicates(root, rel);
		create_index_paths(root, rel);
	}
	scan = path_of_search(root, rel);
	if (scan != NULL)
		add_path(rel, scan);
}

/*
 * How many rows a query needs to see, if limited to so many: all for its aggregates, but
 * min and max, of one argument each, may be content with the first by another index.
 */
static double
rows_wanted(const PlannerInfo *root, double limit)
{
	ListCell *cell;

	if (root->agginfos == NIL)
		return limit;
	foreach (cell, root->agginfos)
	{
		const AggInfo *info = lfirst(cell);

		if (list_length(info->representative_aggref->args) != 1)
			return INFINITY;
	}
	return 1.0;
}

/*
 * Does nothing else come near the paths of a search?  Other plans ask the condition of
 * each row, until they have as many as are wanted; or start workers.
 */
static bool
is_surely_best(RelOptInfo *rel, double wanted)
{
	double share = Min(wanted / rel->rows, 1.0);
	double cost;

	if (rel->pathlist == NIL)
		return false;
	set_cheapest(rel);
	cost = rel->cheapest_total_path->total_cost;
	return cost * MARGIN < rel->tuples * share * rel->baserestrictcost.per_tuple &&
		   cost < parallel_setup_cost;
}

/* What the query makes of the rows of a path: columns, or aggregates of them all. */
static Path *
add_columns(PlannerInfo *root, RelOptInfo *rel, Path *path)
{
	List *columns = root->processed_tlist;
	AggClauseCosts costs = {0};

	if (!root->parse->hasAggs)
		return (Path *) create_projection_path(
			root, rel, path, create_pathtarget(root, columns));
	get_agg_clause_costs(root, AGGSPLIT_SIMPLE, &costs);
	return (Path *) create_agg_path(root,
									rel,
									path,
									create_pathtarget(root, columns),
									AGG_PLAIN,
									AGGSPLIT_SIMPLE,
									NIL,
									NIL,
									&costs,
									1);
}

static PlannedStmt *
make_statement(PlannerInfo *root, Path *path)
{
	const Query *parse = root->parse;
	PlannedStmt *statement = makeNode(PlannedStmt);

	statement->planTree = set_plan_references(root, create_plan(root, path));
	statement->commandType = parse->commandType;
	statement->queryId = parse->queryId;
	statement->canSetTag = parse->canSetTag;
	statement->dependsOnRole = parse->hasRowSecurity;
	statement->rtable = root->glob->finalrtable;
	statement->relationOids = root->glob->relationOids;
	statement->invalItems = root->glob->invalItems;
	statement->stmt_location = parse->stmt_location;
	statement->stmt_len = parse->stmt_len;
	return statement;
}

/* The best way to all that a query wants, of the paths to its rows. */
static Path *
finish(PlannerInfo *root, RelOptInfo *rel, Const *limit, int64 most)
{
	RelOptInfo *final = fetch_upper_rel(root, UPPERREL_FINAL, NULL);
	ListCell *cell;

	foreach (cell, rel->pathlist)
	{
		Path *path = add_columns(root, rel, lfirst(cell));

		if (limit != NULL)
			path = (Path *) create_limit_path(
				root, rel, path, NULL, (Node *) limit, root->parse->limitOption, 0, most);
		add_path(final, path);
	}
	set_cheapest(final);
	return final->cheapest_total_path;
}

/* The plan of a search, NULL if it takes PostgreSQL to plan it. */
static PlannedStmt *
plan_search(Query *parse, ParamListInfo params)
{
	PlannerInfo *root = describe_query(parse, params);
	RelOptInfo *rel = quick_table(root, RELID);
	Const *limit = (Const *) eval_const_expressions(root, parse->limitCount);
	int64 most = PG_INT64_MAX;
	Path *path;

	if (limit != NULL)
		most = IsA(limit, Const) && !limit->constisnull ? DatumGetInt64(limit->constvalue)
														: 0;
	if (rel == NULL || most <= 0)
		return NULL;
	root->tuple_fraction = limit != NULL ? most : 0.0;
	rel->consider_startup = limit != NULL;
	root->processed_tlist =
		(List *) eval_const_expressions(root, (Node *) parse->targetList);
	convert_saop_to_hashed_saop((Node *) root->processed_tlist);
	if (parse->hasAggs)
		preprocess_aggrefs(root, (Node *) root->processed_tlist);
	search(root, rel, eval_const_expressions(root, parse->jointree->quals));
	if (!is_surely_best(rel, rows_wanted(root, (double) most)))
		return NULL;
	path = finish(root, rel, limit, most);
	if (jit_enabled && jit_above_cost >= 0 && path->total_cost > jit_above_cost)
		return NULL;
	return make_statement(root, path);
}

static PlannedStmt *
plan(Query *parse, const char *query, int options, ParamListInfo params)
{
	PlannedStmt *statement = NULL;

	if (pgsky_enable_quick_plan && is_plain(parse) && is_search(parse->jointree->quals) &&
		is_ordinary(options))
		statement = plan_search(parse, params);
	return statement != NULL ? statement
							 : standard_planner(parse, query, options, params);
}

void
quick_plan_init(void)
{
	if (planner_hook == NULL)
		planner_hook = plan;
}
