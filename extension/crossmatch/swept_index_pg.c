/*
 * swept_index_pg.c
 *		The swept side as tables with a sky index each.
 *
 * Keys alone tell which rows have a pair but for the last milliarcsecond, so only those
 * are fetched, many at a time in the order of their pages.  Partitions are swept one
 * after the other.
 */
#include "postgres.h"

#include "access/tableam.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "base/prefetch.h"
#include "crossmatch/swept_pg.h"
#include "crossmatch/swept_table_pg.h"

/* Pairs that wait before the first rows are fetched; each batch is larger than the last.
 */
#define FIRST_PAIRS	 64
#define PAIRS_GROWTH 8

/* So many pairs ahead covering rows are called for. */
#define ROWS_AHEAD 4

/* Windows nearer than so many keys apart are read as one. */
#define GAP_ROWS 8

/* Tables are told apart in the numbers of rows above their addresses. */
#define TABLE_SHIFT 48

typedef struct IndexSide
{
	SweptSide base;
	Snapshot snapshot;
	MemoryContext context; /* of what sweeping a table takes */
	int spacing;

	SweptTable *tables;
	int table_count;
	SweptTable *table; /* at work; NULL if none */
	int item;		   /* of its reader's page: the next to enter */
	bool entered;	   /* the one before still has candidates */
	bool ended;
	bool fetching;
	int wanted; /* fetch when so many pairs wait */
	int most;

	CoveringChunk *chunk;
	ExprContext *scan_econtext;
	ExprState *quals;
	bool passes; /* the row in the table's slot does */

	bool keys_only;
	HeapRow *known; /* pairs whose rows need not be fetched */
	int known_count;
	int known_next;
	int known_room;
	TableScanDesc rest;
} IndexSide;

void
swept_lay_out(SweptSide *side, TupleTableSlot *row)
{
	TupleTableSlot *scan = side->scan;
	int count = scan->tts_tupleDescriptor->natts - side->first_column;
	Datum *values = scan->tts_values + side->first_column;
	bool *nulls = scan->tts_isnull + side->first_column;

	if (row == NULL)
	{
		memset(values, 0, count * sizeof(Datum));
		memset(nulls, true, count * sizeof(bool));
		return;
	}
	memcpy(values, row->tts_values, count * sizeof(Datum));
	memcpy(nulls, row->tts_isnull, count * sizeof(bool));
}

/* A number for a row of the table at work. */
static inline uint64
row_number(const IndexSide *side, uint64 place)
{
	return (uint64) (side->table - side->tables) << TABLE_SHIFT | place;
}

/* Lay out the row in the table's slot; does it meet the conditions on the relation? */
static bool
lay_out_row(IndexSide *side)
{
	SweptTable *table = side->table;
	const ItemPointerData *tid = &table->slot->tts_tid;

	ResetExprContext(table->econtext);
	swept_lay_out(&side->base, ExecProject(table->columns));
	side->base.row = row_number(side,
								(uint64) ItemPointerGetBlockNumber(tid) << 16 |
									ItemPointerGetOffsetNumber(tid));
	ResetExprContext(side->scan_econtext);
	return ExecQual(side->quals, side->scan_econtext);
}

/* Leave the table at work; its reader is kept if there is no other to come. */
static void
leave_table(IndexSide *side)
{
	SweptTable *table = side->table;

	if (side->rest != NULL)
		table_endscan(side->rest);
	side->rest = NULL;
	if (table == NULL)
		return;
	ExecClearTuple(table->slot);
	swept_table_pause(table);
	if (side->table_count > 1)
	{
		swept_table_stop(table);
		MemoryContextReset(side->context);
	}
	side->table = NULL;
}

/* Begin to look for the discs of the chunk in a table. */
static void
enter_table(IndexSide *side, SweptTable *table)
{
	Sweep *sweep = &side->chunk->sweep;
	MemoryContext outer;

	leave_table(side);
	outer = MemoryContextSwitchTo(side->context);
	swept_table_start(table, side->snapshot);
	MemoryContextSwitchTo(outer);
	sweep_rewind(sweep);
	leaf_reader_start(table->reader, sweep->windows, sweep->window_count);
	heap_batch_clear(table->batch);
	side->table = table;
	side->item = 0;
	side->entered = false;
	side->ended = false;
	side->fetching = false;
	side->known_count = side->known_next = 0;
}

/* The next table, if there is one. */
static bool
enter_next_table(IndexSide *side)
{
	if (side->table + 1 >= side->tables + side->table_count)
		return false;
	enter_table(side, side->table + 1);
	return true;
}

static void
side_start(SweptSide *base, CoveringChunk *chunk)
{
	IndexSide *side = (IndexSide *) base;

	sweep_start(&chunk->sweep, (int64_t) GAP_ROWS << side->spacing);
	side->chunk = chunk;
	enter_table(side, side->tables);
}

/* Keep a pair that needs no row, as heap_batch_add() does others. */
static void
add_known(IndexSide *side, ItemPointer tid, uint32 disc)
{
	if (side->known_count == side->known_room)
	{
		side->known_room *= 2;
		side->known = repalloc_huge(side->known, side->known_room * sizeof(HeapRow));
	}
	side->known[side->known_count++] =
		(HeapRow){(uint64) ItemPointerGetBlockNumberNoCheck(tid) << 16 |
					  ItemPointerGetOffsetNumberNoCheck(tid),
				  disc,
				  false};
}

/* Pairs that wait. */
static inline int
waiting(const IndexSide *side)
{
	return side->table->batch->count + side->known_count;
}

/* Let the pairs of the entry that was entered wait; false if no more may. */
static bool
take_candidates(IndexSide *side)
{
	SweptTable *table = side->table;
	CoveringChunk *chunk = side->chunk;
	ItemPointer tid = &table->reader->items[side->item - 1].tid;
	uint32 disc;
	SweepPair pair;

	/* Many discs may have to be asked in vain. */
	CHECK_FOR_INTERRUPTS();
	while ((pair = sweep_next(&chunk->sweep, &disc)) != SWEEP_NONE)
	{
		if (side->base.rule->once_covering && chunk->matched[disc])
			continue;
		if (side->keys_only && pair == SWEEP_SURE &&
			visible_to_all(&table->visible, ItemPointerGetBlockNumberNoCheck(tid)))
			add_known(side, tid, disc);
		else
		{
			heap_batch_reserve(table->batch, 1);
			heap_batch_add(table->batch, tid, pair == SWEEP_MAYBE, disc);
		}
		side->base.candidates++;
		if (waiting(side) >= side->most)
			return false;
	}
	side->entered = false;
	return true;
}

/* For EXPLAIN: the pages that were read since this was asked. */
static void
count_pages(IndexSide *side)
{
	SweptTable *table = side->table;

	side->base.index_pages += table->reader->pages;
	side->base.heap_pages += table->batch->pages;
	table->reader->pages = table->batch->pages = 0;
}

/* Read keys until enough pairs wait; false if there are none. */
static bool
collect_pairs(IndexSide *side)
{
	LeafReader *reader = side->table->reader;
	HeapBatch *batch = side->table->batch;

	side->known_count = side->known_next = 0;
	while (waiting(side) < side->wanted)
	{
		if (side->entered && !take_candidates(side))
			break;
		if (side->item >= reader->item_count)
		{
			if (side->ended || !leaf_reader_next(reader))
			{
				side->ended = true;
				break;
			}
			if (!side->keys_only)
				leaf_reader_unpin(reader);
			side->item = 0;
		}
		sweep_enter(&side->chunk->sweep, reader->items[side->item++].key);
		side->entered = true;
	}
	side->wanted = Min((int64) side->wanted * PAIRS_GROWTH, side->most);
	count_pages(side);
	if (waiting(side) == 0)
		return false;
	heap_batch_begin(batch);
	return true;
}

/* The next pair whose row is not fetched; false if there is none. */
static bool
next_known(IndexSide *side, const bool *skip, SweptPair *pair)
{
	while (side->known_next < side->known_count)
	{
		const HeapRow *row = &side->known[side->known_next++];

		if (skip != NULL && skip[row->tag])
			continue;
		side->base.row = row_number(side, row->place);
		*pair = (SweptPair){row->tag, false};
		return true;
	}
	return false;
}

/* Call for the covering rows of pairs to come, which are anywhere in memory. */
static inline void
prefetch_covering(const IndexSide *side)
{
	const HeapBatch *batch = side->table->batch;
	const CoveringChunk *chunk = side->chunk;
	int at = batch->next;

	if (at + 2 * ROWS_AHEAD < batch->count)
		prefetch(&chunk->rows[batch->rows[at + 2 * ROWS_AHEAD].tag]);
	if (at + ROWS_AHEAD < batch->count)
	{
		prefetch(chunk->rows[batch->rows[at + ROWS_AHEAD].tag]);
		prefetch(&chunk->matched[batch->rows[at + ROWS_AHEAD].tag]);
	}
}

static bool
side_next(SweptSide *base, SweptPair *pair)
{
	IndexSide *side = (IndexSide *) base;
	const bool *skip = base->rule->once_covering ? side->chunk->matched : NULL;

	for (;;)
	{
		HeapRow row;
		bool is_new;

		CHECK_FOR_INTERRUPTS();
		prefetch_covering(side);
		if (!side->fetching && !(side->fetching = collect_pairs(side)))
		{
			if (!enter_next_table(side))
				return false;
			continue;
		}
		if (next_known(side, skip, pair))
			return true;
		if (!heap_batch_next_pair(
				side->table->batch, side->table->slot, skip, &row, &is_new))
		{
			side->fetching = false;
			continue;
		}
		if (is_new)
			side->passes = lay_out_row(side);
		if (!side->passes)
			continue;
		/* As known pairs have it, where no other number is asked for. */
		if (side->keys_only)
			side->base.row = row_number(side, row.place);
		*pair = (SweptPair){row.tag, row.recheck};
		return true;
	}
}

/* The table after the chunks of which rows without a mark are read; false at the end. */
static bool
begin_rest(IndexSide *side)
{
	SweptTable *table = side->rest == NULL ? side->tables : side->table + 1;

	leave_table(side);
	if (table >= side->tables + side->table_count)
		return false;
	side->table = table;
	side->rest = table_beginscan(table->heap, side->snapshot, 0, NULL);
	return true;
}

static bool
side_next_unmarked(SweptSide *base)
{
	IndexSide *side = (IndexSide *) base;

	if (side->rest == NULL && !begin_rest(side))
		return false;
	do
	{
		while (
			table_scan_getnextslot(side->rest, ForwardScanDirection, side->table->slot))
		{
			CHECK_FOR_INTERRUPTS();
			if (lay_out_row(side) && !marks_has(base->marks, base->row))
				return true;
		}
	} while (begin_rest(side));
	return false;
}

static void
side_rescan(SweptSide *base)
{
	IndexSide *side = (IndexSide *) base;

	leave_table(side);
	side->wanted = FIRST_PAIRS;
}

static void
side_close(SweptSide *base)
{
	IndexSide *side = (IndexSide *) base;

	leave_table(side);
	for (int i = 0; i < side->table_count; i++)
		swept_table_close(&side->tables[i]);
}

static const SweptOps side_ops = {
	.start = side_start,
	.next = side_next,
	.next_unmarked = side_next_unmarked,
	.rescan = side_rescan,
	.close = side_close,
};

SweptSide *
swept_index_open(CustomScanState *css, const MatchPlan *plan, int eflags)
{
	IndexSide *side = palloc0(sizeof(IndexSide));
	EState *estate = css->ss.ps.state;

	side->base.ops = &side_ops;
	side->context = AllocSetContextCreate(
		CurrentMemoryContext, "sky match table", ALLOCSET_DEFAULT_SIZES);
	side->snapshot = estate->es_snapshot;
	side->spacing = plan->spacing;
	side->wanted = FIRST_PAIRS;
	side->most = Max(match_pair_memory() / PAIR_BYTES, FIRST_PAIRS);
	side->keys_only = plan->keys_only;
	side->known_room = FIRST_PAIRS;
	side->known = palloc(side->known_room * sizeof(HeapRow));
	side->scan_econtext = CreateExprContext(estate);
	side->scan_econtext->ecxt_scantuple = css->ss.ss_ScanTupleSlot;
	side->quals = ExecInitQual(plan->swept_quals, &css->ss.ps);
	side->tables = palloc0(list_length(plan->tables) * sizeof(SweptTable));
	side->table_count = list_length(plan->tables);
	for (int i = 0; i < side->table_count; i++)
		swept_table_open(&side->tables[i], css, plan, i, eflags);
	return &side->base;
}
