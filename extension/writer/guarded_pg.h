#ifndef WRITER_GUARDED_PG_H
#define WRITER_GUARDED_PG_H

#include "nodes/plannodes.h"

/*
 * Does the plan read tables of which not everybody sees the same rows: by policies, or
 * through views with security_barrier?  Statistics are of all rows: what they say of a
 * value would tell whether there are rows with it.  So what the planner expects of such a
 * plan decides nothing that a client can notice, and he is not told.  Tables of users are
 * seen whole or not at all.
 */
extern bool plan_is_guarded(const PlannedStmt *plan);

#endif
