#ifndef ADQL_ADQL_H
#define ADQL_ADQL_H

#include <stdbool.h>
#include <stddef.h>

#include "adql/fault.h"
#include "base/column.h"

/*
 * The ADQL compiler: one query in, one PostgreSQL query out.
 *
 * scan and parse (adql_scan.l, adql_gram.y) make the tree of what was written (ast.h),
 * bind_*.c the tree of what is meant (bound.h), emit.c writes that as SQL.  No byte of
 * the query reaches the SQL but inside a quoted literal or a quoted alias.
 */
typedef struct Catalog Catalog; /* catalog.h: how names are looked up */

typedef enum AdqlMode
{
	ADQL_LENIENT, /* the standard and what real users write */
	ADQL_STRICT,  /* ADQL 2.1 and nothing else */
} AdqlMode;

typedef struct AdqlOptions
{
	AdqlMode mode;
	size_t max_length; /* of the query [bytes] */
	int max_depth;	   /* of nesting, whatever nests; at most 200 */
	int max_tables;	   /* named in one query, subqueries included */
	int max_items;	   /* of an IN list */
	int max_vertices;  /* of one call, two arguments each */
	int max_faults;	   /* errors told at once, and as many warnings */
	bool advice;	   /* tell how indexes serve the query */
	bool warnings;	   /* tell what is no ADQL though it is understood */
} AdqlOptions;

extern const AdqlOptions adql_default_options;

/*
 * A condition on positions: what keeps every index from it, or else the position that an
 * index may be on: sky.key(lon, lat), or sky.key(lon) where lat is NULL.
 */
typedef struct AdqlAdvice
{
	AdqlSpan span;
	const char *text; /* NULL where nothing is in the way */
	const struct CatalogTable *table;
	const char *lon; /* columns as PostgreSQL calls them */
	const char *lat;
	struct AdqlAdvice *next;
} AdqlAdvice;

typedef struct AdqlResult
{
	const char *sql; /* one SELECT; NULL where there are errors */
	int ncolumns;
	SkyColumn *columns;		  /* of the result, in order; names are unique */
	AdqlFault *const *faults; /* by position in the query; with sql, warnings alone */
	int nfaults;
	AdqlAdvice *advice; /* if it was asked for */
} AdqlResult;

/* "strict" or "lenient", in any case; false for anything else. */
extern bool adql_mode_parse(const char *name, AdqlMode *mode);

/*
 * Translate one query.  query: UTF-8, borrowed; everything in *result lives in arena.
 * On errors returns false with the first one in *err; *result has all faults.
 * Pure: same query and catalog, same SQL.  Safe on hostile input.
 */
extern bool adql_compile(const char *query,
						 const AdqlOptions *options,
						 const Catalog *catalog,
						 Arena *arena,
						 AdqlResult *result,
						 SkyError *err);

/*
 * The query with the repairs of its faults, as *result has them, and of those that come
 * to light by them; NULL if it does not compile even so.  With options and catalog of
 * adql_compile.
 */
extern const char *adql_fix(const char *query,
							const AdqlOptions *options,
							const Catalog *catalog,
							Arena *arena,
							const AdqlResult *result);

#endif
