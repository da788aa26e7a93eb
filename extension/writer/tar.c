/*
 * tar.c
 *		A file for each row: its only column of bytes, in a tar archive (POSIX.1-1988,
 *		ustar), and at the end a list of all rows with the names of their files.
 *
 * A file is called by the number of its row and the row's first text.  NULL is no file:
 * the list tells so.
 */
#include <stdio.h>

#include "writer/literal.h"
#include "writer/ops.h"

#define BLOCK	  512
#define NAME_MAX  80 /* characters of a file's name; ustar has room for 100 */
#define LIST_NAME "index.csv"
#define LIST_ROOM ((size_t) 8192) /* [bytes] */
#define LINE_END  "\r\n"

/* Where the fields of a ustar header are. */
#define AT_NAME		0
#define AT_MODE		100
#define AT_UID		108
#define AT_GID		116
#define AT_SIZE		124
#define AT_MTIME	136
#define AT_CHECKSUM 148
#define AT_TYPE		156
#define AT_MAGIC	257

typedef struct TarState
{
	Sink list; /* first: drain() finds the rest by it */
	WriterSpool *spool;
	char room[LIST_ROOM];
	int file; /* number of the column of bytes */
	int name; /* of the one that names it; -1: none does */
	long long rows;
} TarState;

/* Sink.drain of the list: it waits in the spool for the last row. */
static void
drain(Sink *sink, size_t wanted)
{
	TarState *state = (TarState *) sink;

	(void) wanted;
	state->spool->put(state->spool, sink->buffer, sink->used);
	sink->drained += sink->used;
	sink->used = 0;
}

static void
put_header(Sink *sink, const char *name, size_t size)
{
	char header[BLOCK] = {0};
	unsigned sum = 0;

	snprintf(header + AT_NAME, AT_MODE - AT_NAME, "%s", name);
	snprintf(header + AT_MODE, 8, "%07o", 0644);
	snprintf(header + AT_UID, 8, "%07o", 0);
	snprintf(header + AT_GID, 8, "%07o", 0);
	snprintf(header + AT_SIZE, 12, "%011llo", (unsigned long long) size);
	snprintf(header + AT_MTIME, 12, "%011o", 0);
	memset(header + AT_CHECKSUM, ' ', 8);
	header[AT_TYPE] = '0';
	memcpy(header + AT_MAGIC, "ustar\00000", 8);
	for (int i = 0; i < BLOCK; i++)
		sum += (unsigned char) header[i];
	snprintf(header + AT_CHECKSUM, 7, "%06o", sum);
	sink_put(sink, header, BLOCK);
}

static void
put_padding(Sink *sink, size_t size)
{
	static const char zeros[BLOCK];

	if (size % BLOCK != 0)
		sink_put(sink, zeros, BLOCK - size % BLOCK);
}

/* The text of a CSV field, its quotes doubled. */
static void
put_quoted(Sink *sink, const char *text, size_t length)
{
	sink_putc(sink, '"');
	sink_put_doubled(sink, text, length, "\"");
	sink_putc(sink, '"');
}

/* Find the columns that matter, and tell the list's first line; how many have bytes. */
static int
choose_columns(const TableWriter *writer, TarState *state)
{
	int files = 0;

	sink_puts(&state->list, "file,bytes");
	for (int i = 0; i < writer->ncolumns; i++)
	{
		const WriterColumn *column = &writer->columns[i];

		if (column->kind == CELL_BYTE && column->array)
		{
			state->file = i;
			files++;
			continue;
		}
		if (state->name < 0 && column->kind == CELL_TEXT && !column->array)
			state->name = i;
		sink_putc(&state->list, ',');
		put_quoted(&state->list, column->meta.name, strlen(column->meta.name));
	}
	sink_puts(&state->list, LINE_END);
	return files;
}

static void
begin(TableWriter *writer)
{
	TarState *state = arena_alloc(writer->arena, sizeof(TarState));
	int files;

	*state = (TarState){.spool = writer->spool, .name = -1};
	state->list = (Sink){.buffer = state->room, .size = LIST_ROOM, .drain = drain};
	writer->state = state;
	files = choose_columns(writer, state);
	if (files == 1)
		return;
	sky_error(&writer->error,
			  SKY_E_BAD_VALUE,
			  -1,
			  "the format tar needs exactly one column of bytes, and there are %d",
			  files);
	sky_error_hint(&writer->error,
				   "Each of its values becomes a file, such as a cutout.");
}

static const char *
extension_of(const CellArray *file)
{
	if (file->count >= 9 && memcmp(file->elements, "SIMPLE  =", 9) == 0)
		return "fits";
	return "bin";
}

static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		   c == '-' || c == '+' || c == '.';
}

/* "000012-NGC_1316.fits": characters that mean something to a shell become "_". */
static void
print_name(const TarState *state, const Cell *cells, char name[NAME_MAX + 1])
{
	int used = snprintf(name, NAME_MAX, "%06lld", state->rows);

	if (state->name >= 0 && !cells[state->name].null)
	{
		const CellText *text = &cells[state->name].text;

		name[used++] = '-';
		for (size_t i = 0; i < text->length && used < NAME_MAX - 5; i++)
			name[used++] = is_plain(text->bytes[i]) ? text->bytes[i] : '_';
	}
	snprintf(name + used,
			 (size_t) (NAME_MAX + 1 - used),
			 ".%s",
			 extension_of(&cells[state->file].array));
}

/* What the list says of a row besides its file. */
static void
put_columns(TableWriter *writer, const Cell *cells)
{
	TarState *state = writer->state;
	Sink *scratch = writer->scratch;

	for (int i = 0; i < writer->ncolumns; i++)
	{
		if (i == state->file)
			continue;
		sink_putc(&state->list, ',');
		if (cells[i].null)
			continue;
		scratch->used = 0;
		literal_put(scratch, &writer->columns[i], &cells[i]);
		put_quoted(&state->list, scratch->buffer, scratch->used);
	}
	sink_puts(&state->list, LINE_END);
}

static void
put_row(TableWriter *writer, const Cell *cells)
{
	TarState *state = writer->state;
	const Cell *file = &cells[state->file];

	state->rows++;
	if (file->null)
		sink_putc(&state->list, ',');
	else
	{
		char name[NAME_MAX + 1];

		print_name(state, cells, name);
		sink_printf(&state->list, "%s,%zu", name, file->array.count);
		put_header(writer->sink, name, file->array.count);
		sink_put(writer->sink, file->array.elements, file->array.count);
		put_padding(writer->sink, file->array.count);
	}
	put_columns(writer, cells);
}

static void
put_list(TableWriter *writer)
{
	TarState *state = writer->state;
	size_t size;

	drain(&state->list, 0);
	size = state->list.drained;
	put_header(writer->sink, LIST_NAME, size);
	state->spool->rewind(state->spool);
	for (size_t left = size; left > 0;)
	{
		size_t piece = left < LIST_ROOM ? left : LIST_ROOM;

		state->spool->get(state->spool, state->room, piece);
		sink_put(writer->sink, state->room, piece);
		left -= piece;
	}
	put_padding(writer->sink, size);
}

/* An archive that ends without its list and its last blocks is not complete. */
static void
end(TableWriter *writer, WriterOutcome outcome, const char *message)
{
	static const char last[2 * BLOCK];
	TarState *state = writer->state;

	(void) message;
	if (outcome != WRITER_FAILED)
	{
		if (outcome == WRITER_OVERFLOW)
			sink_puts(&state->list, "# there are more rows than were allowed" LINE_END);
		put_list(writer);
		sink_put(writer->sink, last, sizeof(last));
	}
	state->spool->close(state->spool);
}

const WriterOps tar_ops = {.begin = begin, .row = put_row, .end = end};
