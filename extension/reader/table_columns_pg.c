/*
 * table_columns_pg.c
 *		The columns of a file as columns of a table: names and types.
 */
#include "postgres.h"

#include "reader/table_columns_pg.h"

#include "catalog/heap.h"
#include "mb/pg_wchar.h"
#include "parser/scansup.h"
#include "utils/formatting.h"

static const char *const types[] = {
	[READER_BOOLEAN] = "pg_catalog.bool",
	[READER_SHORT] = "pg_catalog.int2",
	[READER_INT] = "pg_catalog.int4",
	[READER_LONG] = "pg_catalog.int8",
	[READER_HUGE] = "pg_catalog.numeric(20)",
	[READER_FLOAT] = "pg_catalog.float4",
	[READER_DOUBLE] = "pg_catalog.float8",
	[READER_TEXT] = "pg_catalog.text",
	[READER_TIMESTAMP] = "pg_catalog.timestamp",
};

/* xtypes of DALI that are a type of ours, as text or as an array of numbers too. */
static const struct
{
	const char *xtype;
	const char *type;
	bool numbers;
} xtypes[] = {
	{.xtype = "adql:region", .type = "sky.region"},
	{.xtype = "circle", .type = "sky.circle", .numbers = true},
	{.xtype = "moc", .type = "sky.moc"},
	{.xtype = "multishape", .type = "sky.region"},
	{.xtype = "pgsky:moc", .type = "sky.moc"}, /* in VOTables before 1.5 */
	{.xtype = "point", .type = "sky.point", .numbers = true},
	{.xtype = "polygon", .type = "sky.polygon", .numbers = true},
	{.xtype = "shape", .type = "sky.region"},
	{.xtype = "uuid", .type = "pg_catalog.uuid"},
};

char *
table_type_name(const ReaderColumn *column)
{
	const char *xtype = column->meta.xtype;
	bool text = column->type == READER_TEXT && column->ndims == 0;
	bool numbers = (column->type == READER_FLOAT || column->type == READER_DOUBLE) &&
				   column->ndims == 1;

	for (int i = 0; i < lengthof(xtypes) && xtype != NULL; i++)
	{
		if (pg_strcasecmp(xtype, xtypes[i].xtype) == 0 &&
			(text || (numbers && xtypes[i].numbers)))
			return pstrdup(xtypes[i].type);
	}
	return psprintf("%s%s", types[column->type], column->ndims > 0 ? "[]" : "");
}

/* Is it a name that needs no quotes but for upper case? */
static bool
is_regular(const char *name)
{
	for (const char *at = name; *at != '\0'; at++)
	{
		bool letter =
			(*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || *at == '_';

		if (!letter && (at == name || *at < '0' || *at > '9'))
			return false;
	}
	return name[0] != '\0';
}

/* Is the name one of the first count, or, in a stored table, PostgreSQL's own? */
static bool
is_taken(char **names, int count, const char *name, bool stored)
{
	if (stored && SystemAttributeByName(name) != NULL)
		return true;
	for (int i = 0; i < count; i++)
	{
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

char **
table_column_names(const Reader *reader, bool stored)
{
	char **names = palloc(sizeof(char *) * (Size) reader->ncolumns);

	for (int i = 0; i < reader->ncolumns; i++)
	{
		char *name = pg_any_to_server(pstrdup(reader->columns[i].meta.name),
									  (int) strlen(reader->columns[i].meta.name),
									  PG_UTF8);
		char *base;

		if (name[0] == '\0')
			name = psprintf("col%d", i + 1);
		if (is_regular(name))
			name = asc_tolower(name, strlen(name));
		truncate_identifier(name, (int) strlen(name), false);
		base = name;
		for (int k = 2; is_taken(names, i, name, stored); k++)
		{
			char suffix[16];
			int room = NAMEDATALEN - 1 - snprintf(suffix, sizeof(suffix), "_%d", k);

			name = psprintf(
				"%.*s%s", pg_mbcliplen(base, (int) strlen(base), room), base, suffix);
		}
		names[i] = name;
	}
	return names;
}
