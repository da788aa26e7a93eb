/*
 * Any text as a MOC: no crash, and what is accepted is a MOC, prints and reads back the
 * same, and obeys the laws of sets.
 */
#include <stdint.h>
#include <stdlib.h>

#include "geo/moc.h"

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(int condition)
{
	if (!condition)
		abort();
}

static void
check_moc(const Moc *moc, Arena *arena)
{
	MocRange *room = arena_array(arena, moc->count + 1, sizeof(MocRange));
	Moc other;
	Moc back;

	demand(moc_check(moc, NULL));
	demand(moc_parse(moc_print(moc, arena), arena, &back, NULL));
	demand(moc_compare(moc, &back) == 0);
	demand(moc_area(moc) >= 0 && moc_area(moc) <= 41252.9613);
	other = moc_complement(moc, room);
	demand(moc_check(&other, NULL) && !moc_intersects(moc, &other));
	room = arena_array(arena, moc->count + 1, sizeof(MocRange));
	other = moc_degrade(moc, 3, room);
	demand(moc_check(&other, NULL) && moc_contains(moc, &other));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Arena arena;
	SkyError err = {0};
	Moc moc;
	char *text;

	arena_init_malloc(&arena, 0);
	text = arena_strndup(&arena, (const char *) data, size);
	if (moc_parse(text, &arena, &moc, &err))
		check_moc(&moc, &arena);
	else
		demand(err.code != SKY_OK && err.message[0] != '\0');
	arena_fini(&arena);
	return 0;
}
