/*
 * votable_tabledata.c
 *		VOTable rows as TABLEDATA (VOTable 1.5, section 5.1).  An empty TD is NULL.
 */
#include <math.h>

#include "base/number.h"
#include "writer/json_text.h"
#include "writer/ops.h"
#include "writer/votable.h"
#include "writer/xml_escape.h"

/* "<TD>", a number and "</TD>", with the tags of the row around it. */
#define SCALAR_ROOM (CELL_SCALAR_MAX + 24)

static inline char *
put_tag(char *to, const char *tag, size_t length)
{
	memcpy(to, tag, length);
	return to + length;
}

#define PUT_TAG(to, tag) put_tag((to), (tag), sizeof(tag) - 1)

/* The elements with blanks between them; NULL ones as the null integer, NaN or "?". */
static void
put_array(TableWriter *writer, int i, const Cell *cell)
{
	const WriterColumn *column = &writer->columns[i];
	size_t fixed = votable_fixed_count(column);

	if (fixed > 0 && cell->array.count != fixed)
		writer_refuse(
			writer,
			i,
			"its values have another number of elements than its arraysize says",
			"Correct the arraysize in the column's metadata.");
	for (size_t k = 0; k < cell->array.count; k++)
	{
		Cell element = cell_element(column->kind, &cell->array, k);
		char *start = sink_reserve(writer->sink, SCALAR_ROOM);
		char *to = start;

		if (k > 0)
			*to++ = ' ';
		if (!element.null)
		{
			if (cell_kind_is_integer(column->kind) && column->kind != CELL_BYTE &&
				cell_integer(column->kind, &element) == votable_null(column->kind))
				votable_refuse_null(writer, i, VOTABLE_TABLEDATA);
			to += cell_put_scalar(to, column->kind, &element, &cell_words_votable);
		}
		else if (column->kind == CELL_BOOLEAN)
			*to++ = '?';
		else if (cell_kind_is_integer(column->kind))
			to += number_put_int64(to, votable_null(column->kind));
		else
			to = PUT_TAG(to, "NaN");
		sink_advance(writer->sink, (size_t) (to - start));
	}
}

static void
put_text(TableWriter *writer, int i, const Cell *cell)
{
	const WriterColumn *column = &writer->columns[i];

	if (column->array)
	{
		writer->scratch->used = 0;
		json_put_cell(writer->scratch, column, cell, true);
		xml_put_text(writer->sink, writer->scratch->buffer, writer->scratch->used);
	}
	else if (column->plain)
		sink_put(writer->sink, cell->text.bytes, cell->text.length);
	else
		xml_put_text(writer->sink, cell->text.bytes, cell->text.length);
}

static void
put_varying(TableWriter *writer, int i, const Cell *cell)
{
	sink_put(writer->sink, "<TD>", 4);
	if (writer->columns[i].kind == CELL_TEXT)
		put_text(writer, i, cell);
	else
		put_array(writer, i, cell);
	sink_put(writer->sink, "</TD>", 5);
}

static void
put_row(TableWriter *writer, const Cell *cells)
{
	Sink *sink = writer->sink;

	sink_put(sink, "<TR>", 4);
	for (int i = 0; i < writer->ncolumns; i++)
	{
		const WriterColumn *column = &writer->columns[i];
		char *start;
		char *to;

		if (!cells[i].null && (column->kind == CELL_TEXT || column->array))
		{
			put_varying(writer, i, &cells[i]);
			continue;
		}
		start = to = sink_reserve(sink, SCALAR_ROOM);
		if (cells[i].null)
			to = PUT_TAG(to, "<TD/>");
		else
		{
			to = PUT_TAG(to, "<TD>");
			to += cell_put_scalar(to, column->kind, &cells[i], &cell_words_votable);
			to = PUT_TAG(to, "</TD>");
		}
		sink_advance(sink, (size_t) (to - start));
	}
	sink_put(sink, "</TR>\n", 6);
}

static void
begin(TableWriter *writer)
{
	votable_put_head(writer, VOTABLE_TABLEDATA);
}

static void
end(TableWriter *writer, WriterOutcome outcome, const char *message)
{
	votable_put_tail(writer, VOTABLE_TABLEDATA, outcome, message);
}

const WriterOps votable_tabledata_ops = {begin, put_row, end};
