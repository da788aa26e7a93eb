/*
 * find_table_sql.c
 *		sky.find_table: the relation that a table name of a query means.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "base/export_pg.h"
#include "publish/published_pg.h"
#include "publish/tap_name.h"

/* NULL if there is no such table, or none that the caller may select from. */
SKY_FUNCTION(find_table)
{
	const char *written = text_to_cstring(PG_GETARG_TEXT_PP(0));
	char *room = palloc(strlen(written) + 2);
	TapNamePart schema;
	TapNamePart table;
	int matches;

	if (!tap_name_split(written, room, &schema, &table))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("invalid table name \"%s\"", written),
				 errhint("Write table or schema.table, each part plain or in double "
						 "quotes.")));

	PublishedName name = {.schema = schema.text,
						  .table = table.text,
						  .schema_delimited = schema.delimited,
						  .table_delimited = table.delimited};
	const PublishedTable *found = published_by_name(&name, &matches);

	if (matches > 1)
		ereport(ERROR,
				(errcode(ERRCODE_AMBIGUOUS_ALIAS),
				 errmsg("table name \"%s\" is ambiguous", written),
				 errdetail("%d published tables match it.", matches),
				 errhint(name.schema == NULL
							 ? "Write schema.table."
							 : "Write the names in double quotes, exactly as tap_schema "
							   "shows them.")));
	if (found == NULL)
		PG_RETURN_NULL();
	PG_RETURN_OID(found->relid);
}
