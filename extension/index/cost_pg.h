#ifndef INDEX_COST_PG_H
#define INDEX_COST_PG_H

#include "nodes/pathnodes.h"

#include "index/match_pg.h"

/* What a scan would do. */
typedef struct ScanChoice
{
	const SkyIndex *index;
	SkyCondition condition;
	List *left;		 /* RestrictInfos that it checks on each row it finds */
	bool count_only; /* no column is wanted, and nothing left to check */
} ScanChoice;

/*
 * Set rows and cost of a path.  For a parallel one the number of workers too: none if it
 * is too small for any.
 */
extern void cost_scan(PlannerInfo *root, Path *path, const ScanChoice *choice);

/* Which order of cells follows a border well enough, for so many rows. */
extern int cost_cover_order(double rows);

#endif
