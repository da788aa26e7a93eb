#ifndef JOB_TABLE_PG_H
#define JOB_TABLE_PG_H

#include "executor/spi.h"

#include "base/owner_pg.h"

#define JOB_ARGUMENTS_MAX 16

/*
 * Statements over the tables of jobs, run as their owner.  A statement is prepared once
 * per session; all its arguments are texts, which its SQL casts.
 */
typedef struct JobStatement
{
	const char *sql;
	int narguments;
	SPIPlanPtr plan; /* made at the first use */
} JobStatement;

typedef struct JobTables
{
	OwnerScope owner;
	MemoryContext context; /* of the caller: where what is read may be kept */
} JobTables;

/* Between these two, statements can be run. */
extern JobTables job_tables_open(void);
extern void job_tables_close(const JobTables *tables);

/*
 * Run a statement; arguments may be NULL each.  Returns the rows that it touched or
 * found, which job_cell reads until the next statement.
 */
extern uint64 job_execute(JobStatement *statement, const char *const *arguments);

/* A cell of the last statement's rows as text; NULL for NULL.  Columns count from 0. */
extern char *job_cell(const JobTables *tables, uint64 row, int column);

/* The same as a number, 0 for NULL. */
extern int64 job_cell_number(uint64 row, int column);

#endif
