#ifndef BASE_ARENA_PG_H
#define BASE_ARENA_PG_H

#include "utils/palloc.h"

#include "base/arena.h"

/*
 * An arena whose blocks live in a memory context and die with it.  Over the limit it
 * raises 54000; it is a point of cancellation.  limit: [bytes], 0 for none.
 */
extern void arena_init_context(Arena *arena, MemoryContext context, size_t limit);

#endif
