#ifndef WRITER_COPY_PLAN_PG_H
#define WRITER_COPY_PLAN_PG_H

#include "nodes/plannodes.h"
#include "utils/queryenvironment.h"

#include "writer/options_pg.h"

/* A query on its way into one of our formats. */
typedef struct CopyPlan
{
	const char *source; /* its text, or that of the statement that it stands in */
	QueryEnvironment *environment; /* tables beside those of the database; NULL: none */
	WriterOptions options;
	PlannedStmt *plan;
	bool guarded; /* by query_is_guarded: what is expected of it is not to be told */
} CopyPlan;

/*
 * Plan a statement COPY ... TO ... (FORMAT one of ours ...); its source is given, and its
 * environment may be.
 */
extern void copy_plan_statement(CopyPlan *copy, const PlannedStmt *utility);

/* Plan the one SELECT that is the source; options are given. */
extern void copy_plan_query(CopyPlan *copy);

#endif
