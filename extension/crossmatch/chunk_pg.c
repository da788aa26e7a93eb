/*
 * chunk_pg.c
 *		Rows of the covering side, a chunk at a time.
 */
#include "postgres.h"

#include "crossmatch/chunk_pg.h"

#include "access/htup_details.h"
#include "utils/memutils.h"

#include "base/arena_pg.h"

#define FIRST_ROWS 256

/* Each chunk may have so many times the rows of the one before. */
#define ROWS_GROWTH 8

void
chunk_init(CoveringChunk *chunk, size_t budget, CoverLimits limits)
{
	*chunk = (CoveringChunk){.budget = budget, .limits = limits};
	chunk->context = GenerationContextCreate(CurrentMemoryContext,
											 "sky match rows",
											 ALLOCSET_DEFAULT_MINSIZE,
											 ALLOCSET_DEFAULT_INITSIZE,
											 ALLOCSET_DEFAULT_MAXSIZE);
	chunk->scratch_context = AllocSetContextCreate(
		CurrentMemoryContext, "sky match covers", ALLOCSET_DEFAULT_SIZES);
	arena_init_context(&chunk->arena, chunk->context, 0);
	arena_init_context(&chunk->scratch, chunk->scratch_context, 0);
}

void
chunk_fini(CoveringChunk *chunk)
{
	MemoryContextDelete(chunk->context);
	MemoryContextDelete(chunk->scratch_context);
}

void
chunk_restart(CoveringChunk *chunk)
{
	chunk->last_max = 0;
}

void
chunk_clear(CoveringChunk *chunk, int row_width)
{
	size_t width = chunk->total > 0 ? chunk->total_bytes / chunk->total
									: SizeofMinimalTupleHeader + (size_t) row_width;
	size_t max = chunk->budget / (CHUNK_ROW_BYTES + width);

	if (max > (size_t) chunk->last_max * ROWS_GROWTH)
		max = (size_t) chunk->last_max * ROWS_GROWTH;
	max = Min(Max(max, FIRST_ROWS), PG_INT32_MAX / 2);
	chunk->last_max = (uint32) max;

	/* Blocks of the arena go with the context. */
	MemoryContextReset(chunk->context);
	arena_init_context(&chunk->arena, chunk->context, 0);
	sweep_init(&chunk->sweep, max, chunk->limits, &chunk->arena, &chunk->scratch);
	chunk->rows = MemoryContextAllocHuge(chunk->context, max * sizeof(MinimalTuple));
	chunk->matched = MemoryContextAllocHuge(chunk->context, max * sizeof(bool));
	memset(chunk->matched, 0, max * sizeof(bool));
	chunk->count = 0;
	chunk->row_bytes = 0;
	chunk->row_limit =
		chunk->budget > max * CHUNK_ROW_BYTES ? chunk->budget - max * CHUNK_ROW_BYTES : 1;
}

void
chunk_add(CoveringChunk *chunk, TupleTableSlot *slot)
{
	MemoryContext outer = MemoryContextSwitchTo(chunk->context);
	MinimalTuple row = ExecCopySlotMinimalTuple(slot);

	MemoryContextSwitchTo(outer);
	chunk->rows[chunk->count++] = row;
	chunk->row_bytes += row->t_len;
	chunk->total++;
	chunk->total_bytes += row->t_len;
}
