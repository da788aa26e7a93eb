/*
 * adql_sql.c
 *		The compiler for SQL users, and the functions that its SQL calls.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "adql/catalog_pg.h"
#include "adql/function_table.h"
#include "adql/rounding.h"
#include "adql/settings_pg.h"
#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "base/report_pg.h"

SKY_FUNCTION(adql_to_sql)
{
	char *query = text_to_cstring(PG_GETARG_TEXT_PP(0));
	AdqlMode mode = adql_mode_named(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	AdqlOptions options = adql_settings(mode);
	AdqlResult result;
	SkyError err = {0};
	Arena arena;

	arena_init_context(&arena, CurrentMemoryContext, ADQL_MEMORY_MAX);
	if (!adql_compile(query, &options, &catalog_published, &arena, &result, &err))
		sky_report(&err, query);
	PG_RETURN_TEXT_P(cstring_to_text(result.sql));
}

static void
put_function(ReturnSetInfo *result, const AdqlFamily *family, const AdqlFunction *row)
{
	char form[ADQL_SIGNATURE_MAX];
	const char *feature = adql_feature_ivoid(row->feature);
	const char *const texts[] = {row->name,
								 form,
								 family->title,
								 row->origin,
								 feature,
								 row->instead,
								 row->example,
								 row->doc};
	Datum values[lengthof(texts)] = {0};
	bool nulls[lengthof(texts)] = {0};

	adql_function_signature(row, form, sizeof(form));
	for (int i = 0; i < lengthof(texts); i++)
	{
		nulls[i] = texts[i] == NULL;
		if (!nulls[i])
			values[i] = CStringGetTextDatum(texts[i]);
	}
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* Every row of the function table. */
SKY_FUNCTION(adql_functions)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const AdqlFamily *family;

	InitMaterializedSRF(fcinfo, 0);
	for (size_t i = 0; (family = adql_function_family(i)) != NULL; i++)
		for (size_t k = 0; k < family->count; k++)
			put_function(result, family, &family->rows[k]);
	PG_RETURN_NULL();
}

SKY_FUNCTION(mod)
{
	double x = PG_GETARG_FLOAT8(0);
	double y = PG_GETARG_FLOAT8(1);

	if (y == 0)
		ereport(ERROR, errcode(ERRCODE_DIVISION_BY_ZERO), errmsg("division by zero"));
	PG_RETURN_FLOAT8(fmod(x, y));
}

SKY_FUNCTION(round)
{
	PG_RETURN_FLOAT8(rounding_round(PG_GETARG_FLOAT8(0), PG_GETARG_INT32(1)));
}

SKY_FUNCTION(truncate)
{
	PG_RETURN_FLOAT8(rounding_truncate(PG_GETARG_FLOAT8(0), PG_GETARG_INT32(1)));
}
