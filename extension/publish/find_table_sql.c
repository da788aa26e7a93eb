/*
 * find_table_sql.c
 *		sky.find_table: the relation that a table name of a query means.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "base/export_pg.h"
#include "publish/published_pg.h"

/*
 * Take one part, plain or in double quotes, from *next into to, which has room for all of
 * it; *next moves to the dot or the end that must follow.  False if it is malformed.
 */
static bool
take_part(const char **next, char *to, bool *delimited)
{
	const char *from = *next;
	const char *start = to;

	*delimited = *from == '"';
	if (!*delimited)
	{
		while (*from != '\0' && *from != '.' && *from != '"')
			*to++ = *from++;
	}
	else
	{
		for (from++; *from != '"' || from[1] == '"'; from++)
		{
			if (*from == '\0')
				return false;
			from += *from == '"';
			*to++ = *from;
		}
		from++;
	}
	*to = '\0';
	*next = from;
	return to > start && (*from == '.' || *from == '\0');
}

/* NULL if there is no such table, or none that the caller may select from. */
SKY_FUNCTION(find_table)
{
	const char *written = text_to_cstring(PG_GETARG_TEXT_PP(0));
	const char *next = written;
	char *first = palloc(strlen(written) + 1);
	char *second = palloc(strlen(written) + 1);
	PublishedName name = {.table = first};
	int matches;
	bool good = take_part(&next, first, &name.table_delimited);

	if (good && *next == '.')
	{
		name.schema = first;
		name.schema_delimited = name.table_delimited;
		name.table = second;
		next++;
		good = take_part(&next, second, &name.table_delimited) && *next == '\0';
	}
	if (!good)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("invalid table name \"%s\"", written),
				 errhint("Write table or schema.table, each part plain or in double "
						 "quotes.")));

	const PublishedTable *table = published_by_name(&name, &matches);

	if (matches > 1)
		ereport(ERROR,
				(errcode(ERRCODE_AMBIGUOUS_ALIAS),
				 errmsg("table name \"%s\" is ambiguous", written),
				 errdetail("%d published tables match it.", matches),
				 errhint(name.schema == NULL
							 ? "Write schema.table."
							 : "Write the names in double quotes, exactly as tap_schema "
							   "shows them.")));
	if (table == NULL)
		PG_RETURN_NULL();
	PG_RETURN_OID(table->relid);
}
