#ifndef READER_COPY_ROWS_PG_H
#define READER_COPY_ROWS_PG_H

#include "parser/parse_node.h"
#include "utils/relcache.h"

#include "reader/source_pg.h"

/*
 * Rows of a reader into a table, through PostgreSQL's own COPY FROM: it gets them as text
 * format from a callback and does everything else (input functions, defaults, generated
 * columns, constraints, triggers, partitions, foreign tables).
 */

/*
 * The right to COPY into relation: as PostgreSQL checks it, row-level security and
 * read-only transactions included.  attlist NIL: all columns.  Adds the relation to
 * pstate; where NULL or the raw expression of WHERE; returns it transformed.
 */
extern Node *
copy_check_target(ParseState *pstate, Relation relation, List *attlist, Node *where);

/*
 * Insert all rows; columns are matched by name, first exactly, then in any case.  attlist
 * NIL: every column of the source must be one of the table.  Else these are taken, and
 * what else the source has is left out.  options: of COPY, beside ours.  Returns the
 * number of rows inserted.
 */
extern uint64 copy_rows(ParseState *pstate,
						Relation relation,
						Node *where,
						List *attlist,
						List *options,
						TableSource *source);

#endif
