/*
 * shape_estimate_pg.c
 *		How many rows stand in a relation of shapes.
 *
 * By the bins that ANALYZE leaves of a column's extents (shape_analyze_sql.c).  A shape
 * that is not known may be anywhere on the sky.
 */
#include "postgres.h"

#include "index/shape_estimate_pg.h"

#include "access/htup_details.h"
#include "catalog/pg_statistic.h"
#include "optimizer/optimizer.h"
#include "utils/lsyscache.h"
#include "utils/selfuncs.h"

#include "index/extent_bins.h"
#include "index/shape_call_pg.h"
#include "index/shape_stats_pg.h"

/* What is known of one side. */
typedef struct SideKnown
{
	bool is_constant;
	Extent extent; /* of a constant */
	double share;  /* of rows that are not NULL */
	ExtentBin *bins;
	size_t count; /* 0 without statistics */
} SideKnown;

static SideKnown
know_side(PlannerInfo *root, const ShapeSide *side, int var_relid)
{
	SideKnown known = {.share = 1.0};
	VariableStatData variable;

	known.is_constant = shape_side_constant(side, &known.extent);
	if (known.is_constant || side->value == NULL || side->kind == SHAPE_NONE)
		return known;
	examine_variable(root, side->value, var_relid, &variable);
	/* No value of a row shows in the bins: they are for everyone, as row counts are. */
	if (HeapTupleIsValid(variable.statsTuple))
	{
		known.share -= ((Form_pg_statistic) GETSTRUCT(variable.statsTuple))->stanullfrac;
		known.count = shape_bins(variable.statsTuple, &known.bins);
	}
	ReleaseVariableStats(variable);
	return known;
}

/* One column against a constant, or against what is not known. */
static double
estimate_side(const SideKnown *column, ExtentRelation relation, const SideKnown *other)
{
	if (!other->is_constant)
		return extent_bins_anywhere(column->bins, column->count, relation, 0.0);
	if (isnan(other->extent.low[0]))
		return 0.0;
	return extent_bins_share(column->bins, column->count, relation, &other->extent);
}

double
shape_estimate(PlannerInfo *root, Node *clause, int var_relid)
{
	ShapeCall call;
	SideKnown first;
	SideKnown second;
	double share;

	if (!shape_call(clause, &call))
		return -1.0;
	first = know_side(root, &call.sides[0], var_relid);
	second = know_side(root, &call.sides[1], var_relid);
	if (first.count > 0 && second.count > 0)
		share = extent_bins_pairs(
			first.bins, first.count, call.relation, second.bins, second.count);
	else if (first.count > 0)
		share = estimate_side(&first, call.relation, &second);
	else if (second.count > 0)
		share = estimate_side(&second, shape_relation_back(call.relation), &first);
	else
		return -1.0;
	return Min(Max(share * first.share * second.share, 0.0), 1.0);
}
