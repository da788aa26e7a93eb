#ifndef INDEX_SCAN_STATE_PG_H
#define INDEX_SCAN_STATE_PG_H

#include "commands/explain.h"
#include "nodes/execnodes.h"
#include "storage/spin.h"

#include "index/nearest_pg.h"
#include "index/scan_pg.h"
#include "index/search_pg.h"

/* What EXPLAIN ANALYZE tells, of one process or of all. */
typedef struct ScanCounts
{
	uint64 covers;
	uint64 ranges;
	uint64 index_pages;
	uint64 removed_by_key;
	uint64 heap_pages;
} ScanCounts;

/* In shared memory, of a scan by several processes. */
typedef struct ScanShared
{
	LeafShared leaf;
	slock_t mutex;
	ScanCounts counts; /* of workers that are done */
} ScanShared;

typedef struct SkyScanState
{
	CustomScanState css;
	ScanPlan plan;
	Relation index;	  /* NULL if nothing is to be run */
	ExprState **args; /* NULL: a constant */
	Datum *values;
	bool *nulls;
	ExprState *recheck;	 /* the clauses that the search decides by keys */
	ExprState *distance; /* of a row from the centre */
	bool started;
	MemoryContext place_context; /* holds the condition and what it is made of */
	MemoryContext cover_context;
	ConditionPlace place;
	Cover cover;
	SkySearch *search;
	SkyNearest *nearest;   /* NULL: in any order */
	TupleTableSlot *empty; /* a row of which nothing is wanted */
	ScanShared *shared;
	ScanCounts counts; /* covers and ranges; the rest is in the search */
	ScanCounts others; /* of parallel workers */
} SkyScanState;

/* Evaluate the arguments, and cover the shape that they describe. */
extern void scan_make_cover(SkyScanState *state);

/* All that this process did. */
extern ScanCounts scan_counts(const SkyScanState *state);
extern void scan_counts_add(ScanCounts *to, const ScanCounts *from);

/* What EXPLAIN says of the node. */
extern void scan_explain(CustomScanState *css, List *ancestors, ExplainState *es);

#endif
