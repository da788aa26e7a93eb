/*
 * explain_sql.c
 *		sky.adql_explain: what a query would cost, in SQL.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "nodes/value.h"
#include "utils/builtins.h"

#include "adql/catalog_pg.h"
#include "adql/settings_pg.h"
#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "base/report_pg.h"
#include "svc/estimate_pg.h"

#define COLUMNS 6 /* of the answer: rows, bytes, cost, seconds, sky_index, advice */

/* Names for SQL, with commas between them. */
static text *
list_names(const List *names)
{
	StringInfoData list;
	ListCell *cell;

	initStringInfo(&list);
	foreach (cell, names)
		appendStringInfo(&list,
						 "%s%s",
						 list.len > 0 ? ", " : "",
						 quote_identifier(strVal(lfirst(cell))));
	return cstring_to_text_with_len(list.data, list.len);
}

SKY_FUNCTION(adql_explain)
{
	char *query = text_to_cstring(PG_GETARG_TEXT_PP(0));
	AdqlOptions options = adql_settings(ADQL_LENIENT);
	QueryEstimate estimate;
	AdqlResult result;
	SkyError err = {0};
	TupleDesc type;
	Arena arena;

	if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	options.advice = true;
	arena_init_context(&arena, CurrentMemoryContext, ADQL_MEMORY_MAX);
	if (!adql_compile(query, &options, &catalog_published, &arena, &result, &err))
		sky_report(&err, query);
	estimate = query_estimate(psprintf("COPY (%s) TO STDOUT (FORMAT ndjson)", result.sql),
							  result.advice);

	Datum values[COLUMNS] = {
		Int64GetDatum(estimate.rows),
		Int64GetDatum(estimate.rows * estimate.width),
		Float8GetDatum(estimate.cost),
		Float8GetDatum(estimate.seconds),
		PointerGetDatum(list_names(estimate.sky_indexes)),
		CStringGetTextDatum(estimate.advice),
	};
	bool nulls[COLUMNS] = {
		[4] = estimate.sky_indexes == NIL,
		[5] = estimate.advice[0] == '\0',
	};

	PG_RETURN_DATUM(
		HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(type), values, nulls)));
}
