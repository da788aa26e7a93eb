/*
 * votable.c
 *		The first TABLE of a VOTable: TABLEDATA, BINARY, BINARY2, and FITS inline.
 *
 * An empty TD is "no value" (VOTable 1.3, 5.1).  BINARY can mark it only by VALUES null,
 * NaN and empty arrays; BINARY2 has flags, so that there NaN stays NaN and an empty text
 * stays one.
 */
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/table.h"
#include "reader/field.h"
#include "reader/votable_document.h"

#define FEED_SIZE ((size_t) 16 * 1024)

typedef struct VotableState
{
	VotableDocument document;
	size_t row_taken;	 /* queued rows of TABLEDATA already given */
	size_t stream_taken; /* bytes of document.stream already given */
	Input binary;		 /* the decoded stream */
	Reader *fits;		 /* reads it, for FITS */
	unsigned char flags[READER_MAX_COLUMNS / 8];
} VotableState;

static const struct
{
	const char *name;
	FieldKind kind;
	bool complex;
} datatypes[] = {
	{.name = "bit", .kind = FIELD_BIT},
	{.name = "boolean", .kind = FIELD_LOGICAL},
	{.name = "char", .kind = FIELD_CHAR},
	{.name = "double", .kind = FIELD_DOUBLE},
	{.name = "doubleComplex", .kind = FIELD_DOUBLE, .complex = true},
	{.name = "float", .kind = FIELD_FLOAT},
	{.name = "floatComplex", .kind = FIELD_FLOAT, .complex = true},
	{.name = "int", .kind = FIELD_INT},
	{.name = "long", .kind = FIELD_LONG},
	{.name = "short", .kind = FIELD_SHORT},
	{.name = "unicodeChar", .kind = FIELD_UNICODE},
	{.name = "unsignedByte", .kind = FIELD_BYTE},
};

/* XML begins with "<", maybe behind a byte order mark or blanks, maybe in UTF-16. */
static bool
votable_sniff(const char *head, size_t size)
{
	size_t at = 0;

	if (size >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0)
		at = 3;
	else if (size >= 4 &&
			 (memcmp(head, "\xFF\xFE<\0", 4) == 0 || memcmp(head, "\xFE\xFF\0<", 4) == 0))
		return true;
	while (at < size && strchr(" \t\r\n", head[at]) != NULL && head[at] != '\0')
		at++;
	return at < size && head[at] == '<';
}

/* Parse one more piece of the file. */
static bool
feed(Reader *reader, SkyError *err)
{
	VotableState *state = reader->state;
	ptrdiff_t have = input_fill(&reader->input, 1, err);
	size_t size;
	bool good;

	if (have < 0)
		return false;
	size = (size_t) have < FEED_SIZE ? (size_t) have : FEED_SIZE;
	good = votable_feed(
		&state->document, (const char *) input_at(&reader->input), size, err);
	input_take(&reader->input, size);
	return good;
}

/* ReaderSource of the decoded STREAM. */
static ptrdiff_t
pull_stream(void *owner, void *to, size_t size, SkyError *err)
{
	Reader *reader = owner;
	VotableState *state = reader->state;
	VotableDocument *document = &state->document;

	while (state->stream_taken == document->stream.used && !document->ended)
	{
		state->stream_taken = document->stream.used = 0;
		if (!feed(reader, err))
			return -1;
	}
	if (size > document->stream.used - state->stream_taken)
		size = document->stream.used - state->stream_taken;
	if (size > 0)
		memcpy(to, document->stream.data + state->stream_taken, size);
	state->stream_taken += size;
	return (ptrdiff_t) size;
}

/* ---- columns ---- */

static bool
set_datatype(ReaderColumn *column, const char *datatype, SkyError *err)
{
	for (size_t i = 0; datatype != NULL && i < SKY_LENGTH(datatypes); i++)
	{
		if (strcmp(datatypes[i].name, datatype) != 0)
			continue;
		column->kind = datatypes[i].kind;
		column->complex = datatypes[i].complex;
		return true;
	}
	return sky_error(err,
					 SKY_E_BAD_TEXT,
					 -1,
					 "FIELD \"%s\" has the unknown datatype \"%s\"",
					 column->meta.name,
					 datatype != NULL ? datatype : "");
}

/* VALUES null: a number for integers; other types have it as a text at least. */
static void
set_null(ReaderColumn *column, const char *null)
{
	char *end;

	column->null_text = null;
	if (null == NULL || column->kind < FIELD_BYTE || column->kind > FIELD_LONG)
		return;
	column->null = strtoll(null, &end, 0);
	column->has_null = end != null && *end == '\0';
}

/* Copy a text of the document, NULL too. */
static bool
keep_text(Reader *reader, int field, FieldText what, const char **to, SkyError *err)
{
	VotableState *state = reader->state;
	const char *text = votable_field_text(&state->document, field, what);

	if (text != NULL)
		*to = reader_keep(reader, text, strlen(text), err);
	return text == NULL || *to != NULL;
}

static bool
add_column(Reader *reader, int field, SkyError *err)
{
	VotableState *state = reader->state;
	ReaderColumn *column = reader_add_column(reader, err);
	SkyColumn *meta = column != NULL ? &column->meta : NULL;
	const char *null = NULL;
	char name[32];

	if (column == NULL || !keep_text(reader, field, FIELD_ID, &meta->name, err) ||
		!keep_text(reader, field, FIELD_NAME, &meta->name, err) ||
		!keep_text(reader, field, FIELD_DATATYPE, &meta->datatype, err) ||
		!keep_text(reader, field, FIELD_ARRAYSIZE, &meta->arraysize, err) ||
		!keep_text(reader, field, FIELD_XTYPE, &meta->xtype, err) ||
		!keep_text(reader, field, FIELD_UNIT, &meta->unit, err) ||
		!keep_text(reader, field, FIELD_UCD, &meta->ucd, err) ||
		!keep_text(reader, field, FIELD_UTYPE, &meta->utype, err) ||
		!keep_text(reader, field, FIELD_DESCRIPTION, &meta->description, err) ||
		!keep_text(reader, field, FIELD_NULL, &null, err))
		return false;
	if (meta->name == NULL)
		meta->name =
			reader_keep(reader,
						name,
						(size_t) snprintf(name, sizeof(name), "col%d", reader->ncolumns),
						err);
	if (meta->name == NULL || !set_datatype(column, meta->datatype, err))
		return false;
	if (meta->arraysize != NULL && !field_parse_arraysize(column, meta->arraysize))
		return sky_error(err,
						 SKY_E_BAD_TEXT,
						 -1,
						 "FIELD \"%s\" has the invalid arraysize \"%s\"",
						 meta->name,
						 meta->arraysize);
	/* arraysize 1 is written by mistake for scalars (VOTable 1.3, 2.2) */
	if (column->dims == 1 && column->dim[0] == 1 && !column->variable &&
		column->kind != FIELD_CHAR && column->kind != FIELD_UNICODE)
		column->dims = 0;
	set_null(column, null);
	column->nan_is_null = state->document.data == VOT_BINARY;
	column->empty_is_null = state->document.data == VOT_BINARY;
	field_settle(column);
	return true;
}

/* FITS inline: the nested reader has the columns; the FIELDs tell about them. */
static bool
open_fits(Reader *reader, SkyError *err)
{
	VotableState *state = reader->state;
	int described = reader->ncolumns;

	state->fits = calloc(1, sizeof(*state->fits));
	if (state->fits == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	if (!reader_open(state->fits,
					 (ReaderSource){.owner = reader, .pull = pull_stream},
					 reader->spool,
					 reader_format_find("fits"),
					 err))
		return false;
	if (state->fits->ncolumns != described)
		return sky_error(err,
						 SKY_E_BAD_TEXT,
						 -1,
						 "the VOTable has %d FIELDs but its FITS table has %d columns",
						 described,
						 state->fits->ncolumns);
	for (int i = 0; i < described; i++)
	{
		SkyColumn meta = reader->columns[i].meta;

		meta.datatype = state->fits->columns[i].meta.datatype;
		meta.arraysize = state->fits->columns[i].meta.arraysize;
		reader->columns[i] = state->fits->columns[i];
		reader->columns[i].meta = meta;
	}
	return true;
}

static bool
votable_open(Reader *reader, SkyError *err)
{
	VotableState *state = calloc(1, sizeof(*state));
	VotableDocument *document = state != NULL ? &state->document : NULL;

	reader->state = state;
	if (state == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	if (!votable_start(document, err))
		return false;
	while (document->data == VOT_OTHER && !document->ended &&
		   !(document->table_seen && document->table_depth == 0))
	{
		if (!feed(reader, err))
			return false;
	}
	if (!document->table_seen)
		return sky_error(err, SKY_E_BAD_TEXT, -1, "the VOTable holds no TABLE");
	for (int i = 0; i < document->nfields; i++)
	{
		if (!add_column(reader, i, err))
			return false;
	}
	if (document->table_description != 0)
	{
		const char *text = document->texts.data + document->table_description - 1;

		reader->description = reader_keep(reader, text, strlen(text), err);
		if (reader->description == NULL)
			return false;
	}
	if (document->data == VOT_FITS)
		return open_fits(reader, err);
	return document->data == VOT_TABLEDATA || document->data == VOT_OTHER ||
		   input_open(&state->binary,
					  (ReaderSource){.owner = reader, .pull = pull_stream},
					  INPUT_PLAIN,
					  err);
}

/* ---- rows ---- */

/* A row of TABLEDATA from the queue; the queue is refilled when it is used up. */
static int
next_text_row(Reader *reader, SkyError *err)
{
	VotableState *state = reader->state;
	VotableDocument *document = &state->document;
	size_t columns = (size_t) reader->ncolumns;
	const size_t *ends;
	size_t start;

	while (state->row_taken == document->rows)
	{
		/* cells of the row being read stay */
		size_t taken = document->rows * columns;
		size_t used = taken > 0 ? document->cell_ends[taken - 1] : 0;

		if (document->ended)
			return 0;
		document->ncells -= taken;
		for (size_t i = 0; i < document->ncells; i++)
			document->cell_ends[i] = document->cell_ends[taken + i] - used;
		document->cells.used -= used;
		if (used > 0 && document->cells.used > 0)
			memmove(
				document->cells.data, document->cells.data + used, document->cells.used);
		document->rows = state->row_taken = 0;
		if (!feed(reader, err))
			return -1;
	}
	ends = document->cell_ends + state->row_taken * columns;
	start = state->row_taken > 0 ? ends[-1] : 0;
	for (size_t i = 0; i < columns; i++)
	{
		field_put_text(reader,
					   &reader->columns[i],
					   document->cells.data != NULL ? document->cells.data + start : "",
					   ends[i] - start);
		start = ends[i];
	}
	state->row_taken++;
	return 1;
}

static bool
ends_early(Reader *reader, SkyError *err)
{
	return sky_error(err,
					 SKY_E_BAD_TEXT,
					 -1,
					 "the binary data of the VOTable end in the middle of row %lld",
					 (long long) reader->row);
}

/* A binary cell: its count where it varies, then its elements. */
static bool
take_cell(Reader *reader, const ReaderColumn *column, bool null, SkyError *err)
{
	VotableState *state = reader->state;
	Input *input = &state->binary;
	size_t count = column->count;
	size_t size;
	ptrdiff_t have;

	if (column->variable)
	{
		const unsigned char *at;

		have = input_fill(input, 4, err);
		if (have < 4)
			return have < 0 ? false : ends_early(reader, err);
		at = input_at(input);
		count = (size_t) at[0] << 24 | (size_t) at[1] << 16 | (size_t) at[2] << 8 | at[3];
		input_take(input, 4);
	}
	if (!field_size(column, count, &size))
		return ends_early(reader, err);
	have = input_fill(input, size, err);
	if (have < 0)
		return false;
	if ((size_t) have < size)
		return ends_early(reader, err);
	if (null || (column->empty_is_null && column->variable && count == 0))
		reader_null_cell(reader);
	else
		field_put_binary(reader, column, input_at(input), count);
	input_take(input, size);
	return true;
}

static int
next_binary_row(Reader *reader, SkyError *err)
{
	VotableState *state = reader->state;
	Input *input = &state->binary;
	bool flagged = state->document.data == VOT_BINARY2;
	size_t flag_bytes = ((size_t) reader->ncolumns + 7) / 8;
	ptrdiff_t have = input_fill(input, 1, err);

	if (have <= 0)
		return (int) have;
	if (flagged)
	{
		have = input_fill(input, flag_bytes, err);
		if (have < (ptrdiff_t) flag_bytes)
		{
			ends_early(reader, err);
			return -1;
		}
		memcpy(state->flags, input_at(input), flag_bytes);
		input_take(input, flag_bytes);
	}
	for (int i = 0; i < reader->ncolumns; i++)
	{
		bool null = flagged && (state->flags[i / 8] >> (7 - i % 8) & 1);

		if (!take_cell(reader, &reader->columns[i], null, err))
			return -1;
	}
	return 1;
}

/* A row of the nested FITS reader, its cells copied. */
static int
next_fits_row(Reader *reader, SkyError *err)
{
	VotableState *state = reader->state;
	int result;

	for (int i = 0; i < reader->ncolumns; i++)
		state->fits->columns[i].style = reader->columns[i].style;
	result = reader_next(state->fits, err);
	for (int i = 0; i < reader->ncolumns && result > 0; i++)
	{
		size_t length;
		const char *text = reader_cell(state->fits, i, &length);

		bytes_put(&reader->text, text, text != NULL ? length : 0);
		if (text != NULL)
			reader_end_cell(reader);
		else
			reader_null_cell(reader);
	}
	return result;
}

static int
votable_next(Reader *reader, SkyError *err)
{
	VotableState *state = reader->state;
	int result;

	switch (state->document.data)
	{
		case VOT_TABLEDATA:
			return next_text_row(reader, err);
		case VOT_BINARY:
		case VOT_BINARY2:
			result = next_binary_row(reader, err);
			break;
		case VOT_FITS:
			result = next_fits_row(reader, err);
			break;
		default:
			result = 0;
	}
	/* read on to the end: the rest may tell of an error or be cut off */
	while (result == 0 && !state->document.ended)
	{
		state->document.stream.used = state->stream_taken = 0;
		if (!feed(reader, err))
			result = -1;
	}
	return result;
}

static void
votable_close(Reader *reader)
{
	VotableState *state = reader->state;

	if (state == NULL)
		return;
	if (state->fits != NULL)
		reader_close(state->fits);
	free(state->fits);
	input_close(&state->binary);
	votable_finish(&state->document);
	free(state);
}

const ReaderOps votable_reader = {
	.sniff = votable_sniff,
	.open = votable_open,
	.next = votable_next,
	.close = votable_close,
};
