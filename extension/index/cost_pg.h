#ifndef INDEX_COST_PG_H
#define INDEX_COST_PG_H

#include "nodes/pathnodes.h"

#include "index/match_pg.h"

/* What a scan would do. */
typedef struct ScanChoice
{
	const SkyIndex *index;
	SkyCondition condition;
	List *clauses;	 /* RestrictInfos that its rows meet */
	List *left;		 /* those of them that it checks on each row it finds */
	bool count_only; /* no column is wanted, and nothing left to check */
	List *centre;	 /* nearest first, from here; or NIL */
	Node *distance;	 /* which is that */
} ScanChoice;

/*
 * Set rows and cost of a path.  For a parallel one the number of workers too: none if it
 * is too small for any.
 */
extern void cost_scan(PlannerInfo *root, Path *path, const ScanChoice *choice);

/* The same for a path in the order of distance. */
extern void cost_nearest(PlannerInfo *root, Path *path, const ScanChoice *choice);

/* How many rows such a path must find before it has given what the query wants. */
extern int cost_wanted(PlannerInfo *root, const Path *path);

/* Among how many processes a parallel path divides its rows (costsize.c). */
extern double parallel_divisor(const Path *path);

/* Which order of cells follows a border well enough, for so many rows. */
extern int cost_cover_order(double rows);

#endif
