/*
 * metadata_pg.c
 *		Keeping what is recorded of relations in step with the relations.
 *
 * Records name a relation as regclass and a column by number and name.  The number
 * follows ALTER TABLE ... RENAME; the name survives dump and restore, where numbers
 * change.  Event triggers carry renames over and delete what was dropped.
 */
#include "postgres.h"

#include "publish/metadata_pg.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/event_trigger.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/parsenodes.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "base/export_pg.h"
#include "base/owner_pg.h"

void
metadata_check_owner(Oid relid)
{
	if (!pg_class_ownercheck(relid, GetUserId()))
		aclcheck_error(ACLCHECK_NOT_OWNER,
					   get_relkind_objtype(get_rel_relkind(relid)),
					   get_rel_name(relid));
}

void
metadata_check_kind(Relation relation, const char *verb)
{
	switch (relation->rd_rel->relkind)
	{
		case RELKIND_RELATION:
		case RELKIND_VIEW:
		case RELKIND_MATVIEW:
		case RELKIND_PARTITIONED_TABLE:
		case RELKIND_FOREIGN_TABLE:
			return;
	}
	ereport(ERROR,
			(errcode(ERRCODE_WRONG_OBJECT_TYPE),
			 errmsg("cannot %s relation \"%s\"", verb, RelationGetRelationName(relation)),
			 errdetail_relkind_not_supported(relation->rd_rel->relkind),
			 errhint("Only tables, views, materialized views, partitioned and foreign "
					 "tables can be shown to clients.")));
}

/* Run one statement as the owner of the tables.  *first: its first number, or 0. */
static uint64
run_as_owner(const char *sql,
			 int nargs,
			 Oid *types,
			 Datum *values,
			 const char *nulls,
			 int64 *first)
{
	OwnerScope scope = owner_begin();

	SPI_connect();
	if (SPI_execute_with_args(sql, nargs, types, values, nulls, false, 0) < 0)
		elog(ERROR, "could not run: %s", sql);

	uint64 rows = SPI_processed;

	if (rows > 0 && SPI_tuptable != NULL && SPI_tuptable->numvals > 0 &&
		SPI_tuptable->tupdesc->natts > 0)
	{
		bool is_null;
		Datum value =
			SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &is_null);

		if (!is_null && SPI_gettypeid(SPI_tuptable->tupdesc, 1) == INT8OID)
			*first = DatumGetInt64(value);
	}
	SPI_finish();
	owner_end(&scope);
	return rows;
}

uint64
metadata_write(const char *sql, int nargs, Oid *types, Datum *values, const char *nulls)
{
	int64 ignored;

	return run_as_owner(sql, nargs, types, values, nulls, &ignored);
}

int64
metadata_read(const char *sql, int nargs, Oid *types, Datum *values)
{
	int64 first = 0;

	run_as_owner(sql, nargs, types, values, NULL, &first);
	return first;
}

void
metadata_run_as_caller(const char *sql)
{
	SPI_connect();
	if (SPI_execute(sql, false, 0) != SPI_OK_UTILITY)
		elog(ERROR, "could not run: %s", sql);
	SPI_finish();
}

char *
metadata_sql_name(Oid relid)
{
	return quote_qualified_identifier(get_namespace_name(get_rel_namespace(relid)),
									  get_rel_name(relid));
}

/*
 * Set the number of what a new record names: the column of a relation, or the schema.
 * False if there is no such thing.
 */
static bool
set_number(TriggerData *trigger, const char *table, HeapTuple *tuple)
{
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);
	bool schema = strcmp(table, "schema_metadata") == 0;
	int named = SPI_fnumber(desc, schema ? "schema_name" : "column_name");
	int number = SPI_fnumber(desc, schema ? "schema_oid" : "attnum");
	bool isnull;
	Datum value;
	Datum name = heap_getattr(*tuple, named, desc, &isnull);

	if (isnull)
		return false;
	if (schema)
		value = ObjectIdGetDatum(get_namespace_oid(NameStr(*DatumGetName(name)), true));
	else
	{
		Datum relid = heap_getattr(*tuple, SPI_fnumber(desc, "relid"), desc, &isnull);

		if (isnull)
			return false;
		value = Int16GetDatum(
			get_attnum(DatumGetObjectId(relid), NameStr(*DatumGetName(name))));
	}
	isnull = false;
	*tuple = heap_modify_tuple_by_cols(*tuple, desc, 1, &number, &value, &isnull);
	return schema ? OidIsValid(DatumGetObjectId(value)) : DatumGetInt16(value) > 0;
}

/* Make every backend forget what it has cached of the relation of a record. */
static void
forget(TriggerData *trigger, HeapTuple tuple)
{
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);
	int column = SPI_fnumber(desc, "relid");
	bool isnull = true;
	Datum relid = column > 0 ? heap_getattr(tuple, column, desc, &isnull) : (Datum) 0;

	if (!isnull && SearchSysCacheExists1(RELOID, relid))
		CacheInvalidateRelcacheByRelid(DatumGetObjectId(relid));
}

/*
 * Row trigger before every change of the records.  One for a column or a schema that does
 * not exist is not stored: a restore into a changed database keeps what still fits.
 */
SKY_FUNCTION(metadata_changed)
{
	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"sky.metadata_changed\" is a trigger")));

	TriggerData *trigger = (TriggerData *) fcinfo->context;
	const char *table = RelationGetRelationName(trigger->tg_relation);
	bool of_tables = strcmp(table, "table_metadata") == 0;
	HeapTuple tuple = trigger->tg_trigtuple;

	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
	{
		forget(trigger, tuple);
		tuple = trigger->tg_newtuple;
	}
	else if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event) && !of_tables &&
			 !set_number(trigger, table, &tuple))
		return PointerGetDatum(NULL);
	forget(trigger, tuple);

	/* The list of what is published hangs on the table itself. */
	if (of_tables)
		CacheInvalidateRelcache(trigger->tg_relation);
	return PointerGetDatum(tuple);
}

/* A comment changes no relation; make backends see it all the same. */
static void
follow_comment(const CommentStmt *comment)
{
	if (comment->objtype != OBJECT_COLUMN)
		return;

	List *names = castNode(List, comment->object);
	List *relation = list_truncate(list_copy(names), list_length(names) - 1);
	Oid relid = RangeVarGetRelid(makeRangeVarFromNameList(relation), NoLock, true);

	if (OidIsValid(relid))
		CacheInvalidateRelcacheByRelid(relid);
}

/* A column has a new name, also in the relations that inherit it. */
static void
follow_column_rename(void)
{
	metadata_write("WITH RECURSIVE renamed (relid) AS ("
				   " SELECT d.objid FROM pg_event_trigger_ddl_commands() d"
				   " WHERE d.classid = 'pg_class'::regclass"
				   " UNION SELECT i.inhrelid FROM pg_inherits i, renamed r"
				   " WHERE i.inhparent = r.relid)"
				   " UPDATE sky.column_metadata m SET column_name = a.attname"
				   " FROM renamed r, pg_attribute a WHERE m.relid = r.relid"
				   " AND a.attrelid = m.relid AND a.attnum = m.attnum"
				   " AND NOT a.attisdropped AND a.attname <> m.column_name",
				   0,
				   NULL,
				   NULL,
				   NULL);
}

/*
 * A schema has a new name.  pg_upgrade keeps the numbers of relations, not those of
 * schemas: one whose name is still there was not renamed.
 */
static void
follow_schema_rename(void)
{
	metadata_write("UPDATE sky.schema_metadata m SET schema_name = n.nspname"
				   " FROM pg_event_trigger_ddl_commands() d, pg_namespace n"
				   " WHERE d.classid = 'pg_namespace'::regclass AND n.oid = d.objid"
				   " AND m.schema_oid = n.oid AND NOT EXISTS"
				   " (SELECT FROM pg_namespace o WHERE o.nspname = m.schema_name)",
				   0,
				   NULL,
				   NULL,
				   NULL);
}

static void
follow_change(const Node *statement)
{
	if (IsA(statement, CommentStmt))
		follow_comment((const CommentStmt *) statement);
	else if (IsA(statement, RenameStmt))
	{
		ObjectType type = ((const RenameStmt *) statement)->renameType;

		if (type == OBJECT_COLUMN)
			follow_column_rename();
		else if (type == OBJECT_SCHEMA)
			follow_schema_rename();
	}
}

/* Delete what is recorded of dropped relations and columns. */
static void
follow_drop(void)
{
	metadata_write("DELETE FROM sky.column_metadata m"
				   " USING pg_event_trigger_dropped_objects() d"
				   " WHERE d.classid = 'pg_class'::regclass AND m.relid = d.objid"
				   " AND d.objsubid IN (0, m.attnum)",
				   0,
				   NULL,
				   NULL,
				   NULL);
	metadata_write("DELETE FROM sky.table_metadata m"
				   " USING pg_event_trigger_dropped_objects() d"
				   " WHERE d.classid = 'pg_class'::regclass AND m.relid = d.objid"
				   " AND d.objsubid = 0",
				   0,
				   NULL,
				   NULL,
				   NULL);
	metadata_write("DELETE FROM sky.schema_metadata m"
				   " USING pg_event_trigger_dropped_objects() d"
				   " WHERE d.classid = 'pg_namespace'::regclass"
				   " AND m.schema_name = d.object_name",
				   0,
				   NULL,
				   NULL,
				   NULL);
}

/* Event trigger: ddl_command_end for renames and comments, sql_drop for drops. */
SKY_FUNCTION(follow_ddl)
{
	if (!CALLED_AS_EVENT_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"sky.follow_ddl\" is an event trigger")));

	const EventTriggerData *event = (EventTriggerData *) fcinfo->context;

	/* Nothing to follow while the extension itself is being dropped. */
	if (!OidIsValid(owner_relation("schema_metadata")))
		PG_RETURN_NULL();
	if (strcmp(event->event, "sql_drop") == 0)
		follow_drop();
	else
		follow_change(event->parsetree);
	PG_RETURN_NULL();
}
