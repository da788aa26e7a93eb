#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

/*
 * Region memory for the core: allocate, never free, drop the whole.
 *
 * Where blocks come from is given from outside (malloc in tests, a MemoryContext in the
 * server).  get_block never returns NULL: it jumps out or ends the program when memory
 * is exhausted.  limit bounds the sum of all blocks; beyond it get_block's owner decides
 * through over_limit, which must not return.
 */
typedef struct ArenaBlock ArenaBlock;
typedef struct Arena Arena;

typedef struct ArenaSource
{
	void *(*get_block)(void *owner, size_t size);
	void (*put_block)(void *owner, void *block); /* NULL: the owner frees by itself */
	void (*over_limit)(void *owner, size_t limit);
} ArenaSource;

struct Arena
{
	const ArenaSource *source;
	void *owner;
	ArenaBlock *blocks;
	char *next;
	size_t left;
	size_t total;
	size_t limit; /* [bytes], 0 for none */
};

/* An arena over malloc, for programs without a server; aborts when memory is out. */
extern void arena_init_malloc(Arena *arena, size_t limit);
extern void
arena_init(Arena *arena, const ArenaSource *source, void *owner, size_t limit);
extern void arena_fini(Arena *arena);

/* size bytes aligned for any type; contents undefined / zero. */
extern void *arena_alloc(Arena *arena, size_t size);
extern void *arena_zalloc(Arena *arena, size_t size);
/* count * size with the product checked. */
extern void *arena_array(Arena *arena, size_t count, size_t size);
extern char *arena_strdup(Arena *arena, const char *text);
extern char *arena_strndup(Arena *arena, const char *text, size_t length);
extern char *arena_printf(Arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#define arena_new(arena, type) ((type *) arena_zalloc((arena), sizeof(type)))

#endif
