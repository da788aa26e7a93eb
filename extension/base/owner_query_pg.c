/*
 * owner_query_pg.c
 *		A text that the owner of the extension's tables reads for a caller.
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

char *
owner_query(OwnerQuery *query, const char *const *arguments)
{
	MemoryContext caller = CurrentMemoryContext;
	Datum values[OWNER_QUERY_ARGUMENTS_MAX];
	char nulls[OWNER_QUERY_ARGUMENTS_MAX];
	char *found = NULL;
	OwnerScope owner;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	owner = owner_begin();
	if (query->plan == NULL)
		prepare(query);
	for (int i = 0; i < query->narguments; i++)
	{
		nulls[i] = arguments[i] == NULL ? 'n' : ' ';
		values[i] = arguments[i] == NULL ? (Datum) 0 : CStringGetTextDatum(arguments[i]);
	}
	if (SPI_execute_plan(query->plan, values, nulls, false, 1) < 0)
		elog(ERROR, "a query failed: %s", SPI_result_code_string(SPI_result));
	if (SPI_processed > 0)
		found = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	if (found != NULL)
		found = MemoryContextStrdup(caller, found);
	owner_end(&owner);
	SPI_finish();
	return found;
}
