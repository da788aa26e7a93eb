/*
 * Times of the compiler without a server:
 *
 *	core corpus COLUMNS QUERIES   one query a line, over tables of COLUMNS: median and p99
 *	core growth                   queries that grow to 1 MiB: time and memory per byte
 *
 * COLUMNS: schema, table, column and type of ADQL, separated by tabs, sorted by table.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "unit/adql_case.h"
#include "unit/adql_growth.h"

#define ROUNDS	   20
#define COLUMN_MAX 40000
#define TABLE_MAX  2000
#define QUERY_MAX  2000

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double) t.tv_sec * 1e6 + (double) t.tv_nsec / 1e3;
}

/* The least time of so many rounds [us]; negative for a query that is refused. */
static double
least_time(const char *query,
		   const AdqlOptions *options,
		   const Catalog *catalog,
		   int rounds)
{
	double best = 1e300;

	for (int i = 0; i < rounds; i++)
	{
		double began = now();
		AdqlResult result;
		SkyError err;
		Arena arena;

		arena_init_malloc(&arena, 0);
		if (!adql_compile(query, options, catalog, &arena, &result, &err))
			best = -1;
		arena_fini(&arena);
		if (best < 0)
			return best;
		if (now() - began < best)
			best = now() - began;
	}
	return best;
}

/* The tables of a corpus. */
static CatalogColumn columns[COLUMN_MAX];
static CatalogTable tables[TABLE_MAX];
static int ntables;

static AdqlType
type_named(const char *name)
{
	for (int type = ADQL_BOOLEAN; type < ADQL_TYPES; type++)
		if (strcmp(adql_type_facts((AdqlType) type)->name, name) == 0)
			return (AdqlType) type;
	return ADQL_OTHER;
}

static void
read_tables(const char *path)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	int count = 0;

	while (file != NULL && getline(&line, &room, file) > 0 && count < COLUMN_MAX)
	{
		char *at = line;
		const char *schema = strdup(strsep(&at, "\t"));
		const char *table = strdup(strsep(&at, "\t"));
		const char *name = strdup(strsep(&at, "\t"));
		AdqlType type = type_named(strsep(&at, "\n"));
		CatalogTable *last = ntables > 0 ? &tables[ntables - 1] : NULL;

		if (last == NULL || strcmp(last->table_name, table) != 0 ||
			strcmp(last->schema_name, schema) != 0)
		{
			last = &tables[ntables++];
			*last = (CatalogTable){.schema_name = schema,
								   .table_name = table,
								   .sql_schema = schema,
								   .sql_table = table,
								   .columns = &columns[count]};
		}
		columns[count++] = (CatalogColumn){
			.meta = {.name = name, .datatype = adql_type_facts(type)->datatype},
			.type = type,
			.sql_name = name};
		last->ncolumns++;
	}
}

static const CatalogTable *
find_table(const Catalog *catalog,
		   Arena *arena,
		   CatalogName schema,
		   CatalogName table,
		   int *matches)
{
	const CatalogTable *found = NULL;

	(void) catalog;
	(void) arena;
	*matches = 0;
	for (int i = 0; i < ntables; i++)
		if (catalog_name_match(table, tables[i].table_name) > 0 &&
			(schema.text == NULL ||
			 catalog_name_match(schema, tables[i].schema_name) > 0))
		{
			found = &tables[i];
			++*matches;
		}
	return *matches == 1 ? found : NULL;
}

static const char *
nearest_table(const Catalog *catalog, Arena *arena, CatalogName schema, CatalogName table)
{
	(void) catalog;
	(void) arena;
	(void) schema;
	(void) table;
	return NULL;
}

static int
compare_times(const void *a, const void *b)
{
	double x = *(const double *) a;
	double y = *(const double *) b;

	return (x > y) - (x < y);
}

static void
corpus(const char *columns_path, const char *queries_path)
{
	static double times[QUERY_MAX];
	static const Catalog catalog = {
		.find_table = find_table,
		.nearest_table = nearest_table,
		.find_key = test_find_key,
	};
	FILE *file = fopen(queries_path, "r");
	char *line = NULL;
	size_t room = 0;
	int count = 0;

	read_tables(columns_path);
	while (file != NULL && getline(&line, &room, file) > 0 && count < QUERY_MAX)
	{
		times[count] = least_time(line, &adql_default_options, &catalog, ROUNDS);
		count += times[count] >= 0;
	}
	qsort(times, (size_t) count, sizeof(double), compare_times);
	printf("core      %4d queries  median %6.1f us  p99 %6.1f us\n",
		   count,
		   times[count / 2],
		   times[count * 99 / 100]);
}

static void
growth(void)
{
	static const size_t sizes[] = {1 << 10, 1 << 14, 1 << 16, 1 << 18, 1 << 20};
	AdqlOptions options = adql_default_options;

	options.max_items = options.max_vertices = 1 << 20;
	printf("%-20s %7s %7s %7s %7s %7s   %s\n",
		   "core, ns per byte at",
		   "1 KiB",
		   "16 KiB",
		   "64 KiB",
		   "256 KiB",
		   "1 MiB",
		   "1 MiB / 64 KiB");
	for (size_t i = 0; i < SKY_LENGTH(growths); i++)
	{
		double per_byte[SKY_LENGTH(sizes)];

		printf("%-20s", growths[i].name);
		for (size_t k = 0; k < SKY_LENGTH(sizes); k++)
		{
			char *query = grown(&growths[i], sizes[k]);
			double time = least_time(query, &options, &test_catalog, ROUNDS / 2);

			per_byte[k] = 1e3 * time / (double) strlen(query);
			if (time < 0)
				printf(" %7s", "-");
			else
				printf(" %7.1f", per_byte[k]);
			free(query);
		}
		if (per_byte[4] > 0)
			printf("   %.2f", per_byte[4] / per_byte[2]);
		puts("");
	}
	puts("-: more than the limits on columns, tables or nesting allow");
}

int
main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "corpus") == 0)
		corpus(argv[2], argv[3]);
	else
		growth();
	return 0;
}
