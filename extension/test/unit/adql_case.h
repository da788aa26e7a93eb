#ifndef SKY_ADQL_CASE_H
#define SKY_ADQL_CASE_H

/*
 * A catalogue in memory, and compiling against it: for the unit tests and fuzzers of the
 * ADQL compiler.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "adql/catalog.h"
#include "base/table.h"

#define COLUMN(n, t, ...)                                                                \
	{                                                                                    \
		.meta = {.name = (n), __VA_ARGS__}, .type = ADQL_##t, .sql_name = (n)            \
	}
#define TABLE(s, t, c)                                                                   \
	{                                                                                    \
		.schema_name = (s), .table_name = (t), .sql_schema = (s), .sql_table = (t),      \
		.ncolumns = (int) SKY_LENGTH(c), .columns = (c)                                  \
	}

static const CatalogColumn star_columns[] = {
	COLUMN("id", BIGINT, .datatype = "long", .ucd = "meta.id;meta.main"),
	COLUMN("ra", DOUBLE, .datatype = "double", .unit = "deg", .ucd = "pos.eq.ra"),
	COLUMN("dec", DOUBLE, .datatype = "double", .unit = "deg", .description = "Decl."),
	COLUMN("mag", REAL, .datatype = "float", .unit = "mag"),
	COLUMN("name", TEXT, .datatype = "unicodeChar", .arraysize = "*"),
	COLUMN("size", SMALLINT, .datatype = "short"),
	COLUMN("n", INTEGER, .datatype = "int"),
	COLUMN("num", NUMERIC, .datatype = "double"),
	COLUMN("flag", BOOLEAN, .datatype = "boolean"),
	COLUMN("at", TIMESTAMP, .datatype = "char", .arraysize = "*", .xtype = "timestamp"),
	COLUMN("uuid", OTHER, .datatype = "char", .arraysize = "*"),
	COLUMN("list", INTEGER_ARRAY, .datatype = "int", .arraysize = "*"),
	COLUMN("pos", POINT, .datatype = "double", .arraysize = "2", .xtype = "point"),
	COLUMN("shape", POLYGON, .datatype = "double", .arraysize = "*", .xtype = "polygon"),
};

static const CatalogColumn object_columns[] = {
	COLUMN("id", INTEGER, .datatype = "int"),
	COLUMN("star", BIGINT, .datatype = "long"),
	COLUMN("kind", TEXT, .datatype = "unicodeChar", .arraysize = "*"),
	COLUMN("ra", DOUBLE, .datatype = "double", .unit = "deg"),
	COLUMN("dec", DOUBLE, .datatype = "double", .unit = "deg"),
};

static const CatalogColumn odd_columns[] = {
	COLUMN("Ra", DOUBLE, .datatype = "double"),
	COLUMN("a\"b", DOUBLE, .datatype = "double"),
	COLUMN("x", INTEGER, .datatype = "int"),
	COLUMN("X", INTEGER, .datatype = "int"),
	COLUMN("gr\xc3\xb6\xc3\x9f"
		   "e",
		   REAL,
		   .datatype = "float"),
};

static const CatalogColumn unit_columns[] = {
	COLUMN("pmra", DOUBLE, .datatype = "double", .unit = "mas/yr"),
	COLUMN("pmdec", DOUBLE, .datatype = "double", .unit = "marcsec.yr**-1"),
	COLUMN("ra", DOUBLE, .datatype = "double", .unit = "deg"),
	COLUMN("plx", REAL, .datatype = "float", .unit = "mas"),
	COLUMN("flux", DOUBLE, .datatype = "double", .unit = "erg/s/cm2"),
	COLUMN("days", INTEGER, .datatype = "int", .unit = "d"),
	COLUMN("hits", INTEGER, .datatype = "int"),
	COLUMN("mass", DOUBLE, .datatype = "double", .unit = "'jupiterMass'"),
	COLUMN("odd", DOUBLE, .datatype = "double", .unit = "km/"),
};

static const CatalogTable test_tables[] = {
	TABLE("cat", "stars", star_columns),
	TABLE("cat", "objects", object_columns),
	TABLE("other", "objects", object_columns),
	TABLE("Odd", "Ta\"ble", odd_columns),
	TABLE("cat", "units", unit_columns),
};

static const CatalogTable *
test_find_table(const Catalog *catalog,
				Arena *arena,
				CatalogName schema,
				CatalogName table,
				int *matches)
{
	const CatalogTable *found = NULL;

	(void) catalog;
	(void) arena;
	*matches = 0;
	for (size_t i = 0; i < SKY_LENGTH(test_tables); i++)
		if (catalog_name_match(table, test_tables[i].table_name) > 0 &&
			(schema.text == NULL ||
			 catalog_name_match(schema, test_tables[i].schema_name) > 0))
		{
			found = &test_tables[i];
			(*matches)++;
		}
	return *matches == 1 ? found : NULL;
}

static const char *
test_nearest_table(const Catalog *catalog,
				   Arena *arena,
				   CatalogName schema,
				   CatalogName table)
{
	(void) catalog;
	(void) schema;
	for (size_t i = 0; i < SKY_LENGTH(test_tables); i++)
		if (sky_name_distance(table.text, test_tables[i].table_name, 2) <= 2)
			return arena_printf(
				arena, "%s.%s", test_tables[i].schema_name, test_tables[i].table_name);
	return NULL;
}

/* The tables of cat have the key id. */
static const int *
test_find_key(const Catalog *catalog, Arena *arena, const CatalogTable *table, int *count)
{
	static const int key[] = {0};

	(void) catalog;
	(void) arena;
	*count = strcmp(table->schema_name, "cat") == 0 ? 1 : 0;
	return key;
}

static const Catalog test_catalog = {
	.find_table = test_find_table,
	.nearest_table = test_nearest_table,
	.find_key = test_find_key,
};

/* What became of one query; the arena belongs to it. */
typedef struct AdqlCase
{
	Arena arena;
	AdqlOptions options;
	AdqlResult result;
	SkyError err;
	bool compiled;
} AdqlCase;

static inline void
adql_case_run(AdqlCase *c, const char *query, AdqlMode mode)
{
	*c = (AdqlCase){.options = adql_default_options};
	c->options.mode = mode;
	arena_init_malloc(&c->arena, 0);
	c->compiled =
		adql_compile(query, &c->options, &test_catalog, &c->arena, &c->result, &c->err);
}

/* The corrected query, or NULL. */
static inline const char *
adql_case_fix(AdqlCase *c, const char *query)
{
	return adql_fix(query, &c->options, &test_catalog, &c->arena, &c->result);
}

static inline void
adql_case_end(AdqlCase *c)
{
	arena_fini(&c->arena);
}

#endif
