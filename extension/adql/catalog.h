#ifndef ADQL_CATALOG_H
#define ADQL_CATALOG_H

#include <stdbool.h>

#include "adql/adql.h"
#include "adql/type.h"

/*
 * How the compiler looks names up.  catalog_pg.c implements it over what is published;
 * tests have one in memory.  What a catalog does not find does not exist.
 */
typedef struct CatalogColumn
{
	SkyColumn meta; /* meta.name: as published, without quotes */
	AdqlType type;
	const char *sql_name; /* in PostgreSQL, without quotes */
	/* The function of schema sky that makes its values what type says; NULL: none. */
	const char *conversion;
	bool principal; /* among the most important ones */
} CatalogColumn;

typedef struct CatalogTable
{
	const char *schema_name; /* as published, without quotes; "" for none */
	const char *table_name;
	const char *sql_schema; /* in PostgreSQL, without quotes; NULL: needs none */
	const char *sql_table;
	int ncolumns;
	const CatalogColumn *columns; /* in the order of SELECT * */
} CatalogTable;

/* A name in a query.  Regular ones match in any case, delimited ones exactly. */
typedef struct CatalogName
{
	const char *text; /* without quotes; NULL where none was given */
	bool delimited;
} CatalogName;

struct Catalog
{
	/*
	 * The table that schema (may be absent: search them all) and table name, or NULL.
	 * *matches: how many fit.  What it returns lives as long as arena.
	 */
	const CatalogTable *(*find_table)(const Catalog *catalog,
									  Arena *arena,
									  CatalogName schema,
									  CatalogName table,
									  int *matches);
	/*
	 * The nearest full name (schema.table, quoted where needed) to a name that was not
	 * found, or NULL: for hints.
	 */
	const char *(*nearest_table)(const Catalog *catalog,
								 Arena *arena,
								 CatalogName schema,
								 CatalogName table);
	/*
	 * The columns of the table's primary key, *count of them; 0 where it has none, or
	 * where PostgreSQL cannot know.
	 */
	const int *(*find_key)(const Catalog *catalog,
						   Arena *arena,
						   const CatalogTable *table,
						   int *count);
	void *state; /* the implementation's own */
};

/*
 * How well a name in a query fits a published one: 3 as PostgreSQL would have it, in
 * lower case unless delimited; 2 as it is written; 1 but for case; 0 not.
 */
extern int catalog_name_match(CatalogName name, const char *published);

#endif
