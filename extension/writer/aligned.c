/*
 * aligned.c
 *		Formats of fixed-width columns: the IPAC table and plain text.
 *
 * Widths are known only after the last row, so the cells wait as text in the spool: a
 * length (NULL_LENGTH for NULL) and the bytes.
 */
#include "base/number.h"
#include "writer/literal.h"
#include "writer/ops.h"
#include "writer/utf16.h"

#define NULL_LENGTH UINT32_MAX

typedef struct AlignedState
{
	uint64_t nrows;
	size_t widths[]; /* in characters */
} AlignedState;

/* How one of the two looks. */
typedef struct AlignedStyle
{
	const char *row_start;
	const char *between;
	const char *row_end;
	const char *null;
	bool padded_end; /* blanks behind the last column, too */
} AlignedStyle;

static const AlignedStyle ipac_style = {" ", " ", " \n", "null", true};
static const AlignedStyle text_style = {"", " | ", "\n", "", false};

static const char *const ipac_types[CELL_KINDS] = {
	[CELL_BOOLEAN] = "char",
	[CELL_BYTE] = "int",
	[CELL_INT16] = "int",
	[CELL_INT32] = "int",
	[CELL_INT64] = "long",
	[CELL_FLOAT] = "float",
	[CELL_DOUBLE] = "double",
	[CELL_TEXT] = "char",
};

static bool
is_text(const WriterColumn *column)
{
	return column->array || column->kind == CELL_TEXT || column->kind == CELL_BOOLEAN;
}

static void
widen(size_t *width, const char *text)
{
	size_t wanted = utf8_count(text, strlen(text));

	if (*width < wanted)
		*width = wanted;
}

static void
begin(TableWriter *writer)
{
	AlignedState *state = arena_zalloc(
		writer->arena, sizeof(AlignedState) + (size_t) writer->ncolumns * sizeof(size_t));

	writer->state = state;
	for (int i = 0; i < writer->ncolumns; i++)
		widen(&state->widths[i], writer->columns[i].meta.name);
}

static void
begin_ipac(TableWriter *writer)
{
	AlignedState *state;

	begin(writer);
	state = writer->state;
	for (int i = 0; i < writer->ncolumns; i++)
	{
		const WriterColumn *column = &writer->columns[i];

		widen(&state->widths[i], is_text(column) ? "char" : ipac_types[column->kind]);
		widen(&state->widths[i], ipac_style.null);
		if (column->meta.unit != NULL)
			widen(&state->widths[i], column->meta.unit);
	}
}

/* Line ends and other control characters would break the row. */
static void
blank_controls(char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char) text[i] < 0x20 || text[i] == 0x7F)
			text[i] = ' ';
}

static void
put_row(TableWriter *writer, const Cell *cells)
{
	AlignedState *state = writer->state;
	Sink *scratch = writer->scratch;

	for (int i = 0; i < writer->ncolumns; i++)
	{
		uint32_t length = NULL_LENGTH;

		scratch->used = 0;
		if (!cells[i].null)
		{
			size_t width;

			literal_put(scratch, &writer->columns[i], &cells[i]);
			blank_controls(scratch->buffer, scratch->used);
			length = (uint32_t) scratch->used;
			width = utf8_count(scratch->buffer, scratch->used);
			if (state->widths[i] < width)
				state->widths[i] = width;
		}
		writer->spool->put(writer->spool, &length, sizeof(length));
		writer->spool->put(writer->spool, scratch->buffer, scratch->used);
	}
	state->nrows++;
}

static void
put_blanks(Sink *sink, size_t count)
{
	while (count > 0)
	{
		size_t piece = count < 64 ? count : 64;

		memset(sink_reserve(sink, piece), ' ', piece);
		sink_advance(sink, piece);
		count -= piece;
	}
}

/* Text in a column of width characters. */
static void
put_padded(Sink *sink, const char *text, size_t length, size_t width, bool left, bool pad)
{
	size_t blanks = width - utf8_count(text, length);

	if (!left)
		put_blanks(sink, blanks);
	sink_put(sink, text, length);
	if (left && pad)
		put_blanks(sink, blanks);
}

/* Read the rows back and print them. */
static void
put_rows(TableWriter *writer, const AlignedStyle *style)
{
	AlignedState *state = writer->state;
	Sink *scratch = writer->scratch;

	writer->spool->rewind(writer->spool);
	for (uint64_t row = 0; row < state->nrows; row++)
	{
		sink_puts(writer->sink, style->row_start);
		for (int i = 0; i < writer->ncolumns; i++)
		{
			const char *text = style->null;
			uint32_t length;
			bool pad = style->padded_end || i + 1 < writer->ncolumns;

			writer->spool->get(writer->spool, &length, sizeof(length));
			if (length == NULL_LENGTH)
				length = (uint32_t) strlen(text);
			else
			{
				scratch->used = 0;
				text = sink_reserve(scratch, length);
				writer->spool->get(writer->spool, scratch->buffer, length);
			}
			if (i > 0)
				sink_puts(writer->sink, style->between);
			put_padded(writer->sink,
					   text,
					   length,
					   state->widths[i],
					   is_text(&writer->columns[i]),
					   pad);
		}
		sink_puts(writer->sink, style->row_end);
	}
}

/* A line of IPAC's head: \name = 'value', or a comment if name is empty. */
static void
put_ipac_keyword(TableWriter *writer, const char *name, const char *value)
{
	Sink *scratch = writer->scratch;
	const char *quote = name[0] != '\0' ? "'" : "";

	scratch->used = 0;
	sink_puts(scratch, name);
	sink_puts(scratch, name[0] != '\0' ? " = " : " ");
	sink_puts(scratch, quote);
	sink_puts(scratch, value);
	sink_puts(scratch, quote);
	blank_controls(scratch->buffer, scratch->used);
	sink_putc(writer->sink, '\\');
	sink_put(writer->sink, scratch->buffer, scratch->used);
	sink_putc(writer->sink, '\n');
}

/* One line of the head between bars; what(column) is its text. */
static void
put_ipac_line(TableWriter *writer, const char *(*what)(const WriterColumn *column))
{
	AlignedState *state = writer->state;

	for (int i = 0; i < writer->ncolumns; i++)
	{
		const char *text = what(&writer->columns[i]);
		Sink *scratch = writer->scratch;

		scratch->used = 0;
		sink_puts(scratch, text);
		blank_controls(scratch->buffer, scratch->used);
		for (size_t k = 0; k < scratch->used; k++)
			if (scratch->buffer[k] == '|')
				scratch->buffer[k] = '_';
		sink_putc(writer->sink, '|');
		put_padded(writer->sink,
				   scratch->buffer,
				   scratch->used,
				   state->widths[i],
				   is_text(&writer->columns[i]),
				   true);
	}
	sink_puts(writer->sink, "|\n");
}

static const char *
ipac_name(const WriterColumn *column)
{
	return column->meta.name;
}

static const char *
ipac_type(const WriterColumn *column)
{
	return is_text(column) ? "char" : ipac_types[column->kind];
}

static const char *
ipac_unit(const WriterColumn *column)
{
	return column->meta.unit != NULL ? column->meta.unit : "";
}

static const char *
ipac_null(const WriterColumn *column)
{
	(void) column;
	return ipac_style.null;
}

static void
end_ipac(TableWriter *writer, WriterOutcome outcome, const char *message)
{
	(void) message; /* nothing has left before the end, so an error stands alone */
	if (outcome == WRITER_FAILED)
		return;
	sink_puts(writer->sink, "\\fixlen = T\n");
	for (int i = 0; i < writer->ninfos; i++)
		put_ipac_keyword(writer, writer->infos[i].name, writer->infos[i].value);
	if (outcome == WRITER_OVERFLOW)
		put_ipac_keyword(writer, "QUERY_STATUS", "OVERFLOW");
	put_ipac_line(writer, ipac_name);
	put_ipac_line(writer, ipac_type);
	put_ipac_line(writer, ipac_unit);
	put_ipac_line(writer, ipac_null);
	put_rows(writer, &ipac_style);
}

static void
put_text_head(TableWriter *writer)
{
	AlignedState *state = writer->state;

	for (int i = 0; i < writer->ncolumns; i++)
	{
		const char *name = writer->columns[i].meta.name;

		if (i > 0)
			sink_puts(writer->sink, text_style.between);
		put_padded(writer->sink,
				   name,
				   strlen(name),
				   state->widths[i],
				   true,
				   i + 1 < writer->ncolumns);
	}
	sink_putc(writer->sink, '\n');
	for (int i = 0; i < writer->ncolumns; i++)
	{
		if (i > 0)
			sink_puts(writer->sink, "-+-");
		for (size_t k = 0; k < state->widths[i]; k++)
			sink_putc(writer->sink, '-');
	}
	sink_putc(writer->sink, '\n');
}

static void
end_text(TableWriter *writer, WriterOutcome outcome, const char *message)
{
	(void) message;
	if (outcome == WRITER_FAILED)
		return;
	put_text_head(writer);
	put_rows(writer, &text_style);
	if (outcome == WRITER_OVERFLOW)
		sink_puts(writer->sink, "(cut off at the maximum number of rows)\n");
}

const WriterOps ipac_ops = {.begin = begin_ipac, .row = put_row, .end = end_ipac};
const WriterOps text_ops = {.begin = begin, .row = put_row, .end = end_text};
