#ifndef INDEX_SCAN_PG_H
#define INDEX_SCAN_PG_H

#include "nodes/extensible.h"
#include "nodes/plannodes.h"

/* What the plan of a SkyScan carries besides its expressions. */
typedef struct ScanPlan
{
	Oid index;
	int order;		 /* cells of the cover are no finer */
	bool count_only; /* no column is wanted */
	int arg_count;
	List *program; /* condition_pg.h */
	List *args;	   /* of the condition */
	List *exact;   /* clauses that the scan takes care of */
} ScanPlan;

/* Into the plan node and out of it. */
extern void scan_plan_put(CustomScan *node, const ScanPlan *plan);
extern ScanPlan scan_plan_get(const CustomScan *node);

extern const CustomScanMethods scan_methods;

#endif
