/*
 * leaf_pg.c
 *		Entries of a btree, page by page.
 *
 * It follows nbtree's rules for forward scans: a page is left for its right sibling as it
 * was when the page was read, so that a split in between neither hides nor repeats
 * entries; deleted and half-dead pages are passed over.  What one range leaves of a page
 * the next ranges get, so that near ranges cost no descent.
 */
#include "postgres.h"

#include "index/leaf_pg.h"

#include "access/itup.h"
#include "access/xact.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "storage/bufmgr.h"
#include "storage/predicate.h"

/* Rather than descend, walk on to the right while so many pages are to be expected. */
#define WALK_PAGES 2.0

/* How to descend: like _bt_first does for "key >= argument". */
static BTScanInsert
make_search(Relation index)
{
	BTScanInsert search = _bt_mkscankey(index, NULL);

	_bt_metaversion(index, &search->heapkeyspace, &search->allequalimage);
	search->anynullkeys = false;
	search->keysz = 1;
	search->scankeys[0].sk_flags &= ~SK_ISNULL;
	return search;
}

LeafReader *
leaf_reader_open(Relation index, Snapshot snapshot)
{
	LeafReader *reader = palloc(sizeof(LeafReader));

	memset(reader, 0, offsetof(LeafReader, items));
	reader->index = index;
	reader->snapshot = snapshot;
	reader->search = make_search(index);
	/* Entries killed on the primary may still be visible to a standby's snapshot. */
	reader->skip_killed = !TransactionStartedDuringRecovery();
	reader->descents = 0;
	reader->pages = 0;
	return reader;
}

void
leaf_reader_close(LeafReader *reader)
{
	leaf_reader_unpin(reader);
	pfree(reader->search);
	pfree(reader);
}

static double
ranges_width(const CoverRange *ranges, size_t count)
{
	double width = 0;

	for (size_t i = 0; i < count; i++)
		width += (double) (ranges[i].hi - ranges[i].lo);
	return width;
}

void
leaf_reader_start(LeafReader *reader, const CoverRange *ranges, size_t count)
{
	leaf_reader_unpin(reader);
	reader->ranges = ranges;
	reader->range_count = count;
	reader->range_end = reader->shared != NULL && reader->shared->by_range ? 0 : count;
	reader->range = 0;
	reader->next = InvalidBlockNumber;
	reader->item_count = 0;
	reader->span_count = 0;
	reader->summed = 0;
	reader->width = 0;
	reader->whole = reader->shared != NULL ? ranges_width(ranges, count) : 0;
	reader->left = 0;
	pgstat_count_index_scan(reader->index);
}

void
leaf_reader_unpin(LeafReader *reader)
{
	if (BufferIsValid(reader->page))
		ReleaseBuffer(reader->page);
	reader->page = InvalidBuffer;
}

void
leaf_shared_init(LeafShared *shared, bool by_range, int processes)
{
	LWLockInitialize(&shared->lock, LWTRANCHE_PARALLEL_APPEND);
	shared->by_range = by_range;
	shared->processes = processes;
	leaf_shared_restart(shared);
}

void
leaf_shared_restart(LeafShared *shared)
{
	shared->range_count = 0;
	shared->range = 0;
	shared->next = InvalidBlockNumber;
	shared->taken = 0;
}

/* The key of an entry or of a leaf's high key. */
static inline int64
tuple_key(IndexTuple tuple)
{
	char *data = (char *) tuple + IndexInfoFindDataOffset(tuple->t_info);

	if (IndexTupleHasNulls(tuple) &&
		att_isnull(0, (bits8 *) tuple + sizeof(IndexTupleData)))
		return LEAF_NULL_KEY;
	return *(int64 *) data;
}

static inline IndexTuple
page_tuple(Page page, OffsetNumber at)
{
	return (IndexTuple) PageGetItem(page, PageGetItemId(page, at));
}

int64
leaf_key(Page page, OffsetNumber at)
{
	return tuple_key(page_tuple(page, at));
}

OffsetNumber
leaf_first_at_least(Page page, OffsetNumber low, OffsetNumber max, int64 key)
{
	OffsetNumber high = max + 1;

	while (low < high)
	{
		OffsetNumber middle = low + (high - low) / 2;

		if (leaf_key(page, middle) < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The same for a key that is expected soon after: by steps that grow. */
static OffsetNumber
skip_to(Page page, OffsetNumber low, OffsetNumber max, int64 key)
{
	OffsetNumber step = 1;

	while (low + step <= max && leaf_key(page, low + step) < key)
	{
		low += step;
		step *= 2;
	}
	return leaf_first_at_least(page, low, Min(low + step, max), key);
}

static inline void
put_item(LeafReader *reader, int64 key, ItemPointer tid)
{
	LeafItem *item = &reader->items[reader->item_count++];

	item->key = key;
	item->tid = *tid;
}

/* Copy the entries of a range from an offset on; returns the first offset past them. */
static OffsetNumber
copy_range(LeafReader *reader, Page page, OffsetNumber at, OffsetNumber max)
{
	const CoverRange *range = &reader->ranges[reader->range];
	int first = reader->item_count;

	for (; at <= max; at++)
	{
		ItemId id = PageGetItemId(page, at);
		IndexTuple tuple = (IndexTuple) PageGetItem(page, id);
		int64 key = tuple_key(tuple);

		if (key >= range->hi)
			break;
		if (reader->skip_killed && ItemIdIsDead(id))
			continue;
		if (!BTreeTupleIsPosting(tuple))
			put_item(reader, key, &tuple->t_tid);
		else
		{
			for (int i = 0; i < BTreeTupleGetNPosting(tuple); i++)
				put_item(reader, key, BTreeTupleGetPostingN(tuple, i));
		}
	}
	if (reader->item_count > first)
		reader->spans[reader->span_count++] =
			(LeafSpan){range, first, reader->item_count};
	return at;
}

/* Is the first key of a range so near to the end of a page that walking there is best? */
static bool
is_near(Page page, OffsetNumber first, OffsetNumber max, int64 high, int64 lo)
{
	double width;

	if (max <= first)
		return true;
	width = (double) high - (double) leaf_key(page, first);
	return (double) lo - (double) high <= WALK_PAGES * width;
}

/*
 * Copy what a locked page has of the ranges, and settle where reading goes on.  The page
 * is unlocked afterwards.
 */
static void
read_page(LeafReader *reader, Buffer buffer)
{
	Page page = BufferGetPage(buffer);
	BTPageOpaque opaque = BTPageGetOpaque(page);
	OffsetNumber first = P_FIRSTDATAKEY(opaque);
	OffsetNumber max = PageGetMaxOffsetNumber(page);
	OffsetNumber at = first;
	int64 high = PG_INT64_MAX;

	TestForOldSnapshot(reader->snapshot, reader->index, page);
	PredicateLockPage(reader->index, BufferGetBlockNumber(buffer), reader->snapshot);
	reader->pages++;
	reader->next = P_RIGHTMOST(opaque) ? InvalidBlockNumber : opaque->btpo_next;
	if (!P_IGNORE(opaque))
	{
		if (!P_RIGHTMOST(opaque))
			high = leaf_key(page, P_HIKEY);
		for (; reader->range < reader->range_end; reader->range++)
		{
			const CoverRange *range = &reader->ranges[reader->range];

			if (range->lo > high)
				break;
			at = at == first ? leaf_first_at_least(page, at, max, range->lo)
							 : skip_to(page, at, max, range->lo);
			at = copy_range(reader, page, at, max);
			if (at > max && high < range->hi)
				break; /* there may be more of it to the right */
		}
		if (reader->range < reader->range_end &&
			!is_near(page, first, max, high, reader->ranges[reader->range].lo))
			reader->next = InvalidBlockNumber;
	}
	if (P_RIGHTMOST(opaque))
		reader->range = reader->range_end;
	LockBuffer(buffer, BUFFER_LOCK_UNLOCK);
}

/* The leaf where the current range begins, locked; invalid if the index is empty. */
static Buffer
descend(LeafReader *reader)
{
	Buffer buffer;

	reader->search->scankeys[0].sk_argument =
		Int64GetDatum(reader->ranges[reader->range].lo);
	_bt_freestack(
		_bt_search(reader->index, reader->search, &buffer, BT_READ, reader->snapshot));
	reader->descents++;
	/* An empty index has no page to lock against insertions. */
	if (!BufferIsValid(buffer))
		PredicateLockRelation(reader->index, reader->snapshot);
	return buffer;
}

/* Read one page more of the ranges, whatever it has; false at the end. */
static bool
read_on(LeafReader *reader)
{
	Buffer buffer;

	if (reader->range >= reader->range_end)
		return false;
	if (reader->next != InvalidBlockNumber)
		buffer = _bt_getbuf(reader->index, reader->next, BT_READ);
	else
		buffer = descend(reader);
	if (!BufferIsValid(buffer))
	{
		reader->range = reader->range_end;
		return false;
	}
	reader->page = buffer;
	read_page(reader, buffer);
	return true;
}

/* See how far all processes are; what shared memory says is locked. */
static void
lock_shared(LeafReader *reader)
{
	LeafShared *shared = reader->shared;

	LWLockAcquire(&shared->lock, LW_EXCLUSIVE);
	if (shared->range_count == 0)
		shared->range_count = reader->range_count;
	if (shared->range_count != reader->range_count)
		elog(ERROR, "processes of a parallel scan have different ranges");
}

/* Read on in the range that is this process's own, or take another; false at the end. */
static bool
read_own_range(LeafReader *reader)
{
	LeafShared *shared = reader->shared;

	while (reader->range >= reader->range_end || !read_on(reader))
	{
		lock_shared(reader);
		reader->range = shared->range;
		reader->range_end = Min(reader->range + 1, reader->range_count);
		shared->range = reader->range_end;
		LWLockRelease(&shared->lock);
		reader->next = InvalidBlockNumber;
		if (reader->range >= reader->range_end)
			return false;
	}
	return true;
}

/* What all have read tells how many entries are in the rest of the ranges. */
static void
estimate_left(LeafReader *reader)
{
	double done;

	reader->width +=
		ranges_width(reader->ranges + reader->summed, reader->range - reader->summed);
	reader->summed = reader->range;
	done = reader->width;
	if (reader->range < reader->range_end && reader->item_count > 0)
		done += Max((double) (reader->items[reader->item_count - 1].key -
							  reader->ranges[reader->range].lo),
					0.0);
	reader->left =
		done > 0 ? (double) reader->shared->taken * (reader->whole / done - 1.0) : 0;
}

double
leaf_reader_share(const LeafReader *reader)
{
	return reader->left / (2.0 * reader->shared->processes);
}

/* The same in turn with other processes. */
static bool
read_shared(LeafReader *reader)
{
	LeafShared *shared = reader->shared;
	bool found;

	if (shared->by_range)
		return read_own_range(reader);
	lock_shared(reader);
	reader->range = shared->range;
	reader->next = shared->next;
	found = read_on(reader);
	shared->range = reader->range;
	shared->next = reader->next;
	shared->taken += reader->item_count;
	estimate_left(reader);
	LWLockRelease(&shared->lock);
	return found;
}

bool
leaf_reader_next(LeafReader *reader)
{
	reader->item_count = 0;
	reader->span_count = 0;
	do
	{
		CHECK_FOR_INTERRUPTS();
		leaf_reader_unpin(reader);
		if (!(reader->shared != NULL ? read_shared(reader) : read_on(reader)))
			return false;
	} while (reader->item_count == 0);
	pgstat_count_index_tuples(reader->index, reader->item_count);
	return true;
}
