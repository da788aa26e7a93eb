/*
 * fits_table.c
 *		The first table of a FITS file: BINTABLE or ASCII TABLE.
 *
 * Rows are streamed.  The heap of variable-length columns lies behind all rows, so with
 * such columns the whole table goes through the spool first.  NaN and an empty
 * variable-length cell are FITS' ways to say "no value".
 */
#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "reader/field.h"
#include "reader/fits_column.h"

typedef struct FitsState
{
	FitsHeader header;
	bool ascii;
	size_t row_size;
	int64_t rows_left;
	/* with a spool: */
	Input rows; /* of the spool */
	bool spooled;
	uint64_t next; /* of rows, in the spool */
	uint64_t rows_end;
	uint64_t heap; /* where it begins in the spool */
	uint64_t heap_size;
	Bytes cell; /* one cell of the heap */
} FitsState;

static bool
fits_sniff(const char *head, size_t size)
{
	return size >= 30 && memcmp(head, "SIMPLE  =", 9) == 0;
}

/* Is this HDU a table that holds rows of values?  Compressed images are tables too. */
static bool
is_table(const FitsHeader *header, FitsState *state, Bytes *text)
{
	bool image = false;

	fits_card_logical(header, fits_header_find(header, "ZIMAGE"), &image);
	text->used = 0;
	if (image || !fits_card_text(header, fits_header_find(header, "XTENSION"), text))
		return false;
	state->ascii = strcmp(text->data, "TABLE") == 0;
	return state->ascii || strcmp(text->data, "BINTABLE") == 0;
}

/* Read headers and skip data until the header of a table has been read. */
static bool
find_table(Reader *reader, FitsState *state, SkyError *err)
{
	for (;;)
	{
		int result = fits_header_read(&state->header, &reader->input, err);
		uint64_t size;

		if (result < 0)
			return false;
		if (result == 0)
			return sky_error(err, SKY_E_BAD_TEXT, -1, "the FITS file holds no table");
		if (!fits_header_data_size(&state->header, &size, err))
			return false;
		if (is_table(&state->header, state, &reader->text))
			return true;
		size = (size + FITS_BLOCK - 1) / FITS_BLOCK * FITS_BLOCK;
		/* files are often cut after the last data: then there is no table either */
		if (!input_skip(&reader->input, size, err))
			return false;
	}
}

/* ReaderSource of the rows in the spool. */
static ptrdiff_t
pull_spooled(void *owner, void *to, size_t size, SkyError *err)
{
	Reader *reader = owner;
	FitsState *state = reader->state;
	uint64_t left = state->rows_end - state->next;

	if (size > left)
		size = (size_t) left;
	if (size > 0 &&
		!reader->spool->read(reader->spool->owner, state->next, to, size, err))
		return -1;
	state->next += size;
	return (ptrdiff_t) size;
}

/* Copy rows and heap to the spool. */
static bool
spool_table(Reader *reader, FitsState *state, uint64_t rows, uint64_t rest, SkyError *err)
{
	int64_t theap = (int64_t) rows;
	uint64_t left = rows + rest;

	if (reader->spool == NULL)
		return sky_error(err,
						 SKY_E_UNSUPPORTED,
						 -1,
						 "variable-length columns of FITS cannot be read here");
	fits_card_integer(&state->header, fits_header_find(&state->header, "THEAP"), &theap);
	if (theap < (int64_t) rows || (uint64_t) theap > rows + rest)
		return sky_error(
			err, SKY_E_BAD_TEXT, -1, "the FITS keyword THEAP is out of range");
	state->heap = (uint64_t) theap;
	state->heap_size = rows + rest - state->heap;
	state->rows_end = rows;
	while (left > 0)
	{
		ptrdiff_t have = input_fill(&reader->input, 1, err);
		size_t piece;

		if (have < 0)
			return false;
		if (have == 0)
			return sky_error(err, SKY_E_BAD_TEXT, -1, "the FITS table ends too early");
		piece = (uint64_t) have < left ? (size_t) have : (size_t) left;
		if (!reader->spool->append(
				reader->spool->owner, input_at(&reader->input), piece, err))
			return false;
		input_take(&reader->input, piece);
		left -= piece;
	}
	state->spooled = true;
	return input_open(&state->rows,
					  (ReaderSource){.owner = reader, .pull = pull_spooled},
					  INPUT_PLAIN,
					  err);
}

static bool
fits_open(Reader *reader, SkyError *err)
{
	FitsState *state = calloc(1, sizeof(*state));
	int64_t row_size;
	int64_t rows;
	int64_t rest;
	int64_t fixed;
	uint64_t size;
	bool wide = false;

	reader->state = state;
	if (state == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	if (!find_table(reader, state, err) ||
		!fits_header_data_size(&state->header, &size, err) ||
		!fits_header_require(&state->header, "BITPIX", 8, 8, &fixed, err) ||
		!fits_header_require(&state->header, "NAXIS", 2, 2, &fixed, err) ||
		!fits_header_require(
			&state->header, "NAXIS1", 1, (int64_t) BYTES_LIMIT, &row_size, err) ||
		!fits_header_require(&state->header, "NAXIS2", 0, INT64_MAX, &rows, err) ||
		!fits_header_require(&state->header, "PCOUNT", 0, INT64_MAX, &rest, err) ||
		!fits_columns(reader, &state->header, state->ascii, row_size, err))
		return false;
	state->row_size = (size_t) row_size;
	state->rows_left = rows;
	for (int i = 0; i < reader->ncolumns; i++)
		wide |= reader->columns[i].wide != 0;
	return !wide ||
		   spool_table(reader, state, (uint64_t) (row_size * rows), (uint64_t) rest, err);
}

/* ---- rows ---- */

/* A cell of an ASCII table: blanks around it mean nothing. */
static void
put_ascii(Reader *reader, const ReaderColumn *column, const char *text, size_t size)
{
	Bytes *to = &reader->text;
	size_t start = to->used;
	const char *mark = column->null_text;
	char digits[NUMBER_TEXT_MAX];
	bool point;

	while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\0'))
		size--;
	if (column->kind != FIELD_CHAR)
	{
		for (; size > 0 && *text == ' '; text++)
			size--;
	}
	if ((mark != NULL && strlen(mark) == size && memcmp(mark, text, size) == 0) ||
		(size == 0 && column->kind != FIELD_CHAR))
	{
		reader_null_cell(reader);
		return;
	}
	if (column->kind == FIELD_CHAR)
	{
		bytes_put_text(to, text, size);
		reader_end_cell(reader);
		return;
	}
	bytes_put(to, text, size);
	bytes_putc(to, '\0');
	if (to->failed)
		return;
	for (char *at = to->data + start; *at != '\0'; at++)
	{
		if (*at == 'D' || *at == 'd')
			*at = 'E';
	}
	point = strpbrk(to->data + start, ".Ee") != NULL;
	to->used--;
	/* decimals that the format implies, and scales */
	if (column->scaled || (!point && column->count > 0 && column->kind != FIELD_LONG))
	{
		double value = strtod(to->data + start, NULL);

		if (!point && column->kind != FIELD_LONG)
			value /= pow(10, (double) column->count);
		if (column->scaled)
			value = value * column->scale + column->zero;
		to->used = start;
		if (isfinite(value))
			bytes_put(to, digits, number_put_double(digits, value));
		else
			bytes_puts(to, "NaN");
	}
	reader_end_cell(reader);
}

/* The bytes of a variable-length cell into state->cell. */
static bool
fetch_heap_cell(Reader *reader,
				const ReaderColumn *column,
				const unsigned char *descriptor,
				uint64_t *count,
				SkyError *err)
{
	FitsState *state = reader->state;
	size_t half = column->wide == 'P' ? 4 : 8;
	uint64_t at = 0;
	size_t size;

	*count = 0;
	for (size_t i = 0; i < half && column->width > 0; i++)
	{
		*count = *count << 8 | descriptor[i];
		at = at << 8 | descriptor[half + i];
	}
	state->cell.used = 0;
	if (*count == 0)
		return true;
	if (*count > BYTES_LIMIT || !field_size(column, (size_t) *count, &size) ||
		at > state->heap_size || size > state->heap_size - at)
		return sky_error(err,
						 SKY_E_BAD_TEXT,
						 -1,
						 "row %lld, column \"%s\" points outside of the FITS heap",
						 (long long) reader->row,
						 column->meta.name);
	return (bytes_room(&state->cell, size) ||
			sky_error(err, SKY_E_LIMIT, -1, "a cell needs more than 256 MB")) &&
		   reader->spool->read(
			   reader->spool->owner, state->heap + at, state->cell.data, size, err);
}

static int
fits_next(Reader *reader, SkyError *err)
{
	FitsState *state = reader->state;
	Input *input = state->spooled ? &state->rows : &reader->input;
	ptrdiff_t have;

	if (state->rows_left == 0)
		return 0;
	state->rows_left--;
	have = input_fill(input, state->row_size, err);
	if (have < 0)
		return -1;
	if ((size_t) have < state->row_size)
	{
		sky_error(err,
				  SKY_E_BAD_TEXT,
				  -1,
				  "the FITS table ends in row %lld, %lld rows too early",
				  (long long) reader->row,
				  (long long) state->rows_left + 1);
		return -1;
	}
	for (int i = 0; i < reader->ncolumns; i++)
	{
		const ReaderColumn *column = &reader->columns[i];
		const unsigned char *bytes = input_at(input) + column->at;
		uint64_t count = column->count;

		if (state->ascii)
		{
			put_ascii(reader, column, (const char *) bytes, column->width);
			continue;
		}
		if (column->wide != 0)
		{
			if (!fetch_heap_cell(reader, column, bytes, &count, err))
				return -1;
			bytes = (const unsigned char *) state->cell.data;
		}
		if (count == 0 && column->wide != 0)
			reader_null_cell(reader);
		else if (column->kind == FIELD_CHAR && column->ndims == 0 && count > 0 &&
				 bytes[0] == '\0')
			reader_null_cell(reader);
		else
			field_put_binary(reader, column, bytes, (size_t) count);
	}
	input_take(input, state->row_size);
	return 1;
}

static void
fits_close(Reader *reader)
{
	FitsState *state = reader->state;

	if (state == NULL)
		return;
	fits_header_free(&state->header);
	input_close(&state->rows);
	bytes_free(&state->cell);
	free(state);
}

const ReaderOps fits_reader = {
	.sniff = fits_sniff,
	.open = fits_open,
	.next = fits_next,
	.close = fits_close,
};
