/*
 * raw.c
 *		The bytes of a single column and nothing else: how stored files leave.
 */
#include "writer/literal.h"
#include "writer/ops.h"

static void
begin(TableWriter *writer)
{
	const WriterColumn *column = writer->columns;

	if (writer->ncolumns == 1 && ((column->kind == CELL_BYTE && column->array) ||
								  (column->kind == CELL_TEXT && !column->array)))
		return;
	sky_error(&writer->error,
			  SKY_E_BAD_VALUE,
			  -1,
			  "the format raw needs exactly one column, of bytes or text");
}

static void
put_row(TableWriter *writer, const Cell *cells)
{
	if (cells->null)
		return;
	if (writer->columns->kind == CELL_BYTE)
		sink_put(writer->sink, cells->array.elements, cells->array.count);
	else
		literal_put(writer->sink, writer->columns, cells);
}

static void
end(TableWriter *writer, WriterOutcome outcome, const char *message)
{
	(void) writer;
	(void) outcome;
	(void) message;
}

const WriterOps raw_ops = {.begin = begin, .row = put_row, .end = end};
