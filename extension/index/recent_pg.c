/*
 * recent_pg.c
 *		Pages by the buffers that they were in.
 *
 * Buffers are remembered by a hash of table and page; one forgets another.  Whether the
 * page still is there the server checks as it pins it, so that whatever is remembered may
 * be wrong: all processes write into the same places and need no lock.
 */
#include "postgres.h"

#include "index/recent_pg.h"

#include "miscadmin.h"
#include "pgstat.h"
#include "port/pg_bitutils.h"
#include "storage/buf_internals.h"
#include "storage/bufmgr.h"
#include "storage/ipc.h"
#include "storage/shmem.h"
#include "utils/memutils.h"

/* Pages that a process remembers of its own: 2 GB of tables, in 1 MB. */
#define OWN_PLACES (1 << 18)

static Buffer *places = NULL; /* in shared memory if preloaded */
static uint32 place_mask;
static shmem_request_hook_type previous_request;
static shmem_startup_hook_type previous_startup;

/* A place for each buffer there is. */
static uint32
shared_places(void)
{
	return pg_nextpower2_32(NBuffers);
}

static void
request(void)
{
	if (previous_request != NULL)
		previous_request();
	RequestAddinShmemSpace(mul_size(shared_places(), sizeof(Buffer)));
}

static void
startup(void)
{
	Size size = mul_size(shared_places(), sizeof(Buffer));
	bool found;

	if (previous_startup != NULL)
		previous_startup();
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	places = ShmemInitStruct("pgsky recent pages", size, &found);
	if (!found)
		memset(places, 0, size);
	LWLockRelease(AddinShmemInitLock);
	place_mask = shared_places() - 1;
}

void
recent_init(void)
{
	if (!process_shared_preload_libraries_in_progress)
		return;
	previous_request = shmem_request_hook;
	shmem_request_hook = request;
	previous_startup = shmem_startup_hook;
	shmem_startup_hook = startup;
}

static void
make_own_places(void)
{
	places = MemoryContextAllocZero(TopMemoryContext, OWN_PLACES * sizeof(Buffer));
	place_mask = OWN_PLACES - 1;
}

/* Pages of a table that follow each other do so here, too. */
static inline Buffer *
place_of(Relation heap, BlockNumber page)
{
	return &places[(heap->rd_node.relNode * 2654435761u + page) & place_mask];
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
	volatile Buffer *place;
	Buffer buffer;

	if (RelationUsesLocalBuffers(heap))
		return ReadBuffer(heap, page);
	if (places == NULL)
		make_own_places();
	place = place_of(heap, page);
	buffer = *place;
	if (read_where_it_was(heap, page, buffer))
	{
		/* As ReadBuffer() counts; ReadRecentBuffer() has pgBufferUsage alone. */
		pgstat_count_buffer_read(heap);
		pgstat_count_buffer_hit(heap);
		return buffer;
	}
	buffer = ReadBuffer(heap, page);
	*place = buffer;
	return buffer;
}
