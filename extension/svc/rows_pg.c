/*
 * rows_pg.c
 *		Rows of queries as texts for documents.
 */
#include "postgres.h"

#include "svc/rows_pg.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "writer/xml_escape.h"

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

Rows
rows_read(const char *sql, const char *argument, long limit)
{
	Oid type = TEXTOID;
	Datum value = argument != NULL ? CStringGetTextDatum(argument) : (Datum) 0;
	char null = argument != NULL ? ' ' : 'n';
	int result = SPI_execute_with_args(sql, 1, &type, &value, &null, true, limit);

	if (result != SPI_OK_SELECT)
		elog(ERROR, "a query of a document failed: %s", SPI_result_code_string(result));
	return (Rows){.table = SPI_tuptable, .count = SPI_processed};
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
