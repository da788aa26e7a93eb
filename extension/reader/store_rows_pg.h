#ifndef READER_STORE_ROWS_PG_H
#define READER_STORE_ROWS_PG_H

#include "access/tupdesc.h"
#include "utils/tuplestore.h"

#include "reader/source_pg.h"

/*
 * Rows of a reader into a tuplestore, for tables that no catalog knows.
 */

/* The columns of the source as a row type, in the current memory context. */
extern TupleDesc store_row_type(TableSource *source);

/*
 * Read all rows; at most max_rows, more raise.  Values go through the input functions of
 * the types, so what they refuse raises; *column is then where it stood, else -1, and the
 * reader knows the row.  Returns the number of rows.
 */
extern int64 store_rows(TableSource *source,
						TupleDesc desc,
						Tuplestorestate *store,
						int64 max_rows,
						int *column);

#endif
