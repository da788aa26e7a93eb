#ifndef INDEX_SHAPE_CONDITION_PG_H
#define INDEX_SHAPE_CONDITION_PG_H

#include "nodes/supportnodes.h"

/*
 * The condition on an index over shapes that follows from a predicate: a list of clauses,
 * or NIL.
 */
extern List *shape_index_condition(SupportRequestIndexCondition *request);

#endif
