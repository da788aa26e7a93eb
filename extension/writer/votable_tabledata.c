/*
 * votable_tabledata.c
 *		VOTable rows as TABLEDATA (VOTable 1.5, section 5.1).  An empty TD is NULL.
 */
#include "base/number.h"
#include "writer/json_text.h"
#include "writer/ops.h"
#include "writer/row_text.h"
#include "writer/votable.h"
#include "writer/xml_escape.h"

/* An element of an array with the blank before it. */
#define ELEMENT_ROOM (CELL_SCALAR_MAX + 1)

static char *
put_null_element(char *to, CellKind kind)
{
	if (kind == CELL_BOOLEAN)
		return ROW_TEXT_PUT(to, "?");
	if (cell_kind_is_integer(kind))
		return to + number_put_int64(to, votable_null(kind));
	return ROW_TEXT_PUT(to, "NaN");
}

/*
 * The elements with blanks between them; NULL ones as the null integer, NaN or "?".  So
 * are all of a NULL array, if it must have a certain number of them.
 */
static void
put_array(TableWriter *writer, int i, const Cell *cell)
{
	const WriterColumn *column = &writer->columns[i];
	size_t fixed = votable_fixed_count(column);
	size_t count = cell->null ? fixed : cell->array.count;

	if (fixed > 0 && count != fixed)
		writer_refuse(
			writer,
			i,
			"its values have another number of elements than its arraysize says",
			"Correct the arraysize in the column's metadata.");
	for (size_t k = 0; k < count; k++)
	{
		Cell element = {.null = true};
		char *start = sink_reserve(writer->sink, ELEMENT_ROOM);
		char *to = start;

		if (k > 0)
			*to++ = ' ';
		if (!cell->null)
			element = cell_element(column->kind, &cell->array, k);
		if (element.null)
			to = put_null_element(to, column->kind);
		else
		{
			if (cell_kind_is_integer(column->kind) && column->kind != CELL_BYTE &&
				cell_integer(column->kind, &element) == votable_null(column->kind))
				votable_refuse_null(writer, i);
			to += cell_put_scalar(to, column->kind, &element, &cell_words_votable);
		}
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
	else
		xml_put_text(writer->sink, cell->text.bytes, cell->text.length);
}

/* Text that may be copied as it is, and is short. */
static inline bool
is_short_text(const WriterColumn *column, const Cell *cell)
{
	return column->kind == CELL_TEXT && !column->array &&
		   cell->text.length <= ROW_TEXT_SHORT &&
		   (column->plain || xml_is_plain(cell->text.bytes, cell->text.length));
}

static void
put_row(TableWriter *writer, const Cell *cells)
{
	Sink *sink = writer->sink;
	char *to = row_text_open(sink);

	to = ROW_TEXT_PUT(to, "<TR>");
	for (int i = 0; i < writer->ncolumns; i++)
	{
		const WriterColumn *column = &writer->columns[i];
		const Cell *cell = &cells[i];

		to = row_text_room(sink, to);
		if (cell->null && !(column->array && votable_fixed_count(column) > 0))
		{
			to = ROW_TEXT_PUT(to, "<TD/>");
			continue;
		}
		to = ROW_TEXT_PUT(to, "<TD>");
		if (column->kind != CELL_TEXT && !column->array)
			to += cell_put_scalar(to, column->kind, cell, &cell_words_votable);
		else if (is_short_text(column, cell))
			to = row_text_put(to, cell->text.bytes, cell->text.length);
		else
		{
			row_text_close(sink, to);
			if (column->kind == CELL_TEXT)
				put_text(writer, i, cell);
			else
				put_array(writer, i, cell);
			to = row_text_open(sink);
		}
		to = ROW_TEXT_PUT(to, "</TD>");
	}
	to = row_text_room(sink, to);
	to = ROW_TEXT_PUT(to, "</TR>\n");
	row_text_close(sink, to);
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

const WriterOps votable_tabledata_ops = {.begin = begin, .row = put_row, .end = end};
