/*
 * compile.c
 *		The whole way of a query: parse, bind, emit.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "adql/advice.h"
#include "adql/bind.h"
#include "adql/emit.h"
#include "adql/parse.h"

const AdqlOptions adql_default_options = {
	.mode = ADQL_LENIENT,
	.max_length = 1024 * 1024,
	.max_depth = 200,
	.max_tables = 32,
	.max_items = 10000,
	.max_vertices = 10000,
	.max_faults = 20,
};

bool
adql_mode_parse(const char *name, AdqlMode *mode)
{
	*mode = strcasecmp(name, "strict") == 0 ? ADQL_STRICT : ADQL_LENIENT;
	return *mode == ADQL_STRICT || strcasecmp(name, "lenient") == 0;
}

/* The first error, with the messages of the others as its detail. */
static void
sum_up(const FaultList *list, SkyError *err)
{
	char others[sizeof(err->detail) + 8] = "";
	size_t used = 0;

	*err = (SkyError){0};
	for (int i = 0; i < list->count && used < sizeof(others); i++)
	{
		const AdqlFault *fault = list->faults[i];

		if (fault->warning)
			continue;
		if (err->code == SKY_OK)
			*err = fault->error;
		else
			used += (size_t) snprintf(others + used,
									  sizeof(others) - used,
									  "%s%s",
									  used == 0 ? "Further on: " : "; ",
									  fault->error.message);
	}
	if (used > 0)
		sky_error_detail(err, "%s.", others);
}

bool
adql_compile(const char *query,
			 const AdqlOptions *options,
			 const Catalog *catalog,
			 Arena *arena,
			 AdqlResult *result,
			 SkyError *err)
{
	FaultList faults;
	AstQuery *ast;
	BoundQuery *bound = NULL;

	*result = (AdqlResult){0};
	fault_init(&faults, arena, options->max_faults);
	faults.strict = options->mode == ADQL_STRICT;
	faults.warnings = options->warnings;
	ast = adql_parse(query, strlen(query), options, arena, &faults);
	if (ast != NULL)
		bound = adql_bind(ast, options, catalog, arena, &faults);
	fault_sort(&faults);
	result->faults = faults.faults;
	result->nfaults = faults.count;
	if (faults.errors > 0)
	{
		sum_up(&faults, err);
		return false;
	}
	result->sql = adql_emit(bound, arena);
	result->ncolumns = bound->ncolumns;
	result->columns = arena_array(arena, (size_t) bound->ncolumns + 1, sizeof(SkyColumn));
	for (int i = 0; i < bound->ncolumns; i++)
		result->columns[i] = bound->columns[i].meta;
	if (options->advice)
		result->advice = adql_advise(bound, arena);
	return true;
}
