/*
 * extent_scan_pg.c
 *		Reading an index over extents, a page at a time.
 *
 * GiST calls a function of the operator class for each entry, through five layers, which
 * takes ten times as long as to compare two extents.  Where all there is to compare are
 * extents, pages are read here instead: into the state that GiST itself keeps of a scan,
 * so that either may go on where the other stopped.  What is rare is left to GiST.
 *
 * A page is read as access/gist/gistget.c does: with a lock on it and a predicate lock,
 * and the page to the right as well if it was split since its parent was read, which the
 * LSN of then and the page's NSN tell (access/gist/README, "Search Algorithm").
 */
#include "postgres.h"

#include "index/extent_scan_pg.h"

#include "access/gist_private.h"
#include "access/relscan.h"
#include "miscadmin.h"
#include "nodes/tidbitmap.h"
#include "pgstat.h"
#include "storage/bufmgr.h"
#include "storage/predicate.h"

#include "index/extent.h"

/* Are all conditions of a scan on extents, and is a row's address all that it returns? */
static bool
is_plain(IndexScanDesc scan)
{
	if (RelationGetDescr(scan->indexRelation)->natts != 1 || scan->numberOfOrderBys > 0 ||
		scan->xs_want_itup || !((GISTScanOpaque) scan->opaque)->qual_ok)
		return false;
	for (int i = 0; i < scan->numberOfKeys; i++)
	{
		if (scan->keyData[i].sk_flags != 0)
			return false;
	}
	return scan->numberOfKeys > 0;
}

static bool
entry_matches(IndexScanDesc scan, IndexTuple entry, bool is_leaf)
{
	const Extent *extent = (const Extent *) ((char *) entry + sizeof(IndexTupleData));

	if (IndexTupleHasNulls(entry))
		return false;
	for (int i = 0; i < scan->numberOfKeys; i++)
	{
		const ScanKeyData *key = &scan->keyData[i];

		if (!extent_may_stand(extent,
							  key->sk_strategy,
							  (const Extent *) DatumGetPointer(key->sk_argument),
							  is_leaf))
			return false;
	}
	return true;
}

/* A page to be read; parent: the LSN that its parent had, or where it was split from. */
static void
add_page(GISTScanOpaque state, BlockNumber block, GistNSN parent)
{
	GISTSearchItem *item = MemoryContextAlloc(state->queueCxt, SizeOfGISTSearchItem(0));

	item->blkno = block;
	item->data.parentlsn = parent;
	pairingheap_add(state->queue, &item->phNode);
}

/* What is in an entry that matches: add a row to the bitmap or the page's, or a page. */
static void
take_entry(IndexScanDesc scan, Page page, OffsetNumber offset, TIDBitmap *bitmap)
{
	GISTScanOpaque state = scan->opaque;
	IndexTuple entry = (IndexTuple) PageGetItem(page, PageGetItemId(page, offset));

	if (!GistPageIsLeaf(page))
		add_page(state, ItemPointerGetBlockNumber(&entry->t_tid), state->curPageLSN);
	else if (bitmap != NULL)
	{
		tbm_add_tuples(bitmap, &entry->t_tid, 1, false);
		state->nPageData++;
	}
	else
		state->pageData[state->nPageData++] =
			(GISTSearchHeapItem){.heapPtr = entry->t_tid, .offnum = offset};
}

/* Look at all entries of a page, which is locked. */
static void
read_entries(IndexScanDesc scan, Page page, TIDBitmap *bitmap)
{
	OffsetNumber last = PageGetMaxOffsetNumber(page);
	bool is_leaf = GistPageIsLeaf(page);

	for (OffsetNumber i = FirstOffsetNumber; i <= last; i++)
	{
		ItemId id = PageGetItemId(page, i);

		if (scan->ignore_killed_tuples && ItemIdIsDead(id))
			continue;
		if (entry_matches(scan, (IndexTuple) PageGetItem(page, id), is_leaf))
			take_entry(scan, page, i, bitmap);
	}
}

/* Read a page; its rows are state->nPageData then. */
static void
read_page(IndexScanDesc scan, BlockNumber block, GistNSN parent, TIDBitmap *bitmap)
{
	GISTScanOpaque state = scan->opaque;
	Relation index = scan->indexRelation;
	Buffer buffer = ReadBuffer(index, block);
	Page page;

	LockBuffer(buffer, GIST_SHARE);
	PredicateLockPage(index, block, scan->xs_snapshot);
	gistcheckpage(index, buffer);
	page = BufferGetPage(buffer);
	TestForOldSnapshot(scan->xs_snapshot, index, page);
	if (!XLogRecPtrIsInvalid(parent) &&
		(GistFollowRight(page) || parent < GistPageGetNSN(page)) &&
		GistPageGetOpaque(page)->rightlink != InvalidBlockNumber)
		add_page(state, GistPageGetOpaque(page)->rightlink, parent);
	state->curBlkno = block;
	state->curPageLSN = BufferGetLSNAtomic(buffer);
	state->nPageData = state->curPageData = 0;
	if (!GistPageIsDeleted(page))
		read_entries(scan, page, bitmap);
	UnlockReleaseBuffer(buffer);
}

/* Read the next page; false if there is none left. */
static bool
read_next(IndexScanDesc scan, TIDBitmap *bitmap)
{
	GISTScanOpaque state = scan->opaque;
	GISTSearchItem *item;

	CHECK_FOR_INTERRUPTS();
	if (pairingheap_is_empty(state->queue))
		return false;
	item = (GISTSearchItem *) pairingheap_remove_first(state->queue);
	read_page(scan, item->blkno, item->data.parentlsn, bitmap);
	pfree(item);
	return true;
}

static void
start(IndexScanDesc scan, TIDBitmap *bitmap)
{
	pgstat_count_index_scan(scan->indexRelation);
	((GISTScanOpaque) scan->opaque)->firstCall = false;
	read_page(scan, GIST_ROOT_BLKNO, InvalidXLogRecPtr, bitmap);
}

/*
 * amgettuple: rows are read ahead here and returned by GiST.  Where an entry is to be
 * marked as dead, GiST does so and reads the next page as well.
 */
static bool
next_tuple(IndexScanDesc scan, ScanDirection direction)
{
	GISTScanOpaque state = scan->opaque;

	if (ScanDirectionIsForward(direction) && is_plain(scan))
	{
		if (state->firstCall)
			start(scan, NULL);
		while (state->curPageData == state->nPageData && state->numKilled == 0 &&
			   !scan->kill_prior_tuple && read_next(scan, NULL))
			;
	}
	return gistgettuple(scan, direction);
}

/* amgetbitmap */
static int64
fill_bitmap(IndexScanDesc scan, TIDBitmap *bitmap)
{
	const GISTScanOpaqueData *state = scan->opaque;
	int64 rows;

	if (!is_plain(scan))
		return gistgetbitmap(scan, bitmap);
	start(scan, bitmap);
	rows = state->nPageData;
	while (read_next(scan, bitmap))
		rows += state->nPageData;
	return rows;
}

void
extent_scan_enable(Relation index)
{
	/* The relation cache has a copy of its own for each index. */
	IndexAmRoutine *routine = index->rd_indam;

	if (routine->amgettuple != gistgettuple)
		return;
	routine->amgettuple = next_tuple;
	routine->amgetbitmap = fill_bitmap;
}
