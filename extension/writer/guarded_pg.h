#ifndef WRITER_GUARDED_PG_H
#define WRITER_GUARDED_PG_H

#include "nodes/parsenodes.h"

/*
 * Does a query, as it was rewritten, read tables of which not everybody sees the same
 * rows: by policies, or through views with security_barrier?  Statistics are of all rows:
 * what they say of a value would tell whether there are rows with it.  So what the
 * planner expects of such a query decides nothing that a client can notice, and he is not
 * told. Tables of users are seen whole or not at all.
 */
extern bool query_is_guarded(Query *query);

#endif
