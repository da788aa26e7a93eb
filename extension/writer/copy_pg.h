#ifndef WRITER_COPY_PG_H
#define WRITER_COPY_PG_H

#include "writer/copy_plan_pg.h"
#include "writer/sink_pg.h"

/* Where a running COPY reports how many rows the planner expects of it. */
#define WRITER_PROGRESS_EXPECTED 10 /* as JOB_PROGRESS_EXPECTED */

/*
 * Run a statement COPY (query) TO STDOUT (FORMAT one of ours ...) with its bytes going
 * into output; returns the number of rows.  An error may leave a document there that says
 * so.
 */
extern uint64 writer_copy_into(const char *statement, OutputSink *output);

/* What that would run. */
extern CopyPlan writer_copy_plan(const char *statement);

/* Run a plan with its bytes going into output, as writer_copy_into does. */
extern uint64 writer_copy_run(const CopyPlan *copy, OutputSink *output);

/*
 * Teach COPY ... TO our formats: installs a ProcessUtility hook that takes those
 * statements and passes all others on.  Called once, from _PG_init.
 */
extern void writer_init(void);

#endif
