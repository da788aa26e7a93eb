#ifndef INDEX_RECENT_PG_H
#define INDEX_RECENT_PG_H

#include "storage/block.h"
#include "storage/buf.h"
#include "utils/rel.h"

/*
 * Pages of tables by the buffers that they were in when they were read last: by any
 * process if the library is preloaded, else by this one.
 *
 * A search of a table in no order reads a page for each row, and finding each in the
 * server's hash table of buffers takes a third of the time: misses of the processor's
 * caches that no prefetch can hide.  A page mostly is where it was.
 */

/* Pin a page of a table, as ReadBuffer() does. */
extern Buffer recent_read(Relation heap, BlockNumber page);

/* Bring near what recent_read() of the page will ask first. */
extern void recent_prefetch(Relation heap, BlockNumber page);

extern void recent_init(void);

#endif
