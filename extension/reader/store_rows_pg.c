/*
 * store_rows_pg.c
 *		From a reader's rows to a tuplestore, through the types' own input functions.
 */
#include "postgres.h"

#include "reader/store_rows_pg.h"

#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "parser/parse_type.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "base/report_pg.h"
#include "reader/table_columns_pg.h"

typedef struct InputColumn
{
	FmgrInfo input;
	Oid io_param;
	int32 typmod;
} InputColumn;

TupleDesc
store_row_type(TableSource *source)
{
	Reader *reader = &source->reader;
	char **names = table_column_names(reader, false);
	TupleDesc desc = CreateTemplateTupleDesc(reader->ncolumns);

	for (int i = 0; i < reader->ncolumns; i++)
	{
		Oid type;
		int32 typmod;

		parseTypeString(table_type_name(&reader->columns[i]), &type, &typmod, false);
		TupleDescInitEntry(desc, (AttrNumber) (i + 1), names[i], type, typmod, 0);
		reader->columns[i].style =
			OidIsValid(get_element_type(type)) ? READER_ARRAY : READER_BLANKS;
	}
	return desc;
}

static InputColumn *
prepare(TupleDesc desc)
{
	InputColumn *columns = palloc(sizeof(InputColumn) * Max(desc->natts, 1));

	for (int i = 0; i < desc->natts; i++)
	{
		Oid function;

		getTypeInputInfo(
			TupleDescAttr(desc, i)->atttypid, &function, &columns[i].io_param);
		fmgr_info(function, &columns[i].input);
		columns[i].typmod = TupleDescAttr(desc, i)->atttypmod;
	}
	return columns;
}

/* One value; text is UTF-8 without NUL, not NUL-terminated. */
static Datum
input_value(InputColumn *column, const char *text, size_t length)
{
	char *copy = palloc(length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	pg_verifymbstr(copy, (int) length, false);
	return InputFunctionCall(&column->input, copy, column->io_param, column->typmod);
}

static void
store_row(Reader *reader,
		  TupleDesc desc,
		  InputColumn *columns,
		  Tuplestorestate *store,
		  int *column)
{
	Datum values[MaxTupleAttributeNumber];
	bool nulls[MaxTupleAttributeNumber];

	for (int i = 0; i < desc->natts; i++)
	{
		size_t length;
		const char *text = reader_cell(reader, i, &length);

		*column = i;
		nulls[i] = text == NULL;
		values[i] = text != NULL ? input_value(&columns[i], text, length) : (Datum) 0;
	}
	*column = -1;
	tuplestore_putvalues(store, desc, values, nulls);
}

int64
store_rows(TableSource *source,
		   TupleDesc desc,
		   Tuplestorestate *store,
		   int64 max_rows,
		   int *column)
{
	Reader *reader = &source->reader;
	InputColumn *columns = prepare(desc);
	MemoryContext row = AllocSetContextCreate(
		CurrentMemoryContext, "sky uploaded row", ALLOCSET_DEFAULT_SIZES);
	SkyError err = {0};
	int64 count = 0;
	int result;

	*column = -1;
	while ((result = reader_next(reader, &err)) > 0)
	{
		MemoryContext outer = MemoryContextSwitchTo(row);

		CHECK_FOR_INTERRUPTS();
		if (count++ == max_rows)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("there are more than %lld rows", (long long) max_rows)));
		store_row(reader, desc, columns, store, column);
		MemoryContextSwitchTo(outer);
		MemoryContextReset(row);
	}
	if (result < 0)
		sky_report(&err, NULL);
	MemoryContextDelete(row);
	return count;
}
