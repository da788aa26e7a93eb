/*
 * owner_query_pg.c
 *		A text that the owner of the extension's tables reads for a caller, or he himself.
 */
#include "postgres.h"

#include "base/owner_query_pg.h"

#include "catalog/pg_type_d.h"
#include "executor/spi.h"
#include "utils/builtins.h"

#include "base/owner_pg.h"

static void
prepare(OwnerQuery *query)
{
	Oid types[OWNER_QUERY_ARGUMENTS_MAX];

	for (int i = 0; i < query->narguments; i++)
		types[i] = TEXTOID;
	query->plan = SPI_prepare(query->sql, query->narguments, types);
	if (query->plan == NULL || SPI_keepplan(query->plan) != 0)
		elog(ERROR, "could not prepare a query: %s", SPI_result_code_string(SPI_result));
}

/* Within SPI: the text in the memory of the caller, or NULL. */
static char *
run(OwnerQuery *query, const char *const *arguments, MemoryContext caller)
{
	Datum values[OWNER_QUERY_ARGUMENTS_MAX];
	char nulls[OWNER_QUERY_ARGUMENTS_MAX];
	char *found = NULL;

	if (query->plan == NULL)
		prepare(query);
	for (int i = 0; i < query->narguments; i++)
	{
		nulls[i] = arguments[i] == NULL ? 'n' : ' ';
		values[i] = arguments[i] == NULL ? (Datum) 0 : CStringGetTextDatum(arguments[i]);
	}
	if (SPI_execute_plan(query->plan, values, nulls, query->reads_only, 1) < 0)
		elog(ERROR, "a query failed: %s", SPI_result_code_string(SPI_result));
	if (SPI_processed > 0)
		found = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	return found != NULL ? MemoryContextStrdup(caller, found) : NULL;
}

char *
owner_query(OwnerQuery *query, const char *const *arguments)
{
	MemoryContext caller = CurrentMemoryContext;
	OwnerScope owner;
	char *found;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	owner = owner_begin();
	found = run(query, arguments, caller);
	owner_end(&owner);
	SPI_finish();
	return found;
}

char *
caller_query(OwnerQuery *query, const char *const *arguments)
{
	MemoryContext caller = CurrentMemoryContext;
	char *found;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	found = run(query, arguments, caller);
	SPI_finish();
	return found;
}
