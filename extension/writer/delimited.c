/*
 * delimited.c
 *		CSV (RFC 4180 with a header line) and TSV (no TAB and no line end in a value).
 *
 * In CSV NULL is nothing at all and the empty string is "", in TSV both are nothing.
 * Neither has a place to say that rows are missing: the command's error says it.
 */
#include "writer/literal.h"
#include "writer/ops.h"

#define SCALAR_ROOM (CELL_SCALAR_MAX + 2)

/* Does CSV text need quotes?  Blanks at the ends would be lost with some readers. */
static bool
needs_quotes(const char *text, size_t length)
{
	if (length == 0 || text[0] == ' ' || text[length - 1] == ' ')
		return true;
	for (size_t i = 0; i < length; i++)
		if (text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
			return true;
	return false;
}

static void
put_csv_text(Sink *sink, const char *text, size_t length)
{
	size_t run = 0;

	if (!needs_quotes(text, length))
	{
		sink_put(sink, text, length);
		return;
	}
	sink_putc(sink, '"');
	for (size_t i = 0; i < length; i++)
		if (text[i] == '"')
		{
			sink_put(sink, text + run, i + 1 - run);
			run = i; /* the quote once more */
		}
	sink_put(sink, text + run, length - run);
	sink_putc(sink, '"');
}

/* White space that would break the line becomes blanks. */
static void
put_tsv_text(Sink *sink, const char *text, size_t length)
{
	size_t run = 0;

	for (size_t i = 0; i < length; i++)
		if (text[i] == '\t' || text[i] == '\n' || text[i] == '\r')
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
	void (*put_text)(Sink *sink, const char *text, size_t length);
} Dialect;

static const Dialect csv = {',', "\r\n", put_csv_text};
static const Dialect tsv = {'\t', "\n", put_tsv_text};

static void
put_varying(TableWriter *writer, const Dialect *dialect, int i, const Cell *cell)
{
	const WriterColumn *column = &writer->columns[i];
	Sink *scratch = writer->scratch;

	if (column->plain && !column->array)
		sink_put(writer->sink, cell->text.bytes, cell->text.length);
	else if (column->kind == CELL_TEXT && !column->array)
		dialect->put_text(writer->sink, cell->text.bytes, cell->text.length);
	else
	{
		scratch->used = 0;
		literal_put(scratch, column, cell);
		dialect->put_text(writer->sink, scratch->buffer, scratch->used);
	}
}

static inline void
put_row(TableWriter *writer, const Dialect *dialect, const Cell *cells)
{
	Sink *sink = writer->sink;

	for (int i = 0; i < writer->ncolumns; i++)
	{
		const WriterColumn *column = &writer->columns[i];
		char *start = sink_reserve(sink, SCALAR_ROOM);
		char *to = start;

		if (i > 0)
			*to++ = dialect->delimiter;
		if (!cells[i].null && !column->array && column->kind != CELL_TEXT)
			to += cell_put_scalar(to, column->kind, &cells[i], &cell_words_plain);
		sink_advance(sink, (size_t) (to - start));
		if (!cells[i].null && (column->array || column->kind == CELL_TEXT))
			put_varying(writer, dialect, i, &cells[i]);
	}
	sink_puts(sink, dialect->line_end);
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
	sink_puts(sink, dialect->line_end);
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

const WriterOps csv_ops = {begin_csv, put_csv_row, end};
const WriterOps tsv_ops = {begin_tsv, put_tsv_row, end};
