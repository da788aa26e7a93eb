/*
 * arena.c
 *		Region memory: pointer bump inside blocks, everything freed at once.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_ALIGN		 16
#define ARENA_BLOCK_SIZE ((size_t) 8192)

struct ArenaBlock
{
	ArenaBlock *next;
	size_t size;
};

#define BLOCK_HEADER                                                                     \
	((sizeof(ArenaBlock) + ARENA_ALIGN - 1) & ~(size_t) (ARENA_ALIGN - 1))

static void *
malloc_block(void *owner, size_t size)
{
	void *block = malloc(size);

	(void) owner;
	if (block == NULL)
		abort();
	return block;
}

static void
free_block(void *owner, void *block)
{
	(void) owner;
	free(block);
}

static void
abort_over_limit(void *owner, size_t limit)
{
	(void) owner;
	fprintf(stderr, "arena over its limit of %zu bytes\n", limit);
	abort();
}

static const ArenaSource malloc_source = {
	.get_block = malloc_block,
	.put_block = free_block,
	.over_limit = abort_over_limit,
};

void
arena_init_malloc(Arena *arena, size_t limit)
{
	arena_init(arena, &malloc_source, NULL, limit);
}

void
arena_init(Arena *arena, const ArenaSource *source, void *owner, size_t limit)
{
	*arena = (Arena){.source = source, .owner = owner, .limit = limit};
}

void
arena_fini(Arena *arena)
{
	ArenaBlock *block = arena->blocks;

	while (block != NULL)
	{
		ArenaBlock *next = block->next;

		if (arena->source->put_block != NULL)
			arena->source->put_block(arena->owner, block);
		block = next;
	}
	arena_init(arena, arena->source, arena->owner, arena->limit);
}

/* Start a block that holds at least size bytes. */
static void
add_block(Arena *arena, size_t size)
{
	size_t whole = size + BLOCK_HEADER;
	ArenaBlock *block;

	if (whole < size || (arena->limit != 0 && whole > arena->limit - arena->total))
		arena->source->over_limit(arena->owner, arena->limit);
	block = arena->source->get_block(arena->owner, whole);
	block->next = arena->blocks;
	block->size = whole;
	arena->blocks = block;
	arena->total += whole;
	arena->next = (char *) block + BLOCK_HEADER;
	arena->left = size;
}

void *
arena_alloc(Arena *arena, size_t size)
{
	size_t rounded = (size + (size == 0) + ARENA_ALIGN - 1) & ~(size_t) (ARENA_ALIGN - 1);
	void *result;

	if (rounded < size)
		arena->source->over_limit(arena->owner, arena->limit);
	if (rounded > arena->left)
		add_block(arena, rounded > ARENA_BLOCK_SIZE ? rounded : ARENA_BLOCK_SIZE);
	result = arena->next;
	arena->next += rounded;
	arena->left -= rounded;
	return result;
}

void *
arena_zalloc(Arena *arena, size_t size)
{
	return memset(arena_alloc(arena, size), 0, size);
}

void *
arena_array(Arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		arena->source->over_limit(arena->owner, arena->limit);
	return arena_zalloc(arena, bytes);
}

char *
arena_strndup(Arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *
arena_strdup(Arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

char *
arena_printf(Arena *arena, const char *format, ...)
{
	va_list args;
	int length;
	char *text;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length < 0)
		length = 0;
	text = arena_alloc(arena, (size_t) length + 1);
	text[0] = '\0';
	va_start(args, format);
	vsnprintf(text, (size_t) length + 1, format, args);
	va_end(args);
	return text;
}
