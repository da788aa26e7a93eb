/*
 * copy_pg.c
 *		COPY (query | table) TO STDOUT | file | PROGRAM (FORMAT one of ours).
 *
 * The statement's other forms go on to the server.  A table becomes a query, so that the
 * executor checks privileges and the rewriter applies row-level security.
 */
#include "postgres.h"

#include "writer/copy_pg.h"

#include "access/table.h"
#include "access/xact.h"
#include "commands/progress.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "parser/parse_node.h"
#include "tcop/tcopprot.h"
#include "tcop/utility.h"
#include "utils/backend_progress.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/plan_time_pg.h"
#include "base/server_file_pg.h"
#include "publish/uploaded_pg.h"
#include "writer/guarded_pg.h"
#include "writer/receiver_pg.h"

static ProcessUtility_hook_type previous_hook;

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

/* A COPY on its way. */
typedef struct CopyOut
{
	PlannedStmt *utility;
	const char *source;
	QueryEnvironment *environment;
	OutputSink *output; /* NULL: where the statement says */
	bool guarded;		/* what is expected of it is not to be told */
} CopyOut;

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

static PlannedStmt *
plan_statement(CopyOut *copy, const WriterOptions *options)
{
	CopyStmt *stmt = castNode(CopyStmt, copy->utility->utilityStmt);
	RawStmt *raw = makeNode(RawStmt);
	List *rewritten;
	Query *query;
	PlannedStmt *plan;

	raw->stmt = stmt->query != NULL ? copyObject(stmt->query) : select_table(stmt);
	raw->stmt_location = copy->utility->stmt_location;
	raw->stmt_len = copy->utility->stmt_len;
	rewritten =
		pg_analyze_and_rewrite_fixedparams(raw, copy->source, NULL, 0, copy->environment);
	check_rewritten(rewritten);
	query = linitial_node(Query, rewritten);
	copy->guarded = query_is_guarded(query);
	if (options->maxrec >= 0)
		limit_query(query, options->maxrec);
	plan = pg_plan_query(query, copy->source, CURSOR_OPT_PARALLEL_OK, NULL);
	if (!copy->guarded)
		check_expected(plan, options);
	return plan;
}

/* Run the plan into the receiver.  The number of rows is the receiver's. */
static void
run_plan(PlannedStmt *plan,
		 const char *source,
		 QueryEnvironment *environment,
		 WriterReceiver *receiver)
{
	QueryDesc *desc;

	PushCopiedSnapshot(GetActiveSnapshot());
	UpdateActiveSnapshotCommandId();
	desc = CreateQueryDesc(plan,
						   source,
						   GetActiveSnapshot(),
						   InvalidSnapshot,
						   &receiver->pub,
						   NULL,
						   environment,
						   0);
	ExecutorStart(desc, 0);
	/* A count here would forbid parallel plans: the receiver counts. */
	ExecutorRun(desc, ForwardScanDirection, 0, true);
	ExecutorFinish(desc);
	ExecutorEnd(desc);
	FreeQueryDesc(desc);
	PopActiveSnapshot();
}

/*
 * What a document may say of an error that ended it.  The client of this session gets the
 * error itself; the document may go on to others, who are not to see names of files,
 * roles or functions.
 */
static const char *
public_message(const ErrorData *error)
{
	if (ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_DATA_EXCEPTION ||
		error->sqlerrcode == ERRCODE_QUERY_CANCELED)
		return error->message;
	return "the query could not be finished";
}

static OutputSink *
open_output(const CopyStmt *stmt, const PlannedStmt *plan)
{
	if (stmt->filename != NULL)
		return output_sink_file(stmt->filename, stmt->is_program);
	return output_sink_wire(ExecCleanTargetListLength(plan->planTree->targetlist));
}

/* Run the plan, and end the document whatever happens. */
static uint64
write_rows(const CopyOut *copy, PlannedStmt *plan, const WriterOptions *options)
{
	MemoryContext context = CurrentMemoryContext;
	CopyStmt *stmt = castNode(CopyStmt, copy->utility->utilityStmt);
	OutputSink *output = copy->output != NULL ? copy->output : open_output(stmt, plan);
	WriterReceiver *receiver =
		writer_receiver_create(options, plan->planTree->targetlist, output);

	pgstat_progress_start_command(PROGRESS_COMMAND_COPY, InvalidOid);
	if (!copy->guarded)
		pgstat_progress_update_param(WRITER_PROGRESS_EXPECTED,
									 (int64) Min(plan->planTree->plan_rows, 1e18));
	PG_TRY();
	{
		run_plan(plan, copy->source, copy->environment, receiver);
		writer_receiver_end(receiver);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(context);
		writer_receiver_fail(receiver, public_message(CopyErrorData()));
		PG_RE_THROW();
	}
	PG_END_TRY();
	pgstat_progress_end_command();
	return receiver->rows;
}

/* Read the statement's options and plan its query. */
static PlannedStmt *
prepare(CopyOut *copy, WriterOptions *options)
{
	CopyStmt *stmt = castNode(CopyStmt, copy->utility->utilityStmt);
	ParseState *pstate = make_parsestate(NULL);

	if (copy->environment == NULL)
		copy->environment = uploaded_environment();
	pstate->p_sourcetext = copy->source;
	check_target(stmt);
	writer_options_read(pstate, stmt->options, options);
	free_parsestate(pstate);
	return plan_statement(copy, options);
}

static uint64
copy_out(CopyOut *copy)
{
	MemoryContext context =
		AllocSetContextCreate(CurrentMemoryContext, "sky writer", ALLOCSET_DEFAULT_SIZES);
	MemoryContext outer = MemoryContextSwitchTo(context);
	WriterOptions options;
	PlannedStmt *plan = prepare(copy, &options);
	uint64 rows = write_rows(copy, plan, &options);

	MemoryContextSwitchTo(outer);
	MemoryContextDelete(context);
	return rows;
}

/* A COPY statement of ours as the server would hand it over. */
static CopyOut
parse_statement(const char *statement)
{
	List *parsed = pg_parse_query(statement);
	PlannedStmt *utility = makeNode(PlannedStmt);
	const RawStmt *raw = linitial_node(RawStmt, parsed);

	utility->commandType = CMD_UTILITY;
	utility->canSetTag = true;
	utility->utilityStmt = raw->stmt;
	utility->stmt_location = raw->stmt_location;
	utility->stmt_len = raw->stmt_len;
	if (list_length(parsed) != 1 || !IsA(raw->stmt, CopyStmt))
		elog(ERROR, "not a COPY statement: %s", statement);
	return (CopyOut){.utility = utility, .source = statement};
}

uint64
writer_copy_into(const char *statement, OutputSink *output)
{
	CopyOut copy = parse_statement(statement);

	copy.output = output;
	return copy_out(&copy);
}

WriterPlan
writer_copy_plan(const char *statement)
{
	CopyOut copy = parse_statement(statement);
	WriterOptions options;
	PlannedStmt *plan = prepare(&copy, &options);

	return (WriterPlan){.plan = plan,
						.source = statement,
						.environment = copy.environment,
						.guarded = copy.guarded};
}

static void
process_utility(PlannedStmt *utility,
				const char *source,
				bool read_only_tree,
				ProcessUtilityContext context,
				ParamListInfo params,
				QueryEnvironment *environment,
				DestReceiver *dest,
				QueryCompletion *completion)
{
	const CopyStmt *stmt = (const CopyStmt *) utility->utilityStmt;

	if (IsA(stmt, CopyStmt) && !stmt->is_from &&
		writer_options_format(stmt->options) != NULL)
	{
		CopyOut copy = {.utility = utility, .source = source, .environment = environment};
		uint64 rows;

		check_stack_depth();
		rows = copy_out(&copy);
		if (completion != NULL)
			SetQueryCompletion(completion, CMDTAG_COPY, rows);
		return;
	}
	(previous_hook != NULL ? previous_hook : standard_ProcessUtility)(
		utility, source, read_only_tree, context, params, environment, dest, completion);
}

void
writer_init(void)
{
	previous_hook = ProcessUtility_hook;
	ProcessUtility_hook = process_utility;
}
