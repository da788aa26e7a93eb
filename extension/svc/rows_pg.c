/*
 * rows_pg.c
 *		Rows of queries as texts for documents.
 */
#include "postgres.h"

#include "svc/rows_pg.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "writer/xml_escape.h"

#define ROWS_ARGUMENTS_MAX 8

void
rows_begin(void)
{
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
}

void
rows_end(void)
{
	SPI_finish();
}

static Rows
rows_of(int result)
{
	if (result != SPI_OK_SELECT)
		elog(ERROR, "a query of a document failed: %s", SPI_result_code_string(result));
	return (Rows){.table = SPI_tuptable, .count = SPI_processed};
}

Rows
rows_read(const char *sql, const char *argument, long limit)
{
	Oid type = TEXTOID;
	Datum value = argument != NULL ? CStringGetTextDatum(argument) : (Datum) 0;
	char null = argument != NULL ? ' ' : 'n';

	return rows_of(SPI_execute_with_args(sql, 1, &type, &value, &null, true, limit));
}

/* The plan of a query of texts: the last one, if it was of the same words. */
static SPIPlanPtr
plan_of(const char *sql, int count)
{
	static char *last;
	static SPIPlanPtr plan;
	Oid types[ROWS_ARGUMENTS_MAX];
	SPIPlanPtr fresh;

	if (last != NULL && strcmp(last, sql) == 0)
		return plan;
	for (int i = 0; i < count; i++)
		types[i] = TEXTOID;
	fresh = SPI_prepare(sql, count, types);
	if (fresh == NULL || SPI_keepplan(fresh) != 0)
		elog(ERROR, "could not prepare a query: %s", SPI_result_code_string(SPI_result));
	if (last != NULL)
	{
		SPI_freeplan(plan);
		pfree(last);
		last = NULL;
	}
	plan = fresh;
	last = MemoryContextStrdup(TopMemoryContext, sql);
	return plan;
}

Rows
rows_read_planned(const char *sql, const char *const *arguments, int count)
{
	Datum values[ROWS_ARGUMENTS_MAX];
	char nulls[ROWS_ARGUMENTS_MAX];

	Assert(count <= ROWS_ARGUMENTS_MAX);
	for (int i = 0; i < count; i++)
	{
		nulls[i] = arguments[i] == NULL ? 'n' : ' ';
		values[i] = arguments[i] == NULL ? (Datum) 0 : CStringGetTextDatum(arguments[i]);
	}
	return rows_of(SPI_execute_plan(plan_of(sql, count), values, nulls, true, 1));
}

RowText
row_text(const Rows *rows, uint64 row, int column)
{
	bool null;
	Datum value =
		SPI_getbinval(rows->table->vals[row], rows->table->tupdesc, column, &null);
	text *bytes;

	if (null)
		return (RowText){NULL, 0};
	bytes = DatumGetTextPP(value);
	return (RowText){VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes)};
}

bool
row_text_equal(RowText a, RowText b)
{
	return a.length == b.length && a.bytes != NULL && b.bytes != NULL &&
		   memcmp(a.bytes, b.bytes, a.length) == 0;
}

void
row_put(Sink *sink, RowText text)
{
	if (text.bytes != NULL)
		xml_put_text(sink, text.bytes, text.length);
}

void
row_put_element(Sink *sink, const char *tag, RowText text)
{
	xml_put_element(sink, tag, text.bytes, text.length);
}

void
row_put_attribute(Sink *sink, const char *name, RowText value)
{
	xml_put_attribute_of(sink, name, value.bytes, value.length);
}
