/*
 * json_text.c
 *		Cells as JSON.
 */
#include "writer/json_text.h"

#include <math.h>

static const char hex_digits[] = "0123456789abcdef";

static const char *
escape_of(char c)
{
	switch (c)
	{
		case '"':
			return "\\\"";
		case '\\':
			return "\\\\";
		case '\b':
			return "\\b";
		case '\f':
			return "\\f";
		case '\n':
			return "\\n";
		case '\r':
			return "\\r";
		case '\t':
			return "\\t";
		default:
			return NULL;
	}
}

void
json_put_string(Sink *sink, const char *text, size_t length)
{
	size_t run = 0;

	sink_putc(sink, '"');
	for (size_t i = 0; i < length; i++)
	{
		unsigned char c = (unsigned char) text[i];
		const char *escape;

		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
			continue;
		sink_put(sink, text + run, i - run);
		run = i + 1;
		escape = escape_of(text[i]);
		if (escape != NULL)
			sink_puts(sink, escape);
		else
		{
			char unicode[6] = {
				'\\', 'u', '0', '0', hex_digits[c >> 4], hex_digits[c & 15]};

			sink_put(sink, unicode, sizeof(unicode));
		}
	}
	sink_put(sink, text + run, length - run);
	sink_putc(sink, '"');
}

/* "name":"value" with a comma before it unless it is the first; nothing for NULL. */
static void
put_member(Sink *sink, const char *name, const char *value, bool first)
{
	if (value == NULL)
		return;
	sink_puts(sink, first ? "\"" : ",\"");
	sink_puts(sink, name);
	sink_puts(sink, "\":");
	json_put_string(sink, value, strlen(value));
}

void
json_put_column(Sink *sink, const SkyColumn *column)
{
	sink_putc(sink, '{');
	put_member(sink, "name", column->name, true);
	put_member(sink, "datatype", column->datatype, false);
	put_member(sink, "arraysize", column->arraysize, false);
	put_member(sink, "xtype", column->xtype, false);
	put_member(sink, "unit", column->unit, false);
	put_member(sink, "ucd", column->ucd, false);
	put_member(sink, "utype", column->utype, false);
	put_member(sink, "description", column->description, false);
	sink_putc(sink, '}');
}

void
json_put_info(Sink *sink, const WriterInfo *info)
{
	sink_putc(sink, '{');
	put_member(sink, "name", info->name, true);
	put_member(sink, "value", info->value, false);
	put_member(sink, "text", info->text, false);
	sink_putc(sink, '}');
}

static void
put_value(Sink *sink, CellKind kind, const Cell *cell, bool bare)
{
	char text[CELL_SCALAR_MAX];
	size_t length;
	bool quoted = false;

	if (cell->null)
	{
		sink_put(sink, "null", 4);
		return;
	}
	if (kind == CELL_TEXT)
	{
		json_put_string(sink, cell->text.bytes, cell->text.length);
		return;
	}
	if (!bare)
		quoted = (kind == CELL_FLOAT && !isfinite(cell->float4)) ||
				 (kind == CELL_DOUBLE && !isfinite(cell->float8));
	length = cell_put_scalar(text, kind, cell, &cell_words_plain);
	if (quoted)
		sink_putc(sink, '"');
	sink_put(sink, text, length);
	if (quoted)
		sink_putc(sink, '"');
}

/* The elements *next and on that belong to dimension dim, in brackets. */
static void
put_dimension(
	Sink *sink, CellKind kind, const CellArray *array, int dim, size_t *next, bool bare)
{
	int ndim = array->dims != NULL ? array->ndim : 1;
	size_t count = array->dims != NULL ? (size_t) array->dims[dim] : array->count;

	sink_putc(sink, '[');
	for (size_t i = 0; i < count && *next < array->count; i++)
	{
		if (i > 0)
			sink_putc(sink, ',');
		if (dim + 1 < ndim)
			put_dimension(sink, kind, array, dim + 1, next, bare);
		else
		{
			Cell element = cell_element(kind, array, (*next)++);

			put_value(sink, kind, &element, bare);
		}
	}
	sink_putc(sink, ']');
}

void
json_put_cell(Sink *sink, const WriterColumn *column, const Cell *cell, bool bare)
{
	size_t next = 0;

	if (!column->array || cell->null)
		put_value(sink, column->kind, cell, bare);
	else
		put_dimension(sink, column->kind, &cell->array, 0, &next, bare);
}
