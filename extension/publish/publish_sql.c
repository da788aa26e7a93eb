/*
 * publish_sql.c
 *		sky.publish and sky.unpublish: make a relation visible over TAP, or hide it.
 *
 * Grants are made under the caller's own rights, and only when a relation is published
 * anew: what a DBA has changed since then stays as he wants it.
 */
#include "postgres.h"

#include "access/relation.h"
#include "access/tupdesc.h"
#include "catalog/catalog.h"
#include "catalog/namespace.h"
#include "catalog/partition.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "base/export_pg.h"
#include "base/type_pg.h"
#include "publish/column_record_pg.h"
#include "publish/metadata_pg.h"
#include "publish/published_read_pg.h"
#include "publish/sky_index_pg.h"
#include "publish/user_table_pg.h"

#define ANYONE "sky_anon" /* the role of anonymous clients */

/* Raise unless every client can read the relation as one table. */
static void
check_kind(Relation relation)
{
	const char *name = RelationGetRelationName(relation);

	metadata_check_kind(relation, "publish");
	if (relation->rd_rel->relispartition)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("cannot publish partition \"%s\"", name),
				 errhint("Publish \"%s\" instead; it shows the rows of all of its "
						 "partitions.",
						 get_rel_name(
							 get_partition_parent(RelationGetRelid(relation), true)))));
	if (relation->rd_rel->relpersistence == RELPERSISTENCE_TEMP)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("cannot publish temporary table \"%s\"", name),
				 errdetail("No other session can see it."),
				 errhint("Create the table without TEMPORARY.")));
}

/* Raise for what belongs to the server or to pgsky itself. */
static void
check_place(Relation relation)
{
	Oid schema = RelationGetNamespace(relation);
	const char *schema_name = get_namespace_name(schema);

	if (IsCatalogNamespace(schema) || strcmp(schema_name, "information_schema") == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("cannot publish system catalog \"%s\"",
						RelationGetRelationName(relation)),
				 errhint("Publish a view of your own that selects from it.")));
	if (strcmp(schema_name, USER_TABLE_SCHEMA) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("relation \"%s\" belongs to a user",
						RelationGetRelationName(relation)),
				 errhint("Copy it into a schema of the archive.")));
	if (strcmp(schema_name, "tap_schema") == 0 ||
		schema == get_namespace_oid("sky", true))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("relation \"%s\" belongs to pgsky",
						RelationGetRelationName(relation)),
				 errhint("The relations of schema tap_schema are always published, those "
						 "of schema sky never.")));
}

/* Raise, naming each, if there are columns that TAP cannot carry. */
static void
check_columns(Relation relation)
{
	TupleDesc desc = RelationGetDescr(relation);
	StringInfoData list;
	int carried = 0;

	initStringInfo(&list);
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);
		SkyTypeFace face;

		if (column->attisdropped)
			continue;
		if (sky_type_shown(column->atttypid, column->atttypmod, &face))
			carried++;
		else
			appendStringInfo(&list,
							 "%s\"%s\" has type %s",
							 list.len == 0 ? "Column " : ", column ",
							 NameStr(column->attname),
							 format_type_be(column->atttypid));
	}
	if (list.len > 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("relation \"%s\" has columns that TAP cannot carry",
						RelationGetRelationName(relation)),
				 errdetail("%s.", list.data),
				 errhint("Publish a view that casts these columns, for example to text, "
						 "or leaves them out.")));
	if (carried == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TABLE_DEFINITION),
				 errmsg("relation \"%s\" has no columns",
						RelationGetRelationName(relation))));
}

/* Let anonymous clients read the relation. */
static void
grant_reading(Relation relation)
{
	Oid schema = RelationGetNamespace(relation);
	const char *schema_name = quote_identifier(get_namespace_name(schema));

	if (pg_namespace_aclcheck(schema, get_role_oid(ANYONE, false), ACL_USAGE) !=
		ACLCHECK_OK)
	{
		if (!pg_namespace_ownercheck(schema, GetUserId()))
			ereport(
				ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("role \"%s\" may not use schema %s", ANYONE, schema_name),
				 errhint("Ask the owner of the schema to run GRANT USAGE ON SCHEMA %s "
						 "TO %s.",
						 schema_name,
						 ANYONE)));
		metadata_run_as_caller(
			psprintf("GRANT USAGE ON SCHEMA %s TO %s", schema_name, ANYONE));
	}
	metadata_run_as_caller(psprintf("GRANT SELECT ON TABLE %s TO %s",
									metadata_sql_name(RelationGetRelid(relation)),
									ANYONE));
}

/* Record relation and columns; true if it was not published before. */
static bool
record_published(Relation relation)
{
	Oid types[] = {REGCLASSOID};
	Datum values[] = {ObjectIdGetDatum(RelationGetRelid(relation))};
	bool is_new = metadata_write("INSERT INTO sky.table_metadata AS m (relid, published)"
								 " VALUES ($1, true) ON CONFLICT (relid) DO UPDATE"
								 " SET published = true WHERE NOT m.published",
								 1,
								 types,
								 values,
								 NULL) > 0;

	column_record(relation);
	return is_new;
}

/* The name under which clients find the relation. */
static text *
tap_name(Relation relation)
{
	const char *schema = get_namespace_name(RelationGetNamespace(relation));

	return cstring_to_text(published_tap_name(schema, RelationGetRelationName(relation)));
}

SKY_FUNCTION(publish)
{
	Relation relation = relation_open(PG_GETARG_OID(0), AccessShareLock);

	check_kind(relation);
	check_place(relation);
	metadata_check_owner(RelationGetRelid(relation));
	check_columns(relation);
	if (record_published(relation))
		grant_reading(relation);
	if (PG_NARGS() < 2)
		sky_index_offer(relation);

	text *name = tap_name(relation);

	relation_close(relation, NoLock);
	if (PG_NARGS() >= 2 && PG_GETARG_BOOL(1))
		sky_index_make(PG_GETARG_OID(0));
	PG_RETURN_TEXT_P(name);
}

SKY_FUNCTION(unpublish)
{
	Relation relation = relation_open(PG_GETARG_OID(0), AccessShareLock);
	Oid types[] = {REGCLASSOID};
	Datum values[] = {PG_GETARG_DATUM(0)};

	check_place(relation);
	metadata_check_owner(RelationGetRelid(relation));
	if (metadata_write("UPDATE sky.table_metadata SET published = false"
					   " WHERE relid = $1 AND published",
					   1,
					   types,
					   values,
					   NULL) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("relation \"%s\" is not published",
						RelationGetRelationName(relation))));
	metadata_write("UPDATE sky.column_metadata SET published = false"
				   " WHERE relid = $1 AND published",
				   1,
				   types,
				   values,
				   NULL);
	metadata_run_as_caller(psprintf("REVOKE SELECT ON TABLE %s FROM %s",
									metadata_sql_name(RelationGetRelid(relation)),
									ANYONE));

	text *name = tap_name(relation);

	relation_close(relation, NoLock);
	PG_RETURN_TEXT_P(name);
}
