#ifndef INDEX_FOREIGN_PG_H
#define INDEX_FOREIGN_PG_H

#include "nodes/pathnodes.h"

/*
 * Let the planner search indexes of Q3C (a btree on q3c_ang2ipix of a position that has
 * no sky index) and of pg_sphere (GiST) for our clauses.
 */
extern void add_foreign_paths(PlannerInfo *root, RelOptInfo *rel);

/* Does an expression call q3c_ang2ipix? */
extern bool is_q3c_cell(const Node *expr, List **args);

#endif
