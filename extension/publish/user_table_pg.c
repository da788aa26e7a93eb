/*
 * user_table_pg.c
 *		Tables of users as the caller may read them: sky.user_table says which.
 */
#include "postgres.h"

#include "publish/user_table_pg.h"

#include "catalog/namespace.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "base/caller_pg.h"
#include "publish/published_read_pg.h"

static char *
text_of(uint64 row, int column)
{
	return SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column);
}

/* One row of the view, in the memory of the caller. */
static PublishedTable
read_table(uint64 row)
{
	PublishedTable table = {.sql_schema = USER_TABLE_SCHEMA};

	table.relid = (Oid) strtoul(text_of(row, 1), NULL, 10);
	table.schema_name = text_of(row, 2);
	table.table_name = text_of(row, 3);
	table.sql_table = get_rel_name(table.relid);
	table.tap_name = published_tap_name(table.schema_name, table.table_name);
	return table;
}

int
user_table_list(PublishedTable **tables)
{
	MemoryContext context = CurrentMemoryContext;
	int count = 0;

	*tables = NULL;
	if (caller_name() == NULL)
		return 0;
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute("SELECT relid::pg_catalog.oid, schema_name, name FROM sky.user_table "
					"ORDER BY owner, name",
					true,
					0) != SPI_OK_SELECT)
		elog(ERROR, "the tables of users could not be read");
	context = MemoryContextSwitchTo(context);
	*tables = palloc(sizeof(PublishedTable) * Max(SPI_processed, 1));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		(*tables)[count] = read_table(i);
		count += (*tables)[count].sql_table != NULL; /* not dropped meanwhile */
	}
	MemoryContextSwitchTo(context);
	SPI_finish();
	return count;
}

static bool
fits(const char *stored, const char *name, bool delimited)
{
	return delimited ? strcmp(stored, name) == 0 : pg_strcasecmp(stored, name) == 0;
}

const PublishedTable *
user_table_by_name(const PublishedName *name)
{
	PublishedTable *tables;
	int count;

	if (name->schema == NULL ||
		pg_strncasecmp(name->schema, USER_TABLE_SCHEMA, strlen(USER_TABLE_SCHEMA)) != 0)
		return NULL;
	count = user_table_list(&tables);
	for (int i = 0; i < count; i++)
	{
		PublishedTable *table = &tables[i];
		const PublishedTable *described;

		if (!fits(table->schema_name, name->schema, name->schema_delimited) ||
			!fits(table->table_name, name->table, name->table_delimited))
			continue;
		described = published_describe(table->relid);
		if (described == NULL)
			return NULL;
		table->ncolumns = described->ncolumns;
		table->columns = described->columns;
		return table;
	}
	return NULL;
}
