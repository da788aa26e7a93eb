/*
 * type.c
 *		What is known of each type, and the names that CAST knows them by.
 */
#include "adql/type.h"

#include "base/table.h"

#define ARRAY(element, sql_element, votable_type)                                        \
	[ADQL_##element##_ARRAY] = {                                                         \
		.name = "an array of " #element,                                                 \
		.sql = sql_element "[]",                                                         \
		.datatype = votable_type,                                                        \
		.arraysize = "*",                                                                \
	}

static const AdqlTypeFacts facts[ADQL_TYPES] = {
	[ADQL_FAULTY] = {.name = "unknown", .datatype = "unicodeChar", .arraysize = "*"},
	[ADQL_UNKNOWN] = {.name = "NULL", .datatype = "unicodeChar", .arraysize = "*"},
	[ADQL_BOOLEAN] = {.name = "BOOLEAN", .sql = "boolean", .datatype = "boolean"},
	[ADQL_SMALLINT] = {.name = "SMALLINT", .sql = "smallint", .datatype = "short"},
	[ADQL_INTEGER] = {.name = "INTEGER", .sql = "integer", .datatype = "int"},
	[ADQL_BIGINT] = {.name = "BIGINT", .sql = "bigint", .datatype = "long"},
	[ADQL_REAL] = {.name = "REAL", .sql = "real", .datatype = "float"},
	[ADQL_DOUBLE] = {.name = "DOUBLE PRECISION",
					 .sql = "double precision",
					 .datatype = "double"},
	[ADQL_NUMERIC] = {.name = "NUMERIC", .sql = "numeric", .datatype = "double"},
	[ADQL_TEXT] = {.name = "VARCHAR",
				   .sql = "pg_catalog.text",
				   .datatype = "unicodeChar",
				   .arraysize = "*"},
	[ADQL_TIMESTAMP] = {.name = "TIMESTAMP",
						.sql = "timestamp",
						.datatype = "char",
						.arraysize = "*",
						.xtype = "timestamp"},
	[ADQL_INTERVAL] = {.name = "INTERVAL",
					   .sql = "interval",
					   .datatype = "unicodeChar",
					   .arraysize = "*"},
	[ADQL_POINT] = {.name = "POINT",
					.sql = "sky.point",
					.datatype = "double",
					.arraysize = "2",
					.xtype = "point"},
	[ADQL_CIRCLE] = {.name = "CIRCLE",
					 .sql = "sky.circle",
					 .datatype = "double",
					 .arraysize = "3",
					 .xtype = "circle"},
	[ADQL_BOX] = {.name = "BOX",
				  .sql = "sky.box",
				  .datatype = "double",
				  .arraysize = "4"},
	[ADQL_POLYGON] = {.name = "POLYGON",
					  .sql = "sky.polygon",
					  .datatype = "double",
					  .arraysize = "*",
					  .xtype = "polygon"},
	[ADQL_REGION] = {.name = "REGION",
					 .sql = "sky.region",
					 .datatype = "char",
					 .arraysize = "*",
					 .xtype = "adql:REGION"},
	[ADQL_MOC] = {.name = "MOC",
				  .sql = "sky.moc",
				  .datatype = "char",
				  .arraysize = "*",
				  .xtype = "moc"},
	[ADQL_OTHER] = {.name = "a type of its own",
					.datatype = "unicodeChar",
					.arraysize = "*"},
	[ADQL_OPAQUE] = {.name = "an array or blob",
					 .datatype = "unicodeChar",
					 .arraysize = "*"},
	ARRAY(BOOLEAN, "boolean", "boolean"),
	ARRAY(SMALLINT, "smallint", "short"),
	ARRAY(INTEGER, "integer", "int"),
	ARRAY(BIGINT, "bigint", "long"),
	ARRAY(REAL, "real", "float"),
	ARRAY(DOUBLE, "double precision", "double"),
	ARRAY(TEXT, "pg_catalog.text", "unicodeChar"),
};

typedef struct TypeName
{
	const char *name;
	AdqlType type;
	bool standard;
} TypeName;

/* ADQL 2.1, section 4.7, and the spellings of other dialects. */
static const TypeName type_names[] = {
	{.name = "bigint", .type = ADQL_BIGINT, .standard = true},
	{.name = "bool", .type = ADQL_BOOLEAN},
	{.name = "boolean", .type = ADQL_BOOLEAN},
	{.name = "char", .type = ADQL_TEXT, .standard = true},
	{.name = "character", .type = ADQL_TEXT},
	{.name = "circle", .type = ADQL_CIRCLE, .standard = true},
	{.name = "date", .type = ADQL_TIMESTAMP},
	{.name = "datetime", .type = ADQL_TIMESTAMP},
	{.name = "decimal", .type = ADQL_NUMERIC},
	{.name = "double", .type = ADQL_DOUBLE},
	{.name = "double precision", .type = ADQL_DOUBLE, .standard = true},
	{.name = "float", .type = ADQL_DOUBLE},
	{.name = "float4", .type = ADQL_REAL},
	{.name = "float8", .type = ADQL_DOUBLE},
	{.name = "int", .type = ADQL_INTEGER},
	{.name = "int2", .type = ADQL_SMALLINT},
	{.name = "int4", .type = ADQL_INTEGER},
	{.name = "int8", .type = ADQL_BIGINT},
	{.name = "integer", .type = ADQL_INTEGER, .standard = true},
	{.name = "interval", .type = ADQL_INTERVAL},
	{.name = "moc", .type = ADQL_MOC},
	{.name = "numeric", .type = ADQL_NUMERIC},
	{.name = "point", .type = ADQL_POINT, .standard = true},
	{.name = "polygon", .type = ADQL_POLYGON, .standard = true},
	{.name = "real", .type = ADQL_REAL, .standard = true},
	{.name = "region", .type = ADQL_REGION},
	{.name = "smallint", .type = ADQL_SMALLINT, .standard = true},
	{.name = "string", .type = ADQL_TEXT},
	{.name = "text", .type = ADQL_TEXT},
	{.name = "timestamp", .type = ADQL_TIMESTAMP, .standard = true},
	{.name = "varchar", .type = ADQL_TEXT, .standard = true},
};

const AdqlTypeFacts *
adql_type_facts(AdqlType type)
{
	return &facts[type];
}

bool
adql_type_is_silent(AdqlType type)
{
	return type == ADQL_FAULTY || type == ADQL_UNKNOWN;
}

bool
adql_type_is_integer(AdqlType type)
{
	return type >= ADQL_SMALLINT && type <= ADQL_BIGINT;
}

bool
adql_type_is_number(AdqlType type)
{
	return type >= ADQL_SMALLINT && type <= ADQL_NUMERIC;
}

bool
adql_type_is_geometry(AdqlType type)
{
	return type >= ADQL_POINT && type <= ADQL_MOC;
}

bool
adql_type_is_opaque(AdqlType type)
{
	return type >= ADQL_OPAQUE;
}

/* By the array's place after ADQL_OPAQUE. */
static const AdqlType elements[] = {
	ADQL_FAULTY,
	ADQL_BOOLEAN,
	ADQL_SMALLINT,
	ADQL_INTEGER,
	ADQL_BIGINT,
	ADQL_REAL,
	ADQL_DOUBLE,
	ADQL_TEXT,
};

AdqlType
adql_type_element(AdqlType type)
{
	return type > ADQL_OPAQUE ? elements[type - ADQL_OPAQUE] : ADQL_FAULTY;
}

AdqlType
adql_type_array(AdqlType element)
{
	for (int i = 1; i < (int) SKY_LENGTH(elements); i++)
		if (elements[i] == element)
			return (AdqlType) (ADQL_OPAQUE + i);
	return ADQL_OPAQUE;
}

AdqlType
adql_type_wider(AdqlType a, AdqlType b)
{
	/* PostgreSQL computes exact with approximate numbers, and real with any other, in
	 * double precision. */
	static const int rank[ADQL_TYPES] = {
		[ADQL_SMALLINT] = 1,
		[ADQL_INTEGER] = 2,
		[ADQL_BIGINT] = 3,
		[ADQL_NUMERIC] = 4,
		[ADQL_REAL] = 5,
		[ADQL_DOUBLE] = 6,
	};

	if (a == b)
		return a;
	if (a == ADQL_REAL || b == ADQL_REAL)
		return ADQL_DOUBLE;
	return rank[a] > rank[b] ? a : b;
}

AdqlType
adql_type_by_name(const char *name, bool *standard)
{
	const TypeName *row = SKY_TABLE_FIND(type_names, name);

	*standard = row != NULL && row->standard;
	return row != NULL ? row->type : ADQL_FAULTY;
}

const char *
adql_type_nearest(const char *name, bool strict)
{
	const TypeName *row = SKY_TABLE_FIND(type_names, name);

	if (row == NULL)
		row = SKY_TABLE_NEAREST(type_names, name);
	if (row == NULL)
		return NULL;
	/* FLOAT is DOUBLE PRECISION to ADQL; BOOLEAN and the like it has not. */
	for (size_t i = 0; i < SKY_LENGTH(type_names) && !row->standard; i++)
		if (type_names[i].standard && type_names[i].type == row->type &&
			row->type != ADQL_TEXT)
			row = &type_names[i];
	if (row->type == ADQL_TEXT)
		return facts[ADQL_TEXT].name;
	return row->standard || !strict ? facts[row->type].name : NULL;
}
