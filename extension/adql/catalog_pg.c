/*
 * catalog_pg.c
 *		The compiler's catalogue over what is published.
 */
#include "postgres.h"

#include "adql/catalog_pg.h"

#include "access/sysattr.h"
#include "catalog/namespace.h"
#include "catalog/pg_constraint.h"
#include "catalog/pg_type.h"
#include "utils/lsyscache.h"

#include "base/pgsphere_pg.h"
#include "base/sky_type_pg.h"
#include "base/table.h"
#include "publish/published_pg.h"

static const AdqlType shape_types[] = {
	[SHAPE_POINT] = ADQL_POINT,
	[SHAPE_CIRCLE] = ADQL_CIRCLE,
	[SHAPE_BOX] = ADQL_BOX,
	[SHAPE_POLYGON] = ADQL_POLYGON,
	[SHAPE_REGION] = ADQL_REGION,
	[SHAPE_MOC] = ADQL_MOC,
};

/* How ADQL sees a type of the server. */
static AdqlType
type_of(Oid type)
{
	SkyShape shape;
	Oid base;

	switch (type)
	{
		case BOOLOID:
			return ADQL_BOOLEAN;
		case INT2OID:
			return ADQL_SMALLINT;
		case INT4OID:
			return ADQL_INTEGER;
		case INT8OID:
			return ADQL_BIGINT;
		case FLOAT4OID:
			return ADQL_REAL;
		case FLOAT8OID:
			return ADQL_DOUBLE;
		case NUMERICOID:
			return ADQL_NUMERIC;
		case TEXTOID:
		case VARCHAROID:
		case BPCHAROID:
		case NAMEOID:
			return ADQL_TEXT;
		case DATEOID:
		case TIMESTAMPOID:
		case TIMESTAMPTZOID:
			return ADQL_TIMESTAMP;
		case BYTEAOID:
			return ADQL_OPAQUE;
	}
	shape = sky_type_shape(type);
	if (shape != SHAPE_NONE)
		return shape_types[shape];
	base = getBaseType(type);
	if (base != type)
		return type_of(base);
	base = get_element_type(type);
	return OidIsValid(base) ? adql_type_array(type_of(base)) : ADQL_OTHER;
}

static CatalogColumn
column_of(const PublishedColumn *published)
{
	CatalogColumn column = {
		.meta = published->meta,
		.type = type_of(published->type),
		.sql_name = published->attname,
		.principal = published->principal,
	};
	Oid function;
	SkyShape shape;

	if (column.type != ADQL_OTHER)
		return column;
	shape = pgsphere_shape(getBaseType(published->type), &function);
	if (shape != SHAPE_NONE)
	{
		column.type = shape_types[shape];
		column.conversion = get_func_name(function);
	}
	return column;
}

static const CatalogTable *
find_table(const Catalog *catalog,
		   Arena *arena,
		   CatalogName schema,
		   CatalogName table,
		   int *matches)
{
	PublishedName name = {
		.schema = schema.text,
		.table = table.text,
		.schema_delimited = schema.delimited,
		.table_delimited = table.delimited,
	};
	const PublishedTable *published = published_by_name(&name, matches);
	CatalogTable *found;
	CatalogColumn *columns;

	if (published == NULL)
		return NULL;
	found = arena_new(arena, CatalogTable);
	columns = arena_array(arena, published->ncolumns + 1, sizeof(CatalogColumn));
	*found = (CatalogTable){
		.schema_name = published->schema_name,
		.table_name = published->table_name,
		.sql_schema = published->sql_schema,
		.sql_table = published->sql_table,
		.ncolumns = published->ncolumns,
		.columns = columns,
	};
	for (int i = 0; i < published->ncolumns; i++)
	{
		columns[i] = column_of(&published->columns[i]);
		columns[i].meta.column = columns[i].meta.name;
		columns[i].meta.table = published->tap_name;
	}
	return found;
}

static const char *
nearest_table(const Catalog *catalog, Arena *arena, CatalogName schema, CatalogName table)
{
	PublishedTable *tables;
	int count = published_list(&tables);
	int best = sky_name_tolerance(table.text) + 1;
	const char *nearest = NULL;

	for (int i = 0; i < count; i++)
	{
		int distance = sky_name_distance(table.text, tables[i].table_name, best);

		/* A table of the schema that was asked for is as good as a letter less wrong. */
		if (schema.text != NULL &&
			pg_strcasecmp(schema.text, tables[i].schema_name) == 0 && distance > 0)
			distance--;
		if (distance < best)
		{
			best = distance;
			nearest = tables[i].tap_name;
		}
	}
	return nearest;
}

/* The published column that is an attribute, or -1. */
static int
find_attribute(const CatalogTable *table, const char *attname)
{
	for (int i = 0; i < table->ncolumns; i++)
		if (strcmp(table->columns[i].sql_name, attname) == 0)
			return i;
	return -1;
}

static const int *
find_key(const Catalog *catalog, Arena *arena, const CatalogTable *table, int *count)
{
	Oid namespace = get_namespace_oid(table->sql_schema, true);
	Oid relid = get_relname_relid(table->sql_table, namespace);
	Oid constraint;
	Bitmapset *attributes = get_primary_key_attnos(relid, false, &constraint);
	int *columns = arena_array(arena, bms_num_members(attributes), sizeof(int));
	int member = -1;

	*count = 0;
	while ((member = bms_next_member(attributes, member)) >= 0)
	{
		AttrNumber attnum = member + FirstLowInvalidHeapAttributeNumber;

		columns[*count] = find_attribute(table, get_attname(relid, attnum, false));
		if (columns[(*count)++] < 0)
		{
			*count = 0;
			break;
		}
	}
	bms_free(attributes);
	return columns;
}

const Catalog catalog_published = {
	.find_table = find_table,
	.nearest_table = nearest_table,
	.find_key = find_key,
};
