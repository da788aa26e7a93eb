#ifndef CROSSMATCH_COST_PG_H
#define CROSSMATCH_COST_PG_H

#include "nodes/pathnodes.h"

/* What a SkyMatch would join, and how. */
typedef struct MatchChoice
{
	Path *covering;
	RelOptInfo *swept;
	List *indexes;	 /* IndexOptInfos, one of each of its tables */
	List *clauses;	 /* RestrictInfos of the join */
	double share;	 /* of all pairs of rows that are close */
	double part;	 /* of the sky that the covering rows are in */
	bool in_order;	 /* the covering side comes in the order of keys */
	bool keys_only;	 /* no column of it is wanted */
	bool fill_swept; /* the swept side is read once more for rows without a pair */
} MatchChoice;

/* Set the cost of a path whose rows are set. */
extern void cost_match(PlannerInfo *root, Path *path, const MatchChoice *choice);

/* How closely to cover a disc (CoverLimits) for so many rows in it. */
extern int cost_match_cells(double rows);

#endif
