#ifndef INDEX_VISIBLE_PG_H
#define INDEX_VISIBLE_PG_H

#include "storage/block.h"
#include "storage/buf.h"
#include "utils/rel.h"
#include "utils/snapshot.h"

/* Pages of the visibility map that stay pinned: each tells of 256 MB of the table. */
#define VISIBLE_MAP_PAGES 32

/* Which rows of a table every snapshot can see. */
typedef struct VisibleRows
{
	Relation heap;
	Snapshot snapshot;
	bool known; /* the table has such a map */
	Buffer map[VISIBLE_MAP_PAGES];
} VisibleRows;

extern void visible_open(VisibleRows *visible, Relation heap, Snapshot snapshot);
extern void visible_close(VisibleRows *visible);

/*
 * Need a row of a page not be fetched to know that it is seen?  To be asked while the
 * leaf page of its entry is pinned; locks the page as reading the row would.
 */
extern bool visible_to_all(VisibleRows *visible, BlockNumber page);

#endif
