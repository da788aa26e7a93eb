#ifndef INDEX_PARTITION_PG_H
#define INDEX_PARTITION_PG_H

#include "nodes/pathnodes.h"

#include "geo/cover.h"
#include "index/match_pg.h"

/* The keys lo..hi - 1 that rows of a partition can have. */
typedef struct KeyBounds
{
	int64 lo;
	int64 hi;
} KeyBounds;

/*
 * Is a relation, read as part of its parent, a partition by range of sky.key?  Then the
 * position that is meant, but no index, and the bounds.
 */
extern bool partition_bounds(PlannerInfo *root,
							 const RelOptInfo *rel,
							 SkyIndex *key,
							 KeyBounds *bounds);

/* Is no row of a partition where the query searches, as is known by now? */
extern bool partition_is_beyond(PlannerInfo *root, RelOptInfo *rel);

/* Leave only the ranges, or parts of them, that are within bounds; in place. */
extern void partition_clip(Cover *cover, const KeyBounds *bounds);

#endif
