#ifndef CROSSMATCH_SWEPT_PG_H
#define CROSSMATCH_SWEPT_PG_H

#include "nodes/execnodes.h"

#include "crossmatch/chunk_pg.h"
#include "crossmatch/marks_pg.h"
#include "crossmatch/plan_pg.h"

/*
 * The side of a SkyMatch that is read by key.  It lays its row into the columns of the
 * scan tuple from first_column on.
 */
typedef struct SweptSide SweptSide;

typedef struct SweptPair
{
	uint32 disc;
	bool unsure; /* the position itself must be asked whether it is in the disc */
} SweptPair;

typedef struct SweptOps
{
	/* Begin with the discs of a chunk, which is kept. */
	void (*start)(SweptSide *side, CoveringChunk *chunk);
	/* The next pair, the swept side's row of it laid out; false at the end. */
	bool (*next)(SweptSide *side, SweptPair *pair);
	/* After all chunks: lay out the next row without a mark; false at the end. */
	bool (*next_unmarked)(SweptSide *side);
	/* Begin anew, with parameters that may have changed. */
	void (*rescan)(SweptSide *side);
	void (*close)(SweptSide *side);
} SweptOps;

struct SweptSide
{
	const SweptOps *ops;
	const MatchRule *rule;
	TupleTableSlot *scan;
	int first_column;
	uint64 row;	  /* which row is laid out, by a number that stays */
	Marks *marks; /* of rows with a pair; NULL if nobody wants to know */

	uint64 index_pages; /* for EXPLAIN */
	uint64 heap_pages;
	uint64 candidates;
};

/* Lay out the columns of a row; NULL: all of them null. */
extern void swept_lay_out(SweptSide *side, TupleTableSlot *row);

/* A side that reads an index. */
extern SweptSide *
swept_index_open(CustomScanState *css, const MatchPlan *plan, int eflags);

#endif
