/*
 * scan_pg.c
 *		The plan node SkyScan: rows whose position is in a shape.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/parallel.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "nodes/makefuncs.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "base/arena_pg.h"
#include "geo/angle.h"
#include "geo/cover_shape.h"
#include "geo/healpix.h"
#include "index/rank_pg.h"
#include "index/scan_state_pg.h"

/* In slices, so many rows are brought into the order of their pages at a time. */
#define SLICE_ROWS 16384

/* Cells of the border of a shape, beyond which it is not followed more closely. */
#define COVER_CELLS 512

static Const *
make_key(int64 key)
{
	return makeConst(INT8OID,
					 -1,
					 InvalidOid,
					 sizeof(int64),
					 Int64GetDatum(key),
					 false,
					 FLOAT8PASSBYVAL);
}

void
scan_plan_put(CustomScan *node, const ScanPlan *plan)
{
	List *numbers = list_make5_int(plan->order,
								   plan->count_only,
								   plan->centre,
								   plan->wanted,
								   list_length(plan->args));

	numbers = lappend_int(numbers, plan->slices);
	node->custom_exprs =
		list_concat(list_concat_copy(plan->args, plan->distance), plan->exact);
	node->custom_private =
		list_make4(list_make1_oid(plan->index), plan->program, numbers, NIL);
	if (plan->bounded)
		llast(node->custom_private) =
			list_make2(make_key(plan->bounds.lo), make_key(plan->bounds.hi));
}

ScanPlan
scan_plan_get(const CustomScan *node)
{
	List *numbers = lthird(node->custom_private);
	List *bounds = lfourth(node->custom_private);
	int args = list_nth_int(numbers, 4);
	ScanPlan plan = {
		.index = linitial_oid(linitial(node->custom_private)),
		.program = lsecond(node->custom_private),
		.order = linitial_int(numbers),
		.count_only = lsecond_int(numbers) != 0,
		.centre = lthird_int(numbers),
		.wanted = lfourth_int(numbers),
		.slices = list_nth_int(numbers, 5),
		.bounded = bounds != NIL,
	};

	if (plan.bounded)
		plan.bounds = (KeyBounds){
			DatumGetInt64(linitial_node(Const, bounds)->constvalue),
			DatumGetInt64(lsecond_node(Const, bounds)->constvalue),
		};

	plan.args = list_truncate(list_copy(node->custom_exprs), args);
	plan.exact = list_copy_tail(node->custom_exprs, args);
	if (plan.centre != 0)
	{
		plan.distance = list_make1(linitial(plan.exact));
		plan.exact = list_delete_first(plan.exact);
	}
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

/* What is constant has its value now. */
static void
init_args(SkyScanState *state)
{
	int count = list_length(state->plan.args);
	ListCell *cell;

	state->args = palloc0(count * sizeof(ExprState *));
	state->values = palloc(count * sizeof(Datum));
	state->nulls = palloc(count * sizeof(bool));
	foreach (cell, state->plan.args)
	{
		int i = foreach_current_index(cell);
		Expr *arg = lfirst(cell);

		if (!IsA(arg, Const))
		{
			state->args[i] = ExecInitExpr(arg, &state->css.ss.ps);
			continue;
		}
		state->values[i] = ((Const *) arg)->constvalue;
		state->nulls[i] = ((Const *) arg)->constisnull;
	}
}

static void
scan_begin(CustomScanState *css, EState *estate, int eflags)
{
	SkyScanState *state = (SkyScanState *) css;
	CustomScan *node = (CustomScan *) css->ss.ps.plan;
	Relation heap = css->ss.ss_currentRelation;

	use_table_slot(css);
	state->plan = scan_plan_get(node);
	init_args(state);
	state->place_context = AllocSetContextCreate(
		CurrentMemoryContext, "sky scan condition", ALLOCSET_DEFAULT_SIZES);
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
	if (state->plan.centre != 0)
	{
		state->cover_context = AllocSetContextCreate(
			CurrentMemoryContext, "sky scan cover", ALLOCSET_DEFAULT_SIZES);
		state->distance = ExecInitExpr(linitial(state->plan.distance), &css->ss.ps);
		state->nearest = nearest_open();
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

/* Evaluate the arguments, and find the place that they describe. */
static void
find_place(SkyScanState *state)
{
	ExprContext *econtext = state->css.ss.ps.ps_ExprContext;
	MemoryContext outer;
	Arena arena;

	MemoryContextReset(state->place_context);
	outer = MemoryContextSwitchTo(state->place_context);
	for (int i = 0; i < list_length(state->plan.args); i++)
	{
		if (state->args[i] != NULL)
			state->values[i] = ExecEvalExpr(state->args[i], econtext, &state->nulls[i]);
	}
	arena_init_context(&arena, state->place_context, 0);
	state->place = (ConditionPlace){&cover_everything, true};
	if (state->plan.program != NIL)
		state->place =
			condition_place(state->plan.program, state->values, state->nulls, &arena);
	MemoryContextSwitchTo(outer);
}

/* All keys in ranges as wide as each other, and rows without a key. */
static Cover
cover_in_slices(int slices, Arena *arena)
{
	int64 width = healpix_cells(HEALPIX_MAX_ORDER) / slices;
	CoverRange *ranges = arena_array(arena, slices + 1, sizeof(CoverRange));

	for (int i = 0; i < slices; i++)
		ranges[i] = (CoverRange){i * width, (i + 1) * width, NULL};
	ranges[slices - 1].hi = healpix_cells(HEALPIX_MAX_ORDER);
	ranges[slices] = (CoverRange){LEAF_NULL_KEY, LEAF_NULL_KEY + 1, NULL};
	return (Cover){.ranges = ranges, .count = slices + 1};
}

/* Cover a shape, and what has no place at all if it may be wanted. */
static void
cover_shape(SkyScanState *state, const CoverShape *shape, Arena *arena, bool null_keys)
{
	/* For a small shape no cell is larger than need be, however few rows are expected. */
	CoverLimits limits = {Max(state->plan.order, cover_order(shape->cap)), COVER_CELLS};

	state->cover = state->plan.slices > 0 ? cover_in_slices(state->plan.slices, arena)
										  : cover_make(shape, limits, arena);
	/* Rows without a key are in no partition with bounds. */
	if (state->plan.bounded)
		partition_clip(&state->cover, &state->plan.bounds);
	else if (null_keys && state->plan.slices == 0)
		add_null_keys(&state->cover, arena);
	state->counts.covers++;
	state->counts.ranges += state->cover.count;
}

void
scan_make_cover(SkyScanState *state)
{
	Arena arena;

	find_place(state);
	arena_init_context(&arena, state->place_context, 0);
	cover_shape(state, state->place.shape, &arena, state->place.null_keys);
}

/* Search the ring that nearest rows are looked for in. */
static void
search_ring(SkyScanState *state)
{
	const CoverShape *parts[] = {state->place.shape, NULL};
	Arena arena;

	MemoryContextReset(state->cover_context);
	arena_init_context(&arena, state->cover_context, 0);
	parts[1] = nearest_ring(state->nearest, &arena);
	if (parts[1] == NULL)
		cover_shape(state,
					state->nearest->is_position ? &cover_nothing : parts[0],
					&arena,
					state->place.null_keys);
	else
		cover_shape(state, cover_set(true, parts, 2, &arena), &arena, false);
	search_start(state->search, &state->cover);
}

/*
 * Begin round the centre with a ring that has some rows more than are wanted, if they lie
 * as near to each other as where the centre is.
 */
static void
start_nearest(SkyScanState *state)
{
	int first = list_length(state->plan.args) - state->plan.centre;
	const Datum *values = state->values + first;
	const bool *nulls = state->nulls + first;
	const double key_area = 4.0 * M_PI / (double) healpix_cells(HEALPIX_MAX_ORDER);
	bool is_point = state->plan.centre == CENTRE_POINT;
	SkyPoint centre;
	int64 key = 0;
	double spacing;
	double area;

	if (nulls[0] || (!is_point && nulls[1]))
	{
		nearest_start(state->nearest, NULL, 0);
		return;
	}
	if (is_point)
		centre = *(const SkyPoint *) DatumGetPointer(values[0]);
	else
		centre = (SkyPoint){DatumGetFloat8(values[0]), DatumGetFloat8(values[1])};
	healpix_key(centre.lon, centre.lat, &key);
	spacing = rank_spacing(state->index, key, state->index->rd_rel->reltuples);
	area = (1.5 * state->plan.wanted + 2.0) * spacing * key_area;
	nearest_start(
		state->nearest, &centre, Min(sqrt(area / M_PI) * DEGREES_PER_RADIAN, 180.0));
}

static void
scan_start(SkyScanState *state)
{
	if (state->nearest != NULL)
	{
		find_place(state);
		start_nearest(state);
	}
	else
	{
		scan_make_cover(state);
		if (state->shared != NULL)
			state->search->reader->shared = &state->shared->leaf;
		search_start(state->search, &state->cover);
		/* What comes next to each other is to be near each other. */
		if (state->plan.slices > 0)
			state->search->most = Min(state->search->most, SLICE_ROWS);
	}
	state->started = true;
}

/*
 * May the row in a slot pass that the search was not sure of?  Few scans ever ask, so
 * what asks is made then.
 */
static bool
scan_recheck(ScanState *node, TupleTableSlot *slot)
{
	SkyScanState *state = (SkyScanState *) node;
	ExprContext *econtext = node->ps.ps_ExprContext;

	if (state->recheck == NULL && state->plan.exact != NIL)
	{
		MemoryContext outer = MemoryContextSwitchTo(node->ps.state->es_query_cxt);

		state->recheck = ExecInitQual(state->plan.exact, &node->ps);
		MemoryContextSwitchTo(outer);
	}
	econtext->ecxt_scantuple = slot;
	return ExecQual(state->recheck, econtext);
}

/* The next row that the search finds, or an empty slot. */
static TupleTableSlot *
next_found(SkyScanState *state)
{
	ScanState *node = &state->css.ss;
	SkySearch *search = state->search;
	TupleTableSlot *slot = node->ss_ScanTupleSlot;

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

/* Find and sort the rows of a ring. */
static void
read_ring(SkyScanState *state)
{
	ExprContext *econtext = state->css.ss.ps.ps_ExprContext;
	TupleTableSlot *slot;

	search_ring(state);
	for (slot = next_found(state); !TupIsNull(slot); slot = next_found(state))
	{
		bool is_null;
		Datum distance;

		econtext->ecxt_scantuple = slot;
		distance = ExecEvalExprSwitchContext(state->distance, econtext, &is_null);
		if (!nearest_add(
				state->nearest, slot, is_null ? 0 : DatumGetFloat8(distance), is_null))
			search_ring(state);
		ResetExprContext(econtext);
	}
	nearest_sort(state->nearest);
}

/* The next row in the order of distance, or an empty slot. */
static TupleTableSlot *
next_nearest(SkyScanState *state)
{
	TupleTableSlot *slot = state->css.ss.ss_ScanTupleSlot;

	while (!nearest_next(state->nearest, slot))
	{
		if (!nearest_advance(state->nearest))
			return ExecClearTuple(slot);
		read_ring(state);
	}
	return slot;
}

static TupleTableSlot *
scan_next(ScanState *node)
{
	SkyScanState *state = (SkyScanState *) node;

	if (!state->started)
		scan_start(state);
	return state->nearest != NULL ? next_nearest(state) : next_found(state);
}

/* Rows that were counted have no columns: nothing is to be checked or computed. */
static TupleTableSlot *
scan_exec(CustomScanState *css)
{
	SkyScanState *state = (SkyScanState *) css;
	EState *estate = css->ss.ps.state;

	if (state->started && state->search->counted > 0 && estate->es_epq_active == NULL)
	{
		state->search->counted--;
		return ExecStoreVirtualTuple(ExecClearTuple(css->ss.ps.ps_ResultTupleSlot));
	}
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
	leaf_shared_init(&state->shared->leaf, state->plan.slices > 0, context->nworkers + 1);
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

void
scan_counts_add(ScanCounts *to, const ScanCounts *from)
{
	to->covers += from->covers;
	to->ranges += from->ranges;
	to->index_pages += from->index_pages;
	to->removed_by_key += from->removed_by_key;
	to->heap_pages += from->heap_pages;
}

ScanCounts
scan_counts(const SkyScanState *state)
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
	ScanCounts own = scan_counts(state);

	if (state->shared == NULL)
		return;
	SpinLockAcquire(&state->shared->mutex);
	if (IsParallelWorker())
		scan_counts_add(&state->shared->counts, &own);
	else
		state->others = state->shared->counts;
	SpinLockRelease(&state->shared->mutex);
	state->shared = NULL;
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
