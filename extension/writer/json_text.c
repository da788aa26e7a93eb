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

/*
 * Characters that must be escaped: those of JSON, and those that YAML (of ECSV) takes for
 * the end of a line or for unprintable, U+0080 to U+009F, U+2028, U+2029, U+FFFE, U+FFFF.
 * Bytes of the one at the start of text, or 0; text ends with length.
 */
static size_t
special_length(const unsigned char *text, size_t length)
{
	if (text[0] < 0x80)
		return text[0] < 0x20 || text[0] == '"' || text[0] == '\\' || text[0] == 0x7F;
	if (text[0] == 0xC2 && length >= 2 && text[1] < 0xA0)
		return 2;
	if (text[0] == 0xE2 && length >= 3 && text[1] == 0x80 && (text[2] & 0xFE) == 0xA8)
		return 3;
	if (text[0] == 0xEF && length >= 3 && text[1] == 0xBF && text[2] >= 0xBE)
		return 3;
	return 0;
}

/* A character of one to three bytes as a number. */
static unsigned
code_of(const unsigned char *text, size_t bytes)
{
	if (bytes == 1)
		return text[0];
	if (bytes == 2)
		return (text[0] & 0x1FU) << 6 | (text[1] & 0x3FU);
	return (text[0] & 0x0FU) << 12 | (text[1] & 0x3FU) << 6 | (text[2] & 0x3FU);
}

void
json_put_string(Sink *sink, const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *) text;
	size_t run = 0;

	sink_putc(sink, '"');
	for (size_t i = 0; i < length;)
	{
		size_t special = special_length(bytes + i, length - i);
		const char *escape;

		if (special == 0)
		{
			i++;
			continue;
		}
		sink_put(sink, text + run, i - run);
		escape = special == 1 ? escape_of(text[i]) : NULL;
		if (escape != NULL)
			sink_puts(sink, escape);
		else
		{
			unsigned code = code_of(bytes + i, special);
			char unicode[6] = {'\\',
							   'u',
							   hex_digits[code >> 12],
							   hex_digits[code >> 8 & 15],
							   hex_digits[code >> 4 & 15],
							   hex_digits[code & 15]};

			sink_put(sink, unicode, sizeof(unicode));
		}
		i += special;
		run = i;
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
