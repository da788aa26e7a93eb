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
#include "publish/metadata_pg.h"
#include "publish/published_read_pg.h"
#include "publish/sky_index_pg.h"
#include "publish/view_origin_pg.h"

#define ANYONE "sky_anon" /* the role of anonymous clients */

/* How catalogues name their main position [deg]; sorted by how sure the guess is. */
static const struct
{
	const char *ra;
	const char *dec;
} position_names[] = {
	{"ra", "dec"},
	{"raj2000", "dej2000"},
	{"raj2000", "decj2000"},
	{"ra_icrs", "de_icrs"},
	{"ra_icrs", "dec_icrs"},
	{"_ra", "_dec"},
	{"_raj2000", "_dej2000"},
	{"radeg", "dedeg"},
	{"ra_deg", "dec_deg"},
	{"ra2000", "dec2000"},
	{"ramean", "decmean"},
	{"s_ra", "s_dec"},
	{"alpha", "delta"},
};

/* A column without a word of the owner's is principal if it is among the first ones. */
#define PRINCIPAL_FIRST "6"

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

static AttrNumber
find_number_column(TupleDesc desc, const char *name)
{
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);

		if (column->attisdropped || pg_strcasecmp(NameStr(column->attname), name) != 0)
			continue;

		Oid type = getBaseType(column->atttypid);

		if (type == FLOAT8OID || type == FLOAT4OID || type == NUMERICOID)
			return column->attnum;
	}
	return InvalidAttrNumber;
}

/*
 * Where no column has the UCD of a main position, look for it by name, and say so:
 * without unit and UCD no client would plot the table.
 */
static void
guess_position(Relation relation)
{
	TupleDesc desc = RelationGetDescr(relation);
	const char *known = "SELECT FROM sky.column_metadata"
						" WHERE relid = $1 AND ucd LIKE 'pos.eq.%'";
	Oid types[] = {REGCLASSOID, INT2OID, INT2OID};
	Datum values[] = {ObjectIdGetDatum(RelationGetRelid(relation)), 0, 0};

	if (metadata_write(known, 1, types, values, NULL) > 0)
		return;
	for (int i = 0; i < lengthof(position_names); i++)
	{
		AttrNumber ra = find_number_column(desc, position_names[i].ra);
		AttrNumber dec = find_number_column(desc, position_names[i].dec);

		if (ra == InvalidAttrNumber || dec == InvalidAttrNumber)
			continue;
		values[1] = Int16GetDatum(ra);
		values[2] = Int16GetDatum(dec);
		metadata_write(
			"UPDATE sky.column_metadata SET unit = coalesce(unit, 'deg'),"
			" ucd = coalesce(ucd, CASE attnum WHEN $2 THEN 'pos.eq.ra;meta.main'"
			" ELSE 'pos.eq.dec;meta.main' END), principal = coalesce(principal, true)"
			" WHERE relid = $1 AND attnum IN ($2, $3)",
			3,
			types,
			values,
			NULL);
		ereport(NOTICE,
				(errmsg("columns \"%s\" and \"%s\" of relation \"%s\" are taken as the "
						"position, in degrees",
						NameStr(TupleDescAttr(desc, ra - 1)->attname),
						NameStr(TupleDescAttr(desc, dec - 1)->attname),
						RelationGetRelationName(relation)),
				 errhint("Use sky.describe to give other units or UCDs.")));
		return;
	}
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

	metadata_write("INSERT INTO sky.column_metadata AS m (relid, column_name, published)"
				   " SELECT a.attrelid, a.attname, true FROM pg_attribute a"
				   " WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped"
				   " ON CONFLICT (relid, attnum) DO UPDATE"
				   " SET published = true WHERE NOT m.published",
				   1,
				   types,
				   values,
				   NULL);
	view_inherit_metadata(relation);
	guess_position(relation);
	metadata_write("UPDATE sky.column_metadata m SET principal ="
				   " m.attnum <= " PRINCIPAL_FIRST " OR m.ucd LIKE '%meta.main%'"
				   " OR EXISTS (SELECT FROM pg_index i WHERE i.indrelid = m.relid"
				   " AND i.indisprimary AND m.attnum = ANY (i.indkey))"
				   " WHERE m.relid = $1 AND m.principal IS NULL",
				   1,
				   types,
				   values,
				   NULL);
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
