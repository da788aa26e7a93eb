/*
 * csv.c
 *		CSV with a header: the delimiter and the types are found by looking.
 *
 * The whole file is read once to find types that fit every value, then again for the
 * rows; from a source that cannot be read twice all columns are text.  An empty field is
 * "no value", a quoted empty one an empty text.
 */
#include "reader/csv.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#include "base/utf8.h"

typedef struct CsvState
{
	CsvRecord record;
} CsvState;

/* Types a column may still have, as bits of a set. */
typedef enum Possible
{
	MAY_INTEGER = 1,
	MAY_DOUBLE = 2,
	MAY_BOOLEAN = 4,
	MAY_TIMESTAMP = 8,
	MAY_ALL = 15,
} Possible;

/* Any text without NUL may be CSV. */
static bool
csv_sniff(const char *head, size_t size)
{
	return memchr(head, '\0', size) == NULL;
}

/* Which of the usual delimiters does the first line have most of, outside quotes? */
static char
find_delimiter(const Input *input)
{
	static const char delimiters[] = {',', '\t', ';', '|'};
	size_t counts[sizeof(delimiters)] = {0};
	size_t best = 0;
	bool inside = false;

	for (size_t i = input->start; i < input->end; i++)
	{
		unsigned char c = input->buffer[i];

		if ((c == '\n' || c == '\r') && !inside)
			break;
		inside ^= c == '"';
		for (size_t j = 0; j < sizeof(delimiters) && !inside; j++)
			counts[j] += c == (unsigned char) delimiters[j];
	}
	for (size_t j = 1; j < sizeof(delimiters); j++)
	{
		if (counts[j] > counts[best])
			best = j;
	}
	return delimiters[best];
}

/* Leave out a byte order mark and comment lines at the top. */
static bool
skip_top(Reader *reader, CsvState *state, SkyError *err)
{
	Input *input = &reader->input;
	ptrdiff_t have = input_fill(input, 3, err);

	if (have >= 3 && memcmp(input_at(input), "\xEF\xBB\xBF", 3) == 0)
		input_take(input, 3);
	while (have > 0 && (have = input_fill(input, 1, err)) > 0 && *input_at(input) == '#')
	{
		unsigned char c = 0;

		for (; c != '\n' && (have = input_fill(input, 1, err)) > 0; input_take(input, 1))
			c = *input_at(input);
		state->record.line++;
	}
	if (have >= 0)
		have = input_fill(input, 4096, err);
	state->record.delimiter = find_delimiter(input);
	return have >= 0;
}

/* Read the header line and make a text column of each of its fields. */
static bool
add_columns(Reader *reader, CsvState *state, SkyError *err)
{
	CsvRecord *record = &state->record;
	int result = csv_next_record(record, &reader->input, err);

	if (result == 0)
		return sky_error(err, SKY_E_BAD_TEXT, -1, "the file has no header line");
	for (int i = 0; i < record->ncells && result > 0; i++)
	{
		const CsvCell *cell = &record->cells[i];
		const char *name = csv_cell_text(record, cell);
		ReaderColumn *column = reader_add_column(reader, err);

		if (column == NULL)
			return false;
		if (utf8_prefix(name, cell->length) < cell->length)
			return sky_error(
				err, SKY_E_ENCODING, -1, "the header line is not valid UTF-8");
		column->meta.name = reader_keep(reader, name, cell->length, err);
		if (column->meta.name == NULL)
			return false;
		column->kind = FIELD_CHAR;
		column->type = READER_TEXT;
		column->meta.datatype = "char";
		column->meta.arraysize = "*";
	}
	return result > 0;
}

/* Digits at *at, at most most of them; how many there were. */
static size_t
digits(const char **at, const char *end, size_t most)
{
	const char *start = *at;

	while (*at < end && (size_t) (*at - start) < most && **at >= '0' && **at <= '9')
		++*at;
	return (size_t) (*at - start);
}

/* A 64-bit integer without leading zeros: those belong to codes, not numbers. */
static bool
is_integer(const char *text, size_t size)
{
	const char *at = text;
	const char *end = text + size;
	char copy[24];
	size_t count;

	if (at < end && (*at == '-' || *at == '+'))
		at++;
	if (end - at > 1 && *at == '0')
		return false;
	count = digits(&at, end, 20);
	if (count == 0 || count > 19 || at != end)
		return false;
	if (count < 19)
		return true;
	memcpy(copy, text, size);
	copy[size] = '\0';

	/* 19 digits: compare with the largest of that sign */
	const char *limit = text[0] == '-' ? "9223372036854775808" : "9223372036854775807";

	return strcmp(copy + (text[0] == '-' || text[0] == '+'), limit) <= 0;
}

/* Does a double hold it, without overflow or underflow?  The server refuses those. */
static bool
is_finite(const char *text, size_t size)
{
	char copy[64];

	if (size >= sizeof(copy))
		return false;
	memcpy(copy, text, size);
	copy[size] = '\0';
	errno = 0;
	return fabs(strtod(copy, NULL)) < HUGE_VAL && errno == 0;
}

static bool
is_double(const char *text, size_t size)
{
	static const char *const words[] = {
		"nan", "inf", "-inf", "+inf", "infinity", "-infinity", "+infinity"};
	const char *at = text;
	const char *end = text + size;
	size_t count;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
	{
		if (strlen(words[i]) == size && strncasecmp(words[i], text, size) == 0)
			return true;
	}
	if (at < end && (*at == '-' || *at == '+'))
		at++;
	if (end - at > 1 && *at == '0' && at[1] >= '0' && at[1] <= '9')
		return false;
	count = digits(&at, end, size);
	if (at == end && count > 17)
		return false; /* an identifier that would lose digits */
	if (at < end && *at == '.')
	{
		at++;
		count += digits(&at, end, size);
	}
	if (count > 0 && at < end && (*at == 'e' || *at == 'E'))
	{
		at++;
		if (at < end && (*at == '-' || *at == '+'))
			at++;
		if (digits(&at, end, 3) == 0 || !is_finite(text, size))
			return false;
	}
	return count > 0 && at == end;
}

static bool
is_boolean(const char *text, size_t size)
{
	static const char *const words[] = {"t", "f", "true", "false"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
	{
		if (strlen(words[i]) == size && strncasecmp(words[i], text, size) == 0)
			return true;
	}
	return false;
}

/* Two digits with a value of low ... high. */
static bool
two_digits(const char **at, const char *end, int low, int high)
{
	const char *start = *at;

	if (digits(at, end, 2) != 2)
		return false;

	int value = (start[0] - '0') * 10 + start[1] - '0';

	return value >= low && value <= high;
}

/* ISO 8601 date, with a time or without, in UTC or without a zone. */
static bool
is_timestamp(const char *text, size_t size)
{
	static const int month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	const char *at = text;
	const char *end = text + size;

	if (size < 10 || digits(&at, end, 4) != 4 || *at++ != '-' ||
		!two_digits(&at, end, 1, 12) || *at++ != '-' ||
		!two_digits(&at, end, 1, month_days[(text[5] - '0') * 10 + text[6] - '0' - 1]))
		return false;

	int year = atoi((char[]){text[0], text[1], text[2], text[3], '\0'});
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (year == 0 || (!leap && memcmp(text + 5, "02-29", 5) == 0))
		return false;
	if (at == end)
		return true;
	if ((*at != 'T' && *at != ' ') || size < 16)
		return false;
	at++;
	if (!two_digits(&at, end, 0, 23) || *at++ != ':' || !two_digits(&at, end, 0, 59))
		return false;
	if (at < end && *at == ':')
	{
		at++;
		if (!two_digits(&at, end, 0, 59))
			return false;
		if (at < end && *at == '.')
		{
			at++;
			digits(&at, end, size);
		}
	}
	return at == end || (end - at == 1 && *at == 'Z');
}

/* Take from the set what a value rules out. */
static int
narrow(int possible, const char *text, size_t size)
{
	if ((possible & MAY_INTEGER) && !is_integer(text, size))
		possible &= ~MAY_INTEGER;
	/* a long integer may be a code: it is no double if it is no bigint */
	if ((possible & MAY_DOUBLE) && !(possible & MAY_INTEGER) && !is_double(text, size))
		possible &= ~MAY_DOUBLE;
	if ((possible & MAY_BOOLEAN) && !is_boolean(text, size))
		possible &= ~MAY_BOOLEAN;
	if ((possible & MAY_TIMESTAMP) && !is_timestamp(text, size))
		possible &= ~MAY_TIMESTAMP;
	return possible;
}

static const struct
{
	int possible;
	ReaderType type;
	const char *datatype;
} types[] = {
	{.possible = MAY_INTEGER, .type = READER_LONG, .datatype = "long"},
	{.possible = MAY_DOUBLE, .type = READER_DOUBLE, .datatype = "double"},
	{.possible = MAY_BOOLEAN, .type = READER_BOOLEAN, .datatype = "boolean"},
	{.possible = MAY_TIMESTAMP, .type = READER_TIMESTAMP, .datatype = "char"},
};

/* Set the types of the columns from what is possible; without any value it is text. */
static void
set_types(Reader *reader, const int *possible)
{
	for (int i = 0; i < reader->ncolumns; i++)
	{
		ReaderColumn *column = &reader->columns[i];

		for (size_t j = 0; j < sizeof(types) / sizeof(types[0]); j++)
		{
			if (possible[i] == MAY_ALL || !(possible[i] & types[j].possible))
				continue;
			column->type = types[j].type;
			column->meta.datatype = types[j].datatype;
			if (column->type != READER_TIMESTAMP)
				column->meta.arraysize = NULL;
			else
				column->meta.xtype = "timestamp";
			break;
		}
	}
}

/* Read all records and find the types; the input is used up. */
static bool
infer_types(Reader *reader, CsvState *state, SkyError *err)
{
	int possible[READER_MAX_COLUMNS];
	CsvRecord *record = &state->record;
	int result;

	for (int i = 0; i < reader->ncolumns; i++)
		possible[i] = MAY_ALL;
	while ((result = csv_next_row(record, reader, err)) > 0)
		for (int i = 0; i < record->ncells; i++)
		{
			const CsvCell *cell = &record->cells[i];

			if (cell->length > 0)
				possible[i] =
					narrow(possible[i], csv_cell_text(record, cell), cell->length);
		}
	set_types(reader, possible);
	return result == 0;
}

/* Begin again at the first row. */
static bool
start_again(Reader *reader, CsvState *state, SkyError *err)
{
	ReaderSource source = reader->input.source;

	input_close(&reader->input);
	state->record.line = 0;
	return source.rewind(source.owner, err) &&
		   input_open(&reader->input, source, INPUT_DETECT, err) &&
		   skip_top(reader, state, err) &&
		   csv_next_record(&state->record, &reader->input, err) > 0;
}

static bool
csv_open(Reader *reader, SkyError *err)
{
	CsvState *state = calloc(1, sizeof(*state));

	reader->state = state;
	if (state == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	if (!skip_top(reader, state, err) || !add_columns(reader, state, err))
		return false;
	if (reader->input.source.rewind == NULL)
		return true;
	return infer_types(reader, state, err) && start_again(reader, state, err);
}

static int
csv_next(Reader *reader, SkyError *err)
{
	CsvState *state = reader->state;
	CsvRecord *record = &state->record;
	int result = csv_next_row(record, reader, err);

	if (result <= 0)
		return result;
	for (int i = 0; i < record->ncells; i++)
	{
		const CsvCell *cell = &record->cells[i];

		if (cell->length == 0 &&
			(!cell->quoted || reader->columns[i].type != READER_TEXT))
			reader_null_cell(reader);
		else
		{
			bytes_put_text(&reader->text, csv_cell_text(record, cell), cell->length);
			reader_end_cell(reader);
		}
	}
	return 1;
}

static void
csv_close(Reader *reader)
{
	CsvState *state = reader->state;

	if (state != NULL)
		csv_free_record(&state->record);
	free(state);
}

const ReaderOps csv_reader = {
	.sniff = csv_sniff,
	.open = csv_open,
	.next = csv_next,
	.close = csv_close,
};
