/*
 * function_table.c
 *		Finding functions in their families; their forms for people.
 *
 * Arguments of type DOUBLE come to the template as double precision, because PostgreSQL
 * has several functions of most names and would compute with numeric otherwise.
 */
#include "adql/function_table.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "adql/functions.h"

static const AdqlFamily *const families[] = {
	&adql_functions_math,
	&adql_functions_text,
	&adql_functions_time,
	&adql_functions_value,
	&adql_functions_geometry,
	&adql_functions_aggregate,
	&adql_functions_window,
	&adql_functions_ivoa,
	&adql_functions_archive,
};

/* What an argument is in the form of a function, and in messages. */
static const struct
{
	const char *type;
	const char *words;
} arg_facts[ADQL_ARGS] = {
	[ADQL_ARG_END] = {"", ""},
	[ADQL_ARG_DOUBLE] = {"DOUBLE PRECISION", "a number"},
	[ADQL_ARG_INTEGER] = {"INTEGER", "an integer"},
	[ADQL_ARG_BIGINT] = {"BIGINT", "an integer"},
	[ADQL_ARG_NUMERIC] = {"NUMERIC", "a number"},
	[ADQL_ARG_LITERAL] = {"DOUBLE PRECISION", "a number as a literal"},
	[ADQL_ARG_DIGITS] = {"INTEGER", "an integer as a literal"},
	[ADQL_ARG_SEED] = {"INTEGER", "a whole number as a literal"},
	[ADQL_ARG_TEXT] = {"VARCHAR", "a text"},
	[ADQL_ARG_STRING] = {"VARCHAR", "a string literal"},
	[ADQL_ARG_PRINTABLE] = {"VARCHAR", "a text"},
	[ADQL_ARG_UNIT] = {"VARCHAR", "a unit as a string literal"},
	[ADQL_ARG_FRAME] = {"VARCHAR", "a reference frame as a string literal"},
	[ADQL_ARG_TIMESTAMP] = {"TIMESTAMP", "a time"},
	[ADQL_ARG_INTERVAL] = {"INTERVAL", "an interval"},
	[ADQL_ARG_CONDITION] = {"CONDITION", "a condition"},
	[ADQL_ARG_POINT] = {"POINT", "a point"},
	[ADQL_ARG_CIRCLE] = {"CIRCLE", "a circle"},
	[ADQL_ARG_POLYGON] = {"POLYGON", "a polygon"},
	[ADQL_ARG_SHAPE] = {"GEOMETRY", "a geometry"},
	[ADQL_ARG_GEOMETRY] = {"GEOMETRY", "a geometry"},
	[ADQL_ARG_ORDERED] = {"ANY", "a number, a text or a time"},
	[ADQL_ARG_SAME] = {"ANY", "any value"},
	[ADQL_ARG_ANY] = {"ANY", "any value"},
};

const char *
adql_arg_words(AdqlArg arg)
{
	return arg_facts[arg].words;
}

const AdqlFunction *
adql_function_find(const char *name, int *count)
{
	*count = 0;
	for (size_t i = 0; i < SKY_LENGTH(families); i++)
	{
		const AdqlFunction *rows = families[i]->rows;
		const AdqlFunction *end = rows + families[i]->count;
		const AdqlFunction *first =
			sky_table_find(rows, families[i]->count, sizeof(AdqlFunction), name);
		const AdqlFunction *last = first;

		if (first == NULL)
			continue;
		while (first > rows && strcasecmp(first[-1].name, name) == 0)
			first--;
		while (last + 1 < end && strcasecmp(last[1].name, name) == 0)
			last++;
		*count = (int) (last - first) + 1;
		return first;
	}
	return NULL;
}

const AdqlFunction *
adql_function_nearest(const char *name)
{
	int best = sky_name_tolerance(name) + 1;
	const AdqlFunction *nearest = NULL;

	for (size_t i = 0; i < SKY_LENGTH(families); i++)
	{
		const AdqlFunction *row = sky_table_nearest(
			families[i]->rows, families[i]->count, sizeof(AdqlFunction), name);
		int distance = row != NULL ? sky_name_distance(name, row->name, best - 1) : best;

		if (distance < best)
		{
			best = distance;
			nearest = row;
		}
	}
	return nearest;
}

const AdqlFamily *
adql_function_family(size_t i)
{
	return i < SKY_LENGTH(families) ? families[i] : NULL;
}

static const char *
type_name(const AdqlFunction *f)
{
	AdqlType element = adql_type_element(f->result);

	if (f->result == ADQL_UNKNOWN)
		return arg_facts[f->args[f->like]].type;
	if (f->result == ADQL_OPAQUE)
		return "BLOB";
	return adql_type_facts(element != ADQL_FAULTY ? element : f->result)->name;
}

void
adql_function_signature(const AdqlFunction *f, char *to, size_t size)
{
	size_t used = (size_t) snprintf(to, size, "%s(", f->name);
	const char *param = f->params;

	for (int i = 0; f->args[i] != ADQL_ARG_END && used < size; i++)
	{
		size_t length = strcspn(param, ",");

		used += (size_t) snprintf(to + used,
								  size - used,
								  "%s%.*s %s",
								  i == 0 ? "" : ", ",
								  (int) length,
								  param,
								  arg_facts[f->args[i]].type);
		param += length + (param[length] == ',' ? 2 : 0);
	}
	if (used < size)
		snprintf(to + used,
				 size - used,
				 "%s) -> %s%s",
				 f->repeat > 0 ? ", ..." : "",
				 type_name(f),
				 adql_type_element(f->result) != ADQL_FAULTY ? "[]" : "");
}
