/*
 * match_pg.c
 *		The plan node SkyMatch: pairs of near positions.
 *
 * One scan tuple serves for all expressions: the covering side's columns are laid out in
 * its first part, the swept side's in the rest.
 */
#include "postgres.h"

#include <math.h>

#include "commands/explain.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "utils/lsyscache.h"
#include "utils/ruleutils.h"

#include "base/sky_type_pg.h"
#include "crossmatch/chunk_pg.h"
#include "crossmatch/plan_pg.h"
#include "crossmatch/swept_pg.h"

/* What a run does next. */
typedef enum MatchStep
{
	STEP_FILL,	   /* take a chunk of covering rows */
	STEP_PAIRS,	   /* its pairs */
	STEP_COVERING, /* its rows without a pair */
	STEP_SWEPT,	   /* after the last chunk: swept rows without a pair */
	STEP_DONE,
} MatchStep;

typedef struct SkyMatchState
{
	CustomScanState css;
	MatchPlan plan;
	const MatchRule *rule;
	MatchStep step;

	PlanState *covering;
	bool covering_ended;
	TupleTableSlot *covering_row; /* of the chunk */
	CoveringChunk chunk;
	uint32 at;				 /* the next row of the chunk in STEP_COVERING */
	List *disc;				 /* ExprStates */
	SkyShape disc_shapes[3]; /* SHAPE_NONE: a number */

	SweptSide *swept;
	ExprState *close;
	ExprState *join_quals;

	uint64 chunks; /* for EXPLAIN */
	uint64 removed;
} SkyMatchState;

/* The covering side's part of the scan tuple from a row of its plan. */
static void
lay_out_covering(SkyMatchState *state, TupleTableSlot *row)
{
	TupleTableSlot *scan = state->css.ss.ss_ScanTupleSlot;
	int count = state->plan.covering_columns;

	if (row == NULL)
	{
		memset(scan->tts_values, 0, count * sizeof(Datum));
		memset(scan->tts_isnull, true, count * sizeof(bool));
		return;
	}
	slot_getsomeattrs(row, count);
	memcpy(scan->tts_values, row->tts_values, count * sizeof(Datum));
	memcpy(scan->tts_isnull, row->tts_isnull, count * sizeof(bool));
}

static void
lay_out_stored(SkyMatchState *state, uint32 number)
{
	ExecStoreMinimalTuple(state->chunk.rows[number], state->covering_row, false);
	lay_out_covering(state, state->covering_row);
}

/* How closely to cover discs: cells that hold a sixteenth of a row are small enough. */
static CoverLimits
match_limits(const MatchPlan *plan)
{
	int order = HEALPIX_MAX_ORDER - (plan->spacing - 4) / 2;

	return (CoverLimits){Min(Max(order, 0), HEALPIX_MAX_ORDER), plan->cells};
}

static void
match_begin(CustomScanState *css, EState *estate, int eflags)
{
	SkyMatchState *state = (SkyMatchState *) css;
	CustomScan *node = (CustomScan *) css->ss.ps.plan;
	TupleTableSlot *scan = css->ss.ss_ScanTupleSlot;
	MatchPlan *plan = &state->plan;
	ListCell *cell;

	*plan = match_plan_get(node);
	state->rule = &match_rules[plan->join];
	state->covering = ExecInitNode(linitial(node->custom_plans),
								   estate,
								   eflags & ~(EXEC_FLAG_BACKWARD | EXEC_FLAG_MARK));
	css->custom_ps = list_make1(state->covering);
	state->covering_row = ExecInitExtraTupleSlot(
		estate, ExecGetResultType(state->covering), &TTSOpsMinimalTuple);

	/* The scan tuple is not for others to see: its columns change one by one. */
	if (css->ss.ps.ps_ProjInfo == NULL)
		ExecAssignProjectionInfo(&css->ss.ps, scan->tts_tupleDescriptor);
	ExecStoreAllNullTuple(scan);
	css->ss.ps.ps_ExprContext->ecxt_scantuple = scan;

	state->disc = ExecInitExprList(plan->disc, &css->ss.ps);
	foreach (cell, plan->disc)
		state->disc_shapes[foreach_current_index(cell)] =
			sky_type_shape(exprType(lfirst(cell)));
	state->close = ExecInitQual(plan->close, &css->ss.ps);
	state->join_quals = ExecInitQual(plan->join_quals, &css->ss.ps);
	state->swept = swept_index_open(css, plan, eflags);
	state->swept->rule = state->rule;
	state->swept->scan = scan;
	state->swept->first_column = plan->covering_columns;
	if (state->rule->once_swept || state->rule->fill_swept)
		state->swept->marks = marks_create();
	chunk_init(&state->chunk, match_chunk_memory(), match_limits(plan));
}

/*
 * Longitude, latitude and radius of the disc of the covering row that is laid out, by one
 * to three expressions; false if one is null.
 */
static bool
evaluate_disc(SkyMatchState *state, double disc[3])
{
	ExprContext *econtext = state->css.ss.ps.ps_ExprContext;
	int count = 0;
	ListCell *cell;

	ResetExprContext(econtext);
	foreach (cell, state->disc)
	{
		SkyShape shape = state->disc_shapes[foreach_current_index(cell)];
		bool is_null;
		Datum value = ExecEvalExprSwitchContext(lfirst(cell), econtext, &is_null);

		if (is_null)
			return false;
		if (shape == SHAPE_NONE)
			disc[count++] = DatumGetFloat8(value);
		else
		{
			const double *values;
			int more = sky_shape_doubles(shape, value, &values);

			memcpy(disc + count, values, more * sizeof(double));
			count += more;
		}
	}
	return true;
}

/* Add the disc of the covering row that is laid out; false if it holds nothing. */
static bool
add_disc(SkyMatchState *state)
{
	Sweep *sweep = &state->chunk.sweep;
	double disc[3];

	if (!evaluate_disc(state, disc))
		return sweep_add(sweep, NAN, NAN, NAN);
	if (state->plan.op == CONDITION_CONE || !isnan(disc[2]))
		return sweep_add(sweep, disc[0], disc[1], disc[2]);
	/* To PostgreSQL NaN is equal to itself and greater than any distance. */
	sweep_add_doubt(sweep);
	return true;
}

/* Take the next rows of the covering side; false if there are none. */
static bool
fill_chunk(SkyMatchState *state)
{
	CoveringChunk *chunk = &state->chunk;

	chunk_clear(chunk, state->covering->plan->plan_width);
	while (!state->covering_ended && !chunk_is_full(chunk))
	{
		TupleTableSlot *row = ExecProcNode(state->covering);

		if (TupIsNull(row))
		{
			state->covering_ended = true;
			break;
		}
		lay_out_covering(state, row);
		if (add_disc(state) || state->rule->fill_covering)
			chunk_add(chunk, row);
		else
			sweep_take_back(&chunk->sweep);
	}
	if (chunk->count == 0)
		return false;
	state->chunks++;
	return true;
}

/* The result of the scan tuple, NULL if a condition on results does not hold. */
static TupleTableSlot *
result(SkyMatchState *state)
{
	PlanState *ps = &state->css.ss.ps;

	if (ExecQual(ps->qual, ps->ps_ExprContext))
		return ExecProject(ps->ps_ProjInfo);
	InstrCountFiltered1(ps, 1);
	return NULL;
}

/* Are the rows that are laid out a pair?  Then keep that in mind. */
static bool
is_pair(SkyMatchState *state, const SweptPair *pair)
{
	ExprContext *econtext = state->css.ss.ps.ps_ExprContext;
	SweptSide *swept = state->swept;

	if ((pair->unsure && !ExecQual(state->close, econtext)) ||
		!ExecQual(state->join_quals, econtext))
	{
		state->removed++;
		return false;
	}
	state->chunk.matched[pair->disc] = true;
	if (swept->marks != NULL)
		marks_set(swept->marks, swept->row);
	return true;
}

/* The next result that is a pair. */
static TupleTableSlot *
next_pair(SkyMatchState *state)
{
	const MatchRule *rule = state->rule;
	SweptSide *swept = state->swept;
	SweptPair pair;

	while (swept->ops->next(swept, &pair))
	{
		TupleTableSlot *slot;

		if (rule->once_swept && marks_has(swept->marks, swept->row))
			continue;
		lay_out_stored(state, pair.disc);
		ResetExprContext(state->css.ss.ps.ps_ExprContext);
		if (is_pair(state, &pair) && rule->pairs && (slot = result(state)) != NULL)
			return slot;
	}
	return NULL;
}

/* The next result that is a row of the chunk without a pair. */
static TupleTableSlot *
next_covering(SkyMatchState *state)
{
	swept_lay_out(state->swept, NULL);
	while (state->at < state->chunk.count)
	{
		uint32 number = state->at++;
		TupleTableSlot *slot;

		if (state->chunk.matched[number])
			continue;
		lay_out_stored(state, number);
		ResetExprContext(state->css.ss.ps.ps_ExprContext);
		if ((slot = result(state)) != NULL)
			return slot;
	}
	return NULL;
}

/* The next result that is a swept row without a pair. */
static TupleTableSlot *
next_swept(SkyMatchState *state)
{
	lay_out_covering(state, NULL);
	while (state->swept->ops->next_unmarked(state->swept))
	{
		TupleTableSlot *slot;

		ResetExprContext(state->css.ss.ps.ps_ExprContext);
		if ((slot = result(state)) != NULL)
			return slot;
	}
	return NULL;
}

static TupleTableSlot *
match_exec(CustomScanState *css)
{
	SkyMatchState *state = (SkyMatchState *) css;
	TupleTableSlot *slot = NULL;

	while (slot == NULL && state->step != STEP_DONE)
	{
		switch (state->step)
		{
			case STEP_FILL:
				if (fill_chunk(state))
				{
					state->swept->ops->start(state->swept, &state->chunk);
					state->step = STEP_PAIRS;
				}
				else
					state->step = state->rule->fill_swept ? STEP_SWEPT : STEP_DONE;
				break;
			case STEP_PAIRS:
				slot = next_pair(state);
				state->at = 0;
				if (slot == NULL)
					state->step = state->rule->fill_covering ? STEP_COVERING : STEP_FILL;
				break;
			case STEP_COVERING:
				slot = next_covering(state);
				if (slot == NULL)
					state->step = STEP_FILL;
				break;
			case STEP_SWEPT:
				slot = next_swept(state);
				if (slot == NULL)
					state->step = STEP_DONE;
				break;
			case STEP_DONE:
				break;
		}
	}
	return slot;
}

static void
match_rescan(CustomScanState *css)
{
	SkyMatchState *state = (SkyMatchState *) css;

	/* execAmi.c does this for outer and inner plans, not for those of custom scans. */
	if (css->ss.ps.chgParam != NULL)
		UpdateChangedParamSet(state->covering, css->ss.ps.chgParam);
	if (state->covering->chgParam == NULL)
		ExecReScan(state->covering);
	state->covering_ended = false;
	state->swept->ops->rescan(state->swept);
	if (state->swept->marks != NULL)
		marks_clear(state->swept->marks);
	chunk_restart(&state->chunk);
	state->step = STEP_FILL;
}

static void
match_end(CustomScanState *css)
{
	SkyMatchState *state = (SkyMatchState *) css;

	state->swept->ops->close(state->swept);
	chunk_fini(&state->chunk);
	ExecEndNode(state->covering);
}

/* A list of conditions as SQL. */
static void
explain_quals(SkyMatchState *state,
			  const char *label,
			  List *quals,
			  List *ancestors,
			  ExplainState *es)
{
	List *context;

	if (quals == NIL)
		return;
	context = set_deparse_context_plan(es->deparse_cxt, state->css.ss.ps.plan, ancestors);
	ExplainPropertyText(
		label,
		deparse_expression((Node *) make_ands_explicit(quals), context, true, false),
		es);
}

static void
explain_indexes(const SkyMatchState *state, ExplainState *es)
{
	List *names = NIL;
	ListCell *cell;

	foreach (cell, state->plan.indexes)
		names = lappend(names, get_rel_name(lfirst_oid(cell)));
	if (list_length(names) == 1)
		ExplainPropertyText("Sky Index", linitial(names), es);
	else
		ExplainPropertyList("Sky Indexes", names, es);
}

static void
match_explain(CustomScanState *css, List *ancestors, ExplainState *es)
{
	SkyMatchState *state = (SkyMatchState *) css;
	double loops;

	ExplainPropertyText("Join Type", state->rule->name, es);
	explain_indexes(state, es);
	explain_quals(state, "Sky Cond", state->plan.close, ancestors, es);
	explain_quals(state, "Swept Filter", state->plan.swept_quals, ancestors, es);
	explain_quals(state, "Join Filter", state->plan.join_quals, ancestors, es);
	if (!es->analyze || css->ss.ps.instrument == NULL)
		return;
	loops = Max(css->ss.ps.instrument->nloops, 1);
	ExplainPropertyFloat("Chunks", NULL, state->chunks / loops, 0, es);
	ExplainPropertyFloat(
		"Candidate Pairs", NULL, state->swept->candidates / loops, 0, es);
	ExplainPropertyFloat("Pairs Removed", NULL, state->removed / loops, 0, es);
	ExplainPropertyFloat("Index Pages", NULL, state->swept->index_pages / loops, 0, es);
	ExplainPropertyFloat("Heap Pages", NULL, state->swept->heap_pages / loops, 0, es);
}

static const CustomExecMethods exec_methods = {
	.CustomName = "SkyMatch",
	.BeginCustomScan = match_begin,
	.ExecCustomScan = match_exec,
	.EndCustomScan = match_end,
	.ReScanCustomScan = match_rescan,
	.ExplainCustomScan = match_explain,
};

static Node *
match_create_state(CustomScan *node)
{
	SkyMatchState *state = palloc0(sizeof(SkyMatchState));

	NodeSetTag(state, T_CustomScanState);
	state->css.methods = &exec_methods;
	return (Node *) state;
}

const CustomScanMethods match_methods = {
	.CustomName = "SkyMatch",
	.CreateCustomScanState = match_create_state,
};
