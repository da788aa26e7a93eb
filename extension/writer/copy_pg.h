#ifndef WRITER_COPY_PG_H
#define WRITER_COPY_PG_H

#include "nodes/plannodes.h"
#include "utils/queryenvironment.h"

#include "writer/sink_pg.h"

/* Where a running COPY reports how many rows the planner expects of it. */
#define WRITER_PROGRESS_EXPECTED 10 /* as JOB_PROGRESS_EXPECTED */

/*
 * Run a statement COPY (query) TO STDOUT (FORMAT one of ours ...) with its bytes going
 * into output; returns the number of rows.  An error may leave a document there that says
 * so.
 */
extern uint64 writer_copy_into(const char *statement, OutputSink *output);

/*
 * What that would run: the plan, its query and the tables it would see beside those of
 * the database.
 */
typedef struct WriterPlan
{
	PlannedStmt *plan;
	const char *source;
	QueryEnvironment *environment; /* NULL: none */
	bool guarded;				   /* by query_is_guarded: tell nothing of it */
} WriterPlan;

extern WriterPlan writer_copy_plan(const char *statement);

/*
 * Teach COPY ... TO our formats: installs a ProcessUtility hook that takes those
 * statements and passes all others on.  Called once, from _PG_init.
 */
extern void writer_init(void);

#endif
