/*
 * load_sql.c
 *		sky.load(path, target): make a table that fits a file, and fill it, with the
 *		rights of the caller.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/varlena.h"

#include "base/export_pg.h"
#include "base/server_file_pg.h"
#include "reader/load_pg.h"

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
	if (SPI_connect() != SPI_OK_CONNECT ||
		SPI_execute(psprintf("SELECT 1 FROM %s LIMIT 1", name), false, 1) !=
			SPI_OK_SELECT)
		elog(ERROR, "could not look into %s", name);
	if (SPI_processed > 0)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_TABLE),
				 errmsg("table \"%s\" exists and holds rows", name),
				 errhint("Drop or truncate it first; to add rows use COPY ... FROM ... "
						 "(FORMAT ...).")));
	SPI_finish();
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
	relid = RangeVarGetRelid(range, NoLock, true);
	if (OidIsValid(relid))
		check_empty(relid, name);
	else
		relid = load_make_table(source, range->schemaname, range->relname);
	count = load_rows(source, relid);
	source_close(source);
	MemoryContextSwitchTo(outer);
	MemoryContextDelete(context);
	PG_RETURN_INT64((int64) count);
}
