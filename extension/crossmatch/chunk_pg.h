#ifndef CROSSMATCH_CHUNK_PG_H
#define CROSSMATCH_CHUNK_PG_H

#include "access/htup.h"
#include "executor/tuptable.h"
#include "utils/palloc.h"

#include "crossmatch/sweep.h"

/*
 * As many rows of the covering side as fit into memory, and their discs.
 *
 * The first chunk is small, since someone may want no more than a few pairs; each is
 * larger than the one before, up to what the budget allows.
 */
typedef struct CoveringChunk
{
	MemoryContext context; /* of the rows and of the sweep; emptied for each chunk */
	MemoryContext scratch_context;
	Arena arena;
	Arena scratch;
	size_t budget;		/* [bytes] */
	CoverLimits limits; /* sweep_init() */

	Sweep sweep;
	MinimalTuple *rows; /* by number of disc */
	bool *matched;		/* has a pair */
	uint32 count;
	size_t row_bytes;
	size_t row_limit;

	uint64 total; /* rows of all chunks so far */
	uint64 total_bytes;
	uint32 last_max;
} CoveringChunk;

/* What a row needs besides itself: its disc, and one and a half ranges, sorted aside. */
#define CHUNK_ROW_BYTES                                                                  \
	(sizeof(SweepDisc) + 3 * sizeof(SweepRange) + sizeof(MinimalTuple) + sizeof(bool))

/* An empty chunk in CurrentMemoryContext. */
extern void chunk_init(CoveringChunk *chunk, size_t budget, CoverLimits limits);
extern void chunk_fini(CoveringChunk *chunk);

/* Make room for the next chunk.  row_width: of rows, as the planner guesses [bytes]. */
extern void chunk_clear(CoveringChunk *chunk, int row_width);

/* Begin again with a small one. */
extern void chunk_restart(CoveringChunk *chunk);

static inline bool
chunk_is_full(const CoveringChunk *chunk)
{
	return sweep_is_full(&chunk->sweep) || chunk->row_bytes >= chunk->row_limit;
}

/* Add the row of a slot with the disc that was added to the sweep last. */
extern void chunk_add(CoveringChunk *chunk, TupleTableSlot *slot);

#endif
