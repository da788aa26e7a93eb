/*
 * copy_from_pg.c
 *		COPY table FROM ... (FORMAT votable | votable_td | votable_binary | fits | ecsv).
 *
 * A ProcessUtility hook that takes these statements and hands on every other.  What the
 * statement may do is checked in the order of PostgreSQL's own COPY; the rows go through
 * that COPY as well (copy_rows_pg.c).
 */
#include "postgres.h"

#include "reader/copy_from_pg.h"

#include "access/table.h"
#include "access/xact.h"
#include "commands/defrem.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "parser/parse_node.h"
#include "tcop/cmdtag.h"
#include "tcop/utility.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "base/server_file_pg.h"
#include "reader/copy_rows_pg.h"

static ProcessUtility_hook_type previous_hook;

/* The reader's format a COPY FROM names, or NULL: then it is not ours. */
static const ReaderFormat *
find_format(const CopyStmt *stmt)
{
	ListCell *cell;

	foreach (cell, stmt->options)
	{
		DefElem *option = lfirst_node(DefElem, cell);

		/* csv is PostgreSQL's own */
		if (strcmp(option->defname, "format") == 0 && option->arg != NULL &&
			IsA(option->arg, String) && pg_strcasecmp(strVal(option->arg), "csv") != 0)
			return reader_format_find(strVal(option->arg));
	}
	return NULL;
}

/* The options that PostgreSQL's COPY gets: freeze alone; the others speak of text. */
static List *
check_options(const CopyStmt *stmt, const ReaderFormat *format)
{
	List *passed = NIL;
	ListCell *cell;

	foreach (cell, stmt->options)
	{
		DefElem *option = lfirst_node(DefElem, cell);

		if (strcmp(option->defname, "freeze") == 0)
			passed = lappend(passed, option);
		else if (strcmp(option->defname, "format") != 0)
			ereport(ERROR,
					(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
					 errmsg("COPY FROM in %s format has no option \"%s\"",
							format->title,
							option->defname),
					 errhint("FREEZE can be given; the file itself tells the rest.")));
	}
	return passed;
}

/* The statement as a whole; returns the number of rows inserted. */
static uint64
copy_from(const CopyStmt *stmt, const ReaderFormat *format, ParseState *pstate)
{
	SourceKind kind = stmt->filename == NULL ? SOURCE_CLIENT
					  : stmt->is_program	 ? SOURCE_PROGRAM
											 : SOURCE_FILE;
	List *options = check_options(stmt, format);
	MemoryContext context;
	MemoryContext outer;
	TableSource *source;
	Relation relation;
	Node *where;
	uint64 count;

	PreventCommandIfParallelMode("COPY FROM");
	if (kind != SOURCE_CLIENT)
		server_file_check_rights(kind == SOURCE_PROGRAM, false);
	relation = table_openrv(stmt->relation, RowExclusiveLock);
	where = copy_check_target(pstate, relation, stmt->attlist, stmt->whereClause);

	context = AllocSetContextCreate(
		CurrentMemoryContext, "sky copy from", ALLOCSET_DEFAULT_SIZES);
	outer = MemoryContextSwitchTo(context);
	source = source_open(
		kind, stmt->filename, format, RelationGetNumberOfAttributes(relation));
	count = copy_rows(pstate, relation, where, stmt->attlist, options, source);
	source_close(source);
	MemoryContextSwitchTo(outer);
	MemoryContextDelete(context);
	table_close(relation, NoLock);
	return count;
}

static void
copy_from_utility(PlannedStmt *planned,
				  const char *query,
				  bool read_only_tree,
				  ProcessUtilityContext context,
				  ParamListInfo params,
				  QueryEnvironment *environment,
				  DestReceiver *dest,
				  QueryCompletion *completion)
{
	CopyStmt *stmt = (CopyStmt *) planned->utilityStmt;
	const ReaderFormat *format =
		IsA(stmt, CopyStmt) && stmt->is_from ? find_format(stmt) : NULL;

	if (format != NULL)
	{
		ParseState *pstate = make_parsestate(NULL);
		uint64 count;

		pstate->p_sourcetext = query;
		pstate->p_queryEnv = environment;
		count = copy_from(copyObject(stmt), format, pstate);
		free_parsestate(pstate);
		if (completion != NULL)
			SetQueryCompletion(completion, CMDTAG_COPY, count);
		return;
	}
	(previous_hook != NULL ? previous_hook : standard_ProcessUtility)(
		planned, query, read_only_tree, context, params, environment, dest, completion);
}

void
reader_init(void)
{
	previous_hook = ProcessUtility_hook;
	ProcessUtility_hook = copy_from_utility;
}
