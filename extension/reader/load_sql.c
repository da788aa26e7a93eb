/*
 * load_sql.c
 *		sky.load(path, target): make a table that fits a file, and fill it.
 *
 * Runs with the caller's rights throughout: SQL for making and describing the table, the
 * path of COPY FROM for its rows.
 */
#include "postgres.h"

#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "parser/parse_func.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/varlena.h"

#include "base/export_pg.h"
#include "base/server_file_pg.h"
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

static RangeVar *
parse_target(text *target)
{
	RangeVar *relation = makeRangeVarFromNameList(textToQualifiedNameList(target));

	if (relation->schemaname == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("\"%s\" names no schema", text_to_cstring(target)),
				 errhint("Write it as schema.table.")));
	if (relation->catalogname != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("\"%s\" is not schema.table", text_to_cstring(target))));
	if (!OidIsValid(get_namespace_oid(relation->schemaname, true)))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_SCHEMA),
				 errmsg("schema \"%s\" does not exist", relation->schemaname),
				 errhint("Create it first: CREATE SCHEMA %s.",
						 quote_identifier(relation->schemaname))));
	return relation;
}

/* A table that is there already must be empty. */
static void
check_empty(Oid relid, const char *name)
{
	char kind = get_rel_relkind(relid);

	if (kind != RELKIND_RELATION && kind != RELKIND_PARTITIONED_TABLE)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" exists and is not a table", name)));
	run(psprintf("SELECT 1 FROM %s LIMIT 1", name), SPI_OK_SELECT);
	if (SPI_processed > 0)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_TABLE),
				 errmsg("table \"%s\" exists and holds rows", name),
				 errhint("Drop or truncate it first; to add rows use COPY ... FROM ... "
						 "(FORMAT ...).")));
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

/* sky.load(path text, target text) RETURNS bigint: the number of rows. */
SKY_FUNCTION(load)
{
	char *path = text_to_cstring(PG_GETARG_TEXT_PP(0));
	text *target = PG_GETARG_TEXT_PP(1);
	MemoryContext context;
	MemoryContext outer;
	TableSource *source;
	RangeVar *range;
	ParseState *pstate;
	Relation relation;
	char **columns;
	char *name;
	Oid relid;
	uint64 count;

	server_file_check_rights(false, false);
	PreventCommandIfReadOnly("sky.load()");
	range = parse_target(target);
	name = quote_qualified_identifier(range->schemaname, range->relname);
	canonicalize_path(path);

	context =
		AllocSetContextCreate(CurrentMemoryContext, "sky load", ALLOCSET_DEFAULT_SIZES);
	outer = MemoryContextSwitchTo(context);
	source = source_open(SOURCE_FILE, path, NULL, 0);
	columns = table_column_names(&source->reader);
	SPI_connect();
	relid = RangeVarGetRelid(range, NoLock, true);
	if (OidIsValid(relid))
		check_empty(relid, name);
	else
	{
		create_table(&source->reader, name, columns);
		describe_table(&source->reader, name, columns);
		relid = RangeVarGetRelid(range, NoLock, false);
	}
	SPI_finish();
	for (int i = 0; i < source->reader.ncolumns; i++)
		source->reader.columns[i].meta.name = columns[i];

	relation = table_open(relid, RowExclusiveLock);
	pstate = make_parsestate(NULL);
	copy_check_target(pstate, relation, NIL, NULL);
	count = copy_rows(pstate, relation, NULL, NIL, NIL, source);
	free_parsestate(pstate);
	table_close(relation, NoLock);
	source_close(source);
	MemoryContextSwitchTo(outer);
	MemoryContextDelete(context);
	PG_RETURN_INT64((int64) count);
}
