#ifndef INDEX_SHAPE_ESTIMATE_PG_H
#define INDEX_SHAPE_ESTIMATE_PG_H

#include "nodes/pathnodes.h"

/*
 * Which share of the rows meets a predicate on shapes, or of the pairs of rows of two
 * relations?  By the statistics of the columns; relations other than var_relid, if that
 * is not 0, count as unknown constants.  Negative if the clause is no such predicate, or
 * no column of it is analyzed.
 */
extern double shape_estimate(PlannerInfo *root, Node *clause, int var_relid);

#endif
