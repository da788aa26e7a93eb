/*
 * csv_record.c
 *		Records of separated values from an input.
 */
#include <stdlib.h>

#include "reader/csv.h"

/* One record being read. */
typedef struct Scan
{
	CsvRecord *record;
	Input *input;
	SkyError *err;
	size_t start; /* of the current cell */
	bool quoted;
	bool failed;
} Scan;

#define SCAN_END (-1)

/* The next byte without taking it, or SCAN_END (at the end or on failure). */
static inline int
peek(Scan *scan)
{
	Input *input = scan->input;

	if (input->start == input->end)
	{
		ptrdiff_t have = input_fill(input, 1, scan->err);

		if (have < 0)
			scan->failed = true;
		if (have <= 0)
			return SCAN_END;
	}
	return *input_at(input);
}

static bool
end_cell(Scan *scan)
{
	CsvRecord *record = scan->record;

	if (record->cells == NULL)
		record->cells = malloc(READER_MAX_COLUMNS * sizeof(*record->cells));
	if (record->cells == NULL)
		return sky_error(scan->err, SKY_E_MEMORY, -1, "out of memory");
	if (record->ncells == READER_MAX_COLUMNS)
		return sky_error(scan->err,
						 SKY_E_LIMIT,
						 -1,
						 "line %lld has more than %d fields",
						 (long long) record->line,
						 READER_MAX_COLUMNS);
	record->cells[record->ncells++] = (CsvCell){.start = scan->start,
												.length = record->text.used - scan->start,
												.quoted = scan->quoted};
	scan->start = record->text.used;
	scan->quoted = false;
	return true;
}

/* The inside of quotes, the closing one too. */
static bool
scan_quoted(Scan *scan)
{
	int64_t line = scan->record->line;

	scan->quoted = true;
	for (;;)
	{
		int c = peek(scan);

		if (c == SCAN_END)
			return scan->failed ? false
								: sky_error(scan->err,
											SKY_E_BAD_TEXT,
											-1,
											"a quote opened in line %lld is not closed",
											(long long) line);
		input_take(scan->input, 1);
		if (c == '"')
		{
			if (peek(scan) != '"')
				return !scan->failed;
			input_take(scan->input, 1);
		}
		scan->record->line += c == '\n';
		bytes_putc(&scan->record->text, (char) c);
	}
}

/* Plain bytes up to the next special one, in one go. */
static void
scan_plain(Scan *scan)
{
	const unsigned char *at = input_at(scan->input);
	size_t have = scan->input->end - scan->input->start;
	unsigned char delimiter = (unsigned char) scan->record->delimiter;
	size_t length = 0;

	while (length < have && at[length] != delimiter && at[length] != '\n' &&
		   at[length] != '\r')
		length++;
	bytes_put(&scan->record->text, at, length);
	input_take(scan->input, length);
}

/* The cells of one line; its end is taken. */
static bool
scan_line(Scan *scan)
{
	CsvRecord *record = scan->record;
	bool blanks = record->delimiter == ' ';
	bool between = true; /* no byte of the cell seen yet */

	for (;;)
	{
		int c = peek(scan);

		if (scan->failed)
			return false;
		if (c == SCAN_END || c == '\n' || c == '\r')
		{
			if (c != SCAN_END)
				input_take(scan->input, 1);
			if (c == '\r' && peek(scan) == '\n')
				input_take(scan->input, 1);
			if (blanks && between && record->ncells > 0)
				return true;
			return end_cell(scan);
		}
		if (c == (unsigned char) record->delimiter)
		{
			input_take(scan->input, 1);
			if (!(blanks && between) && !end_cell(scan))
				return false;
			between = true;
		}
		else if (c == '"' && between)
		{
			input_take(scan->input, 1);
			if (!scan_quoted(scan))
				return false;
			between = false;
		}
		else
		{
			scan_plain(scan);
			between = false;
		}
	}
}

/* Leave out the rest of the line. */
static bool
skip_line(Scan *scan)
{
	int c;

	while ((c = peek(scan)) != SCAN_END)
	{
		input_take(scan->input, 1);
		if (c == '\n')
			break;
	}
	return !scan->failed;
}

int
csv_next_record(CsvRecord *record, Input *input, SkyError *err)
{
	for (;;)
	{
		Scan scan = {.record = record, .input = input, .err = err};
		int c = peek(&scan);

		record->text.used = 0;
		record->ncells = 0;
		record->line++;
		if (c == SCAN_END)
			return scan.failed ? -1 : 0;
		if (record->comment != 0 && c == record->comment)
		{
			if (!skip_line(&scan))
				return -1;
			continue;
		}
		if (!scan_line(&scan))
			return -1;
		if (record->text.failed)
		{
			sky_error(err,
					  SKY_E_LIMIT,
					  -1,
					  "line %lld is too long to be kept in memory",
					  (long long) record->line);
			return -1;
		}
		if (record->ncells > 1 || record->cells[0].length > 0 || record->cells[0].quoted)
			return 1;
	}
}

int
csv_next_row(CsvRecord *record, Reader *reader, SkyError *err)
{
	int result = csv_next_record(record, &reader->input, err);

	if (result <= 0 || record->ncells == reader->ncolumns)
		return result;
	sky_error(err,
			  SKY_E_BAD_TEXT,
			  -1,
			  "line %lld has %d fields where the table has %d columns",
			  (long long) record->line,
			  record->ncells,
			  reader->ncolumns);
	sky_error_hint(err,
				   "Fields that hold the delimiter or a line end are put in double "
				   "quotes.");
	return -1;
}

void
csv_free_record(CsvRecord *record)
{
	bytes_free(&record->text);
	free(record->cells);
	*record = (CsvRecord){0};
}
