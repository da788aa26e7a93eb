#ifndef INDEX_LEAF_PG_H
#define INDEX_LEAF_PG_H

#include "access/nbtree.h"
#include "storage/block.h"
#include "storage/buf.h"
#include "storage/itemptr.h"
#include "storage/lwlock.h"
#include "utils/rel.h"
#include "utils/snapshot.h"

#include "geo/cover.h"

/*
 * Reads the entries of a btree on sky.key whose keys lie in given ranges, straight from
 * its leaf pages, a page at a time.
 *
 * A page is copied under its lock and stays pinned until the next is read: while it is,
 * VACUUM cannot take away what its entries point to, as an index-only scan needs it.
 */

/* The key of entries whose position has none; past all cells. */
#define LEAF_NULL_KEY (PG_INT64_MAX - 1)

typedef struct LeafItem
{
	int64 key;
	ItemPointerData tid;
} LeafItem;

/* Items first..end - 1 of a page are those of one range. */
typedef struct LeafSpan
{
	const CoverRange *range;
	int first;
	int end;
} LeafSpan;

/* Where several processes that share a scan are; in shared memory. */
typedef struct LeafShared
{
	LWLock lock;
	bool by_range;		/* each takes a range at a time, not a page */
	size_t range_count; /* 0: nobody has begun */
	size_t range;
	BlockNumber next;
	int processes; /* that may take part */
	int64 taken;   /* entries that any has read */
} LeafShared;

typedef struct LeafReader
{
	Relation index;
	Snapshot snapshot;
	BTScanInsert search; /* how to descend */
	bool skip_killed;
	LeafShared *shared; /* NULL: this process reads alone */

	const CoverRange *ranges;
	size_t range_count;
	size_t range_end; /* of those that this process may read */
	size_t range;	  /* the first that is not read to its end */
	BlockNumber next; /* the leaf to read it from, or none: descend */
	size_t summed;	  /* shared: of so many ranges the width is summed up */
	double width;	  /* of these */
	double whole;	  /* of all ranges */
	double left;	  /* entries that no process had read, by estimate */

	Buffer page; /* pinned; invalid if none */
	int item_count;
	int span_count;
	LeafItem items[MaxTIDsPerBTreePage];
	LeafSpan spans[MaxTIDsPerBTreePage];

	uint64 descents; /* for EXPLAIN */
	uint64 pages;
} LeafReader;

/* A reader in CurrentMemoryContext; index is open and locked, and stays the caller's. */
extern LeafReader *leaf_reader_open(Relation index, Snapshot snapshot);
extern void leaf_reader_close(LeafReader *reader);

/* Begin to read ranges, ascending, which are kept. */
extern void leaf_reader_start(LeafReader *reader, const CoverRange *ranges, size_t count);

/* Read the next page that has items in the ranges; false at the end. */
extern bool leaf_reader_next(LeafReader *reader);

/* Give up the pin of the page; its items stay. */
extern void leaf_reader_unpin(LeafReader *reader);

/*
 * So many entries a process may keep to itself of those that are left, lest others have
 * nothing to do in the end: half of its share.
 */
extern double leaf_reader_share(const LeafReader *reader);

/*
 * Prepare shared memory for readers that take turns.  by_range: each reads whole ranges,
 * which many processes do side by side; or else a page at a time.
 */
extern void leaf_shared_init(LeafShared *shared, bool by_range, int processes);
extern void leaf_shared_restart(LeafShared *shared);

/*
 * The first entry of a locked page, from low to max, whose key is at least so much; max +
 * 1 if none is.
 */
extern OffsetNumber
leaf_first_at_least(Page page, OffsetNumber low, OffsetNumber max, int64 key);

/* The key of an entry of a leaf, or of its high key. */
extern int64 leaf_key(Page page, OffsetNumber at);

#endif
