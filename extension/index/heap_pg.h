#ifndef INDEX_HEAP_PG_H
#define INDEX_HEAP_PG_H

#include "access/tableam.h"
#include "storage/buf.h"
#include "storage/itemptr.h"
#include "utils/rel.h"
#include "utils/snapshot.h"

/* Pages that are looked at before their turn. */
#define HEAP_AHEAD 8 /* a power of 2 */

/* A pinned page to come and its first row. */
typedef struct HeapAhead
{
	Buffer buffer;
	int row;
} HeapAhead;

/*
 * Rows of a table by their addresses, many at a time: fetched in the order of their
 * pages, each page once, with the next pages on their way to the processor meanwhile.
 */
typedef struct HeapBatch
{
	Relation heap;
	Snapshot snapshot;
	TableScanDesc scan; /* NULL until something is fetched */

	/* page << 17 | offset << 1 | to be rechecked */
	uint64 *rows;
	uint64 *sorted; /* room for sorting */
	int count;
	int room;
	int next; /* the first that is not given to the scan */

	struct TBMIterateResult *page; /* at work */
	bool recheck;				   /* may its rows miss the condition? */

	HeapAhead ahead[HEAP_AHEAD]; /* a ring; the first is the page at work or the next */
	uint32 ahead_first;
	uint32 ahead_end;
	int ahead_row; /* the first row whose page is not in the ring yet */
	int io_row;	   /* the first row whose page was not asked for from disk */
	int io_left;   /* how many pages more to ask for; 0 while all is in memory */

	uint64 pages; /* for EXPLAIN */
} HeapBatch;

/* An empty batch in CurrentMemoryContext with room for so many rows. */
extern HeapBatch *heap_batch_open(Relation heap, Snapshot snapshot, int room);
extern void heap_batch_close(HeapBatch *batch);

/* Forget all rows and make the batch ready for others. */
extern void heap_batch_clear(HeapBatch *batch);

static inline void
heap_batch_add(HeapBatch *batch, ItemPointer tid, bool recheck)
{
	batch->rows[batch->count++] = (uint64) ItemPointerGetBlockNumberNoCheck(tid) << 17 |
								  (uint64) ItemPointerGetOffsetNumberNoCheck(tid) << 1 |
								  (recheck ? 1 : 0);
}

/* Room for so many rows more, none of them fetched yet. */
extern void heap_batch_reserve(HeapBatch *batch, int more);

/* All rows are there: from now on fetch. */
extern void heap_batch_begin(HeapBatch *batch);

/*
 * Put the next row that the snapshot sees into the slot; *recheck: its position must be
 * asked whether it is in the shape.  False if there is none: the batch is empty again.
 */
extern bool heap_batch_next(HeapBatch *batch, TupleTableSlot *slot, bool *recheck);

#endif
