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

/* The address of a row. */
typedef struct HeapRow
{
	uint64 place; /* page << 16 | offset */
	uint32 tag;	  /* whatever the caller knows it by */
	bool recheck;
} HeapRow;

/*
 * Rows of a table by their addresses, many at a time: fetched in the order of their
 * pages, each page once, with the next pages on their way to the processor meanwhile.
 */
typedef struct HeapBatch
{
	Relation heap;
	bool is_heap; /* in pages that may be looked at before the access method does */
	Snapshot snapshot;
	TableScanDesc scan; /* NULL until something is fetched */

	HeapRow *rows;
	HeapRow *sorted; /* room for sorting */
	int count;
	int room;
	int next; /* the first that is not given to the scan */

	struct TBMIterateResult *page; /* at work */
	bool recheck;				   /* may its rows miss the condition? */

	HeapAhead ahead[HEAP_AHEAD]; /* a ring; the first is the page at work or the next */
	uint32 ahead_first;
	uint32 ahead_end;
	int ahead_row;	/* the first row whose page is not in the ring yet */
	int near_row;	/* the first whose buffer was not brought near */
	int near_pages; /* from ahead_row to near_row */
	int io_row;		/* the first row whose page was not asked for from disk */
	int io_left;	/* how many pages more to ask for; 0 while all is in memory */

	/* For heap_batch_next_pair(): */
	struct IndexFetchTableData *fetch;
	uint64 fetched; /* the place of the row in the slot, or of one not to be seen */
	bool visible;

	uint64 pages; /* for EXPLAIN */
} HeapBatch;

/* An empty batch in CurrentMemoryContext with room for so many rows. */
extern HeapBatch *heap_batch_open(Relation heap, Snapshot snapshot, int room);
extern void heap_batch_close(HeapBatch *batch);

/* Forget all rows and make the batch ready for others. */
extern void heap_batch_clear(HeapBatch *batch);

static inline void
heap_batch_add(HeapBatch *batch, ItemPointer tid, bool recheck, uint32 tag)
{
	batch->rows[batch->count++] =
		(HeapRow){(uint64) ItemPointerGetBlockNumberNoCheck(tid) << 16 |
					  ItemPointerGetOffsetNumberNoCheck(tid),
				  tag,
				  recheck};
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

/*
 * The same for rows that were added with several tags, one after the other: each is told.
 *
 * skip: by tag, which not to fetch any more; NULL for none.  *row: which one it is;
 * *is_new: it is another than at the call before.
 */
extern bool heap_batch_next_pair(
	HeapBatch *batch, TupleTableSlot *slot, const bool *skip, HeapRow *row, bool *is_new);

#endif
