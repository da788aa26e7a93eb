#ifndef INDEX_SCAN_PG_H
#define INDEX_SCAN_PG_H

#include "nodes/extensible.h"
#include "nodes/plannodes.h"

#include "index/condition_pg.h"
#include "index/partition_pg.h"

/* What the plan of a SkyScan carries besides its expressions. */
typedef struct ScanPlan
{
	Oid index;
	int order;				/* cells of the cover are no finer */
	bool count_only;		/* no column is wanted */
	ConditionCentre centre; /* nearest first: how the centre is given; or 0 */
	int wanted;				/* of these so many at least */
	int slices;				/* all keys, in so many ranges of their own; or 0 */
	bool bounded;			/* keys are within bounds: a partition */
	KeyBounds bounds;
	List *program;	/* condition_pg.h; NIL: no condition */
	List *args;		/* of the condition, then the centre's */
	List *distance; /* nearest first: the expression that is ordered by */
	List *exact;	/* clauses that the scan takes care of */
} ScanPlan;

/* Into the plan node and out of it. */
extern void scan_plan_put(CustomScan *node, const ScanPlan *plan);
extern ScanPlan scan_plan_get(const CustomScan *node);

extern const CustomScanMethods scan_methods;

#endif
