/*
 * user_table_sql.c
 *		sky.user_table_put and kin: tables of the caller's own, in SQL.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "nodes/value.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/export_pg.h"
#include "base/report_pg.h"
#include "svc/user_table_pg.h"

/* user_table_put(name, content) */
SKY_FUNCTION(user_table_put)
{
	bytea *content = PG_GETARG_BYTEA_PP(1);
	UserTableKept kept;
	SkyError err = {0};

	if (!user_table_put(text_to_cstring(PG_GETARG_TEXT_PP(0)),
						VARDATA_ANY(content),
						VARSIZE_ANY_EXHDR(content),
						&kept,
						&err))
		sky_report(&err, NULL);
	PG_RETURN_INT64(kept.rows);
}

/* user_table_drop(name) */
SKY_FUNCTION(user_table_drop)
{
	SkyError err = {0};

	if (!user_table_drop(text_to_cstring(PG_GETARG_TEXT_PP(0)), &err))
		sky_report(&err, NULL);
	PG_RETURN_VOID();
}

/* user_table_index(name, columns) */
SKY_FUNCTION(user_table_index)
{
	SkyError err = {0};
	List *columns = NIL;
	Datum *items;
	bool *nulls;
	int count;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1),
					  TEXTOID,
					  -1,
					  false,
					  TYPALIGN_INT,
					  &items,
					  &nulls,
					  &count);
	for (int i = 0; i < count; i++)
		columns = lappend(
			columns, makeString(nulls[i] ? pstrdup("") : TextDatumGetCString(items[i])));
	if (!user_table_index(text_to_cstring(PG_GETARG_TEXT_PP(0)), columns, &err))
		sky_report(&err, NULL);
	PG_RETURN_VOID();
}

/* Of arguments (name, reader, is_group). */
static Datum
share(FunctionCallInfo fcinfo, bool revoke)
{
	UserTableShare wanted = {.reader = text_to_cstring(PG_GETARG_TEXT_PP(1)),
							 .is_group = PG_GETARG_BOOL(2),
							 .revoke = revoke};
	SkyError err = {0};

	if (!user_table_share(text_to_cstring(PG_GETARG_TEXT_PP(0)), &wanted, &err))
		sky_report(&err, NULL);
	PG_RETURN_VOID();
}

SKY_FUNCTION(user_table_grant)
{
	return share(fcinfo, false);
}

SKY_FUNCTION(user_table_revoke)
{
	return share(fcinfo, true);
}
