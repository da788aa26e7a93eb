/*
 * column_record_pg.c
 *		Recording the columns of a relation that clients are to see.
 */
#include "postgres.h"

#include "publish/column_record_pg.h"

#include "catalog/pg_type.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "publish/metadata_pg.h"
#include "publish/view_origin_pg.h"

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

void
column_record(Relation relation)
{
	Oid types[] = {REGCLASSOID};
	Datum values[] = {ObjectIdGetDatum(RelationGetRelid(relation))};

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
}
