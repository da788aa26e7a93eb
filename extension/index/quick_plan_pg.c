/*
 * quick_plan_pg.c
 *		Plans of small searches of one table.
 *
 * A cone of some minutes of arc is found in less time than PostgreSQL takes to plan it:
 * it opens all indexes, thinks of joins, orders and workers, and of what to do with each.
 * Where the only condition says where on the sky rows are, a sky index answers it, and to
 * ask every row would cost ten times as much, all that comes to nothing.  So only the one
 * path is made, and PostgreSQL's own create_plan and set_plan_references make of it what
 * they would have: the same plan, costs and estimates, the same rights and dependencies.
 * (An index made for this very search, as on sky.cone(ra, dec, 10, 20, 1), may be passed
 * over.)
 *
 * Whatever is more than this is left to PostgreSQL, and so is everything where another
 * library planned already as ours was loaded: it is to see every statement.
 */
#include "postgres.h"

#include "index/quick_plan_pg.h"

#include <math.h>

#include "access/nbtree.h"
#include "access/table.h"
#include "access/xlog.h"
#include "catalog/pg_am.h"
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
#include "storage/bufmgr.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/guc_pg.h"
#include "base/sky_type_pg.h"
#include "index/estimate_pg.h"
#include "index/path_pg.h"
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
		   get_relation_info_hook == NULL && create_upper_paths_hook == NULL;
}

/* What matters of a candidate, as get_relation_info tells it. */
static IndexOptInfo *
describe_index(RelOptInfo *rel, Relation index)
{
	IndexOptInfo *info = makeNode(IndexOptInfo);

	info->indexoid = RelationGetRelid(index);
	info->reltablespace = index->rd_rel->reltablespace;
	info->rel = rel;
	info->relam = index->rd_rel->relam;
	info->indexkeys = palloc0(sizeof(int));
	info->opfamily = palloc(sizeof(Oid));
	info->opfamily[0] = index->rd_opfamily[0];
	info->opcintype = palloc(sizeof(Oid));
	info->opcintype[0] = index->rd_opcintype[0];
	info->reverse_sort = info->nulls_first = palloc0(sizeof(bool));
	info->indexprs = RelationGetIndexExpressions(index);
	info->pages = RelationGetNumberOfBlocks(index);
	info->tuples = rel->tuples;
	info->tree_height = _bt_getrootheight(index);
	return info;
}

/* Is an index one on an expression, of all rows, that every snapshot of ours may use? */
static bool
is_candidate(Relation index)
{
	const FormData_pg_index *form = index->rd_index;

	return index->rd_rel->relam == BTREE_AM_OID && form->indisvalid &&
		   form->indkey.values[0] == 0 && index->rd_indoption[0] == 0 &&
		   heap_attisnull(index->rd_indextuple, Anum_pg_index_indpred, NULL) &&
		   (!form->indcheckxmin ||
			TransactionIdPrecedes(HeapTupleHeaderGetXmin(index->rd_indextuple->t_data),
								  TransactionXmin));
}

/* Those of a table's indexes that may be sky indexes; none if it has some of shapes. */
static List *
describe_indexes(RelOptInfo *rel, Relation table, LOCKMODE lock)
{
	List *infos = NIL;
	List *oids = RelationGetIndexList(table);
	bool has_shapes = false;
	ListCell *cell;

	foreach (cell, oids)
	{
		Relation index = index_open(lfirst_oid(cell), lock);

		if (index->rd_rel->relam == GIST_AM_OID)
			has_shapes |= sky_type_shape(index->rd_opcintype[0]) != SHAPE_NONE;
		else if (is_candidate(index))
			infos = lcons(describe_index(rel, index), infos);
		index_close(index, NoLock);
	}
	return has_shapes ? NIL : infos;
}

/* The table of a query as build_simple_rel makes it known, NULL if it is not plain. */
static RelOptInfo *
describe_table(PlannerInfo *root)
{
	const RangeTblEntry *rte = root->simple_rte_array[RELID];
	Relation table = table_open(rte->relid, NoLock);
	RelOptInfo *rel = makeNode(RelOptInfo);
	int columns;

	rel->reloptkind = RELOPT_BASEREL;
	rel->relid = RELID;
	rel->relids = bms_make_singleton(RELID);
	rel->rtekind = RTE_RELATION;
	rel->reltablespace = table->rd_rel->reltablespace;
	rel->reltarget = create_empty_pathtarget();
	rel->min_attr = FirstLowInvalidHeapAttributeNumber + 1;
	rel->max_attr = RelationGetNumberOfAttributes(table);
	columns = rel->max_attr - rel->min_attr + 1;
	rel->attr_needed = palloc0(columns * sizeof(Relids));
	rel->attr_widths = palloc0(columns * sizeof(int32));
	if (!(rte->inh && table->rd_rel->relhassubclass) &&
		(RelationIsPermanent(table) || !RecoveryInProgress()))
	{
		estimate_rel_size(table,
						  rel->attr_widths - rel->min_attr,
						  &rel->pages,
						  &rel->tuples,
						  &rel->allvisfrac);
		rel->indexlist = describe_indexes(rel, table, rte->rellockmode);
	}
	table_close(table, NoLock);
	root->simple_rel_array[RELID] = rel;
	root->all_baserels = rel->relids;
	root->total_table_pages = rel->pages;
	return rel->indexlist != NIL ? rel : NULL;
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

/* The path of a search by a condition, NULL if it is not one for this. */
static Path *
search(PlannerInfo *root, RelOptInfo *rel, Node *condition)
{
	RestrictInfo *rinfo;

	if (!is_small(root, rel, condition))
		return NULL;
	rinfo = make_restrictinfo(
		root, (Expr *) condition, true, false, false, 0, NULL, NULL, NULL);
	rinfo->norm_selec = estimate_restriction(root, RELID, condition);
	rel->baserestrictinfo = list_make1(rinfo);
	build_base_rel_tlists(root, root->processed_tlist);
	set_baserel_size_estimates(root, rel);
	return path_of_search(root, rel);
}

/*
 * Does nothing else come near a path?  Other plans ask the condition of each row, for a
 * cpu_operator_cost or more, until they have as many as are wanted; or start workers.
 */
static bool
is_surely_best(const Path *path, double wanted)
{
	double share = Min(wanted / path->rows, 1.0);

	return path->total_cost * MARGIN < path->parent->tuples * share * cpu_operator_cost &&
		   path->total_cost < parallel_setup_cost;
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
	preprocess_aggrefs(root, (Node *) columns);
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

	root->simple_rte_array[RELID]->inh = false;
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

/* The plan of a search, NULL if it takes PostgreSQL to plan it. */
static PlannedStmt *
plan_search(Query *parse, ParamListInfo params)
{
	PlannerInfo *root = describe_query(parse, params);
	RelOptInfo *rel = describe_table(root);
	Const *limit = (Const *) eval_const_expressions(root, parse->limitCount);
	int64 most = PG_INT64_MAX;
	Path *path;

	if (limit != NULL)
		most = IsA(limit, Const) && !limit->constisnull ? DatumGetInt64(limit->constvalue)
														: 0;
	if (rel == NULL || most <= 0)
		return NULL;
	root->processed_tlist =
		(List *) eval_const_expressions(root, (Node *) parse->targetList);
	convert_saop_to_hashed_saop((Node *) root->processed_tlist);
	path = search(root, rel, eval_const_expressions(root, parse->jointree->quals));
	if (path == NULL || !is_surely_best(path, parse->hasAggs ? 1.0 : (double) most))
		return NULL;
	path = add_columns(root, rel, path);
	if (limit != NULL)
		path = (Path *) create_limit_path(
			root, rel, path, NULL, (Node *) limit, parse->limitOption, 0, most);
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
