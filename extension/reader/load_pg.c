/*
 * load_pg.c
 *		A table that fits a source, and the source's rows in it.
 *
 * SQL makes and describes the table, the path of COPY FROM brings the rows: with the
 * rights of the current user throughout.
 */
#include "postgres.h"

#include "reader/load_pg.h"

#include "access/table.h"
#include "catalog/namespace.h"
#include "executor/spi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "parser/parse_func.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "reader/copy_rows_pg.h"
#include "reader/table_columns_pg.h"

/* Run one statement as the caller. */
static void
run(const char *sql, int expected)
{
	int result = SPI_execute(sql, false, 1);

	if (result != expected)
		elog(ERROR, "unexpected result %d of: %s", result, sql);
}

static void
create_table(const Reader *reader, const char *name, char **columns)
{
	StringInfoData sql;

	initStringInfo(&sql);
	appendStringInfo(&sql, "CREATE TABLE %s (", name);
	for (int i = 0; i < reader->ncolumns; i++)
		appendStringInfo(&sql,
						 "%s%s %s",
						 i > 0 ? ", " : "",
						 quote_identifier(columns[i]),
						 table_type_name(&reader->columns[i]));
	appendStringInfoChar(&sql, ')');
	run(sql.data, SPI_OK_UTILITY);
}

/* A metadata text as a literal; NULL if absent or not what sky.describe takes. */
static char *
literal(const char *value)
{
	for (const char *at = value; at != NULL && *at != '\0'; at++)
	{
		if (*at < ' ' || *at > '~' || at - value >= 1024)
			value = NULL;
	}
	return value != NULL && value[0] != '\0' ? quote_literal_cstr(value) : "NULL";
}

/* May the caller use sky.describe?  It records units and the like. */
static bool
may_describe(void)
{
	Oid function = LookupFuncName(
		list_make2(makeString("sky"), makeString("describe")), -1, NULL, true);

	return OidIsValid(function) &&
		   pg_proc_aclcheck(function, GetUserId(), ACL_EXECUTE) == ACLCHECK_OK;
}

static void
comment_on(const char *kind, const char *name, const char *description)
{
	if (description != NULL)
		run(psprintf("COMMENT ON %s %s IS %s",
					 kind,
					 name,
					 quote_literal_cstr(pg_any_to_server(
						 description, (int) strlen(description), PG_UTF8))),
			SPI_OK_UTILITY);
}

/* Comments, and units, UCDs and the like for sky.publish. */
static void
describe_table(const Reader *reader, const char *name, char **columns)
{
	bool described = may_describe();

	comment_on("TABLE", name, reader->description);
	for (int i = 0; i < reader->ncolumns; i++)
	{
		const SkyColumn *meta = &reader->columns[i].meta;

		comment_on("COLUMN",
				   psprintf("%s.%s", name, quote_identifier(columns[i])),
				   meta->description);
		if (described && (meta->unit || meta->ucd || meta->utype || meta->xtype))
			run(psprintf("SELECT sky.describe(relation => %s::pg_catalog.regclass, "
						 "column_name => %s, unit => %s, ucd => %s, utype => %s, "
						 "xtype => %s)",
						 quote_literal_cstr(name),
						 quote_literal_cstr(columns[i]),
						 literal(meta->unit),
						 literal(meta->ucd),
						 literal(meta->utype),
						 literal(meta->xtype)),
				SPI_OK_SELECT);
	}
}

Oid
load_make_table(const TableSource *source, const char *schema, const char *table)
{
	const Reader *reader = &source->reader;
	const char *name = quote_qualified_identifier(schema, table);
	char **columns = table_column_names(reader, true);

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	create_table(reader, name, columns);
	describe_table(reader, name, columns);
	SPI_finish();
	return get_relname_relid(table, get_namespace_oid(schema, false));
}

uint64
load_rows(TableSource *source, Oid relid)
{
	Reader *reader = &source->reader;
	char **columns = table_column_names(reader, true);
	Relation relation = table_open(relid, RowExclusiveLock);
	ParseState *pstate = make_parsestate(NULL);
	uint64 count;

	for (int i = 0; i < reader->ncolumns; i++)
		reader->columns[i].meta.name = columns[i];
	copy_check_target(pstate, relation, NIL, NULL);
	count = copy_rows(pstate, relation, NULL, NIL, NIL, source);
	free_parsestate(pstate);
	table_close(relation, NoLock);
	return count;
}
