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

static const char *const arg_names[ADQL_ARGS] = {
	[ADQL_ARG_END] = "",
	[ADQL_ARG_DOUBLE] = "DOUBLE PRECISION",
	[ADQL_ARG_INTEGER] = "INTEGER",
	[ADQL_ARG_BIGINT] = "BIGINT",
	[ADQL_ARG_NUMERIC] = "NUMERIC",
	[ADQL_ARG_LITERAL] = "DOUBLE PRECISION",
	[ADQL_ARG_DIGITS] = "INTEGER",
	[ADQL_ARG_SEED] = "INTEGER",
	[ADQL_ARG_TEXT] = "VARCHAR",
	[ADQL_ARG_STRING] = "VARCHAR",
	[ADQL_ARG_PRINTABLE] = "VARCHAR",
	[ADQL_ARG_UNIT] = "VARCHAR",
	[ADQL_ARG_FRAME] = "VARCHAR",
	[ADQL_ARG_TIMESTAMP] = "TIMESTAMP",
	[ADQL_ARG_INTERVAL] = "INTERVAL",
	[ADQL_ARG_CONDITION] = "CONDITION",
	[ADQL_ARG_POINT] = "POINT",
	[ADQL_ARG_CIRCLE] = "CIRCLE",
	[ADQL_ARG_POLYGON] = "POLYGON",
	[ADQL_ARG_SHAPE] = "GEOMETRY",
	[ADQL_ARG_GEOMETRY] = "GEOMETRY",
	[ADQL_ARG_ORDERED] = "ANY",
	[ADQL_ARG_SAME] = "ANY",
	[ADQL_ARG_ANY] = "ANY",
};

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
		return arg_names[f->args[f->like]];
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
								  arg_names[f->args[i]]);
		param += length + (param[length] == ',' ? 2 : 0);
	}
	if (used < size)
		snprintf(to + used,
				 size - used,
				 "%s) -> %s%s",
				 f->repeat > 0 ? ", ..." : "",
				 type_name(f),
				 adql_type_is_opaque(f->result) ? "[]" : "");
}
