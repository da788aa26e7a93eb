#ifndef TEST_FUZZ_ADQL_GRAMMAR_H
#define TEST_FUZZ_ADQL_GRAMMAR_H

/*
 * Queries by chance, over the tables of the unit tests.  Types are minded, so that most
 * queries have no fault, and the compiler is searched behind its parser.  What comes out
 * follows from the seed alone.
 */
#include "fuzz/adql_values.h"

/* A table or query of a FROM, before it is written. */
typedef struct GrammarSource
{
	int number;
	const CatalogTable *table; /* NULL: the common table, or a query of these columns */
	bool common;
	int ntypes;
	AdqlType types[4];
	int end; /* of its columns */
} GrammarSource;

static void
add_column(Grammar *g, const char *qualifier, const char *name, AdqlType type)
{
	GrammarColumn *column = &g->columns[g->ncolumns];
	bool quoted = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789") != strlen(name) ||
				  strcmp(name, "size") == 0 || strcmp(name, "at") == 0;
	char *to = column->name + snprintf(column->name, 20, "%s.", qualifier);

	if (g->ncolumns == (int) SKY_LENGTH(g->columns))
		return;
	if (quoted)
		*to++ = '"';
	for (; *name != '\0'; name++)
	{
		if (*name == '"')
			*to++ = '"';
		*to++ = *name;
	}
	if (quoted)
		*to++ = '"';
	*to = '\0';
	column->type = type;
	g->ncolumns++;
}

/* The columns of a query, c0, c1 ... */
static void
add_outputs(Grammar *g, const char *alias, const AdqlType *types, int ntypes)
{
	for (int i = 0; i < ntypes; i++)
	{
		char name[16];

		snprintf(name, sizeof(name), "c%d", i);
		add_column(g, alias, name, types[i]);
	}
}

static void
choose_types(Grammar *g, AdqlType *types, int *ntypes)
{
	*ntypes = 1 + (int) chance(g, 4);
	for (int i = 0; i < *ntypes; i++)
		types[i] = any_type(g);
}

/* Choose a table or a query for FROM, and let its columns be seen. */
static void
choose_source(Grammar *g, GrammarSource *source)
{
	char alias[16];

	*source = (GrammarSource){.number = g->names++};
	snprintf(alias, sizeof(alias), "a%d", source->number);
	source->common = g->ncommon > 0 && chance(g, 3) == 0;
	if (source->common)
		add_outputs(g, alias, g->common, g->ncommon);
	else if (g->queries > 0 && chance(g, 4) == 0)
	{
		choose_types(g, source->types, &source->ntypes);
		add_outputs(g, alias, source->types, source->ntypes);
	}
	else
	{
		source->table = &ONE_OF(g, test_tables);
		for (int i = 0; i < source->table->ncolumns; i++)
			add_column(g,
					   alias,
					   source->table->columns[i].meta.name,
					   source->table->columns[i].type);
	}
	source->end = g->ncolumns;
}

static void
grammar_source(Grammar *g, const GrammarSource *source)
{
	if (source->common)
		put(g, "w");
	else if (source->table != NULL)
	{
		if (strcmp(source->table->schema_name, "Odd") == 0)
			put(g, "\"Odd\".\"Ta\"\"ble\"");
		else
			put(g, "%s.%s", source->table->schema_name, source->table->table_name);
	}
	else
	{
		GrammarScope visible = g->visible;

		g->visible.first = g->visible.end = g->ncolumns;
		put(g, "(");
		grammar_query(g, source->types, source->ntypes);
		put(g, ")");
		g->visible = visible;
	}
	put(g, chance(g, 2) == 0 ? " AS a%d" : " a%d", source->number);
}

/* A condition that sees no columns from end on. */
static void
grammar_on(Grammar *g, int end)
{
	Grammar outer = *g;

	put(g, " ON ");
	g->visible.end = g->ncolumns = end;
	grammar_condition(g);
	memcpy(g->columns, outer.columns, sizeof(g->columns));
	g->ncolumns = outer.ncolumns;
	g->visible = outer.visible;
}

static void
grammar_from(Grammar *g, const GrammarSource *sources, int count)
{
	static const char *const joins[] = {
		" JOIN ", " INNER JOIN ", " LEFT JOIN ", " RIGHT OUTER JOIN ", " FULL JOIN "};
	bool commas = chance(g, 3) == 0;

	put(g, " FROM ");
	for (int i = 0; i < count; i++)
	{
		if (i > 0)
			put(g, "%s", commas ? ", " : ONE_OF(g, joins));
		grammar_source(g, &sources[i]);
		if (i > 0 && !commas)
			grammar_on(g, sources[i].end);
	}
}

/* Columns to group by, which are then all that can be seen; how many. */
static int
choose_keys(Grammar *g, int first)
{
	int count = (int) chance(g, 3);
	int begin = g->ncolumns;

	for (int i = 0; i < count && begin > first; i++)
	{
		GrammarColumn column =
			g->columns[first + (int) chance(g, (unsigned) (begin - first))];

		if (column.type < ADQL_OPAQUE && g->ncolumns < (int) SKY_LENGTH(g->columns) &&
			!adql_type_is_geometry(column.type))
			g->columns[g->ncolumns++] = column;
	}
	g->inner = (GrammarScope){g->visible.first, begin};
	g->visible = (GrammarScope){begin, g->ncolumns};
	return g->ncolumns - begin;
}

static void
grammar_items(Grammar *g, const AdqlType *types, int ntypes)
{
	for (int i = 0; i < ntypes; i++)
	{
		if (i > 0)
			put(g, ", ");
		g->windows = !g->strict && !g->aggregates && chance(g, 4) == 0;
		grammar_value(g, types[i]);
		put(g, " AS c%d", i);
	}
	g->windows = false;
}

/* SELECT with columns c0, c1 ... of these types. */
static void
grammar_select(Grammar *g, const AdqlType *types, int ntypes)
{
	static const char *const heads[] = {
		"SELECT ", "SELECT ", "SELECT ALL ", "SELECT TOP 5 ", "SELECT DISTINCT "};
	Grammar outer = *g;
	GrammarSource sources[3];
	int count = 1 + (int) chance(g, SKY_LENGTH(sources));
	int first = g->ncolumns;
	GrammarScope from;
	int nkeys = 0;

	for (int i = 0; i < count; i++)
		choose_source(g, &sources[i]);
	g->visible.end = g->ncolumns;
	from = g->visible;
	g->aggregates = chance(g, 4) == 0;
	if (g->aggregates)
		nkeys = choose_keys(g, first);
	put(g, "%s", ONE_OF(g, heads));
	grammar_items(g, types, ntypes);
	outer.aggregates = g->aggregates;
	g->aggregates = false;
	{
		GrammarScope keys = g->visible;

		g->visible = from;
		grammar_from(g, sources, count);
		if (chance(g, 2) == 0)
		{
			put(g, " WHERE ");
			grammar_condition(g);
		}
		g->visible = keys;
	}
	for (int i = 0; i < nkeys; i++)
		put(g,
			"%s%s",
			i == 0 ? " GROUP BY " : ", ",
			g->columns[g->visible.first + i].name);
	if (nkeys > 0 && chance(g, 2) == 0)
	{
		put(g, " HAVING ");
		g->aggregates = true;
		grammar_condition(g);
	}
	g->visible = outer.visible;
	g->inner = outer.inner;
	g->ncolumns = outer.ncolumns;
	g->aggregates = g->windows = false;
}

static void
grammar_query(Grammar *g, const AdqlType *types, int ntypes)
{
	static const char *const operators[] = {
		" UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT ", " INTERSECT ALL "};
	bool aggregates = g->aggregates;
	bool windows = g->windows;

	g->queries--;
	grammar_select(g, types, ntypes);
	if (g->queries > 0 && chance(g, 5) == 0)
	{
		put(g, "%s", ONE_OF(g, operators));
		grammar_select(g, types, ntypes);
	}
	if (chance(g, 3) == 0)
		put(g,
			" ORDER BY %s%s",
			chance(g, 2) == 0 ? "1" : "c0",
			chance(g, 2) == 0 ? "" : " DESC");
	if (chance(g, 6) == 0)
		put(g, " OFFSET %u", chance(g, 5));
	g->aggregates = aggregates;
	g->windows = windows;
}

static Grammar
grammar_begin(unsigned seed, char *to, size_t size)
{
	Grammar g = {
		.state = (seed + UINT64_C(1)) * UINT64_C(0x9E3779B97F4A7C15),
		.to = to,
		.size = size,
	};

	g.strict = chance(&g, 3) == 0;
	g.depth = 1 + (int) chance(&g, 4);
	g.queries = 1 + (int) chance(&g, 5);
	return g;
}

/* A whole query, with a NUL behind it; its length.  size: at least 1. */
static size_t
grammar_write_query(unsigned seed, char *to, size_t size)
{
	Grammar g = grammar_begin(seed, to, size);
	AdqlType types[4];
	int ntypes;

	choose_types(&g, types, &ntypes);
	if (chance(&g, 5) == 0)
	{
		put(&g, "WITH w AS (");
		grammar_query(&g, types, ntypes);
		put(&g, ") ");
		g.ncommon = ntypes;
		memcpy(g.common, types, sizeof(types));
		choose_types(&g, types, &ntypes);
	}
	grammar_query(&g, types, ntypes);
	return g.used;
}

/* A value or a condition over cat.stars, likewise. */
static size_t
grammar_write_part(unsigned seed, char *to, size_t size)
{
	Grammar g = grammar_begin(seed, to, size);

	for (size_t i = 0; i < SKY_LENGTH(star_columns); i++)
		add_column(&g, "stars", star_columns[i].meta.name, star_columns[i].type);
	g.visible.end = g.ncolumns;
	if (chance(&g, 2) == 0)
		grammar_condition(&g);
	else
		grammar_value(&g, any_type(&g));
	return g.used;
}

#endif
