/*
 * heap_pg.c
 *		Rows by their addresses.
 *
 * Where the heap is not in the order of the sky each row of a search is on another page,
 * and what takes the time is waiting for memory.  So the pages to come are pinned some
 * steps in advance, their line pointers brought into the processor's cache first, then
 * the rows themselves: 102 us for 1000 rows become 77.
 */
#include "postgres.h"

#include "index/heap_pg.h"

#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_am.h"
#include "executor/instrument.h"
#include "miscadmin.h"
#include "nodes/tidbitmap.h"
#include "storage/bufmgr.h"
#include "utils/spccache.h"

#include "base/prefetch.h"
#include "base/radix.h"
#include "index/recent_pg.h"

/* Looking ahead pays from so many pages on. */
#define AHEAD_LEAST 4

/* Steps between fetching line pointers and fetching rows. */
#define AHEAD_ROWS (HEAP_AHEAD / 2)

/* Of a page to come, bring so many rows near. */
#define ROWS_NEAR 64

/* After a page had to be read from disk, so many more are asked for in advance. */
#define IO_AFTER_MISS 64

static inline BlockNumber
row_page(const HeapRow *row)
{
	return (BlockNumber) (row->place >> 16);
}

static inline OffsetNumber
row_offset(const HeapRow *row)
{
	return (OffsetNumber) row->place;
}

HeapBatch *
heap_batch_open(Relation heap, Snapshot snapshot, int room)
{
	HeapBatch *batch = palloc0(sizeof(HeapBatch));

	batch->heap = heap;
	batch->is_heap = heap->rd_rel->relam == HEAP_TABLE_AM_OID;
	batch->snapshot = snapshot;
	batch->room = room;
	batch->rows = palloc(room * sizeof(HeapRow));
	batch->page = palloc0(offsetof(TBMIterateResult, offsets) +
						  MaxHeapTuplesPerPage * sizeof(OffsetNumber));
	batch->page->blockno = InvalidBlockNumber;
	return batch;
}

/* The page that rows are wanted of now leaves the ring with its pin. */
static Buffer
leave_ring(HeapBatch *batch)
{
	return batch->ahead[batch->ahead_first++ % HEAP_AHEAD].buffer;
}

/* Let go of the pages ahead. */
static void
release_ahead(HeapBatch *batch)
{
	while (batch->ahead_first != batch->ahead_end)
		ReleaseBuffer(leave_ring(batch));
}

void
heap_batch_close(HeapBatch *batch)
{
	release_ahead(batch);
	if (batch->scan != NULL)
		table_endscan(batch->scan);
	batch->scan = NULL;
	if (batch->fetch != NULL)
		table_index_fetch_end(batch->fetch);
	batch->fetch = NULL;
}

void
heap_batch_clear(HeapBatch *batch)
{
	release_ahead(batch);
	batch->count = 0;
	batch->next = 0;
	batch->page->blockno = InvalidBlockNumber;
}

void
heap_batch_reserve(HeapBatch *batch, int more)
{
	if (batch->count + more <= batch->room)
		return;
	batch->room = Max(2 * batch->room, batch->count + more);
	batch->rows = repalloc_huge(batch->rows, batch->room * sizeof(HeapRow));
	if (batch->sorted != NULL)
		pfree(batch->sorted);
	batch->sorted = NULL;
}

/* Sort few rows by insertion, which takes nothing where they are in order. */
static void
sort_few(HeapRow *rows, int count)
{
	for (int i = 1; i < count; i++)
	{
		HeapRow row = rows[i];
		int j = i;

		for (; j > 0 && rows[j - 1].place > row.place; j--)
			rows[j] = rows[j - 1];
		rows[j] = row;
	}
}

/* Bring the rows into the order of their pages. */
static void
sort_rows(HeapBatch *batch)
{
	HeapRow *rows = batch->rows;
	int in_order = 1;

	while (in_order < batch->count &&
		   row_page(&rows[in_order - 1]) <= row_page(&rows[in_order]))
		in_order++;
	if (in_order >= batch->count)
		return;
	if (batch->count < 64)
	{
		sort_few(rows, batch->count);
		return;
	}
	if (batch->sorted == NULL)
		batch->sorted = palloc_extended(batch->room * sizeof(HeapRow), MCXT_ALLOC_HUGE);
	batch->rows = radix_sort(rows,
							 batch->sorted,
							 batch->count,
							 sizeof(HeapRow),
							 offsetof(HeapRow, place),
							 16,
							 48);
	if (batch->rows != rows)
		batch->sorted = rows;
}

void
heap_batch_begin(HeapBatch *batch)
{
	sort_rows(batch);
	batch->next = 0;
	batch->ahead_row = 0;
	batch->near_row = 0;
	batch->near_pages = 0;
	batch->io_row = 0;
	batch->fetched = 0;
}

/* The first row from at on that is on another page. */
static inline int
next_page_row(const HeapBatch *batch, int at)
{
	BlockNumber page = row_page(&batch->rows[at]);

	do
		at++;
	while (at < batch->count && row_page(&batch->rows[at]) == page);
	return at;
}

/* Ask the operating system for pages that will be wanted soon. */
static void
prefetch_from_disk(HeapBatch *batch)
{
	int distance = get_tablespace_io_concurrency(batch->heap->rd_rel->reltablespace);
	int row = Max(batch->io_row, batch->ahead_row);

	for (int i = 0; i < 4 && row < batch->count && row < batch->ahead_row + distance; i++)
	{
		PrefetchBuffer(batch->heap, MAIN_FORKNUM, row_page(&batch->rows[row]));
		row = next_page_row(batch, row);
		batch->io_left--;
	}
	batch->io_row = row;
}

/* Bring near where the pages after those of the ring are in memory. */
static void
prefetch_buffers(HeapBatch *batch)
{
	for (; batch->near_pages <= HEAP_AHEAD && batch->near_row < batch->count;
		 batch->near_pages++)
	{
		recent_prefetch(batch->heap, row_page(&batch->rows[batch->near_row]));
		batch->near_row = next_page_row(batch, batch->near_row);
	}
}

/* Pin pages to come, as far as the ring has room, and bring their line pointers near. */
static void
look_ahead(HeapBatch *batch)
{
	while (batch->ahead_row < batch->count &&
		   batch->ahead_end - batch->ahead_first < HEAP_AHEAD)
	{
		int64 read = pgBufferUsage.shared_blks_read;
		const HeapRow *row = &batch->rows[batch->ahead_row];
		Buffer buffer;
		Page page;

		if (batch->io_left > 0)
			prefetch_from_disk(batch);
		prefetch_buffers(batch);
		buffer = recent_read(batch->heap, row_page(row));
		batch->near_pages--;
		if (pgBufferUsage.shared_blks_read != read)
			batch->io_left = IO_AFTER_MISS;
		page = BufferGetPage(buffer);
		prefetch(page);
		prefetch(PageGetItemId(page, row_offset(row)));
		batch->ahead[batch->ahead_end++ % HEAP_AHEAD] =
			(HeapAhead){buffer, batch->ahead_row};
		batch->ahead_row = next_page_row(batch, batch->ahead_row);
	}
}

/* Bring the rows of a page of the ring near, whose line pointers are. */
static void
prefetch_rows(const HeapBatch *batch)
{
	uint32 at = batch->ahead_first + AHEAD_ROWS;
	const HeapAhead *ahead = &batch->ahead[at % HEAP_AHEAD];
	int end;
	Page page;

	if (at >= batch->ahead_end)
		return;
	end = at + 1 < batch->ahead_end ? batch->ahead[(at + 1) % HEAP_AHEAD].row
									: batch->ahead_row;
	end = Min(end, ahead->row + ROWS_NEAR);
	/* Unlocked: a pointer may change this moment, but a prefetch never faults. */
	page = BufferGetPage(ahead->buffer);
	for (const HeapRow *row = batch->rows + ahead->row; row < batch->rows + end; row++)
	{
		char *tuple =
			(char *) page + ItemIdGetOffset(PageGetItemId(page, row_offset(row)));

		prefetch(tuple);
		prefetch(tuple + 64);
	}
}

/* The scan gets a page with its pin, so that it need not be looked for again. */
static void
hand_over(HeapBatch *batch)
{
	HeapScanDesc scan = (HeapScanDesc) batch->scan;

	if (BufferIsValid(scan->rs_cbuf))
		ReleaseBuffer(scan->rs_cbuf);
	scan->rs_cbuf = leave_ring(batch);
}

/* May rows of this snapshot be taken from a page because all can see all of it? */
static bool
is_all_visible(const HeapBatch *batch, Page page)
{
	/* On a standby the flag may be newer than the snapshot; see heapgetpage(). */
	return PageIsAllVisible(page) && IsMVCCSnapshot(batch->snapshot) &&
		   !batch->snapshot->takenDuringRecovery && !IsolationIsSerializable();
}

/*
 * Put the rows of a page that all can see into the scan, which has it pinned, as
 * table_scan_bitmap_next_block() does for any page: a third of what that takes.  No row
 * of such a page has another version, and what an address was given to since the index
 * was read keeps the page from being all visible as long as our snapshot lives.
 */
static bool
take_all_visible(HeapBatch *batch)
{
	HeapScanDesc scan = (HeapScanDesc) batch->scan;
	const TBMIterateResult *rows = batch->page;
	Page page = BufferGetPage(scan->rs_cbuf);
	OffsetNumber max;

	if (!is_all_visible(batch, page))
		return false;
	LockBuffer(scan->rs_cbuf, BUFFER_LOCK_SHARE);
	if (!is_all_visible(batch, page))
	{
		LockBuffer(scan->rs_cbuf, BUFFER_LOCK_UNLOCK);
		return false;
	}
	TestForOldSnapshot(batch->snapshot, batch->heap, page);
	scan->rs_cblock = rows->blockno;
	scan->rs_cindex = 0;
	scan->rs_ntuples = 0;
	max = PageGetMaxOffsetNumber(page);
	for (int i = 0; i < rows->ntuples; i++)
	{
		OffsetNumber offset = rows->offsets[i];
		ItemId id;

		if (offset > max)
			continue;
		id = PageGetItemId(page, offset);
		if (ItemIdIsRedirected(id))
		{
			offset = ItemIdGetRedirect(id);
			id = PageGetItemId(page, offset);
		}
		if (ItemIdIsNormal(id))
			scan->rs_vistuples[scan->rs_ntuples++] = offset;
	}
	LockBuffer(scan->rs_cbuf, BUFFER_LOCK_UNLOCK);
	return true;
}

/* Give the scan the next page and its rows; false if there is none. */
static bool
next_page(HeapBatch *batch)
{
	TBMIterateResult *page = batch->page;
	int end = batch->next;

	if (batch->next >= batch->count)
		return false;
	if (batch->is_heap && (batch->ahead_first != batch->ahead_end ||
						   batch->count - batch->next >= AHEAD_LEAST))
	{
		look_ahead(batch);
		prefetch_rows(batch);
	}
	page->blockno = row_page(&batch->rows[end]);
	page->ntuples = 0;
	batch->recheck = false;
	while (end < batch->count && row_page(&batch->rows[end]) == page->blockno &&
		   page->ntuples < MaxHeapTuplesPerPage)
	{
		page->offsets[page->ntuples++] = row_offset(&batch->rows[end]);
		batch->recheck = batch->recheck || batch->rows[end].recheck;
		end++;
	}
	batch->next = end;
	batch->pages++;
	if (batch->scan == NULL)
		batch->scan = table_beginscan_bm(batch->heap, batch->snapshot, 0, NULL);
	if (batch->ahead_first != batch->ahead_end &&
		batch->ahead[batch->ahead_first % HEAP_AHEAD].row < end)
	{
		hand_over(batch);
		if (take_all_visible(batch))
			return true;
	}
	/* Or it has no rows: then no tuple. */
	table_scan_bitmap_next_block(batch->scan, page);
	return true;
}

bool
heap_batch_next(HeapBatch *batch, TupleTableSlot *slot, bool *recheck)
{
	for (;;)
	{
		if (batch->page->blockno != InvalidBlockNumber &&
			table_scan_bitmap_next_tuple(batch->scan, batch->page, slot))
		{
			*recheck = batch->recheck;
			return true;
		}
		batch->page->blockno = InvalidBlockNumber;
		CHECK_FOR_INTERRUPTS();
		if (!next_page(batch))
		{
			heap_batch_clear(batch);
			return false;
		}
	}
}

/* Step to another page, which the fetch gets with its pin, and those to come. */
static void
enter_page(HeapBatch *batch)
{
	IndexFetchHeapData *fetch;

	CHECK_FOR_INTERRUPTS();
	batch->pages++;
	if (batch->fetch == NULL)
		batch->fetch = table_index_fetch_begin(batch->heap);
	if (!batch->is_heap)
		return;
	look_ahead(batch);
	fetch = (IndexFetchHeapData *) batch->fetch;
	if (BufferIsValid(fetch->xs_cbuf))
		ReleaseBuffer(fetch->xs_cbuf);
	fetch->xs_cbuf = leave_ring(batch);
	heap_page_prune_opt(batch->heap, fetch->xs_cbuf);
	prefetch_rows(batch);
}

/* Fetch a row, one by one since HOT chains end at other addresses than they begin. */
static bool
fetch_row(HeapBatch *batch, const HeapRow *row, TupleTableSlot *slot)
{
	ItemPointerData tid;
	bool again = false;

	ItemPointerSet(&tid, row_page(row), row_offset(row));
	return table_index_fetch_tuple(
		batch->fetch, &tid, batch->snapshot, slot, &again, NULL);
}

bool
heap_batch_next_pair(
	HeapBatch *batch, TupleTableSlot *slot, const bool *skip, HeapRow *row, bool *is_new)
{
	for (; batch->next < batch->count; batch->next++)
	{
		*row = batch->rows[batch->next];
		if (batch->next == 0 || row_page(row) != row_page(&batch->rows[batch->next - 1]))
			enter_page(batch);
		if (skip != NULL && skip[row->tag])
			continue;
		*is_new = row->place != batch->fetched;
		if (*is_new)
		{
			batch->fetched = row->place;
			batch->visible = fetch_row(batch, row, slot);
		}
		if (!batch->visible)
			continue;
		batch->next++;
		return true;
	}
	heap_batch_clear(batch);
	return false;
}
