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

#include "access/htup_details.h"
#include "executor/instrument.h"
#include "miscadmin.h"
#include "nodes/tidbitmap.h"
#include "storage/bufmgr.h"
#include "utils/spccache.h"

/* Looking ahead pays from so many pages on. */
#define AHEAD_LEAST 4

/* Steps between fetching line pointers and fetching rows. */
#define AHEAD_ROWS (HEAP_AHEAD / 2)

/* After a page had to be read from disk, so many more are asked for in advance. */
#define IO_AFTER_MISS 64

/* Sort in passes over so many bits of the page number. */
#define RADIX_BITS 11
#define RADIX_SIZE (1 << RADIX_BITS)

static inline BlockNumber
row_page(uint64 row)
{
	return (BlockNumber) (row >> 17);
}

static inline OffsetNumber
row_offset(uint64 row)
{
	return (OffsetNumber) (row >> 1 & 0xFFFF);
}

HeapBatch *
heap_batch_open(Relation heap, Snapshot snapshot, int room)
{
	HeapBatch *batch = palloc0(sizeof(HeapBatch));

	batch->heap = heap;
	batch->snapshot = snapshot;
	batch->room = room;
	batch->rows = palloc(room * sizeof(uint64));
	batch->page = palloc0(offsetof(TBMIterateResult, offsets) +
						  MaxHeapTuplesPerPage * sizeof(OffsetNumber));
	batch->page->blockno = InvalidBlockNumber;
	return batch;
}

/* Let go of the pages ahead. */
static void
release_ahead(HeapBatch *batch)
{
	while (batch->ahead_first != batch->ahead_end)
		ReleaseBuffer(batch->ahead[batch->ahead_first++ % HEAP_AHEAD].buffer);
}

void
heap_batch_close(HeapBatch *batch)
{
	release_ahead(batch);
	if (batch->scan != NULL)
		table_endscan(batch->scan);
	batch->scan = NULL;
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
	batch->rows = repalloc_huge(batch->rows, batch->room * sizeof(uint64));
	if (batch->sorted != NULL)
		pfree(batch->sorted);
	batch->sorted = NULL;
}

/* One pass of a radix sort, stable, by some bits of the page number. */
static void
sort_pass(const uint64 *from, uint64 *to, int count, int shift)
{
	uint32 place[RADIX_SIZE] = {0};
	uint32 sum = 0;

	for (int i = 0; i < count; i++)
		place[from[i] >> shift & (RADIX_SIZE - 1)]++;
	for (int i = 0; i < RADIX_SIZE; i++)
	{
		uint32 size = place[i];

		place[i] = sum;
		sum += size;
	}
	for (int i = 0; i < count; i++)
		to[place[from[i] >> shift & (RADIX_SIZE - 1)]++] = from[i];
}

/* Sort few rows by insertion, which takes nothing where they are in order. */
static void
sort_few(uint64 *rows, int count)
{
	for (int i = 1; i < count; i++)
	{
		uint64 row = rows[i];
		int j = i;

		for (; j > 0 && rows[j - 1] > row; j--)
			rows[j] = rows[j - 1];
		rows[j] = row;
	}
}

/* Bring the rows into the order of their pages. */
static void
sort_rows(HeapBatch *batch)
{
	uint64 all = 0;
	bool in_order = true;

	for (int i = 1; i < batch->count; i++)
	{
		in_order = in_order && row_page(batch->rows[i - 1]) <= row_page(batch->rows[i]);
		all |= batch->rows[i] ^ batch->rows[0];
	}
	if (in_order)
		return;
	if (batch->count < 64)
	{
		sort_few(batch->rows, batch->count);
		return;
	}
	if (batch->sorted == NULL)
		batch->sorted = palloc_extended(batch->room * sizeof(uint64), MCXT_ALLOC_HUGE);
	for (int shift = 17; shift < 49; shift += RADIX_BITS)
	{
		uint64 *swap = batch->rows;

		if ((all >> shift & (RADIX_SIZE - 1)) == 0)
			continue;
		sort_pass(batch->rows, batch->sorted, batch->count, shift);
		batch->rows = batch->sorted;
		batch->sorted = swap;
	}
}

void
heap_batch_begin(HeapBatch *batch)
{
	sort_rows(batch);
	batch->next = 0;
	batch->ahead_row = 0;
	batch->io_row = 0;
	if (batch->scan == NULL)
		batch->scan = table_beginscan_bm(batch->heap, batch->snapshot, 0, NULL);
}

/* The first row from at on that is on another page. */
static inline int
next_page_row(const HeapBatch *batch, int at)
{
	BlockNumber page = row_page(batch->rows[at]);

	do
		at++;
	while (at < batch->count && row_page(batch->rows[at]) == page);
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
		PrefetchBuffer(batch->heap, MAIN_FORKNUM, row_page(batch->rows[row]));
		row = next_page_row(batch, row);
		batch->io_left--;
	}
	batch->io_row = row;
}

/* Pin pages to come, as far as the ring has room, and bring their line pointers near. */
static void
look_ahead(HeapBatch *batch)
{
	while (batch->ahead_row < batch->count &&
		   batch->ahead_end - batch->ahead_first < HEAP_AHEAD)
	{
		int64 read = pgBufferUsage.shared_blks_read;
		uint64 row = batch->rows[batch->ahead_row];
		Buffer buffer;
		Page page;

		if (batch->io_left > 0)
			prefetch_from_disk(batch);
		buffer = ReadBuffer(batch->heap, row_page(row));
		if (pgBufferUsage.shared_blks_read != read)
			batch->io_left = IO_AFTER_MISS;
		page = BufferGetPage(buffer);
		__builtin_prefetch(page);
		__builtin_prefetch(PageGetItemId(page, row_offset(row)));
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
	Page page;
	char *tuple;

	if (at >= batch->ahead_end)
		return;
	/* Unlocked: the pointer may change this moment, but a prefetch never faults. */
	page = BufferGetPage(ahead->buffer);
	tuple = (char *) page +
			ItemIdGetOffset(PageGetItemId(page, row_offset(batch->rows[ahead->row])));
	__builtin_prefetch(tuple);
	__builtin_prefetch(tuple + 64);
}

/* Give the scan the next page and its rows; false if there is none. */
static bool
next_page(HeapBatch *batch)
{
	TBMIterateResult *page = batch->page;
	int end = batch->next;
	bool ahead = batch->ahead_first != batch->ahead_end ||
				 batch->count - batch->next >= AHEAD_LEAST;

	if (batch->next >= batch->count)
		return false;
	if (ahead)
	{
		look_ahead(batch);
		prefetch_rows(batch);
	}
	page->blockno = row_page(batch->rows[end]);
	page->ntuples = 0;
	batch->recheck = false;
	while (end < batch->count && row_page(batch->rows[end]) == page->blockno &&
		   page->ntuples < MaxHeapTuplesPerPage)
	{
		page->offsets[page->ntuples++] = row_offset(batch->rows[end]);
		batch->recheck = batch->recheck || (batch->rows[end] & 1) != 0;
		end++;
	}
	batch->next = end;
	batch->pages++;
	table_scan_bitmap_next_block(batch->scan,
								 page); /* or it has no rows: then no tuple */
	/* The scan has its own pin now; a page of more rows than one may have stays. */
	if (ahead && (end >= batch->count || row_page(batch->rows[end]) != page->blockno))
		ReleaseBuffer(batch->ahead[batch->ahead_first++ % HEAP_AHEAD].buffer);
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
