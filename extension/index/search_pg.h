#ifndef INDEX_SEARCH_PG_H
#define INDEX_SEARCH_PG_H

#include "geo/cover.h"
#include "index/heap_pg.h"
#include "index/leaf_pg.h"
#include "index/visible_pg.h"

/*
 * A search of the index for positions in a shape: reads entries, decides by their keys,
 * and leaves to the heap what must be fetched.
 */
typedef struct SkySearch
{
	LeafReader *reader;
	HeapBatch *batch;
	bool count_only;	 /* rows need not be fetched if all can see them */
	int64 counted;		 /* so many rows more that were not fetched */
	bool fetching;		 /* the batch is begun, to be fetched to its end */
	bool ended;			 /* all entries are read */
	int wanted;			 /* fetch when so many rows are waiting */
	int most;			 /* never let more wait */
	int batch_rows;		 /* of the batch at work, or the last */
	uint64 pages_before; /* that were visited before it */
	VisibleRows visible;

	uint64 removed; /* for EXPLAIN: entries whose key is outside the shape */
} SkySearch;

/* A search in CurrentMemoryContext; the relations stay the caller's. */
extern SkySearch *
search_open(Relation heap, Relation index, Snapshot snapshot, bool count_only);
extern void search_close(SkySearch *search);

/* Begin to search a cover, which is kept. */
extern void search_start(SkySearch *search, const Cover *cover);

/*
 * Read on until there is something: rows counted, or a batch to fetch.  False at the end.
 * What there was before must be used up.
 */
extern bool search_read(SkySearch *search);

#endif
