/*
 * scan_explain_pg.c
 *		What EXPLAIN says of a SkyScan.
 */
#include "postgres.h"

#include "nodes/makefuncs.h"
#include "utils/lsyscache.h"
#include "utils/ruleutils.h"

#include "index/scan_state_pg.h"

/* Tell of expressions, if there are any. */
static void
explain_expressions(
	SkyScanState *state, const char *label, List *list, List *ancestors, ExplainState *es)
{
	List *context;
	char *text;

	if (list == NIL)
		return;
	context = set_deparse_context_plan(es->deparse_cxt, state->css.ss.ps.plan, ancestors);
	text = deparse_expression((Node *) make_ands_explicit(list),
							  context,
							  list_length(es->rtable) > 1 || es->verbose,
							  false);
	ExplainPropertyText(label, text, es);
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

void
scan_explain(CustomScanState *css, List *ancestors, ExplainState *es)
{
	SkyScanState *state = (SkyScanState *) css;
	ScanCounts counts = scan_counts(state);
	double starts;

	ExplainPropertyText("Sky Index", get_rel_name(state->plan.index), es);
	explain_expressions(state, "Sky Cond", state->plan.exact, ancestors, es);
	explain_expressions(state, "Order By", state->plan.distance, ancestors, es);
	if (!es->analyze)
	{
		if (state->plan.centre == 0 && is_constant(state))
		{
			scan_make_cover(state);
			ExplainPropertyUInteger("Sky Ranges", NULL, state->cover.count, es);
		}
		return;
	}
	scan_counts_add(&counts, &state->others);
	starts = Max(css->ss.ps.instrument->nloops, 1);
	ExplainPropertyFloat(
		"Sky Ranges", NULL, counts.ranges / Max(counts.covers, 1), 0, es);
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
