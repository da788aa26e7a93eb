#ifndef SVC_ROWS_PG_H
#define SVC_ROWS_PG_H

#include "executor/spi.h"

#include "base/sink.h"

/*
 * The rows of a read-only query as texts, for documents.  Between rows_begin and rows_end
 * of a document any number of queries can be read; sinks made before keep growing.
 */
typedef struct Rows
{
	SPITupleTable *table;
	uint64 count;
} Rows;

/* A text inside a row: not NUL-terminated; bytes is NULL for NULL. */
typedef struct RowText
{
	const char *bytes;
	size_t length;
} RowText;

extern void rows_begin(void);
extern void rows_end(void);

/*
 * Read at most limit rows of a query whose columns are all text; $1 is argument (may be
 * NULL).
 */
extern Rows rows_read(const char *sql, const char *argument, long limit);

/*
 * Read the first row of a query whose $1 to $count are texts, NULL or not; its plan is
 * kept for the next one of the same words.
 */
extern Rows rows_read_planned(const char *sql, const char *const *arguments, int count);

/* Column 1 is the first. */
extern RowText row_text(const Rows *rows, uint64 row, int column);

extern bool row_text_equal(RowText a, RowText b);

/* Write <tag>text</tag>, or nothing for NULL and empty text. */
extern void row_put_element(Sink *sink, const char *tag, RowText text);

/* Write ' name="value"', or nothing for NULL and empty text. */
extern void row_put_attribute(Sink *sink, const char *name, RowText value);

/* Write the text escaped for XML. */
extern void row_put(Sink *sink, RowText text);

#endif
