#ifndef CROSSMATCH_SWEPT_TABLE_PG_H
#define CROSSMATCH_SWEPT_TABLE_PG_H

#include "crossmatch/plan_pg.h"
#include "index/heap_pg.h"
#include "index/leaf_pg.h"
#include "index/visible_pg.h"

/* A table of the swept side and its sky index. */
typedef struct SweptTable
{
	Relation heap;
	Relation index; /* NULL if the plan is not to be run */
	TupleTableSlot *slot;
	ExprContext *econtext;
	ProjectionInfo *columns; /* from a row in slot to those that the join wants */

	/* While it is swept: */
	LeafReader *reader;
	HeapBatch *batch;
	VisibleRows visible;
} SweptTable;

/* Open the table of that number in the plan. */
extern void swept_table_open(SweptTable *table,
							 CustomScanState *css,
							 const MatchPlan *plan,
							 int number,
							 int eflags);
extern void swept_table_close(SweptTable *table);

/* Make the table ready to be swept, in CurrentMemoryContext. */
extern void swept_table_start(SweptTable *table, Snapshot snapshot);
/* Let go of pages. */
extern void swept_table_pause(SweptTable *table);
/* Let go of all that sweeping takes. */
extern void swept_table_stop(SweptTable *table);

#endif
