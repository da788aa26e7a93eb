/*
 * search_pg.c
 *		From a cover to rows that are in the shape.
 *
 * A key tells the position to 0.4 milliarcseconds, so but for those on the border of the
 * shape itself no row need be fetched to know whether it is inside.
 */
#include "postgres.h"

#include "index/search_pg.h"

#include "miscadmin.h"

/* Rows that wait before the first are fetched: someone may want no more than those. */
#define FIRST_ROWS 16

/* Of a search that several processes share, this many wait at least. */
#define SHARED_ROWS 1024

/*
 * Each batch is so many times larger than the one before, but beyond so many rows only
 * while few of them share a page: or else memory for more is all that they would take.
 */
#define ROWS_GROWTH	   8
#define CLUSTERED_ROWS 8192
#define FEW_ON_A_PAGE  8

SkySearch *
search_open(Relation heap, Relation index, Snapshot snapshot, bool count_only)
{
	SkySearch *search = palloc0(sizeof(SkySearch));

	search->reader = leaf_reader_open(index, snapshot);
	search->batch = heap_batch_open(heap, snapshot, MaxTIDsPerBTreePage);
	visible_open(&search->visible, heap, snapshot);
	search->count_only = count_only && search->visible.known;
	search->ended = true;
	return search;
}

void
search_close(SkySearch *search)
{
	visible_close(&search->visible);
	heap_batch_close(search->batch);
	leaf_reader_close(search->reader);
}

void
search_start(SkySearch *search, const Cover *cover)
{
	leaf_reader_start(search->reader, cover->ranges, cover->count);
	heap_batch_clear(search->batch);
	search->counted = 0;
	search->fetching = false;
	search->ended = false;
	search->wanted = FIRST_ROWS;
	search->most = Max(work_mem * (int64) 1024 / (2 * (int) sizeof(HeapRow)), FIRST_ROWS);
}

/* An entry that is in the shape, surely or not: count its row, or fetch it later. */
static inline void
take_item(SkySearch *search, LeafItem *item, bool surely)
{
	BlockNumber page = ItemPointerGetBlockNumberNoCheck(&item->tid);

	if (search->count_only && surely && visible_to_all(&search->visible, page))
		search->counted++;
	else
		heap_batch_add(search->batch, &item->tid, !surely, 0);
}

/* Take those entries of a range that are in the shape. */
static void
take_span(SkySearch *search, const LeafSpan *span)
{
	LeafItem *item = search->reader->items + span->first;
	LeafItem *end = search->reader->items + span->end;
	const CoverShape *shape = span->range->shape;
	int64 last_key = -1;
	CoverSide side = COVER_OUT;

	if (shape == NULL)
	{
		for (; item < end; item++)
			take_item(search, item, true);
		return;
	}
	for (; item < end; item++)
	{
		/* The same place again: one star seen many times. */
		if (item->key != last_key)
		{
			CoverCell cell = cover_key_cell(item->key);

			side = cover_side(shape, &cell);
			last_key = item->key;
		}
		if (side == COVER_OUT)
			search->removed++;
		else
			take_item(search, item, side == COVER_IN);
	}
}

/*
 * Do so few rows wait that more should?  Many at a time share pages and come in an order
 * that memory likes, but of a shared search others want theirs.
 */
static inline bool
wants_more(const SkySearch *search)
{
	const LeafReader *reader = search->reader;
	int count = search->batch->count;

	if (count >= search->wanted)
		return false;
	return reader->shared == NULL || reader->shared->by_range || count < SHARED_ROWS ||
		   count < leaf_reader_share(reader);
}

/* How many rows are to wait before the next batch is fetched, the last being used up. */
static int
next_wanted(const SkySearch *search)
{
	uint64 pages = search->batch->pages - search->pages_before;

	if (search->wanted >= CLUSTERED_ROWS &&
		(uint64) search->batch_rows > pages * FEW_ON_A_PAGE)
		return search->wanted;
	return (int) Min((int64) search->wanted * ROWS_GROWTH, search->most);
}

bool
search_read(SkySearch *search)
{
	LeafReader *reader = search->reader;
	HeapBatch *batch = search->batch;

	if (search->fetching)
		search->wanted = next_wanted(search);
	search->fetching = false;
	while (!search->ended && wants_more(search))
	{
		if (!leaf_reader_next(reader))
		{
			search->ended = true;
			break;
		}
		if (!search->count_only)
			leaf_reader_unpin(reader);
		heap_batch_reserve(batch, reader->item_count);
		for (int i = 0; i < reader->span_count; i++)
			take_span(search, &reader->spans[i]);
		if (search->counted > 0)
			return true;
	}
	if (batch->count == 0)
		return false;
	heap_batch_begin(batch);
	search->fetching = true;
	search->batch_rows = batch->count;
	search->pages_before = batch->pages;
	return true;
}
