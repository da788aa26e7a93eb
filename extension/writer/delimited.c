/*
 * delimited.c
 *		CSV (RFC 4180 with a header line) and TSV (no TAB and no line end in a value).
 *
 * In CSV NULL is nothing at all and the empty string is "", in TSV both are nothing.
 * Neither has a place to say that rows are missing: the command's error says it.
 */
#include "writer/literal.h"
#include "writer/ops.h"
#include "writer/row_text.h"

/* CSV text without quotes.  Blanks at the ends would be lost with some readers. */
static bool
is_plain_csv(const char *text, size_t length)
{
	if (length == 0 || text[0] == ' ' || text[length - 1] == ' ')
		return false;
	for (size_t i = 0; i < length; i++)
		if (text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
			return false;
	return true;
}

static void
put_csv_text(Sink *sink, const char *text, size_t length)
{
	if (is_plain_csv(text, length))
	{
		sink_put(sink, text, length);
		return;
	}
	sink_putc(sink, '"');
	sink_put_doubled(sink, text, length, "\"");
	sink_putc(sink, '"');
}

static inline bool
breaks_line(char c)
{
	return c == '\t' || c == '\n' || c == '\r';
}

static bool
is_plain_tsv(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (breaks_line(text[i]))
			return false;
	return true;
}

/* White space that would break the line becomes blanks. */
static void
put_tsv_text(Sink *sink, const char *text, size_t length)
{
	size_t run = 0;

	for (size_t i = 0; i < length; i++)
		if (breaks_line(text[i]))
		{
			sink_put(sink, text + run, i - run);
			sink_putc(sink, ' ');
			run = i + 1;
		}
	sink_put(sink, text + run, length - run);
}

typedef struct Dialect
{
	char delimiter;
	const char *line_end;
	size_t line_end_length;
	void (*put_text)(Sink *sink, const char *text, size_t length);
	bool (*is_plain)(const char *text, size_t length);
} Dialect;

static const Dialect csv = {',', "\r\n", 2, put_csv_text, is_plain_csv};
static const Dialect tsv = {'\t', "\n", 1, put_tsv_text, is_plain_tsv};

static void
put_varying(TableWriter *writer, const Dialect *dialect, int i, const Cell *cell)
{
	const WriterColumn *column = &writer->columns[i];
	Sink *scratch = writer->scratch;

	if (column->kind == CELL_TEXT && !column->array)
		dialect->put_text(writer->sink, cell->text.bytes, cell->text.length);
	else
	{
		scratch->used = 0;
		literal_put(scratch, column, cell);
		dialect->put_text(writer->sink, scratch->buffer, scratch->used);
	}
}

/* Text that may be copied as it is, and is short. */
static inline bool
is_short_text(const Dialect *dialect, const WriterColumn *column, const Cell *cell)
{
	return column->kind == CELL_TEXT && !column->array &&
		   cell->text.length <= ROW_TEXT_SHORT &&
		   (column->plain || dialect->is_plain(cell->text.bytes, cell->text.length));
}

static inline void
put_row(TableWriter *writer, const Dialect *dialect, const Cell *cells)
{
	Sink *sink = writer->sink;
	char *to = row_text_open(sink);

	for (int i = 0; i < writer->ncolumns; i++)
	{
		const WriterColumn *column = &writer->columns[i];
		const Cell *cell = &cells[i];

		to = row_text_room(sink, to);
		if (i > 0)
			*to++ = dialect->delimiter;
		if (cell->null)
			continue;
		if (column->kind != CELL_TEXT && !column->array)
			to += cell_put_scalar(to, column->kind, cell, &cell_words_plain);
		else if (is_short_text(dialect, column, cell))
			to = row_text_put(to, cell->text.bytes, cell->text.length);
		else
		{
			row_text_close(sink, to);
			put_varying(writer, dialect, i, cell);
			to = row_text_open(sink);
		}
	}
	to = row_text_room(sink, to);
	to = row_text_put(to, dialect->line_end, dialect->line_end_length);
	row_text_close(sink, to);
}

static void
begin(TableWriter *writer, const Dialect *dialect)
{
	Sink *sink = writer->sink;

	for (int i = 0; i < writer->ncolumns; i++)
	{
		const char *name = writer->columns[i].meta.name;

		if (i > 0)
			sink_putc(sink, dialect->delimiter);
		dialect->put_text(sink, name, strlen(name));
	}
	sink_put(sink, dialect->line_end, dialect->line_end_length);
}

static void
end(TableWriter *writer, WriterOutcome outcome, const char *message)
{
	(void) writer;
	(void) outcome;
	(void) message;
}

static void
begin_csv(TableWriter *writer)
{
	begin(writer, &csv);
}

static void
put_csv_row(TableWriter *writer, const Cell *cells)
{
	put_row(writer, &csv, cells);
}

static void
begin_tsv(TableWriter *writer)
{
	begin(writer, &tsv);
}

static void
put_tsv_row(TableWriter *writer, const Cell *cells)
{
	put_row(writer, &tsv, cells);
}

const WriterOps csv_ops = {.begin = begin_csv, .row = put_csv_row, .end = end};
const WriterOps tsv_ops = {.begin = begin_tsv, .row = put_tsv_row, .end = end};
