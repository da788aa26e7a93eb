/*
 * scan_pg.c
 *		The plan node SkyScan: rows whose position is in a shape.
 */
#include "postgres.h"

#include "index/scan_pg.h"

#include "access/genam.h"
#include "access/parallel.h"
#include "access/table.h"
#include "commands/explain.h"
#include "executor/executor.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "storage/spin.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/ruleutils.h"

#include "base/arena_pg.h"
#include "geo/cover_shape.h"
#include "index/condition_pg.h"
#include "index/search_pg.h"

/* Cells of the border of a shape, beyond which it is not followed more closely. */
#define COVER_CELLS 512

/* What EXPLAIN ANALYZE tells, of one process or of all. */
typedef struct ScanCounts
{
	uint64 starts;
	uint64 ranges;
	uint64 index_pages;
	uint64 removed_by_key;
	uint64 heap_pages;
} ScanCounts;

/* In shared memory, of a scan by several processes. */
typedef struct ScanShared
{
	LeafShared leaf;
	slock_t mutex;
	ScanCounts counts; /* of workers that are done */
} ScanShared;

typedef struct SkyScanState
{
	CustomScanState css;
	ScanPlan plan;
	Relation index; /* NULL if nothing is to be run */
	List *args;		/* ExprStates */
	Datum *values;
	bool *nulls;
	ExprState *recheck; /* the clauses that the search decides by keys */
	SkySearch *search;
	bool started;
	MemoryContext cover_context; /* holds the cover and what it is made of */
	Cover cover;
	TupleTableSlot *empty; /* a row of which nothing is wanted */
	ScanShared *shared;
	ScanCounts counts; /* starts and ranges; the rest is in the search */
	ScanCounts others; /* of parallel workers */
} SkyScanState;

void
scan_plan_put(CustomScan *node, const ScanPlan *plan)
{
	node->custom_exprs = list_concat_copy(plan->args, plan->exact);
	node->custom_private =
		list_make3(list_make1_oid(plan->index),
				   plan->program,
				   list_make3_int(plan->order, plan->count_only, plan->arg_count));
}

ScanPlan
scan_plan_get(const CustomScan *node)
{
	List *numbers = lthird(node->custom_private);
	ScanPlan plan = {
		.index = linitial_oid(linitial(node->custom_private)),
		.program = lsecond(node->custom_private),
		.order = linitial_int(numbers),
		.count_only = lsecond_int(numbers) != 0,
		.arg_count = lthird_int(numbers),
	};

	plan.args = list_truncate(list_copy(node->custom_exprs), plan.arg_count);
	plan.exact = list_copy_tail(node->custom_exprs, plan.arg_count);
	return plan;
}

/* The rows of a table are in slots of its own kind, which nodeCustom.c does not know. */
static void
use_table_slot(CustomScanState *css)
{
	Relation heap = css->ss.ss_currentRelation;
	Scan *plan = (Scan *) css->ss.ps.plan;

	ExecInitScanTupleSlot(
		css->ss.ps.state, &css->ss, RelationGetDescr(heap), table_slot_callbacks(heap));
	ExecAssignScanProjectionInfoWithVarno(&css->ss, plan->scanrelid);
	css->ss.ps.qual = ExecInitQual(plan->plan.qual, &css->ss.ps);
}

static void
scan_begin(CustomScanState *css, EState *estate, int eflags)
{
	SkyScanState *state = (SkyScanState *) css;
	CustomScan *node = (CustomScan *) css->ss.ps.plan;
	Relation heap = css->ss.ss_currentRelation;

	use_table_slot(css);
	state->plan = scan_plan_get(node);
	state->args = ExecInitExprList(state->plan.args, &css->ss.ps);
	state->values = palloc(state->plan.arg_count * sizeof(Datum));
	state->nulls = palloc(state->plan.arg_count * sizeof(bool));
	state->recheck = ExecInitQual(state->plan.exact, &css->ss.ps);
	state->cover_context = AllocSetContextCreate(
		CurrentMemoryContext, "sky scan cover", ALLOCSET_DEFAULT_SIZES);
	if ((eflags & EXEC_FLAG_EXPLAIN_ONLY) != 0)
		return;
	state->index = index_open(state->plan.index,
							  exec_rt_fetch(node->scan.scanrelid, estate)->rellockmode);
	state->search =
		search_open(heap, state->index, estate->es_snapshot, state->plan.count_only);
	if (state->plan.count_only)
	{
		state->empty =
			ExecInitExtraTupleSlot(estate, RelationGetDescr(heap), &TTSOpsVirtual);
		ExecStoreAllNullTuple(state->empty);
	}
}

/* Add the entries without a key, all of which must be asked. */
static void
add_null_keys(Cover *cover, Arena *arena)
{
	CoverRange *ranges = arena_array(arena, cover->count + 1, sizeof(CoverRange));

	memcpy(ranges, cover->ranges, cover->count * sizeof(CoverRange));
	ranges[cover->count++] =
		(CoverRange){LEAF_NULL_KEY, LEAF_NULL_KEY + 1, &cover_anything};
	cover->ranges = ranges;
}

/* Evaluate the arguments and cover the shape that they describe. */
static void
make_cover(SkyScanState *state)
{
	ExprContext *econtext = state->css.ss.ps.ps_ExprContext;
	CoverLimits limits = {state->plan.order, COVER_CELLS};
	MemoryContext outer;
	ConditionPlace place;
	Arena arena;
	ListCell *cell;

	MemoryContextReset(state->cover_context);
	outer = MemoryContextSwitchTo(state->cover_context);
	foreach (cell, state->args)
	{
		int i = foreach_current_index(cell);

		state->values[i] = ExecEvalExpr(lfirst(cell), econtext, &state->nulls[i]);
	}
	arena_init_context(&arena, state->cover_context, 0);
	place = condition_place(state->plan.program, state->values, state->nulls, &arena);
	state->cover = cover_make(place.shape, limits, &arena);
	if (place.null_keys)
		add_null_keys(&state->cover, &arena);
	MemoryContextSwitchTo(outer);
}

static void
scan_start(SkyScanState *state)
{
	make_cover(state);
	if (state->shared != NULL)
		state->search->reader->shared = &state->shared->leaf;
	search_start(state->search, &state->cover);
	state->counts.starts++;
	state->counts.ranges += state->cover.count;
	state->started = true;
}

/* May the row in a slot pass that the search was not sure of? */
static bool
scan_recheck(ScanState *node, TupleTableSlot *slot)
{
	ExprContext *econtext = node->ps.ps_ExprContext;

	econtext->ecxt_scantuple = slot;
	return ExecQual(((SkyScanState *) node)->recheck, econtext);
}

/* The next row in the shape, or an empty slot. */
static TupleTableSlot *
scan_next(ScanState *node)
{
	SkyScanState *state = (SkyScanState *) node;
	SkySearch *search = state->search;
	TupleTableSlot *slot = node->ss_ScanTupleSlot;

	if (!state->started)
		scan_start(state);
	for (;;)
	{
		bool unsure;

		if (search->counted > 0)
		{
			search->counted--;
			return state->empty;
		}
		if (!search->fetching || !heap_batch_next(search->batch, slot, &unsure))
		{
			if (!search_read(search))
				return ExecClearTuple(slot);
			continue;
		}
		if (!unsure || scan_recheck(node, slot))
			return slot;
		InstrCountFiltered2(node, 1);
		ResetExprContext(node->ps.ps_ExprContext);
	}
}

static TupleTableSlot *
scan_exec(CustomScanState *css)
{
	return ExecScan(&css->ss, scan_next, scan_recheck);
}

static void
scan_rescan(CustomScanState *css)
{
	SkyScanState *state = (SkyScanState *) css;

	state->started = false;
	ExecScanReScan(&css->ss);
}

static void
scan_end(CustomScanState *css)
{
	SkyScanState *state = (SkyScanState *) css;

	if (state->index == NULL)
		return;
	search_close(state->search);
	index_close(state->index, NoLock);
}

static Size
scan_dsm_size(CustomScanState *css, ParallelContext *context)
{
	return sizeof(ScanShared);
}

static void
scan_dsm_init(CustomScanState *css, ParallelContext *context, void *memory)
{
	SkyScanState *state = (SkyScanState *) css;

	state->shared = memory;
	memset(state->shared, 0, sizeof(ScanShared));
	leaf_shared_init(&state->shared->leaf);
	SpinLockInit(&state->shared->mutex);
}

static void
scan_dsm_reinit(CustomScanState *css, ParallelContext *context, void *memory)
{
	leaf_shared_restart(&((SkyScanState *) css)->shared->leaf);
}

static void
scan_dsm_attach(CustomScanState *css, shm_toc *toc, void *memory)
{
	((SkyScanState *) css)->shared = memory;
}

static void
add_counts(ScanCounts *to, const ScanCounts *from)
{
	to->starts += from->starts;
	to->ranges += from->ranges;
	to->index_pages += from->index_pages;
	to->removed_by_key += from->removed_by_key;
	to->heap_pages += from->heap_pages;
}

/* All that this process did. */
static ScanCounts
own_counts(const SkyScanState *state)
{
	ScanCounts counts = state->counts;

	if (state->search != NULL)
	{
		counts.index_pages = state->search->reader->pages;
		counts.removed_by_key = state->search->removed;
		counts.heap_pages = state->search->batch->pages;
	}
	return counts;
}

/* A worker leaves behind what it did, the leader takes it before the memory goes. */
static void
scan_shutdown(CustomScanState *css)
{
	SkyScanState *state = (SkyScanState *) css;
	ScanCounts own = own_counts(state);

	if (state->shared == NULL)
		return;
	SpinLockAcquire(&state->shared->mutex);
	if (IsParallelWorker())
		add_counts(&state->shared->counts, &own);
	else
		state->others = state->shared->counts;
	SpinLockRelease(&state->shared->mutex);
	state->shared = NULL;
}

static void
explain_condition(SkyScanState *state, List *ancestors, ExplainState *es)
{
	List *context;
	char *text;

	if (state->plan.exact == NIL)
		return;
	context = set_deparse_context_plan(es->deparse_cxt, state->css.ss.ps.plan, ancestors);
	text = deparse_expression((Node *) make_ands_explicit(state->plan.exact),
							  context,
							  list_length(es->rtable) > 1 || es->verbose,
							  false);
	ExplainPropertyText("Sky Cond", text, es);
}

/* Are all arguments constants, so that the cover is known before the scan is run? */
static bool
is_constant(const SkyScanState *state)
{
	ListCell *cell;

	foreach (cell, state->plan.args)
	{
		if (!IsA(lfirst(cell), Const))
			return false;
	}
	return true;
}

static void
scan_explain(CustomScanState *css, List *ancestors, ExplainState *es)
{
	SkyScanState *state = (SkyScanState *) css;
	ScanCounts counts = own_counts(state);
	double starts;

	ExplainPropertyText("Sky Index", get_rel_name(state->plan.index), es);
	explain_condition(state, ancestors, es);
	if (!es->analyze)
	{
		if (is_constant(state))
		{
			make_cover(state);
			ExplainPropertyUInteger("Sky Ranges", NULL, state->cover.count, es);
		}
		return;
	}
	add_counts(&counts, &state->others);
	starts = Max(css->ss.ps.instrument->nloops, 1);
	ExplainPropertyFloat(
		"Sky Ranges", NULL, counts.ranges / Max(counts.starts, 1), 0, es);
	ExplainPropertyFloat(
		"Rows Removed by Sky Key", NULL, counts.removed_by_key / starts, 0, es);
	ExplainPropertyFloat("Rows Removed by Sky Recheck",
						 NULL,
						 css->ss.ps.instrument->nfiltered2 / starts,
						 0,
						 es);
	ExplainPropertyFloat("Index Pages", NULL, counts.index_pages / starts, 0, es);
	ExplainPropertyFloat("Heap Pages", NULL, counts.heap_pages / starts, 0, es);
}

static const CustomExecMethods exec_methods = {
	.CustomName = "SkyScan",
	.BeginCustomScan = scan_begin,
	.ExecCustomScan = scan_exec,
	.EndCustomScan = scan_end,
	.ReScanCustomScan = scan_rescan,
	.EstimateDSMCustomScan = scan_dsm_size,
	.InitializeDSMCustomScan = scan_dsm_init,
	.ReInitializeDSMCustomScan = scan_dsm_reinit,
	.InitializeWorkerCustomScan = scan_dsm_attach,
	.ShutdownCustomScan = scan_shutdown,
	.ExplainCustomScan = scan_explain,
};

static Node *
scan_create_state(CustomScan *node)
{
	SkyScanState *state = palloc0(sizeof(SkyScanState));

	NodeSetTag(state, T_CustomScanState);
	state->css.methods = &exec_methods;
	return (Node *) state;
}

const CustomScanMethods scan_methods = {
	.CustomName = "SkyScan",
	.CreateCustomScanState = scan_create_state,
};
