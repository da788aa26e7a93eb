/*
 * copy_pg.c
 *		COPY (query | table) TO STDOUT | file | PROGRAM (FORMAT one of ours).
 *
 * The statement's other forms go on to the server.  A table becomes a query, so that the
 * executor checks privileges and the rewriter applies row-level security.
 */
#include "postgres.h"

#include "writer/copy_pg.h"

#include "access/xact.h"
#include "commands/progress.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "tcop/tcopprot.h"
#include "tcop/utility.h"
#include "utils/backend_progress.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "writer/receiver_pg.h"

static ProcessUtility_hook_type previous_hook;

/* Run the plan into the receiver.  The number of rows is the receiver's. */
static void
run_plan(const CopyPlan *copy, WriterReceiver *receiver)
{
	QueryDesc *desc;

	PushCopiedSnapshot(GetActiveSnapshot());
	UpdateActiveSnapshotCommandId();
	desc = CreateQueryDesc(copy->plan,
						   copy->source,
						   GetActiveSnapshot(),
						   InvalidSnapshot,
						   &receiver->pub,
						   NULL,
						   copy->environment,
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

uint64
writer_copy_run(const CopyPlan *copy, OutputSink *output)
{
	MemoryContext context = CurrentMemoryContext;
	WriterReceiver *receiver =
		writer_receiver_create(&copy->options, copy->plan->planTree->targetlist, output);

	pgstat_progress_start_command(PROGRESS_COMMAND_COPY, InvalidOid);
	if (!copy->guarded)
		pgstat_progress_update_param(WRITER_PROGRESS_EXPECTED,
									 (int64) Min(copy->plan->planTree->plan_rows, 1e18));
	PG_TRY();
	{
		run_plan(copy, receiver);
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

static OutputSink *
open_output(const CopyStmt *stmt, const PlannedStmt *plan)
{
	if (stmt->filename != NULL)
		return output_sink_file(stmt->filename, stmt->is_program);
	return output_sink_wire(ExecCleanTargetListLength(plan->planTree->targetlist));
}

/* Plan and run a statement; without an output its bytes go where it says. */
static uint64
copy_out(const PlannedStmt *utility, CopyPlan *copy, OutputSink *output)
{
	MemoryContext context =
		AllocSetContextCreate(CurrentMemoryContext, "sky writer", ALLOCSET_DEFAULT_SIZES);
	MemoryContext outer = MemoryContextSwitchTo(context);
	uint64 rows;

	copy_plan_statement(copy, utility);
	if (output == NULL)
		output = open_output(castNode(CopyStmt, utility->utilityStmt), copy->plan);
	rows = writer_copy_run(copy, output);
	MemoryContextSwitchTo(outer);
	MemoryContextDelete(context);
	return rows;
}

/* A COPY statement of ours as the server would hand it over. */
static PlannedStmt *
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
	return utility;
}

uint64
writer_copy_into(const char *statement, OutputSink *output)
{
	CopyPlan copy = {.source = statement};

	return copy_out(parse_statement(statement), &copy, output);
}

CopyPlan
writer_copy_plan(const char *statement)
{
	CopyPlan copy = {.source = statement};

	copy_plan_statement(&copy, parse_statement(statement));
	return copy;
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
		CopyPlan copy = {.source = source, .environment = environment};
		uint64 rows;

		check_stack_depth();
		rows = copy_out(utility, &copy, NULL);
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
