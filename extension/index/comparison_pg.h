#ifndef INDEX_COMPARISON_PG_H
#define INDEX_COMPARISON_PG_H

#include "nodes/pathnodes.h"

/*
 * The planner takes "sky.distance(...) < radius" for a third of all rows and of all
 * pairs, for the operator is not ours.  Put right what it has assumed of a relation so
 * far, and what it will of its joins.
 */
extern void fix_comparisons(PlannerInfo *root, RelOptInfo *rel);

/* How many rows of a relation meet RestrictInfos; those of other relations at hand. */
extern double
rows_of_clauses(PlannerInfo *root, RelOptInfo *rel, List *clauses, bool parameterized);

#endif
