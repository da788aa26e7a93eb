#ifndef READER_READER_H
#define READER_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/column.h"
#include "base/error.h"
#include "reader/bytes.h"
#include "reader/input.h"

/*
 * Tables from files.  Every format is a row of reader_formats (reader.c) and one file;
 * all give the same: columns with metadata, then rows whose cells are texts in
 * PostgreSQL's own input syntax, so that the server's input functions take them for a
 * column of any type.
 *
 * Reader reader;
 * reader_open(&reader, source, spool, NULL, &err);
 * while (reader_next(&reader, &err) > 0) ... reader_cell(&reader, i, &length) ...
 * reader_close(&reader);        also after a failure or a jump out of a pull
 *
 * All memory is malloc'ed and freed by reader_close.
 */
#define READER_MAX_COLUMNS 1600 /* as many as a PostgreSQL table has */
#define READER_MAX_DIMS	   6	/* as many as a PostgreSQL array has */

typedef struct Reader Reader;

/* What the values of a column are, a column of this type holds them all. */
typedef enum ReaderType
{
	READER_BOOLEAN,
	READER_SHORT,
	READER_INT,
	READER_LONG,
	READER_HUGE, /* unsigned 64-bit */
	READER_FLOAT,
	READER_DOUBLE,
	READER_TEXT,
	READER_TIMESTAMP,
} ReaderType;

/* How the elements of an array cell are written. */
typedef enum ReaderStyle
{
	READER_ARRAY,  /* {1,2,NULL} */
	READER_BLANKS, /* 1 2: what shapes and texts take */
	READER_HEX,	   /* \x0102, of bytes only */
} ReaderStyle;

/* The elements of a cell as files store them. */
typedef enum FieldKind
{
	FIELD_LOGICAL,
	FIELD_BIT,
	FIELD_BYTE,
	FIELD_SHORT,
	FIELD_INT,
	FIELD_LONG,
	FIELD_FLOAT,
	FIELD_DOUBLE,
	FIELD_CHAR,
	FIELD_UNICODE,
} FieldKind;

typedef struct ReaderColumn
{
	SkyColumn meta; /* texts live until reader_close */
	ReaderType type;
	int ndims;		   /* of the PostgreSQL array; 0: no array */
	ReaderStyle style; /* may be set by the caller after reader_open */

	/* How the file stores it; the readers' own. */
	FieldKind kind;
	bool complex;					 /* two numbers per element */
	bool variable;					 /* the last dimension varies from row to row */
	bool nan_is_null;				 /* NaN is the format's only way to say "no value" */
	bool empty_is_null;				 /* so is an empty cell */
	bool trim;						 /* texts: blanks at the end are padding */
	bool scaled;					 /* value = stored * scale + zero */
	bool has_null;					 /* integers: null is the "no value" mark */
	int dims;						 /* in the file, those of strings included */
	size_t dim[READER_MAX_DIMS + 2]; /* first is fastest; a variable one is 0 */
	size_t count;					 /* elements of a fixed cell, characters for texts */
	int64_t null;
	const char *null_text;
	uint64_t offset; /* integers: added modulo 2^64 */
	double scale;
	double zero;
	size_t at;	  /* FITS: where in the row */
	size_t width; /* FITS: bytes in the row */
	char wide;	  /* FITS: P or Q, variable-length; 0 if not */
} ReaderColumn;

/*
 * Memory for what a format needs at random (FITS heaps), past what fits in memory.
 * append adds at the end, read gives exactly size bytes from at; false with *err set.
 */
typedef struct ReaderSpool
{
	void *owner;
	bool (*append)(void *owner, const void *bytes, size_t size, SkyError *err);
	bool (*read)(void *owner, uint64_t at, void *to, size_t size, SkyError *err);
} ReaderSpool;

typedef struct ReaderOps
{
	/* Do the first bytes of a file look like this format? */
	bool (*sniff)(const char *head, size_t size);
	/* Read up to the first row and add the columns. */
	bool (*open)(Reader *reader, SkyError *err);
	/* Make the cells of the next row: 1, 0 at the end, -1 with *err set. */
	int (*next)(Reader *reader, SkyError *err);
	void (*close)(Reader *reader); /* also after a failed open; NULL: nothing to do */
} ReaderOps;

typedef struct ReaderFormat
{
	const char *name;  /* of COPY ... (FORMAT name) */
	const char *title; /* for people */
	const ReaderOps *ops;
} ReaderFormat;

typedef struct CellEnd
{
	size_t end;
	bool null;
} CellEnd;

struct Reader
{
	const ReaderFormat *format;
	void *state; /* of the format */
	Input input;
	const ReaderSpool *spool; /* NULL: none */
	ReaderColumn *columns;
	int ncolumns;
	const char *description; /* of the table; NULL if none */
	int64_t row;			 /* number of the current row, from 1 */
	Bytes text;				 /* of the current row's cells, one after the other */
	Bytes array;			 /* of reader_cell_array */
	CellEnd *cells;
	int ncells;
	struct KeptText *kept;
	size_t kept_size;
};

/* The format of a name (any case), or NULL. */
extern const ReaderFormat *reader_format_find(const char *name);

/*
 * Open a table.  format NULL: found by content, CSV if nothing else fits.  spool may be
 * NULL; formats that need it then fail.  Whatever happens, reader_close frees all.
 */
extern bool reader_open(Reader *reader,
						ReaderSource source,
						const ReaderSpool *spool,
						const ReaderFormat *format,
						SkyError *err);
extern int reader_next(Reader *reader, SkyError *err);
extern void reader_close(Reader *reader);

/* A cell of the current row, not NUL-terminated, until the next row; NULL: no value. */
extern const char *reader_cell(const Reader *reader, int column, size_t *length);
/* The same; a text that is a JSON array becomes the literal of a PostgreSQL array. */
extern const char *reader_cell_array(Reader *reader, int column, size_t *length);

/* ---- for the formats ---- */

/* One more column, zeroed, or NULL with *err set. */
extern ReaderColumn *reader_add_column(Reader *reader, SkyError *err);
/* A copy of text until reader_close; NULL with *err set when there is too much of it. */
extern const char *
reader_keep(Reader *reader, const char *text, size_t size, SkyError *err);
/* The next cell of the row ends here / has no value (what was put of it is dropped). */
extern void reader_end_cell(Reader *reader);
extern void reader_null_cell(Reader *reader);

extern const ReaderOps csv_reader;
extern const ReaderOps ecsv_reader;
extern const ReaderOps fits_reader;
extern const ReaderOps votable_reader;

#endif
