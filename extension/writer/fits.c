/*
 * fits.c
 *		A FITS binary table (FITS 4.0, section 7.3).
 *
 * The header needs the number of rows, the widths of strings and a null integer that no
 * value uses, so rows wait in the spool, already big-endian: their length, a flag byte
 * per NULL, then the cells.  fits_table.c reads them back into the final table.
 */
#include "writer/big_endian.h"
#include "writer/fits_table.h"
#include "writer/json_text.h"
#include "writer/ops.h"

#define MAX_COLUMNS 999 /* FITS 4.0, section 7.3.1 */

static void
begin(TableWriter *writer)
{
	FitsTable *table;

	if (writer->ncolumns > MAX_COLUMNS)
	{
		sky_error(&writer->error,
				  SKY_E_LIMIT,
				  -1,
				  "a FITS table has at most %d columns, the query has %d",
				  MAX_COLUMNS,
				  writer->ncolumns);
		return;
	}
	table =
		arena_zalloc(writer->arena,
					 sizeof(FitsTable) + (size_t) writer->ncolumns * sizeof(FitsColumn));
	for (int i = 0; i < writer->ncolumns; i++)
		table->columns[i] = (FitsColumn){
			.kind = writer->columns[i].kind,
			.array = writer->columns[i].array && writer->columns[i].kind != CELL_TEXT,
			.least = SIZE_MAX,
		};
	writer->state = table;
}

/* Remember the integers near the type's least: one that never occurs becomes TNULL. */
static inline void
note_integer(FitsColumn *column, CellKind kind, const Cell *cell)
{
	uint64_t offset =
		(uint64_t) cell_integer(kind, cell) - (uint64_t) fits_least_integer(kind);

	if (__builtin_expect(offset < 64, 0))
		column->seen |= UINT64_C(1) << offset;
}

/*
 * FITS has no control characters in strings: they become blanks.  Neither has it
 * anything beyond ASCII, but UTF-8 is what readers such as Astropy understand.
 */
static void
put_text(FitsColumn *column, Sink *row, const char *bytes, size_t length)
{
	uint32_t prefix = (uint32_t) length;

	char *to;

	to = sink_reserve(row, sizeof(prefix) + length);
	memcpy(to, &prefix, sizeof(prefix));
	to += sizeof(prefix);
	for (size_t i = 0; i < length; i++)
		to[i] = (unsigned char) bytes[i] < 0x20 || bytes[i] == 0x7F ? ' ' : bytes[i];
	sink_advance(row, sizeof(prefix) + length);
	fits_column_note_count(column, length);
}

/* A count, its NULL elements (a byte each behind a byte that says if any), the values. */
static void
put_array(FitsColumn *column, Sink *row, const CellArray *array)
{
	uint32_t prefix = (uint32_t) array->count;
	char any = array->nulls != NULL;

	sink_put(row, &prefix, sizeof(prefix));
	sink_putc(row, any);
	if (any)
		sink_put(row, array->nulls, array->count);
	if (column->kind == CELL_BYTE)
		sink_put(row, array->elements, array->count);
	else
		for (size_t i = 0; i < array->count; i++)
		{
			Cell element = cell_element(column->kind, array, i);
			char *to = sink_reserve(row, sizeof(double));

			if (element.null)
			{
				column->has_null = true;
				element.int64 = 0;
			}
			else if (cell_kind_is_integer(column->kind))
				note_integer(column, column->kind, &element);
			sink_advance(row, (size_t) (put_be_scalar(to, column->kind, &element) - to));
		}
	fits_column_note_count(column, array->count);
	fits_column_note_dims(column, array);
}

static void
put_varying(TableWriter *writer, FitsColumn *column, int i, const Cell *cell)
{
	Sink *row = writer->scratch;

	if (column->kind != CELL_TEXT)
		put_array(column, row, &cell->array);
	else if (!writer->columns[i].array)
		put_text(column, row, cell->text.bytes, cell->text.length);
	else
	{
		/* An array of strings is JSON text; its length is known only afterwards. */
		size_t start = row->used;
		uint32_t prefix = 0;

		sink_put(row, &prefix, sizeof(prefix));
		json_put_cell(row, &writer->columns[i], cell, true);
		prefix = (uint32_t) (row->used - start - sizeof(prefix));
		memcpy(row->buffer + start, &prefix, sizeof(prefix));
		fits_column_note_count(column, prefix);
	}
}

static void
put_row(TableWriter *writer, const Cell *cells)
{
	FitsTable *table = writer->state;
	Sink *row = writer->scratch;
	size_t ncolumns = (size_t) writer->ncolumns;
	uint32_t length;
	char *flags;
	char *to;

	row->used = 0;
	flags = sink_reserve(row, sizeof(length) + ncolumns * (1 + sizeof(double)));
	flags += sizeof(length);
	for (size_t i = 0; i < ncolumns; i++)
		flags[i] = cells[i].null;
	to = flags + ncolumns;
	for (size_t i = 0; i < ncolumns; i++)
	{
		FitsColumn *column = &table->columns[i];

		if (cells[i].null)
			column->has_null = true;
		else if (column->array || column->kind == CELL_TEXT)
		{
			row->used = (size_t) (to - row->buffer);
			put_varying(writer, column, (int) i, &cells[i]);
			to = sink_reserve(row, ncolumns * sizeof(double));
		}
		else
		{
			if (cell_kind_is_integer(column->kind))
				note_integer(column, column->kind, &cells[i]);
			to = put_be_scalar(to, column->kind, &cells[i]);
		}
	}
	row->used = (size_t) (to - row->buffer);
	length = (uint32_t) (row->used - sizeof(length));
	memcpy(row->buffer, &length, sizeof(length));
	writer->spool->put(writer->spool, row->buffer, row->used);
	table->nrows++;
}

static void
end(TableWriter *writer, WriterOutcome outcome, const char *message)
{
	(void) message; /* nothing has left before the end, so an error stands alone */
	if (outcome != WRITER_FAILED)
		fits_table_put(writer, outcome == WRITER_OVERFLOW);
}

const WriterOps fits_ops = {.begin = begin, .row = put_row, .end = end};
