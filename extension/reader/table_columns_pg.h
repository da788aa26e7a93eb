#ifndef READER_TABLE_COLUMNS_PG_H
#define READER_TABLE_COLUMNS_PG_H

#include "reader/reader.h"

/* The PostgreSQL type of a column, schema-qualified. */
extern char *table_type_name(const ReaderColumn *column);

/*
 * Names for the columns of a table: regular ones in lower case, others as they are; cut
 * to PostgreSQL's length, empty ones numbered, repeated ones with a number behind;
 * stored: so are PostgreSQL's own, such as xmin.
 */
extern char **table_column_names(const Reader *reader, bool stored);

#endif
