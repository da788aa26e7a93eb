#ifndef PUBLISH_METADATA_PG_H
#define PUBLISH_METADATA_PG_H

#include "utils/relcache.h"

/*
 * The tables behind sky.publish and sky.describe.  Ordinary roles may not touch them: C
 * code that has checked the caller writes through metadata_write, as their owner.
 */

/*
 * Run one statement as the owner of the extension's tables, with search_path pinned.
 * nulls as for SPI_execute_with_args, or NULL.  Returns the count of rows it touched or
 * found.
 */
extern uint64
metadata_write(const char *sql, int nargs, Oid *types, Datum *values, const char *nulls);

/* Run a query likewise; returns the int8 of its first row, 0 if it has none or a null. */
extern int64 metadata_read(const char *sql, int nargs, Oid *types, Datum *values);

/* Run one utility statement with the rights of the caller. */
extern void metadata_run_as_caller(const char *sql);

/* A relation's name for such a statement: schema-qualified, quoted. */
extern char *metadata_sql_name(Oid relid);

/* Raise "cannot VERB ..." unless the relation has rows and columns to show. */
extern void metadata_check_kind(Relation relation, const char *verb);

/* Raise unless the current user owns the relation. */
extern void metadata_check_owner(Oid relid);

#endif
