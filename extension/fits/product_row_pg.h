#ifndef FITS_PRODUCT_ROW_PG_H
#define FITS_PRODUCT_ROW_PG_H

#include "nodes/pg_list.h"

/*
 * The first values of a query with one argument, as texts of the caller's memory, but for
 * NULLs: a DBA's own ivoa.obscore may have them.
 */
extern List *product_texts(const char *sql, const char *argument, long limit);

/* The same, read as the owner of the extension's tables; the only one, or NULL. */
extern List *product_texts_as_owner(const char *sql, const char *argument, long limit);
extern char *product_text_as_owner(const char *sql, const char *argument);

/* Is there a table of products that the caller may look into at all? */
extern bool product_rows_exist(void);

/*
 * The obs_publisher_did of rows of ivoa.obscore that the caller sees, by any name that
 * product_find() knows, up to PRODUCTS_MAX.
 */
extern List *product_rows_find(const char *name);

/* May he read the file of that one?  False if he does not see its row. */
extern bool product_row_may_read(const char *did);

#endif
