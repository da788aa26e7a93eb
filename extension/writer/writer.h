#ifndef WRITER_WRITER_H
#define WRITER_WRITER_H

#include "base/arena.h"
#include "base/column.h"
#include "base/error.h"
#include "base/sink.h"
#include "writer/cell.h"

/*
 * A table writer turns rows of cells into the bytes of one format.  It knows neither the
 * server nor where the bytes go.  Use: fill a TableWriter, writer_begin, writer_row for
 * each row, writer_end.
 */
typedef struct TableFormat TableFormat;
typedef struct TableWriter TableWriter;

typedef struct WriterColumn
{
	SkyColumn meta; /* name is never NULL; datatype and arraysize are advice */
	CellKind kind;	/* of a value, or of an array's elements */
	bool array;
	bool shape;	   /* an array that DALI writes as blank-separated numbers */
	bool plain;	   /* ASCII letters, digits, blanks and -+:./() only: nothing to escape */
	size_t length; /* text: bytes of every value, 0: they differ */
	size_t count;  /* array: elements of every value, 0: they differ */
} WriterColumn;

/* Something said about the whole table. */
typedef struct WriterInfo
{
	const char *name;
	const char *value;
	const char *text; /* NULL: nothing more to say */
} WriterInfo;

/* Rows that must wait until all are known; the memory is the owner's. */
typedef struct WriterSpool WriterSpool;

struct WriterSpool
{
	void (*put)(WriterSpool *spool, const void *bytes, size_t size);
	/* Go back to the first byte; from then on only get is called. */
	void (*rewind)(WriterSpool *spool);
	/* Read exactly size bytes that were put. */
	void (*get)(WriterSpool *spool, void *bytes, size_t size);
	/* No more is wanted: let go of files. */
	void (*close)(WriterSpool *spool);
};

typedef enum WriterOutcome
{
	WRITER_COMPLETE,
	WRITER_OVERFLOW, /* there were more rows than allowed */
	WRITER_FAILED	 /* an error ended the rows; message says which */
} WriterOutcome;

typedef struct WriterOps
{
	void (*begin)(TableWriter *writer);
	void (*row)(TableWriter *writer, const Cell *cells);
	/* message is NULL unless the outcome is WRITER_FAILED. */
	void (*end)(TableWriter *writer, WriterOutcome outcome, const char *message);
	/* Let rows go to the sink that are held back; NULL: none are. */
	void (*flush)(TableWriter *writer);
} WriterOps;

struct TableWriter
{
	const TableFormat *format;
	Sink *sink;
	Sink *scratch;		/* memory that grows, used within a row */
	Arena *arena;		/* for the life of the writer */
	WriterSpool *spool; /* needed if format->spools */
	const WriterColumn *columns;
	int ncolumns;
	const WriterInfo *infos;
	int ninfos;
	const char *version; /* of VOTable, NULL for the default */
	/*
	 * XML that VOTables have before the table, in its RESOURCE, and behind that; NULL:
	 * none.  What is behind may refer to fields by ID, which is their name.
	 */
	const char *preface;
	const char *appendix;
	/*
	 * A value that the format cannot carry, or a table it cannot hold.  The row is
	 * complete nevertheless; the caller looks after begin, each row and end.
	 */
	SkyError error;
	void *state;
};

/*
 * The column's VOTable datatype.  Text is unicodeChar, because clients take char for
 * ASCII in binary serialisations; char is what never holds anything else.
 */
extern const char *writer_column_datatype(const WriterColumn *column);
extern bool writer_column_is_unicode(const WriterColumn *column);

extern void writer_begin(TableWriter *writer);
extern void writer_row(TableWriter *writer, const Cell *cells);
extern void writer_flush(TableWriter *writer);
extern void writer_end(TableWriter *writer, WriterOutcome outcome, const char *message);

/* Record a value that column cannot carry in this format; the first one wins. */
extern void
writer_refuse(TableWriter *writer, int column, const char *why, const char *hint);

#endif
