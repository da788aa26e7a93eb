/*
 * copy_plan_pg.c
 *		From COPY ... TO ... (FORMAT one of ours ...), or a query, to a plan.
 */
#include "postgres.h"

#include "writer/copy_plan_pg.h"

#include "access/table.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "parser/parse_node.h"
#include "tcop/tcopprot.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "base/plan_time_pg.h"
#include "base/server_file_pg.h"
#include "publish/uploaded_pg.h"
#include "writer/guarded_pg.h"
#include "writer/kept_plan_pg.h"

/* What PostgreSQL's own COPY TO asks for files and programs. */
static void
check_target(const CopyStmt *stmt)
{
	if (stmt->filename == NULL)
		return;
	server_file_check_rights(stmt->is_program, true);
	if (!stmt->is_program && !is_absolute_path(stmt->filename))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("relative path not allowed for COPY to file")));
}

static ResTarget *
make_target(Node *field)
{
	ColumnRef *column = makeNode(ColumnRef);
	ResTarget *target = makeNode(ResTarget);

	column->fields = list_make1(field);
	column->location = -1;
	target->val = (Node *) column;
	target->location = -1;
	return target;
}

/*
 * SELECT columns FROM table.  Like COPY's own, without children of inheritance; but a
 * partitioned table gives the rows of its partitions.
 */
static Node *
select_table(const CopyStmt *stmt)
{
	SelectStmt *select = makeNode(SelectStmt);
	Relation relation = table_openrv(stmt->relation, AccessShareLock);
	RangeVar *from = makeRangeVar(get_namespace_name(RelationGetNamespace(relation)),
								  pstrdup(RelationGetRelationName(relation)),
								  -1);
	ListCell *lc;

	from->inh = relation->rd_rel->relkind == RELKIND_PARTITIONED_TABLE;
	table_close(relation, NoLock);
	foreach (lc, stmt->attlist)
		select->targetList = lappend(select->targetList, make_target(lfirst(lc)));
	if (stmt->attlist == NIL)
		select->targetList = list_make1(make_target((Node *) makeNode(A_Star)));
	select->fromClause = list_make1(from);
	return (Node *) select;
}

/* What COPY (query) refuses, in the server's own words. */
static void
check_rewritten(const List *rewritten)
{
	const Query *query;
	ListCell *lc;

	foreach (lc, rewritten)
	{
		const Query *one = lfirst_node(Query, lc);

		if (one->querySource == QSRC_QUAL_INSTEAD_RULE)
			ereport(ERROR,
					(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
					 errmsg("conditional DO INSTEAD rules are not supported for COPY")));
		if (one->querySource == QSRC_NON_INSTEAD_RULE)
			ereport(ERROR,
					(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
					 errmsg("DO ALSO rules are not supported for the COPY")));
	}
	if (rewritten == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("DO INSTEAD NOTHING rules are not supported for COPY")));
	if (list_length(rewritten) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("multi-statement DO INSTEAD rules are not supported for COPY")));
	query = linitial_node(Query, rewritten);
	if (query->utilityStmt != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 IsA(query->utilityStmt, CreateTableAsStmt)
					 ? errmsg("COPY (SELECT INTO) is not supported")
					 : errmsg("COPY query must not be a utility command")));
	if (query->commandType != CMD_SELECT && query->returningList == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("COPY query must have a RETURNING clause")));
}

/*
 * Let the planner know that few rows are wanted: one more than MAXREC, to see whether
 * there are more.  A limit of the query's own stays if it is lower or no constant.
 */
static void
limit_query(Query *query, int64 maxrec)
{
	int64 wanted = maxrec == 0 ? 0 : maxrec + 1;
	Const *own = (Const *) query->limitCount;

	if (query->commandType != CMD_SELECT)
		return;
	if (own != NULL && (!IsA(own, Const) || query->limitOption != LIMIT_OPTION_COUNT ||
						(!own->constisnull && DatumGetInt64(own->constvalue) <= wanted)))
		return;
	query->limitCount = (Node *) makeConst(INT8OID,
										   -1,
										   InvalidOid,
										   sizeof(int64),
										   Int64GetDatum(wanted),
										   false,
										   FLOAT8PASSBYVAL);
	query->limitOption = LIMIT_OPTION_COUNT;
}

/* Raise if the planner expects the query to take longer than EXPECTED_MAX. */
static void
check_expected(const PlannedStmt *plan, const WriterOptions *options)
{
	double seconds = plan_seconds(plan->planTree->total_cost);

	if (options->expected_max <= 0 || seconds <= options->expected_max)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("the query is expected to take %.0f s, more than the %lld s it may",
					seconds,
					(long long) options->expected_max),
			 options->instead != NULL ? errhint("%s", options->instead) : 0));
}

static void
plan_raw(CopyPlan *copy, RawStmt *raw)
{
	List *rewritten;
	Query *query;

	rewritten =
		pg_analyze_and_rewrite_fixedparams(raw, copy->source, NULL, 0, copy->environment);
	check_rewritten(rewritten);
	query = linitial_node(Query, rewritten);
	copy->guarded = query_is_guarded(query);
	if (copy->options.maxrec >= 0)
		limit_query(query, copy->options.maxrec);
	copy->plan = pg_plan_query(query, copy->source, CURSOR_OPT_PARALLEL_OK, NULL);
	if (!copy->guarded)
		check_expected(copy->plan, &copy->options);
}

void
copy_plan_statement(CopyPlan *copy, const PlannedStmt *utility)
{
	CopyStmt *stmt = castNode(CopyStmt, utility->utilityStmt);
	ParseState *pstate = make_parsestate(NULL);
	RawStmt *raw;

	if (copy->environment == NULL)
		copy->environment = uploaded_environment();
	pstate->p_sourcetext = copy->source;
	check_target(stmt);
	writer_options_read(pstate, stmt->options, &copy->options);
	free_parsestate(pstate);
	if (kept_plan_take(copy))
		return;
	raw = makeNode(RawStmt);
	raw->stmt = stmt->query != NULL ? copyObject(stmt->query) : select_table(stmt);
	raw->stmt_location = utility->stmt_location;
	raw->stmt_len = utility->stmt_len;
	plan_raw(copy, raw);
}

void
copy_plan_query(CopyPlan *copy)
{
	List *parsed = pg_parse_query(copy->source);

	if (list_length(parsed) != 1 ||
		!IsA(linitial_node(RawStmt, parsed)->stmt, SelectStmt))
		elog(ERROR, "not a query: %s", copy->source);
	copy->environment = uploaded_environment();
	plan_raw(copy, linitial_node(RawStmt, parsed));
}
