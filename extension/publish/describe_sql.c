/*
 * describe_sql.c
 *		sky.describe and sky.describe_schema: what the owner says of his data.
 *
 * Descriptions become comments of PostgreSQL, under the caller's own rights; the rest
 * goes to sky.*_metadata.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "base/export_pg.h"
#include "publish/metadata_pg.h"

/* Arguments of sky.describe, in their order; TABLE_INDEX is the last. */
enum
{
	RELATION,
	COLUMN_NAME,
	UNIT,
	UCD,
	UTYPE,
	XTYPE,
	DESCRIPTION,
	PRINCIPAL,
	STD,
	COLUMN_INDEX,
	TABLE_INDEX,
	DESCRIBE_ARGS
};

#define METADATA_MAX_LENGTH 1024 /* [bytes] of a unit, ucd, utype or xtype */

/* Units, UCDs and the like are one line of printing ASCII, else clients choke on them. */
static void
check_word(FunctionCallInfo fcinfo, int arg, const char *what)
{
	if (PG_ARGISNULL(arg))
		return;

	const text *value = PG_GETARG_TEXT_PP(arg);
	const char *bytes = VARDATA_ANY(value);
	int length = (int) VARSIZE_ANY_EXHDR(value);
	int good = 0;

	while (good < length && bytes[good] >= ' ' && bytes[good] <= '~')
		good++;
	if (good < length || length > METADATA_MAX_LENGTH)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid %s", what),
				 errdetail("It may hold at most %d printing ASCII characters.",
						   METADATA_MAX_LENGTH)));
}

/* Run COMMENT ON as the caller; an empty text removes the comment. */
static void
set_comment(const char *object, const text *description)
{
	char *sql = psprintf(
		"COMMENT ON %s IS %s", object, quote_literal_cstr(text_to_cstring(description)));

	metadata_run_as_caller(sql);
}

static const char *
kind_of_relation(Oid relid)
{
	switch (get_rel_relkind(relid))
	{
		case RELKIND_VIEW:
			return "VIEW";
		case RELKIND_MATVIEW:
			return "MATERIALIZED VIEW";
		case RELKIND_FOREIGN_TABLE:
			return "FOREIGN TABLE";
		default:
			return "TABLE";
	}
}

/* Record a table: only utype and table_index are for one. */
static void
describe_table(FunctionCallInfo fcinfo, Oid relid)
{
	for (int i = UNIT; i < TABLE_INDEX; i++)
		if (!PG_ARGISNULL(i) && i != UTYPE && i != DESCRIPTION)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("a relation as a whole has no unit, ucd, xtype, principal, "
							"std or column_index"),
					 errhint("Name a column with column_name.")));

	Datum values[] = {
		ObjectIdGetDatum(relid), PG_GETARG_DATUM(UTYPE), PG_GETARG_DATUM(TABLE_INDEX)};
	const char nulls[] = {
		' ', PG_ARGISNULL(UTYPE) ? 'n' : ' ', PG_ARGISNULL(TABLE_INDEX) ? 'n' : ' '};

	if (!PG_ARGISNULL(UTYPE) || !PG_ARGISNULL(TABLE_INDEX))
		metadata_write(
			"INSERT INTO sky.table_metadata AS m (relid, utype, table_index)"
			" VALUES ($1, nullif($2, ''), $3) ON CONFLICT (relid) DO UPDATE SET"
			" utype = CASE WHEN $2 IS NULL THEN m.utype ELSE excluded.utype END,"
			" table_index = coalesce($3, m.table_index)",
			3,
			(Oid[]){REGCLASSOID, TEXTOID, INT4OID},
			values,
			nulls);
	if (!PG_ARGISNULL(DESCRIPTION))
		set_comment(psprintf("%s %s", kind_of_relation(relid), metadata_sql_name(relid)),
					PG_GETARG_TEXT_PP(DESCRIPTION));
}

static void
describe_column(FunctionCallInfo fcinfo, Oid relid, const char *column)
{
	Oid types[] = {REGCLASSOID,
				   NAMEOID,
				   TEXTOID,
				   TEXTOID,
				   TEXTOID,
				   TEXTOID,
				   BOOLOID,
				   BOOLOID,
				   INT4OID};
	const int args[] = {
		RELATION, COLUMN_NAME, UNIT, UCD, UTYPE, XTYPE, PRINCIPAL, STD, COLUMN_INDEX};
	Datum values[lengthof(args)];
	char nulls[lengthof(args)];

	if (get_attnum(relid, column) <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of relation \"%s\" does not exist",
						column,
						get_rel_name(relid))));
	if (!PG_ARGISNULL(TABLE_INDEX))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a column has no table_index"),
				 errhint("Use column_index for its place among the columns.")));
	for (int i = 0; i < lengthof(args); i++)
	{
		values[i] = PG_GETARG_DATUM(args[i]);
		nulls[i] = PG_ARGISNULL(args[i]) ? 'n' : ' ';
	}
	metadata_write(
		"INSERT INTO sky.column_metadata AS m"
		" (relid, column_name, unit, ucd, utype, xtype, principal, std, column_index)"
		" VALUES ($1, $2, nullif($3, ''), nullif($4, ''), nullif($5, ''), nullif($6, ''),"
		" $7, $8, $9) ON CONFLICT (relid, attnum) DO UPDATE SET"
		" unit = CASE WHEN $3 IS NULL THEN m.unit ELSE excluded.unit END,"
		" ucd = CASE WHEN $4 IS NULL THEN m.ucd ELSE excluded.ucd END,"
		" utype = CASE WHEN $5 IS NULL THEN m.utype ELSE excluded.utype END,"
		" xtype = CASE WHEN $6 IS NULL THEN m.xtype ELSE excluded.xtype END,"
		" principal = coalesce($7, m.principal), std = coalesce($8, m.std),"
		" column_index = coalesce($9, m.column_index)",
		lengthof(args),
		types,
		values,
		nulls);
	if (!PG_ARGISNULL(DESCRIPTION))
		set_comment(
			psprintf("COLUMN %s.%s", metadata_sql_name(relid), quote_identifier(column)),
			PG_GETARG_TEXT_PP(DESCRIPTION));
}

SKY_FUNCTION(describe)
{
	if (PG_ARGISNULL(RELATION))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("relation must not be null")));

	Oid relid = PG_GETARG_OID(RELATION);
	/* Also raises if the relation has gone, and keeps it until the transaction ends. */
	Relation relation = relation_open(relid, AccessShareLock);

	metadata_check_kind(relation, "describe");
	relation_close(relation, NoLock);
	metadata_check_owner(relid);
	check_word(fcinfo, UNIT, "unit");
	check_word(fcinfo, UCD, "ucd");
	check_word(fcinfo, UTYPE, "utype");
	check_word(fcinfo, XTYPE, "xtype");
	if (PG_ARGISNULL(COLUMN_NAME))
		describe_table(fcinfo, relid);
	else
		describe_column(fcinfo, relid, NameStr(*PG_GETARG_NAME(COLUMN_NAME)));
	PG_RETURN_VOID();
}

SKY_FUNCTION(describe_schema)
{
	if (PG_ARGISNULL(0))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("schema_name must not be null")));

	const char *name = NameStr(*PG_GETARG_NAME(0));
	Oid schema = get_namespace_oid(name, false);

	if (!pg_namespace_ownercheck(schema, GetUserId()))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_SCHEMA, name);
	check_word(fcinfo, 2, "utype");

	Datum values[] = {PG_GETARG_DATUM(0), PG_GETARG_DATUM(2), PG_GETARG_DATUM(3)};
	const char nulls[] = {' ', PG_ARGISNULL(2) ? 'n' : ' ', PG_ARGISNULL(3) ? 'n' : ' '};

	if (!PG_ARGISNULL(2) || !PG_ARGISNULL(3))
		metadata_write(
			"INSERT INTO sky.schema_metadata AS m (schema_name, utype, schema_index)"
			" VALUES ($1, nullif($2, ''), $3) ON CONFLICT (schema_name) DO UPDATE SET"
			" utype = CASE WHEN $2 IS NULL THEN m.utype ELSE excluded.utype END,"
			" schema_index = coalesce($3, m.schema_index)",
			3,
			(Oid[]){NAMEOID, TEXTOID, INT4OID},
			values,
			nulls);
	if (!PG_ARGISNULL(1))
		set_comment(psprintf("SCHEMA %s", quote_identifier(name)), PG_GETARG_TEXT_PP(1));
	PG_RETURN_VOID();
}
