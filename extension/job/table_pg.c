/*
 * table_pg.c
 *		Statements over the tables of jobs.
 */
#include "postgres.h"

#include "job/table_pg.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

/*
 * Plans are made while the tables may still be empty, and kept: they must be those that
 * suit a hundred thousand jobs.
 */
static const char *const settings[][2] = {
	{"plan_cache_mode", "force_generic_plan"},
	{"enable_seqscan", "off"},
	{"enable_bitmapscan", "off"},
	{"jit", "off"},
};

JobTables
job_tables_open(void)
{
	JobTables tables = {.context = CurrentMemoryContext};

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	tables.owner = owner_begin();
	for (int i = 0; i < lengthof(settings); i++)
		owner_set(settings[i][0], settings[i][1]);
	return tables;
}

void
job_tables_close(const JobTables *tables)
{
	owner_end(&tables->owner);
	SPI_finish();
}

static void
prepare(JobStatement *statement)
{
	Oid types[JOB_ARGUMENTS_MAX];

	for (int i = 0; i < statement->narguments; i++)
		types[i] = TEXTOID;
	statement->plan = SPI_prepare(statement->sql, statement->narguments, types);
	if (statement->plan == NULL || SPI_keepplan(statement->plan) != 0)
		elog(ERROR,
			 "could not prepare a statement of jobs: %s",
			 SPI_result_code_string(SPI_result));
}

uint64
job_execute(JobStatement *statement, const char *const *arguments)
{
	Datum values[JOB_ARGUMENTS_MAX];
	char nulls[JOB_ARGUMENTS_MAX];
	int result;

	if (statement->plan == NULL)
		prepare(statement);
	for (int i = 0; i < statement->narguments; i++)
	{
		nulls[i] = arguments[i] == NULL ? 'n' : ' ';
		values[i] = arguments[i] == NULL ? (Datum) 0 : CStringGetTextDatum(arguments[i]);
	}
	result = SPI_execute_plan(statement->plan, values, nulls, false, 0);
	if (result < 0)
		elog(ERROR, "a statement of jobs failed: %s", SPI_result_code_string(result));
	return SPI_processed;
}

char *
job_cell(const JobTables *tables, uint64 row, int column)
{
	char *value =
		SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column + 1);

	return value == NULL ? NULL : MemoryContextStrdup(tables->context, value);
}

int64
job_cell_number(uint64 row, int column)
{
	char *value =
		SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column + 1);

	return value == NULL ? 0 : pg_strtoint64(value);
}
