#ifndef TEST_FUZZ_ADQL_VALUES_H
#define TEST_FUZZ_ADQL_VALUES_H

/*
 * Values and conditions by chance, of any type, from the table of functions: the lower
 * half of adql_grammar.h.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "adql/function_table.h"
#include "unit/adql_case.h"

typedef struct GrammarColumn
{
	char name[60]; /* as a query has it */
	AdqlType type;
} GrammarColumn;

/* Columns that may be named: from first up to, not including, end. */
typedef struct GrammarScope
{
	int first;
	int end;
} GrammarScope;

typedef struct Grammar
{
	uint64_t state;
	char *to;
	size_t size;
	size_t used;
	bool strict;	 /* ADQL alone */
	int depth;		 /* how much deeper values may nest */
	int queries;	 /* how many more there may be */
	int names;		 /* aliases so far */
	bool aggregates; /* may stand here */
	bool windows;
	int ncommon; /* columns of the common table w, if there is one */
	AdqlType common[4];
	GrammarScope inner;	  /* of what aggregates see */
	GrammarScope visible; /* of what all else sees */
	int ncolumns;
	GrammarColumn columns[200];
} Grammar;

static void grammar_value(Grammar *g, AdqlType type);
static void grammar_condition(Grammar *g);
static void grammar_query(Grammar *g, const AdqlType *types, int ntypes);

/* xorshift64*, Marsaglia 2003 and Vigna 2016. */
static unsigned
chance(Grammar *g, unsigned of)
{
	g->state ^= g->state >> 12;
	g->state ^= g->state << 25;
	g->state ^= g->state >> 27;
	return (unsigned) ((g->state * UINT64_C(2685821657736338717)) >> 33) % of;
}

static void __attribute__((format(printf, 2, 3))) put(Grammar *g, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(g->to + g->used, g->size - g->used, format, args);
	va_end(args);
	g->used += (size_t) length;
	if (g->used >= g->size)
		g->used = g->size - 1;
}

#define ONE_OF(g, list) ((list)[chance((g), (unsigned) SKY_LENGTH(list))])

static AdqlType
number_type(Grammar *g)
{
	static const AdqlType types[] = {ADQL_SMALLINT,
									 ADQL_INTEGER,
									 ADQL_INTEGER,
									 ADQL_BIGINT,
									 ADQL_REAL,
									 ADQL_DOUBLE,
									 ADQL_DOUBLE,
									 ADQL_DOUBLE};

	return ONE_OF(g, types);
}

static AdqlType
ordered_type(Grammar *g)
{
	unsigned which = chance(g, 6);

	return which == 0 ? ADQL_TIMESTAMP : which < 3 ? ADQL_TEXT : number_type(g);
}

static AdqlType
geometry_type(Grammar *g, bool moc)
{
	return (AdqlType) (ADQL_POINT + chance(g, moc && !g->strict ? 6 : 5));
}

static AdqlType
any_type(Grammar *g)
{
	return chance(g, 4) == 0 ? geometry_type(g, true) : ordered_type(g);
}

/* Values without others in them. */
static void
grammar_literal(Grammar *g, AdqlType type)
{
	static const char *const texts[] = {"''",
										"'a'",
										"'%b_'",
										"'it''s'",
										"'\\'",
										"'\xc3\xa4'",
										"'12:30:15.5'",
										"'x' || 1"};
	static const char *const integers[] = {"0", "1", "2", "7", "29", "100", "2147483647"};
	static const char *const doubles[] = {
		"0.5", "1e3", ".5", "12.", "1.5E-7", "89.9", "3"};

	switch (type)
	{
		case ADQL_BOOLEAN:
			put(g, g->strict ? "NULL" : chance(g, 2) == 0 ? "TRUE" : "FALSE");
			break;
		case ADQL_SMALLINT:
		case ADQL_REAL:
		case ADQL_NUMERIC:
			put(g,
				"CAST(%s AS %s)",
				integers[1 + chance(g, 6)],
				type == ADQL_NUMERIC && g->strict ? "REAL" : adql_type_facts(type)->name);
			break;
		case ADQL_INTEGER:
			put(g, "%s%s", chance(g, 8) == 0 ? "-" : "", ONE_OF(g, integers));
			break;
		case ADQL_BIGINT:
			put(g, "%u0000000000", 1 + chance(g, 9));
			break;
		case ADQL_DOUBLE:
			put(g, "%s%s", chance(g, 8) == 0 ? "-" : "", ONE_OF(g, doubles));
			break;
		case ADQL_TEXT:
			put(g, "%s", ONE_OF(g, texts));
			break;
		case ADQL_TIMESTAMP:
			put(g, "CAST('2000-01-02T12:00:00' AS TIMESTAMP)");
			break;
		case ADQL_INTERVAL:
			put(g, g->strict ? "NULL" : "INTERVAL '1 day'");
			break;
		case ADQL_POINT:
			put(g, "POINT(%u, %u)", chance(g, 360), chance(g, 90));
			break;
		case ADQL_CIRCLE:
			put(g, "CIRCLE(%u, %u, 1.5)", chance(g, 360), chance(g, 90));
			break;
		case ADQL_BOX:
			put(g, "BOX(%u, %u, 2, 3)", chance(g, 360), chance(g, 90));
			break;
		case ADQL_POLYGON:
			put(g, "POLYGON(0, 0, 2, 0, 0, 2)");
			break;
		case ADQL_REGION:
			put(g, "REGION('Circle ICRS 10 20 1')");
			break;
		case ADQL_MOC:
			put(g, g->strict ? "NULL" : "MOC('1/0-3')");
			break;
		default:
			put(g, "NULL");
	}
}

/* A column of a type, if there is one. */
static bool
grammar_column(Grammar *g, AdqlType type)
{
	int chosen = -1;
	unsigned found = 0;

	for (int i = g->visible.first; i < g->visible.end; i++)
		if (g->columns[i].type == type && chance(g, ++found) == 0)
			chosen = i;
	if (chosen >= 0)
		put(g, "%s", g->columns[chosen].name);
	return chosen >= 0;
}

/* Whether a function may stand here and has a value of that type. */
static bool
is_callable(const Grammar *g, const AdqlFunction *row, AdqlType type)
{
	AdqlArg like = row->args[row->like];

	if (g->strict && row->instead != NULL)
		return false;
	if (row->kind == ADQL_WINDOW)
	{
		if (!g->windows || g->aggregates)
			return false;
	}
	else if (row->kind == ADQL_AGGREGATE || row->kind == ADQL_ORDERED_SET)
	{
		if (!g->aggregates)
			return false;
	}
	if (row->result != ADQL_UNKNOWN)
		return row->result == type;
	return like != ADQL_ARG_ORDERED || adql_type_is_number(type) || type == ADQL_TEXT ||
		   type == ADQL_TIMESTAMP;
}

static void
grammar_argument(Grammar *g, AdqlArg arg, AdqlType same)
{
	static const char *const units[] = {"'deg'", "'rad'", "'arcsec'", "'mas/yr'", "'m'"};
	static const char *const frames[] = {"'ICRS'", "'GALACTIC'", "'FK4'", "'ECLIPTIC'"};
	static const char *const strings[] = {"'Circle ICRS 10 20 1'",
										  "'year'",
										  "'1/0-3'",
										  "'UNION(CIRCLE 1 2 3 POSITION 4 5)'"};

	switch (arg)
	{
		case ADQL_ARG_DOUBLE:
		case ADQL_ARG_NUMERIC:
			grammar_value(g, number_type(g));
			break;
		case ADQL_ARG_LITERAL:
			put(g, "0.%u", chance(g, 100));
			break;
		case ADQL_ARG_INTEGER:
			grammar_value(g, chance(g, 4) == 0 ? ADQL_SMALLINT : ADQL_INTEGER);
			break;
		case ADQL_ARG_BIGINT:
			grammar_value(g, (AdqlType) (ADQL_SMALLINT + chance(g, 3)));
			break;
		case ADQL_ARG_DIGITS:
		case ADQL_ARG_SEED:
			put(g, "%u", chance(g, 5));
			break;
		case ADQL_ARG_STRING:
			put(g, "%s", ONE_OF(g, strings));
			break;
		case ADQL_ARG_TEXT:
			grammar_value(g, ADQL_TEXT);
			break;
		case ADQL_ARG_PRINTABLE:
			grammar_value(g, ordered_type(g));
			break;
		case ADQL_ARG_UNIT:
			put(g, "%s", ONE_OF(g, units));
			break;
		case ADQL_ARG_FRAME:
			put(g, "%s", ONE_OF(g, frames));
			break;
		case ADQL_ARG_TIMESTAMP:
			grammar_value(g, ADQL_TIMESTAMP);
			break;
		case ADQL_ARG_INTERVAL:
			grammar_value(g, ADQL_INTERVAL);
			break;
		case ADQL_ARG_CONDITION:
			grammar_condition(g);
			break;
		case ADQL_ARG_POINT:
			grammar_value(g, ADQL_POINT);
			break;
		case ADQL_ARG_CIRCLE:
			grammar_value(g, ADQL_CIRCLE);
			break;
		case ADQL_ARG_POLYGON:
			grammar_value(g, ADQL_POLYGON);
			break;
		case ADQL_ARG_SHAPE:
			grammar_value(g, geometry_type(g, false));
			break;
		case ADQL_ARG_GEOMETRY:
			grammar_value(g, geometry_type(g, true));
			break;
		default:
			grammar_value(g, same);
	}
}

static void
grammar_over(Grammar *g)
{
	static const char *const frames[] = {
		"",
		"",
		" ROWS UNBOUNDED PRECEDING",
		" ROWS BETWEEN 1 PRECEDING AND CURRENT ROW",
		" ROWS BETWEEN UNBOUNDED PRECEDING AND 2 FOLLOWING"};

	put(g, " OVER (");
	if (chance(g, 2) == 0)
	{
		put(g, "PARTITION BY ");
		grammar_value(g, ordered_type(g));
	}
	put(g, " ORDER BY ");
	grammar_value(g, ordered_type(g));
	put(g, "%s)", ONE_OF(g, frames));
}

/* What a call has between its parentheses. */
static void
grammar_arguments(Grammar *g, const AdqlFunction *row, AdqlType type)
{
	AdqlType same = row->result == ADQL_UNKNOWN ? type : ordered_type(g);
	int count = 0;
	int nargs;

	while (row->args[count] != ADQL_ARG_END)
		count++;
	nargs = count;
	while (row->repeat > 0 && (nargs < row->least || (nargs < 10 && chance(g, 3) == 0)))
		nargs += row->repeat;
	if (row->coosys && chance(g, 4) == 0)
		put(g, chance(g, 2) == 0 ? "'ICRS', " : "'', ");
	for (int i = 0; i < nargs; i++)
	{
		bool ordered = row->kind == ADQL_ORDERED_SET && i == nargs - 1;

		if (ordered)
			put(g, ") WITHIN GROUP (ORDER BY ");
		else if (i > 0)
			put(g, ", ");
		grammar_argument(g,
						 i < count
							 ? row->args[i]
							 : row->args[count - row->repeat + (i - count) % row->repeat],
						 same);
	}
}

static void
grammar_call(Grammar *g, const AdqlFunction *row, AdqlType type)
{
	Grammar outer = *g;
	bool aggregate = row->kind == ADQL_AGGREGATE || row->kind == ADQL_ORDERED_SET;

	if (aggregate)
		g->visible = g->inner;
	g->aggregates = g->windows = false;
	put(g, "%s", row->name);
	if (strchr(row->example, '(') == NULL)
		return;
	put(g, "(");
	if (row->args[0] == ADQL_ARG_ANY && chance(g, 2) == 0)
		put(g, "*");
	else
	{
		if (row->kind == ADQL_AGGREGATE && row->args[1] == ADQL_ARG_END &&
			chance(g, 6) == 0)
			put(g, "DISTINCT ");
		grammar_arguments(g, row, type);
	}
	put(g, ")");
	if (aggregate && !g->strict && chance(g, 6) == 0)
	{
		put(g, " FILTER (WHERE ");
		grammar_condition(g);
		put(g, ")");
	}
	if (row->kind == ADQL_WINDOW)
		grammar_over(g);
	g->visible = outer.visible;
	g->aggregates = outer.aggregates;
	g->windows = outer.windows;
}

/* A call of any function with a value of that type. */
static bool
grammar_function(Grammar *g, AdqlType type)
{
	const AdqlFunction *chosen = NULL;
	const AdqlFamily *family;
	unsigned found = 0;

	for (size_t i = 0; (family = adql_function_family(i)) != NULL; i++)
		for (size_t k = 0; k < family->count; k++)
			if (is_callable(g, &family->rows[k], type) && chance(g, ++found) == 0)
				chosen = &family->rows[k];
	if (chosen != NULL)
		grammar_call(g, chosen, type);
	return chosen != NULL;
}

static void
grammar_sum(Grammar *g, AdqlType type)
{
	static const char *const numeric[] = {" + ", " - ", " * ", " / ", "+", "*"};
	int terms = 2 + (int) chance(g, 3);

	put(g, "(");
	for (int i = 0; i < terms; i++)
	{
		if (i > 0)
			put(g, "%s", type == ADQL_TEXT ? " || " : ONE_OF(g, numeric));
		grammar_value(g, type);
	}
	put(g, ")");
}

/* What lenient mode alone takes. */
static void
grammar_extension(Grammar *g, AdqlType type)
{
	switch (chance(g, 4))
	{
		case 0:
			put(g, "CASE WHEN ");
			grammar_condition(g);
			put(g, " THEN ");
			grammar_value(g, type);
			put(g, " ELSE ");
			grammar_value(g, type);
			put(g, " END");
			break;
		case 1:
			if (g->queries > 0)
			{
				put(g, "(");
				grammar_query(g, &type, 1);
				put(g, ")");
				break;
			}
			/* fall through */
		case 2:
			if (adql_type_is_number(type))
			{
				put(g, "(");
				grammar_value(g, ADQL_TEXT);
				put(g, ")::%s", adql_type_facts(type)->name);
				break;
			}
			/* fall through */
		default:
			put(g, "NULLIF(");
			grammar_value(g, type);
			put(g, ", ");
			grammar_value(g, type);
			put(g, ")");
	}
}

static void
grammar_cast(Grammar *g, AdqlType type)
{
	put(g, "CAST(");
	grammar_value(g, adql_type_is_number(type) ? number_type(g) : ADQL_TEXT);
	put(g,
		" AS %s)",
		type == ADQL_NUMERIC && g->strict ? "REAL" : adql_type_facts(type)->name);
}

static void
grammar_deep_value(Grammar *g, AdqlType type)
{
	bool plain = type >= ADQL_SMALLINT && type <= ADQL_TIMESTAMP;

	switch (chance(g, 10))
	{
		case 0:
		case 1:
			if (plain && type != ADQL_TIMESTAMP)
			{
				grammar_sum(g, type);
				return;
			}
			break;
		case 2:
			if (plain || (type >= ADQL_POINT && type <= ADQL_POLYGON && type != ADQL_BOX))
			{
				grammar_cast(g, type);
				return;
			}
			break;
		case 3:
			if (plain && !g->strict)
			{
				grammar_extension(g, type);
				return;
			}
			break;
		case 4:
			if (grammar_column(g, type))
				return;
			break;
		default:
			break;
	}
	if (!grammar_function(g, type) && !grammar_column(g, type))
		grammar_literal(g, type);
}

/* A value of exactly that type, as far as there is one. */
static void
grammar_value(Grammar *g, AdqlType type)
{
	if (g->depth > 0 && chance(g, 2) == 0)
	{
		g->depth--;
		grammar_deep_value(g, type);
		g->depth++;
	}
	else if (chance(g, 3) == 0 || !grammar_column(g, type))
		grammar_literal(g, type);
}

static void
grammar_list(Grammar *g, AdqlType type)
{
	int count = 1 + (int) chance(g, 5);

	for (int i = 0; i < count; i++)
	{
		put(g, i == 0 ? "(" : ", ");
		grammar_value(g, type);
	}
	put(g, ")");
}

static void
grammar_subquery_test(Grammar *g, AdqlType type)
{
	if (g->queries == 0)
	{
		put(g, "1 = 1");
		return;
	}
	if (chance(g, 2) == 0)
		put(g, "EXISTS ");
	else
	{
		grammar_value(g, type);
		put(g, chance(g, 2) == 0 ? " IN " : " NOT IN ");
	}
	put(g, "(");
	grammar_query(g, &type, 1);
	put(g, ")");
}

static void
grammar_test(Grammar *g)
{
	static const char *const comparisons[] = {
		" = ", " <> ", " < ", " <= ", ">", ">=", " != "};
	AdqlType type = ordered_type(g);

	switch (chance(g, 9))
	{
		case 0:
			grammar_value(g, type);
			put(g, chance(g, 2) == 0 ? " BETWEEN " : " NOT BETWEEN ");
			grammar_value(g, type);
			put(g, " AND ");
			grammar_value(g, type);
			break;
		case 1:
			grammar_value(g, type);
			put(g, chance(g, 2) == 0 ? " IN " : " NOT IN ");
			grammar_list(g, type);
			break;
		case 2:
			grammar_value(g, ADQL_TEXT);
			put(g, chance(g, 2) == 0 ? " LIKE " : " NOT ILIKE ");
			grammar_value(g, ADQL_TEXT);
			break;
		case 3:
			if (!grammar_column(g, any_type(g)))
				put(g, "NULL");
			put(g, chance(g, 2) == 0 ? " IS NULL" : " IS NOT NULL");
			break;
		case 4:
			grammar_subquery_test(g, type);
			break;
		case 5:
			put(g, chance(g, 2) == 0 ? "1 = CONTAINS(" : "0 <> INTERSECTS(");
			grammar_value(g, geometry_type(g, true));
			put(g, ", ");
			grammar_value(g, geometry_type(g, true));
			put(g, ")");
			break;
		default:
			grammar_value(g, type);
			put(g, "%s", ONE_OF(g, comparisons));
			grammar_value(g, type);
	}
}

static void
grammar_condition(Grammar *g)
{
	if (g->depth > 0 && chance(g, 3) == 0)
	{
		int terms = 1 + (int) chance(g, 4);

		g->depth--;
		put(g, terms == 1 ? "NOT (" : "(");
		for (int i = 0; i < terms; i++)
		{
			if (i > 0)
				put(g, chance(g, 2) == 0 ? " AND " : " OR ");
			grammar_condition(g);
		}
		put(g, ")");
		g->depth++;
	}
	else
		grammar_test(g);
}

#endif
