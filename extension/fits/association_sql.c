/*
 * association_sql.c
 *		sky.associations: what belongs to a product, as rows.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "base/export_pg.h"
#include "fits/association_pg.h"

#define COLUMNS 8

static Datum
text_or_null(const char *text, bool *null)
{
	*null = text == NULL;
	return text != NULL ? CStringGetTextDatum(text) : (Datum) 0;
}

/* A row for a file of a set, or, if it is NULL, for a set without any. */
static void
put_row(ReturnSetInfo *result,
		int level,
		const Association *set,
		const AssociatedFile *file)
{
	bool nulls[COLUMNS] = {false};
	Datum row[COLUMNS] = {
		Int32GetDatum(level),
		text_or_null(file != NULL && file->sibling != NULL ? file->sibling : set->rule,
					 &nulls[1]),
		CStringGetTextDatum(set->category),
		text_or_null(file != NULL ? file->did : NULL, &nulls[3]),
		text_or_null(file != NULL ? file->path : NULL, &nulls[4]),
		Float8GetDatum(file != NULL ? file->days : 0),
		BoolGetDatum(set->complete),
		BoolGetDatum(set->certified),
	};

	nulls[5] = file == NULL;
	tuplestore_putvalues(result->setResult, result->setDesc, row, nulls);
}

static void
put_set(ReturnSetInfo *result, int level, const Association *set)
{
	ListCell *cell;

	check_stack_depth();
	foreach (cell, set->files)
		put_row(result, level, set, lfirst(cell));
	if (set->files == NIL)
		put_row(result, level, set, NULL);
	foreach (cell, set->needs)
		put_set(result, level + 1, lfirst(cell));
}

/* associations(product, mode) */
SKY_FUNCTION(associations)
{
	const Association *product = association_of(text_to_cstring(PG_GETARG_TEXT_PP(0)),
												text_to_cstring(PG_GETARG_TEXT_PP(1)));

	InitMaterializedSRF(fcinfo, 0);
	if (product != NULL)
		put_set((ReturnSetInfo *) fcinfo->resultinfo, 0, product);
	return (Datum) 0;
}
