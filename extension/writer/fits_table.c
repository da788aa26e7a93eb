/*
 * fits_table.c
 *		From spooled rows to the FITS file: layout, headers, rows, heap.
 */
#include "writer/fits_table.h"

#include <math.h>
#include <stdio.h>

#include "writer/fits_card.h"

#define DESCRIPTOR 16 /* bytes: a count and an offset of 64 bits (Q) */
/* A string column goes to the heap if padding would cost this factor, and it is wide. */
#define HEAP_WASTE ((size_t) 4)
#define HEAP_WIDTH ((size_t) 256)
/* Wider strings are put in pieces [bytes]. */
#define STORED_WIDTH ((size_t) 4096)

static const char form_letters[CELL_KINDS] = {
	[CELL_BOOLEAN] = 'L',
	[CELL_BYTE] = 'B',
	[CELL_INT16] = 'I',
	[CELL_INT32] = 'J',
	[CELL_INT64] = 'K',
	[CELL_FLOAT] = 'E',
	[CELL_DOUBLE] = 'D',
	[CELL_TEXT] = 'A',
};

static const size_t element_sizes[CELL_KINDS] = {
	[CELL_BOOLEAN] = 1,
	[CELL_BYTE] = 1,
	[CELL_INT16] = 2,
	[CELL_INT32] = 4,
	[CELL_INT64] = 8,
	[CELL_FLOAT] = 4,
	[CELL_DOUBLE] = 8,
	[CELL_TEXT] = 1,
};

void
fits_column_note_dims(FitsColumn *column, const CellArray *array)
{
	size_t size = (size_t) (array->dims != NULL ? array->ndim : 0) * sizeof(int);

	if (column->ndim < 0)
		return;
	if (size == 0 || array->ndim > FITS_DIMS_MAX)
		column->ndim = -1;
	else if (column->ndim == 0)
	{
		column->ndim = array->ndim;
		memcpy(column->dims, array->dims, size);
	}
	else if (column->ndim != array->ndim || memcmp(column->dims, array->dims, size) != 0)
		column->ndim = -1;
}

/* An integer no value has, as the bits that stand in the table. */
static bool
choose_null(FitsColumn *column)
{
	uint64_t bits;

	if (column->seen == UINT64_MAX)
		return false;
	bits = (uint64_t) fits_least_integer(column->kind) +
		   (uint64_t) __builtin_ctzll(~column->seen);
	bits <<= 8 * (sizeof(bits) - column->element);
	column->null = __builtin_bswap64(bits);
	return true;
}

static bool
needs_null(const FitsColumn *column)
{
	return column->has_null && cell_kind_is_integer(column->kind) &&
		   column->kind != CELL_BYTE;
}

/* Where each column's values will be. */
static void
lay_out(TableWriter *writer, FitsTable *table)
{
	for (int i = 0; i < writer->ncolumns; i++)
	{
		FitsColumn *column = &table->columns[i];

		column->element = element_sizes[column->kind];
		column->width = column->element;
		if (column->kind == CELL_TEXT)
		{
			column->width = column->most > 0 ? column->most : 1;
			column->heap =
				column->width > HEAP_WIDTH &&
				column->width * (size_t) table->nrows >
					HEAP_WASTE * (column->total + DESCRIPTOR * (size_t) table->nrows);
		}
		else if (column->array)
		{
			column->heap = column->least != column->most || column->most == 0;
			column->width = column->most * column->element;
		}
		if (column->heap)
		{
			column->width = DESCRIPTOR;
			table->heap_size += column->total * column->element;
		}
		table->row_width += column->width;
		if (needs_null(column) && !choose_null(column))
			writer_refuse(writer,
						  i,
						  "no integer is left to stand for NULL",
						  "Use the format votable, which marks NULL apart.");
	}
}

static int64_t
null_integer(const FitsColumn *column)
{
	return fits_least_integer(column->kind) + __builtin_ctzll(~column->seen);
}

static void
put_form(Sink *sink, const FitsColumn *column, int number)
{
	char form[64];
	char letter = form_letters[column->kind];

	if (column->heap)
		snprintf(form, sizeof(form), "1Q%c(%zu)", letter, column->most);
	else
		snprintf(form, sizeof(form), "%zu%c", column->width / column->element, letter);
	fits_put_string(sink, "TFORM", number, form);
}

/* The last dimension of the array is FITS's first. */
static void
put_dims(Sink *sink, const FitsColumn *column, int number)
{
	char dims[16 * FITS_DIMS_MAX] = "(";
	size_t length = 1;

	if (!column->array || column->heap || column->ndim <= 0)
		return;
	for (int k = column->ndim - 1; k >= 0; k--)
		length += (size_t) snprintf(dims + length,
									sizeof(dims) - length,
									"%d%c",
									column->dims[k],
									k > 0 ? ',' : ')');
	fits_put_string(sink, "TDIM", number, dims);
}

static void
put_column_cards(Sink *sink,
				 const WriterColumn *told,
				 const FitsColumn *column,
				 int number)
{
	const SkyColumn *meta = &told->meta;

	fits_put_string(sink, "TTYPE", number, meta->name);
	put_form(sink, column, number);
	fits_put_string(sink, "TUNIT", number, meta->unit);
	if (needs_null(column))
		fits_put_integer(sink, "TNULL", number, null_integer(column));
	put_dims(sink, column, number);
	fits_put_string(sink, "TUCD", number, meta->ucd);
	fits_put_string(sink, "TUTYP", number, meta->utype);
	fits_put_string(sink, "TXTYP", number, meta->xtype);
	fits_put_string(sink, "TCOMM", number, meta->description);
}

static void
put_headers(TableWriter *writer, const FitsTable *table, bool overflow)
{
	Sink *sink = writer->sink;
	size_t start = fits_position(sink);

	fits_put_logical(sink, "SIMPLE", true);
	fits_put_integer(sink, "BITPIX", 0, 8);
	fits_put_integer(sink, "NAXIS", 0, 0);
	fits_put_logical(sink, "EXTEND", true);
	fits_put_end(sink, start);
	start = fits_position(sink);
	fits_put_string(sink, "XTENSION", 0, "BINTABLE");
	fits_put_integer(sink, "BITPIX", 0, 8);
	fits_put_integer(sink, "NAXIS", 0, 2);
	fits_put_integer(sink, "NAXIS1", 0, (int64_t) table->row_width);
	fits_put_integer(sink, "NAXIS2", 0, table->nrows);
	fits_put_integer(sink, "PCOUNT", 0, (int64_t) table->heap_size);
	fits_put_integer(sink, "GCOUNT", 0, 1);
	fits_put_integer(sink, "TFIELDS", 0, writer->ncolumns);
	fits_put_string(sink, "LONGSTRN", 0, "OGIP 1.0");
	fits_put_string(sink, "QSTATUS", 0, overflow ? "OVERFLOW" : "OK");
	for (int i = 0; i < writer->ncolumns; i++)
		put_column_cards(sink, &writer->columns[i], &table->columns[i], i + 1);
	for (int i = 0; i < writer->ninfos; i++)
	{
		writer->scratch->used = 0;
		sink_puts(writer->scratch, writer->infos[i].name);
		sink_puts(writer->scratch, ": ");
		sink_puts(writer->scratch, writer->infos[i].value);
		sink_putc(writer->scratch, '\0');
		fits_put_comment(sink, writer->scratch->buffer);
	}
	fits_put_end(sink, start);
}

/* The next spooled row, in scratch; its flags, then its cells. */
static const char *
next_row(TableWriter *writer)
{
	uint32_t length;

	writer->spool->get(writer->spool, &length, sizeof(length));
	writer->scratch->used = 0;
	/* Numbers are read as eight bytes, also the last one. */
	writer->spool->get(
		writer->spool, sink_reserve(writer->scratch, length + sizeof(uint64_t)), length);
	return writer->scratch->buffer;
}

static uint32_t
take_count(const char **from)
{
	uint32_t count;

	memcpy(&count, *from, sizeof(count));
	*from += sizeof(count);
	return count;
}

/* What NULL looks like: the null integer, NaN, or zeros. */
static void
fill_null(char *to, const FitsColumn *column, size_t count)
{
	static const unsigned char nan_bits[8] = {0x7F, 0xC0, 0, 0, 0x7F, 0xF8, 0, 0};

	if (column->kind == CELL_FLOAT)
		for (size_t i = 0; i < count; i++)
			memcpy(to + 4 * i, nan_bits, 4);
	else if (column->kind == CELL_DOUBLE)
		for (size_t i = 0; i < count; i++)
		{
			memcpy(to + 8 * i, nan_bits + 4, 4);
			memset(to + 8 * i + 4, 0, 4);
		}
	else if (needs_null(column))
		for (size_t i = 0; i < count; i++)
			memcpy(to + column->element * i, &column->null, column->element);
	else
		memset(to, 0, count * column->element);
}

/* An array's values, with its NULL elements filled in, into to (if not NULL). */
static void
take_array(const FitsColumn *column, const char **from, size_t count, Sink *sink)
{
	const char *nulls = NULL;
	size_t size = count * column->element;

	if (*(*from)++ != 0)
	{
		nulls = *from;
		*from += count;
	}
	for (size_t i = 0; sink != NULL && i < count; i++)
	{
		char *to = sink_reserve(sink, column->element);

		if (nulls != NULL && nulls[i] != 0)
			fill_null(to, column, 1);
		else
			memcpy(to, *from + i * column->element, column->element);
		sink_advance(sink, column->element);
	}
	*from += size;
}

static void
put_descriptor(Sink *sink, uint64_t count, uint64_t *offset, size_t element)
{
	uint64_t words[2] = {__builtin_bswap64(count), __builtin_bswap64(*offset)};

	sink_put(sink, words, sizeof(words));
	*offset += count * element;
}

static void
put_zeros(Sink *sink, size_t count)
{
	while (count > 0)
	{
		size_t piece = count < 4096 ? count : 4096;

		memset(sink_reserve(sink, piece), 0, piece);
		sink_advance(sink, piece);
		count -= piece;
	}
}

/* A NULL cell of the table's rows. */
static void
put_null(Sink *sink, const FitsColumn *column)
{
	if (column->heap || column->kind == CELL_TEXT)
	{
		put_zeros(sink, column->width);
		return;
	}
	for (size_t i = 0; i < column->width / column->element; i++)
	{
		fill_null(sink_reserve(sink, column->element), column, 1);
		sink_advance(sink, column->element);
	}
}

/* A cell whose size varied in the spool; heap: the bytes used of it so far. */
static void
put_varying(Sink *sink, const FitsColumn *column, const char **from, uint64_t *heap)
{
	uint32_t count = take_count(from);

	if (column->heap)
		put_descriptor(sink, count, heap, column->element);
	if (column->array)
		take_array(column, from, count, column->heap ? NULL : sink);
	else
	{
		if (!column->heap)
		{
			sink_put(sink, *from, count);
			put_zeros(sink, column->width - count);
		}
		*from += count;
	}
}

/*
 * Store a cell that is no array, nor in the heap, into room of its width and eight bytes
 * more: numbers are copied as eight bytes, whatever they need.
 */
static inline void
store_cell(char *to, const FitsColumn *column, bool null, const char **from)
{
	uint32_t count;

	if (column->kind == CELL_TEXT)
	{
		memset(to, 0, column->width);
		if (null)
			return;
		count = take_count(from);
		memcpy(to, *from, count);
		*from += count;
	}
	else if (__builtin_expect(null, 0))
		fill_null(to, column, 1);
	else
	{
		memcpy(to, *from, sizeof(uint64_t));
		*from += column->element;
	}
}

static void
put_rows(TableWriter *writer, const FitsTable *table)
{
	Sink *sink = writer->sink;
	uint64_t heap = 0;

	for (int64_t row = 0; row < table->nrows; row++)
	{
		const char *flags = next_row(writer);
		const char *from = flags + writer->ncolumns;

		for (int i = 0; i < writer->ncolumns; i++)
		{
			const FitsColumn *column = &table->columns[i];
			bool null = flags[i] != 0;

			if (!column->array && !column->heap && column->width <= STORED_WIDTH)
			{
				char *to = sink_reserve(sink, STORED_WIDTH + sizeof(uint64_t));

				store_cell(to, column, null, &from);
				sink_advance(sink, column->width);
			}
			else if (null)
				put_null(sink, column);
			else
				put_varying(sink, column, &from, &heap);
		}
	}
}

/* The values that the rows only point to, in the order of the rows. */
static void
put_heap(TableWriter *writer, const FitsTable *table)
{
	for (int64_t row = 0; row < table->nrows; row++)
	{
		const char *flags = next_row(writer);
		const char *from = flags + writer->ncolumns;

		for (int i = 0; i < writer->ncolumns; i++)
		{
			const FitsColumn *column = &table->columns[i];
			uint32_t count;

			if (flags[i] != 0)
				continue;
			if (!column->array && column->kind != CELL_TEXT)
			{
				from += column->element;
				continue;
			}
			count = take_count(&from);
			if (column->array)
				take_array(column, &from, count, column->heap ? writer->sink : NULL);
			else
			{
				if (column->heap)
					sink_put(writer->sink, from, count);
				from += count;
			}
		}
	}
}

void
fits_table_put(TableWriter *writer, bool overflow)
{
	FitsTable *table = writer->state;
	size_t start;

	lay_out(writer, table);
	if (writer->error.code != SKY_OK)
		return;
	put_headers(writer, table, overflow);
	start = fits_position(writer->sink);
	writer->spool->rewind(writer->spool);
	put_rows(writer, table);
	if (table->heap_size > 0)
	{
		writer->spool->rewind(writer->spool);
		put_heap(writer, table);
	}
	fits_pad(writer->sink, start, '\0');
}
