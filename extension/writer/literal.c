/*
 * literal.c
 *		Cells as plain text.
 */
#include "writer/literal.h"

#include "writer/json_text.h"

static void
put_scalar(Sink *sink, CellKind kind, const Cell *cell)
{
	char *to = sink_reserve(sink, CELL_SCALAR_MAX);

	sink_advance(sink, cell_put_scalar(to, kind, cell, &cell_words_plain));
}

static void
put_hex(Sink *sink, const CellArray *array)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *bytes = array->elements;

	sink_put(sink, "\\x", 2);
	for (size_t i = 0; i < array->count; i++)
	{
		char *to = sink_reserve(sink, 2);

		to[0] = digits[bytes[i] >> 4];
		to[1] = digits[bytes[i] & 15];
		sink_advance(sink, 2);
	}
}

void
literal_put(Sink *sink, const WriterColumn *column, const Cell *cell)
{
	if (!column->array)
	{
		if (column->kind == CELL_TEXT)
			sink_put(sink, cell->text.bytes, cell->text.length);
		else
			put_scalar(sink, column->kind, cell);
	}
	else if (column->kind == CELL_BYTE)
		put_hex(sink, &cell->array);
	else if (!column->shape)
		json_put_cell(sink, column, cell, true);
	else
		for (size_t i = 0; i < cell->array.count; i++)
		{
			Cell element = cell_element(column->kind, &cell->array, i);

			if (i > 0)
				sink_putc(sink, ' ');
			put_scalar(sink, column->kind, &element);
		}
}
