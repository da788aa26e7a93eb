/* Region memory: alignment, growth, text, and the limit. */
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "unit/unit.h"

static jmp_buf over;

static void *
get_block(void *owner, size_t size)
{
	(void) owner;
	return malloc(size);
}

static void
put_block(void *owner, void *block)
{
	(void) owner;
	free(block);
}

static void
jump_over_limit(void *owner, size_t limit)
{
	(void) owner;
	(void) limit;
	longjmp(over, 1);
}

static const ArenaSource jumping = {
	.get_block = get_block,
	.put_block = put_block,
	.over_limit = jump_over_limit,
};

int
main(void)
{
	Arena arena;
	bool aligned = true;
	static volatile bool jumped;

	arena_init_malloc(&arena, 0);
	for (size_t size = 0; size < 20000; size += 77)
	{
		char *memory = arena_alloc(&arena, size);

		memset(memory, 0xAB, size);
		aligned = aligned && (uintptr_t) memory % 16 == 0;
	}
	ok(aligned, "memory is aligned for any type");
	is(arena_printf(&arena, "%s %d", "Größe", 7), "Größe 7", "text is formatted");
	is(arena_strndup(&arena, "abcdef", 3), "abc", "a part of a text is copied");
	ok(((char *) arena_zalloc(&arena, 9000))[8999] == 0, "zeroed beyond one block");
	arena_fini(&arena);

	arena_init(&arena, &jumping, NULL, 64 * 1024);
	if (setjmp(over) == 0)
	{
		for (;;)
			arena_alloc(&arena, 1000);
	}
	jumped = true;
	ok(jumped && arena.total <= 64 * 1024, "the limit holds");
	if (setjmp(over) == 0)
	{
		arena_array(&arena, SIZE_MAX / 2, 16);
		ok(false, "a product that overflows is refused");
	}
	else
		ok(true, "a product that overflows is refused");
	arena_fini(&arena);
	return unit_done();
}
