/*
 * votable_binary.c
 *		VOTable rows as BINARY and BINARY2 (VOTable 1.5, sections 5.3 and 5.4).
 *
 * Rows go into a base64 sink of their own; a row's cells of fixed size are stored into
 * one reservation, which is made anew behind each cell of varying size.
 */
#include <math.h>
#include <string.h>

#include "writer/base64.h"
#include "writer/big_endian.h"
#include "writer/format_table.h"
#include "writer/json_text.h"
#include "writer/ops.h"
#include "writer/utf16.h"
#include "writer/votable.h"

/* Values up to this size are stored in the reservation at once [bytes]. */
#define SHORT_VALUE ((size_t) 4096)

typedef struct BinaryColumn
{
	CellKind kind;
	bool array;
	bool unicode;
	bool varying; /* text or array */
	bool magic;	  /* the null integer is declared for this column */
	size_t fixed; /* bytes (text) or elements (array) of each value, 0: they differ */
} BinaryColumn;

typedef struct BinaryState
{
	Base64Sink base64;
	VotableRows rows;
	size_t reserve; /* flags, all scalars and counts: [bytes] */
	BinaryColumn columns[];
} BinaryState;

/* What stands where a scalar or an element is NULL; BINARY2 has its flag as well. */
static char *
put_null(char *to, CellKind kind)
{
	switch (kind)
	{
		case CELL_BOOLEAN:
			*to = '?';
			return to + 1;
		case CELL_BYTE:
			*to = 0;
			return to + 1;
		case CELL_INT16:
			return put_be16(to, (uint16_t) votable_null(kind));
		case CELL_INT32:
			return put_be32(to, (uint32_t) votable_null(kind));
		case CELL_INT64:
			return put_be64(to, (uint64_t) votable_null(kind));
		case CELL_FLOAT:
			return put_be_float(to, NAN);
		default:
			return put_be_double(to, NAN);
	}
}

/* Does a value that is not NULL look like the column's null integer? */
static inline bool
is_magic(const BinaryColumn *column, const Cell *cell)
{
	return column->magic &&
		   cell_integer(column->kind, cell) == votable_null(column->kind);
}

/* Text as 16-bit units, in pieces if long.  Without a count if the length is fixed. */
static void
put_unicode(Sink *raw, const char *text, size_t length)
{
	size_t units = utf16_count(text, length);

	put_be32(sink_reserve(raw, 4), (uint32_t) units);
	sink_advance(raw, 4);
	while (length > 0)
	{
		size_t used;
		char *room = sink_reserve(raw, SHORT_VALUE);
		size_t put = utf16_put(room, SHORT_VALUE / 2, text, length, &used);

		sink_advance(raw, 2 * put);
		text += used;
		length -= used;
	}
}

static void
put_bytes(Sink *raw, const char *bytes, size_t length)
{
	put_be32(sink_reserve(raw, 4), (uint32_t) length);
	sink_advance(raw, 4);
	sink_put(raw, bytes, length);
}

/* A string cell, the NULL one too: its characters behind their count. */
static void
put_text(TableWriter *writer, BinaryState *state, int i, const Cell *cell)
{
	const BinaryColumn *column = &state->columns[i];
	Sink *raw = &state->base64.sink;
	CellText text = {"", 0};

	if (column->fixed > 0)
	{
		char *to = sink_reserve(raw, column->fixed);

		memset(to, 0, column->fixed);
		if (!cell->null)
			memcpy(to,
				   cell->text.bytes,
				   cell->text.length < column->fixed ? cell->text.length : column->fixed);
		sink_advance(raw, column->fixed);
		return;
	}
	if (!cell->null)
	{
		text = cell->text;
		if (column->array)
		{
			writer->scratch->used = 0;
			json_put_cell(writer->scratch, &writer->columns[i], cell, true);
			text = (CellText){writer->scratch->buffer, writer->scratch->used};
		}
	}
	if (column->unicode)
		put_unicode(raw, text.bytes, text.length);
	else
		put_bytes(raw, text.bytes, text.length);
}

/* An array cell, the NULL one too: its elements, behind their count if that varies. */
static void
put_array(TableWriter *writer, BinaryState *state, int i, const Cell *cell)
{
	const BinaryColumn *column = &state->columns[i];
	Sink *raw = &state->base64.sink;
	size_t have = cell->null ? 0 : cell->array.count;
	size_t count = column->fixed > 0 ? column->fixed : have;

	if (column->fixed == 0)
	{
		put_be32(sink_reserve(raw, 4), (uint32_t) count);
		sink_advance(raw, 4);
	}
	else if (!cell->null && have != count)
		writer_refuse(
			writer,
			i,
			"its values have another number of elements than its arraysize says",
			"Correct the arraysize in the column's metadata.");
	if (column->kind == CELL_BYTE && have >= count)
	{
		sink_put(raw, cell->array.elements, count);
		return;
	}
	for (size_t k = 0; k < count; k++)
	{
		char *to = sink_reserve(raw, sizeof(double));
		Cell element = {.null = true};

		if (k < have)
			element = cell_element(column->kind, &cell->array, k);
		if (!element.null && is_magic(column, &element))
			votable_refuse_null(writer, i);
		sink_advance(
			raw,
			(size_t) ((element.null ? put_null(to, column->kind)
									: put_be_scalar(to, column->kind, &element)) -
					  to));
	}
}

/* Which cells are NULL, a bit each from the left. */
static inline char *
put_flags(char *to, const Cell *cells, int ncolumns)
{
	for (int i = 0; i < ncolumns; i += 8)
	{
		int here = ncolumns - i < 8 ? ncolumns - i : 8;
		unsigned flags = 0;

		for (int k = 0; k < here; k++)
			flags |= (unsigned) cells[i + k].null << (7 - k);
		*to++ = (char) flags;
	}
	return to;
}

/*
 * A short string stored right into the reservation, which ends at limit.  NULL if there
 * is no room; what may be stored beyond the result is overwritten later.
 */
static inline char *
put_short_text(char *to, const char *limit, const BinaryColumn *column, const Cell *cell)
{
	size_t length = cell->null ? 0 : cell->text.length;
	size_t used;

	if (column->array || column->fixed > 0 || limit - to < (ptrdiff_t) (4 + 2 * length))
		return NULL;
	if (column->unicode)
	{
		size_t units = utf16_put(to + 4, length, cell->text.bytes, length, &used);

		put_be32(to, (uint32_t) units);
		return to + 4 + 2 * units;
	}
	put_be32(to, (uint32_t) length);
	memcpy(to + 4, cell->text.bytes, length);
	return to + 4 + length;
}

static void
put_row(TableWriter *writer, const Cell *cells)
{
	BinaryState *state = writer->state;
	Sink *raw = &state->base64.sink;
	char *to = sink_reserve(raw, state->reserve);

	if (state->rows == VOTABLE_BINARY2)
		to = put_flags(to, cells, writer->ncolumns);
	for (int i = 0; i < writer->ncolumns; i++)
	{
		const BinaryColumn *column = &state->columns[i];
		const Cell *cell = &cells[i];
		char *after;

		if (!column->varying)
		{
			if (__builtin_expect(cell->null, 0))
				to = put_null(to, column->kind);
			else
			{
				if (__builtin_expect(is_magic(column, cell), 0))
					votable_refuse_null(writer, i);
				to = put_be_scalar(to, column->kind, cell);
			}
			continue;
		}
		if (column->kind == CELL_TEXT)
		{
			const char *limit = raw->buffer + raw->size - state->reserve;

			after = put_short_text(to, limit, column, cell);
			if (__builtin_expect(after != NULL, 1))
			{
				to = after;
				continue;
			}
		}
		raw->used = (size_t) (to - raw->buffer);
		if (column->kind == CELL_TEXT)
			put_text(writer, state, i, cell);
		else
			put_array(writer, state, i, cell);
		to = sink_reserve(raw, state->reserve);
	}
	raw->used = (size_t) (to - raw->buffer);
}

static void
begin(TableWriter *writer, VotableRows rows)
{
	size_t ncolumns = (size_t) writer->ncolumns;
	/* Not zeroed: it has the buffer, more than a small answer fills. */
	BinaryState *state =
		arena_alloc(writer->arena, sizeof(BinaryState) + ncolumns * sizeof(BinaryColumn));

	base64_sink_init(&state->base64, writer->sink);
	state->rows = rows;
	state->reserve = (ncolumns + 7) / 8 + ncolumns * sizeof(double);
	for (size_t i = 0; i < ncolumns; i++)
	{
		const WriterColumn *column = &writer->columns[i];
		bool integer = cell_kind_is_integer(column->kind) && column->kind != CELL_BYTE;

		state->columns[i] = (BinaryColumn){
			.kind = column->kind,
			.array = column->array,
			.varying = column->array || column->kind == CELL_TEXT,
			.unicode = writer_column_is_unicode(column),
			.magic = integer && (column->array || rows == VOTABLE_BINARY),
			.fixed =
				column->kind == CELL_TEXT ? column->length : votable_fixed_count(column),
		};
	}
	writer->state = state;
	votable_put_head(writer, rows);
}

static void
begin_binary(TableWriter *writer)
{
	begin(writer, VOTABLE_BINARY);
}

static void
begin_binary2(TableWriter *writer)
{
	begin(writer, VOTABLE_BINARY2);
}

static void
end(TableWriter *writer, WriterOutcome outcome, const char *message)
{
	BinaryState *state = writer->state;

	base64_sink_end(&state->base64);
	votable_put_tail(writer, state->rows, outcome, message);
}

static void
flush(TableWriter *writer)
{
	base64_sink_flush(&((BinaryState *) writer->state)->base64);
}

const WriterOps votable_binary_ops = {
	.begin = begin_binary, .row = put_row, .end = end, .flush = flush};
const WriterOps votable_binary2_ops = {
	.begin = begin_binary2, .row = put_row, .end = end, .flush = flush};
