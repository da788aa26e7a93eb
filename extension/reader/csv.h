#ifndef READER_CSV_H
#define READER_CSV_H

#include "reader/reader.h"

/*
 * Records of separated values, RFC 4180: quotes double inside quotes, line ends inside
 * quotes are part of the value.  Blank-separated records take a run of blanks for one.
 */
typedef struct CsvCell
{
	size_t start;
	size_t length;
	bool quoted;
} CsvCell;

typedef struct CsvRecord
{
	Bytes text;
	CsvCell *cells;
	int ncells;
	char delimiter;
	char comment; /* lines that begin with it are left out; 0: none */
	int64_t line; /* number of the last line read, from 1 */
} CsvRecord;

/* The text of a cell, not NUL-terminated. */
static inline const char *
csv_cell_text(const CsvRecord *record, const CsvCell *cell)
{
	return cell->length == 0 ? "" : record->text.data + cell->start;
}

/* The next record that is not blank: 1, 0 at the end, -1 with *err set. */
extern int csv_next_record(CsvRecord *record, Input *input, SkyError *err);
extern void csv_free_record(CsvRecord *record);

/* The same, where the record must have as many cells as the reader has columns. */
extern int csv_next_row(CsvRecord *record, Reader *reader, SkyError *err);

#endif
