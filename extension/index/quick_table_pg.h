#ifndef INDEX_QUICK_TABLE_PG_H
#define INDEX_QUICK_TABLE_PG_H

#include "nodes/pathnodes.h"

/*
 * The only table of a query as build_simple_rel makes it known to the planner, with those
 * of its indexes that may answer where on the sky rows are.  NULL if it is not plain, or
 * has none such, or some that are not described.
 */
extern RelOptInfo *quick_table(PlannerInfo *root, Index relid);

#endif
