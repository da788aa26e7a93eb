/*
 * arena_pg.c
 *		The core's arenas on top of memory contexts.
 */
#include "postgres.h"

#include "base/arena_pg.h"

#include "miscadmin.h"
#include "utils/memutils.h"

static void *
get_block(void *owner, size_t size)
{
	/* Whatever the core makes of a long input, it can be cancelled. */
	CHECK_FOR_INTERRUPTS();
	return MemoryContextAllocHuge((MemoryContext) owner, size);
}

static void
put_block(void *owner, void *block)
{
	pfree(block);
}

static void
over_limit(void *owner, size_t limit)
{
	ereport(ERROR,
			errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			errmsg("the input needs more than %zu kB of memory", limit / 1024),
			errhint("Send it in smaller pieces."));
}

static const ArenaSource context_source = {
	.get_block = get_block,
	.put_block = put_block,
	.over_limit = over_limit,
};

void
arena_init_context(Arena *arena, MemoryContext context, size_t limit)
{
	arena_init(arena, &context_source, context, limit);
}
