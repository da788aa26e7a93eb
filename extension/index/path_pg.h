#ifndef INDEX_PATH_PG_H
#define INDEX_PATH_PG_H

#include "nodes/pathnodes.h"

/* Let the planner know SkyScan. */
extern void path_init(void);

/*
 * A path by which several processes read all rows of a relation, each some slices of the
 * keys of a position: lon and lat, or a point.  NULL if there is none.
 */
extern Path *path_in_slices(PlannerInfo *root, RelOptInfo *rel, const List *position);

/* Are scans of relations offered to the planner by no other library? */
extern bool path_is_alone(void);

/*
 * The cheapest scan of a relation by a sky index, as the planner would be offered it;
 * NULL if there is none.
 */
extern Path *path_of_search(PlannerInfo *root, RelOptInfo *rel);

#endif
