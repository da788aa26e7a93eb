/*
 * recent_pg.c
 *		Pages by the buffers that they were in.
 *
 * Buffers are remembered by a hash of table and page; one forgets another.  Whether the
 * page still is there the server checks as it pins it, so that whatever is remembered may
 * be wrong.
 */
#include "postgres.h"

#include "index/recent_pg.h"

#include "pgstat.h"
#include "storage/buf_internals.h"
#include "storage/bufmgr.h"
#include "utils/memutils.h"

/* Pages that are remembered: 2 GB of tables, in 1 MB. */
#define PLACES (1 << 18)

static Buffer *places = NULL;

/* Pages of a table that follow each other do so here, too. */
static inline Buffer *
place_of(Relation heap, BlockNumber page)
{
	return &places[(heap->rd_node.relNode * 2654435761u + page) % PLACES];
}

void
recent_prefetch(Relation heap, BlockNumber page)
{
	Buffer buffer;

	if (places == NULL || RelationUsesLocalBuffers(heap))
		return;
	buffer = *place_of(heap, page);
	if (buffer > 0)
		__builtin_prefetch(GetBufferDescriptor(buffer - 1), 1);
}

/*
 * Pin a page where it was.  ReadRecentBuffer() does not count as use: of a page that was
 * not used of late the server has to be told in the ordinary way, or it would be thrown
 * out however often it is read here.
 */
static bool
read_where_it_was(Relation heap, BlockNumber page, Buffer buffer)
{
	uint32 state;

	if (buffer <= 0 || buffer > NBuffers)
		return false;
	state = pg_atomic_read_u32(&GetBufferDescriptor(buffer - 1)->state);
	return BUF_STATE_GET_USAGECOUNT(state) > 0 &&
		   ReadRecentBuffer(heap->rd_node, MAIN_FORKNUM, page, buffer);
}

Buffer
recent_read(Relation heap, BlockNumber page)
{
	Buffer *place;

	if (RelationUsesLocalBuffers(heap))
		return ReadBuffer(heap, page);
	if (places == NULL)
		places = MemoryContextAllocZero(TopMemoryContext, PLACES * sizeof(Buffer));
	place = place_of(heap, page);
	if (!read_where_it_was(heap, page, *place))
		*place = ReadBuffer(heap, page);
	else
	{
		/* As ReadBuffer() counts; ReadRecentBuffer() has pgBufferUsage alone. */
		pgstat_count_buffer_read(heap);
		pgstat_count_buffer_hit(heap);
	}
	return *place;
}
