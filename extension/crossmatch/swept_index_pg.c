/*
 * swept_index_pg.c
 *		The swept side as a table with a sky index.
 *
 * Keys alone tell which rows have a pair but for the last milliarcsecond, so only those
 * are fetched, many at a time in the order of their pages.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/tableam.h"
#include "executor/executor.h"
#include "miscadmin.h"

#include "crossmatch/swept_pg.h"
#include "index/heap_pg.h"
#include "index/leaf_pg.h"

/* Pairs that wait before the first rows are fetched; each batch is larger than the last.
 */
#define FIRST_PAIRS	 64
#define PAIRS_GROWTH 8

/* So many pairs ahead covering rows are called for. */
#define ROWS_AHEAD 4

/* Windows nearer than so many keys apart are read as one. */
#define GAP_ROWS 8

typedef struct IndexSide
{
	SweptSide base;
	Relation heap;
	Relation index;
	Snapshot snapshot;
	int spacing;

	LeafReader *reader;
	int item;	  /* of the reader's page: the next to enter */
	bool entered; /* the one before still has candidates */
	bool ended;
	HeapBatch *batch;
	bool fetching;
	int wanted; /* fetch when so many pairs wait */
	int most;

	CoveringChunk *chunk;
	TupleTableSlot *slot; /* a row of the table */
	ExprContext *econtext;
	ProjectionInfo *columns; /* from it to those that the join wants */
	ExprContext *scan_econtext;
	ExprState *quals;
	bool passes; /* the row in slot does */
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

/* Lay out the row in the slot; does it meet the conditions on the table? */
static bool
lay_out_row(IndexSide *side)
{
	ResetExprContext(side->econtext);
	swept_lay_out(&side->base, ExecProject(side->columns));
	side->base.row = (uint64) ItemPointerGetBlockNumber(&side->slot->tts_tid) << 16 |
					 ItemPointerGetOffsetNumber(&side->slot->tts_tid);
	ResetExprContext(side->scan_econtext);
	return ExecQual(side->quals, side->scan_econtext);
}

static void
side_start(SweptSide *base, CoveringChunk *chunk)
{
	IndexSide *side = (IndexSide *) base;
	Sweep *sweep = &chunk->sweep;

	sweep_start(sweep, (int64_t) GAP_ROWS << side->spacing);
	leaf_reader_start(side->reader, sweep->windows, sweep->window_count);
	heap_batch_clear(side->batch);
	side->chunk = chunk;
	side->item = 0;
	side->entered = false;
	side->ended = false;
	side->fetching = false;
}

/* Let the pairs of the entry that was entered wait; false if no more may. */
static bool
take_candidates(IndexSide *side)
{
	LeafItem *item = &side->reader->items[side->item - 1];
	CoveringChunk *chunk = side->chunk;
	uint32 disc;
	SweepPair pair;

	/* Many discs may have to be asked in vain. */
	CHECK_FOR_INTERRUPTS();
	heap_batch_reserve(side->batch, 1);
	while ((pair = sweep_next(&chunk->sweep, &disc)) != SWEEP_NONE)
	{
		if (side->base.rule->once_covering && chunk->matched[disc])
			continue;
		heap_batch_add(side->batch, &item->tid, pair == SWEEP_MAYBE, disc);
		side->base.candidates++;
		if (side->batch->count >= side->most)
			return false;
		heap_batch_reserve(side->batch, 1);
	}
	side->entered = false;
	return true;
}

/* Read keys until enough pairs wait; false if there are none. */
static bool
collect_pairs(IndexSide *side)
{
	LeafReader *reader = side->reader;

	while (side->batch->count < side->wanted)
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
			leaf_reader_unpin(reader);
			side->item = 0;
		}
		sweep_enter(&side->chunk->sweep, reader->items[side->item++].key);
		side->entered = true;
	}
	side->wanted = Min((int64) side->wanted * PAIRS_GROWTH, side->most);
	side->base.index_pages = reader->pages;
	if (side->batch->count == 0)
		return false;
	heap_batch_begin(side->batch);
	return true;
}

/* Call for the covering rows of pairs to come, which are anywhere in memory. */
static inline void
prefetch_covering(const IndexSide *side)
{
	const HeapBatch *batch = side->batch;
	const CoveringChunk *chunk = side->chunk;
	int at = batch->next;

	if (at + 2 * ROWS_AHEAD < batch->count)
		__builtin_prefetch(&chunk->rows[batch->rows[at + 2 * ROWS_AHEAD].tag]);
	if (at + ROWS_AHEAD < batch->count)
	{
		__builtin_prefetch(chunk->rows[batch->rows[at + ROWS_AHEAD].tag]);
		__builtin_prefetch(&chunk->matched[batch->rows[at + ROWS_AHEAD].tag], 1);
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
			return false;
		if (!heap_batch_next_pair(side->batch, side->slot, skip, &row, &is_new))
		{
			side->base.heap_pages = side->batch->pages;
			side->fetching = false;
			continue;
		}
		if (is_new)
			side->passes = lay_out_row(side);
		if (!side->passes)
			continue;
		*pair = (SweptPair){row.tag, row.recheck};
		return true;
	}
}

static bool
side_next_unmarked(SweptSide *base)
{
	IndexSide *side = (IndexSide *) base;

	if (side->rest == NULL)
		side->rest = table_beginscan(side->heap, side->snapshot, 0, NULL);
	while (table_scan_getnextslot(side->rest, ForwardScanDirection, side->slot))
	{
		CHECK_FOR_INTERRUPTS();
		if (lay_out_row(side) && !marks_has(base->marks, base->row))
			return true;
	}
	return false;
}

static void
end_rest(IndexSide *side)
{
	if (side->rest != NULL)
		table_endscan(side->rest);
	side->rest = NULL;
}

static void
side_rescan(SweptSide *base)
{
	IndexSide *side = (IndexSide *) base;

	end_rest(side);
	heap_batch_clear(side->batch);
	leaf_reader_unpin(side->reader);
	ExecClearTuple(side->slot);
	side->wanted = FIRST_PAIRS;
}

static void
side_close(SweptSide *base)
{
	IndexSide *side = (IndexSide *) base;

	end_rest(side);
	if (side->index == NULL)
		return;
	ExecClearTuple(side->slot);
	heap_batch_close(side->batch);
	leaf_reader_close(side->reader);
	index_close(side->index, NoLock);
}

static const SweptOps side_ops = {
	.start = side_start,
	.next = side_next,
	.next_unmarked = side_next_unmarked,
	.rescan = side_rescan,
	.close = side_close,
};

/* Those columns of the scan tuple that are the table's, as a target list for its rows. */
static List *
table_columns(const CustomScan *node, int first)
{
	List *columns = NIL;
	ListCell *cell;

	for_each_from(cell, node->custom_scan_tlist, first)
	{
		TargetEntry *column = copyObject(lfirst_node(TargetEntry, cell));

		column->resno -= first;
		columns = lappend(columns, column);
	}
	return columns;
}

/* Open what a run needs. */
static void
open_relations(IndexSide *side, EState *estate, Index rti, Oid index)
{
	side->snapshot = estate->es_snapshot;
	side->index = index_open(index, exec_rt_fetch(rti, estate)->rellockmode);
	side->reader = leaf_reader_open(side->index, side->snapshot);
	side->batch = heap_batch_open(side->heap, side->snapshot, MaxTIDsPerBTreePage);
	side->wanted = FIRST_PAIRS;
	side->most = Max(match_pair_memory() / PAIR_BYTES, FIRST_PAIRS);
}

SweptSide *
swept_index_open(CustomScanState *css, const MatchPlan *plan, int eflags)
{
	IndexSide *side = palloc0(sizeof(IndexSide));
	CustomScan *node = (CustomScan *) css->ss.ps.plan;
	EState *estate = css->ss.ps.state;
	List *columns = table_columns(node, plan->covering_columns);
	Index rti = ((Var *) linitial_node(TargetEntry, columns)->expr)->varno;

	side->base.ops = &side_ops;
	side->spacing = plan->spacing;
	side->heap = ExecOpenScanRelation(estate, rti, eflags);
	side->slot = ExecInitExtraTupleSlot(
		estate, RelationGetDescr(side->heap), table_slot_callbacks(side->heap));
	side->econtext = CreateExprContext(estate);
	side->econtext->ecxt_scantuple = side->slot;
	/* Without the node, whose scan tuple is of another kind than rows of the table. */
	side->columns = ExecBuildProjectionInfo(
		columns,
		side->econtext,
		ExecInitExtraTupleSlot(estate, ExecTypeFromTL(columns), &TTSOpsVirtual),
		NULL,
		RelationGetDescr(side->heap));
	side->scan_econtext = CreateExprContext(estate);
	side->scan_econtext->ecxt_scantuple = css->ss.ss_ScanTupleSlot;
	side->quals = ExecInitQual(plan->swept_quals, &css->ss.ps);
	if ((eflags & EXEC_FLAG_EXPLAIN_ONLY) == 0)
		open_relations(side, estate, rti, plan->index);
	return &side->base;
}
