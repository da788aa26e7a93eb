#ifndef WRITER_COLUMN_PG_H
#define WRITER_COLUMN_PG_H

#include "access/tupdesc.h"
#include "nodes/pg_list.h"

#include "writer/options_pg.h"

/*
 * What is said about each column of a result: from option FIELDS, else from where the
 * column comes from (published metadata, else its comment).  The kinds are left to
 * slot_reader_create.  targets: TargetEntry list of the plan, NIL if there is none.
 */
extern WriterColumn *
writer_columns_create(TupleDesc desc, const List *targets, const WriterOptions *options);

#endif
