/*
 * fix.c
 *		The query that was meant: all repairs made, until it compiles.
 */
#include <string.h>

#include "adql/adql.h"

#define LENGTH_MAX 65536 /* longer queries are made by programs, which read no ours */
#define ROUNDS	   6	 /* a repair may bring faults to light that others hid */

/* The changes of one round, by their place. */
typedef struct Edits
{
	const AdqlEdit **items;
	int count;
	int room;
} Edits;

static bool
overlap(AdqlSpan a, AdqlSpan b)
{
	return a.begin < b.end && b.begin < a.end;
}

static bool
fits(const Edits *edits, const AdqlEdit *edit)
{
	for (int i = 0; i < edits->count; i++)
		if (overlap(edits->items[i]->span, edit->span))
			return false;
	return true;
}

/* Whether a comes behind b: what is put in stands before what is replaced there. */
static bool
is_behind(AdqlSpan a, AdqlSpan b)
{
	return a.begin != b.begin ? a.begin > b.begin : a.end > b.end;
}

/* At its place, behind those of the same one. */
static void
insert(Edits *edits, const AdqlEdit *edit)
{
	int at = edits->count++;

	while (at > 0 && is_behind(edits->items[at - 1]->span, edit->span))
	{
		edits->items[at] = edits->items[at - 1];
		at--;
	}
	edits->items[at] = edit;
}

/* All edits of all faults, but no half of a repair, and none where another one is. */
static void
collect(const AdqlResult *result, Arena *arena, Edits *edits)
{
	size_t count = 0;

	for (int i = 0; i < result->nfaults; i++)
		for (const AdqlEdit *e = result->faults[i]->repair; e != NULL; e = e->next)
			count++;
	*edits = (Edits){.items = arena_array(arena, count, sizeof(AdqlEdit *))};
	for (int i = 0; i < result->nfaults; i++)
	{
		bool all = true;

		for (const AdqlEdit *e = result->faults[i]->repair; e != NULL; e = e->next)
			all = all && fits(edits, e);
		for (const AdqlEdit *e = result->faults[i]->repair; all && e != NULL; e = e->next)
			insert(edits, e);
	}
}

static const char *
apply(const char *query, const Edits *edits, Arena *arena)
{
	size_t size = strlen(query) + 1;
	int done = 0;
	char *text;
	char *to;

	for (int i = 0; i < edits->count; i++)
		size += strlen(edits->items[i]->text);
	text = to = arena_alloc(arena, size);
	for (int i = 0; i < edits->count; i++)
	{
		const AdqlEdit *edit = edits->items[i];

		to = mempcpy(to, query + done, (size_t) (edit->span.begin - done));
		to = stpcpy(to, edit->text);
		done = edit->span.end;
	}
	strcpy(to, query + done);
	return text;
}

const char *
adql_fix(const char *query,
		 const AdqlOptions *options,
		 const Catalog *catalog,
		 Arena *arena,
		 const AdqlResult *result)
{
	const char *fixed = NULL;
	AdqlResult next = *result;

	for (int round = 0; round < ROUNDS && strlen(query) <= LENGTH_MAX; round++)
	{
		Edits edits;
		SkyError err;

		collect(&next, arena, &edits);
		if (edits.count == 0)
			break;
		query = apply(query, &edits, arena);
		if (adql_compile(query, options, catalog, arena, &next, &err))
			fixed = query;
	}
	return fixed;
}
