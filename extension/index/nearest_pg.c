/*
 * nearest_pg.c
 *		Nearest rows first.
 */
#include "postgres.h"

#include "index/nearest_pg.h"

#include <math.h>

#include "executor/tuptable.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "geo/cover_shape.h"

/* A ring is so many times as wide as all inside it. */
#define GROWTH 2.0

/* What a row takes in memory, more or less [bytes]. */
#define ROW_SIZE 256

/* A ring that is narrower than this is not divided [of its radius; deg]. */
#define THINNEST 1e-9

SkyNearest *
nearest_open(void)
{
	SkyNearest *nearest = palloc0(sizeof(SkyNearest));

	nearest->context = AllocSetContextCreate(
		CurrentMemoryContext, "sky nearest rows", ALLOCSET_DEFAULT_SIZES);
	nearest->ended = true;
	return nearest;
}

static void
forget_rows(SkyNearest *nearest)
{
	MemoryContextReset(nearest->context);
	nearest->rows = NULL;
	nearest->count = nearest->room = nearest->next = 0;
}

void
nearest_start(SkyNearest *nearest, const SkyPoint *point, double first)
{
	forget_rows(nearest);
	nearest->is_position =
		point != NULL && isfinite(point->lon) && fabs(point->lat) <= 90.0;
	if (nearest->is_position)
		nearest->centre = *point;
	nearest->inner = -2.0;
	nearest->outer = -1.0; /* so that the first ring begins below 0 */
	nearest->first = first;
	nearest->last = false;
	nearest->ended = false;
	nearest->most = work_mem * (int64) 1024 / ROW_SIZE;
}

bool
nearest_advance(SkyNearest *nearest)
{
	forget_rows(nearest);
	if (nearest->last)
		nearest->ended = true;
	if (nearest->ended)
		return false;
	nearest->last = !nearest->is_position || nearest->outer >= 180.0;
	nearest->inner = nearest->outer;
	nearest->outer = nearest->outer < 0 ? nearest->first : nearest->outer * GROWTH;
	nearest->outer = Min(nearest->outer, 180.0);
	return true;
}

const CoverShape *
nearest_ring(const SkyNearest *nearest, Arena *arena)
{
	const CoverShape *parts[2];

	if (nearest->last)
		return NULL;
	parts[0] =
		cover_cone(nearest->centre.lon, nearest->centre.lat, nearest->outer, arena);
	if (nearest->inner < 0)
		return parts[0];
	parts[1] = cover_rest(
		cover_cone(nearest->centre.lon, nearest->centre.lat, nearest->inner, arena),
		arena);
	return cover_set(true, parts, 2, arena);
}

/* Half the width of the ring, if it is not thin yet. */
static bool
narrow_ring(SkyNearest *nearest)
{
	double width = nearest->outer - Max(nearest->inner, 0.0);

	if (nearest->last || width <= THINNEST * Max(nearest->outer, 1.0))
		return false;
	nearest->outer -= 0.5 * width;
	forget_rows(nearest);
	return true;
}

bool
nearest_add(SkyNearest *nearest, TupleTableSlot *slot, double distance, bool is_null)
{
	MemoryContext outer;

	if (!nearest->last &&
		(is_null || !(distance > nearest->inner && distance <= nearest->outer)))
		return true;
	if (nearest->count >= nearest->most && narrow_ring(nearest))
		return false;
	outer = MemoryContextSwitchTo(nearest->context);
	if (nearest->count == nearest->room)
	{
		nearest->room = Max(2 * nearest->room, 32);
		nearest->rows =
			nearest->rows == NULL
				? palloc(nearest->room * sizeof(NearestRow))
				: repalloc_huge(nearest->rows, nearest->room * sizeof(NearestRow));
	}
	nearest->rows[nearest->count++] =
		(NearestRow){distance, is_null, ExecCopySlotHeapTuple(slot)};
	MemoryContextSwitchTo(outer);
	return true;
}

/* As ORDER BY has it: numbers, NaN, nulls. */
static int
by_distance(const void *a, const void *b)
{
	const NearestRow *x = a;
	const NearestRow *y = b;

	if (x->is_null || y->is_null)
		return x->is_null - y->is_null;
	if (isnan(x->distance) || isnan(y->distance))
		return isnan(x->distance) - isnan(y->distance);
	return (x->distance > y->distance) - (x->distance < y->distance);
}

void
nearest_sort(SkyNearest *nearest)
{
	if (nearest->count > 1)
		qsort(nearest->rows, nearest->count, sizeof(NearestRow), by_distance);
}

bool
nearest_next(SkyNearest *nearest, TupleTableSlot *slot)
{
	HeapTuple tuple;

	if (nearest->next >= nearest->count)
		return false;
	tuple = nearest->rows[nearest->next++].tuple;
	ExecForceStoreHeapTuple(tuple, slot, false);
	slot->tts_tid = tuple->t_self;
	slot->tts_tableOid = tuple->t_tableOid;
	return true;
}
