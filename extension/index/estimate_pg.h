#ifndef INDEX_ESTIMATE_PG_H
#define INDEX_ESTIMATE_PG_H

#include "nodes/pathnodes.h"

#include "index/match_pg.h"

/*
 * Which share of the rows of a relation meets a clause on positions?  Relations other
 * than relid count as unknown constants.  Negative if the clause is not about the
 * relation's positions.
 */
extern double estimate_restriction(PlannerInfo *root, Index relid, Node *clause);

/* Which share of all pairs of rows of two relations meets a clause on both? */
extern double estimate_join(PlannerInfo *root,
							Node *clause,
							JoinType jointype,
							const SpecialJoinInfo *sjinfo);

/* The area that a condition describes [sr], negative if that is not known yet. */
extern double estimate_area(PlannerInfo *root, const SkyCondition *condition);

/* Is a clause a comparison of a distance, whose selectivity the planner cannot ask for?
 */
extern bool estimate_is_comparison(Node *clause);

#endif
