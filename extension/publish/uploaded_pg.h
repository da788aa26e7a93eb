#ifndef PUBLISH_UPLOADED_PG_H
#define PUBLISH_UPLOADED_PG_H

#include "access/tupdesc.h"
#include "utils/queryenvironment.h"
#include "utils/tuplestore.h"

#include "publish/published_pg.h"

/*
 * Tables that a client brought along for this transaction: the schema TAP_UPLOAD.  Their
 * rows are tuplestores in a query environment.  No catalog knows them, so a read-only
 * transaction can have them, on a standby too, and nothing is left to clean up.
 */
#define UPLOADED_SCHEMA "TAP_UPLOAD"

/* The memory they live in, till the transaction ends. */
#define UPLOADED_CONTEXT TopTransactionContext

/* An empty tuplestore that lives as long. */
extern Tuplestorestate *uploaded_rows_begin(void);

/*
 * Add a table; all of it lives in UPLOADED_CONTEXT.  columns: as many as desc has, in its
 * order.  Raises if the name is taken.
 */
extern void uploaded_add(const char *name,
						 PublishedColumn *columns,
						 TupleDesc desc,
						 Tuplestorestate *rows,
						 double count);

/* The uploaded table of that name, or NULL. */
extern const PublishedTable *uploaded_by_name(const PublishedName *name);

extern int uploaded_count(void);
extern const PublishedTable *uploaded_table(int i);

/* What a query must run in to see them; NULL where there are none. */
extern QueryEnvironment *uploaded_environment(void);

#endif
