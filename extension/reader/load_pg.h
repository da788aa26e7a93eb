#ifndef READER_LOAD_PG_H
#define READER_LOAD_PG_H

#include "reader/source_pg.h"

/* Make a table for the columns of the source and describe it, as the current user. */
extern Oid
load_make_table(const TableSource *source, const char *schema, const char *table);

/*
 * Copy all rows into a table whose columns have the names that load_make_table gives.
 * Returns their number.  The source's columns have these names from then on.
 */
extern uint64 load_rows(TableSource *source, Oid relid);

#endif
