/*
 * check_sql.c
 *		What the compiler knows of a query: its faults, the columns of its result.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "adql/catalog_pg.h"
#include "adql/settings_pg.h"
#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "base/report_pg.h"

/* Characters of the first bytes bytes, of which the last may be cut. */
static int
characters(const char *text, int bytes)
{
	return pg_mbstrlen_with_len(text, bytes);
}

static void
set_text(Datum *value, bool *null, const char *text)
{
	*null = text == NULL || text[0] == '\0';
	*value = *null ? (Datum) 0 : CStringGetTextDatum(text);
}

static void
put_fault(ReturnSetInfo *rows,
		  const char *query,
		  const AdqlFault *fault,
		  const char *fixed)
{
	const SkyError *error = &fault->error;
	Datum values[7];
	bool nulls[7] = {false};

	set_text(&values[0], &nulls[0], fault->warning ? "warning" : "error");
	set_text(&values[1], &nulls[1], sky_error_sqlstate(error->code));
	set_text(&values[2], &nulls[2], error->message);
	values[3] = Int32GetDatum(characters(query, error->position) + 1);
	values[4] = Int32GetDatum(characters(query + error->position, error->length));
	set_text(&values[5], &nulls[5], error->hint);
	set_text(&values[6], &nulls[6], fixed);
	tuplestore_putvalues(rows->setResult, rows->setDesc, values, nulls);
}

SKY_FUNCTION(adql_check)
{
	ReturnSetInfo *rows = (ReturnSetInfo *) fcinfo->resultinfo;
	char *query = text_to_cstring(PG_GETARG_TEXT_PP(0));
	AdqlMode mode = adql_mode_named(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	AdqlOptions options = adql_settings(mode);
	const char *fixed;
	AdqlResult result;
	SkyError err = {0};
	Arena arena;

	options.warnings = true;
	InitMaterializedSRF(fcinfo, 0);
	arena_init_context(&arena, CurrentMemoryContext, ADQL_MEMORY_MAX);
	adql_compile(query, &options, &catalog_published, &arena, &result, &err);
	fixed = adql_fix(query, &options, &catalog_published, &arena, &result);
	for (int i = 0; i < result.nfaults; i++)
		put_fault(rows, query, result.faults[i], fixed);
	return (Datum) 0;
}

SKY_FUNCTION(adql_columns)
{
	ReturnSetInfo *rows = (ReturnSetInfo *) fcinfo->resultinfo;
	char *query = text_to_cstring(PG_GETARG_TEXT_PP(0));
	AdqlOptions options = adql_settings(ADQL_LENIENT);
	AdqlResult result;
	SkyError err = {0};
	Arena arena;

	InitMaterializedSRF(fcinfo, 0);
	arena_init_context(&arena, CurrentMemoryContext, ADQL_MEMORY_MAX);
	if (!adql_compile(query, &options, &catalog_published, &arena, &result, &err))
		sky_report(&err, query);
	for (int i = 0; i < result.ncolumns; i++)
	{
		const SkyColumn *column = &result.columns[i];
		const char *const texts[] = {
			column->name,
			column->datatype,
			column->arraysize,
			column->xtype,
			column->unit,
			column->ucd,
			column->utype,
			column->description,
		};
		Datum values[lengthof(texts)];
		bool nulls[lengthof(texts)];

		for (int k = 0; k < lengthof(texts); k++)
			set_text(&values[k], &nulls[k], texts[k]);
		tuplestore_putvalues(rows->setResult, rows->setDesc, values, nulls);
	}
	return (Datum) 0;
}
