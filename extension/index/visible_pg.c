/*
 * visible_pg.c
 *		Rows that need not be fetched to know that they are seen.
 */
#include "postgres.h"

#include "index/visible_pg.h"

#include "access/visibilitymap.h"
#include "access/xact.h"
#include "catalog/pg_am.h"
#include "storage/bufmgr.h"
#include "storage/predicate.h"

/* 2 bits for each page of the table (visibilitymap.c). */
#define PAGES_PER_MAP_PAGE ((BLCKSZ - MAXALIGN(SizeOfPageHeaderData)) * 4)

void
visible_open(VisibleRows *visible, Relation heap, Snapshot snapshot)
{
	*visible = (VisibleRows){
		.heap = heap,
		.snapshot = snapshot,
		/* Only the heap has a visibility map. */
		.known = heap->rd_rel->relam == HEAP_TABLE_AM_OID,
	};
}

void
visible_close(VisibleRows *visible)
{
	for (int i = 0; i < VISIBLE_MAP_PAGES; i++)
	{
		if (BufferIsValid(visible->map[i]))
			ReleaseBuffer(visible->map[i]);
		visible->map[i] = InvalidBuffer;
	}
}

bool
visible_to_all(VisibleRows *visible, BlockNumber page)
{
	Buffer *map = &visible->map[page / PAGES_PER_MAP_PAGE % VISIBLE_MAP_PAGES];

	/* See IndexOnlyNext for why no lock is needed. */
	if (!visible->known || (visibilitymap_get_status(visible->heap, page, map) &
							VISIBILITYMAP_ALL_VISIBLE) == 0)
		return false;
	if (IsolationIsSerializable())
		PredicateLockPage(visible->heap, page, visible->snapshot);
	return true;
}
