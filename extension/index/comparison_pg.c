/*
 * comparison_pg.c
 *		Selectivity of comparisons of a distance.
 *
 * The planner asks the operator, which is one of float8, before any hook of ours is run.
 * But it keeps the answer in the RestrictInfo and computes everything else of it.
 */
#include "postgres.h"

#include "index/comparison_pg.h"

#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"

#include "index/cost_pg.h"
#include "index/estimate_pg.h"

/* The semijoin or antijoin that a clause belongs to, or NULL. */
static SpecialJoinInfo *
semijoin_of(PlannerInfo *root, const RestrictInfo *rinfo)
{
	ListCell *cell;

	foreach (cell, root->join_info_list)
	{
		SpecialJoinInfo *info = lfirst(cell);

		if ((info->jointype == JOIN_SEMI || info->jointype == JOIN_ANTI) &&
			bms_overlap(rinfo->clause_relids, info->min_lefthand) &&
			bms_overlap(rinfo->clause_relids, info->min_righthand))
			return info;
	}
	return NULL;
}

/*
 * The share of rows or pairs that meet a comparison.  *outer: the same for outer joins;
 * for a semijoin the share of rows that find any other.
 */
static double
comparison_share(PlannerInfo *root, RestrictInfo *rinfo, double *outer)
{
	static const SpecialJoinInfo inner = {.type = T_SpecialJoinInfo};
	Node *clause = (Node *) rinfo->clause;
	SpecialJoinInfo *semijoin;
	double share;
	int relid;

	if (bms_get_singleton_member(rinfo->clause_relids, &relid))
		return *outer = estimate_restriction(root, relid, clause);
	share = *outer = estimate_join(root, clause, JOIN_INNER, &inner);
	semijoin = semijoin_of(root, rinfo);
	if (semijoin != NULL)
		*outer = estimate_join(root, clause, semijoin->jointype, semijoin);
	return share;
}

/* Put a RestrictInfo right, or one below AND and OR; true if something was changed. */
static bool
fix_node(PlannerInfo *root, Node *node)
{
	bool changed = false;
	ListCell *cell;

	if (IsA(node, BoolExpr))
	{
		foreach (cell, ((BoolExpr *) node)->args)
			changed |= fix_node(root, lfirst(cell));
	}
	else if (IsA(node, RestrictInfo))
	{
		RestrictInfo *rinfo = (RestrictInfo *) node;

		if (estimate_is_comparison((Node *) rinfo->clause))
		{
			double outer;
			double share = comparison_share(root, rinfo, &outer);

			if (share < 0 || share == rinfo->norm_selec)
				return false;
			rinfo->norm_selec = share;
			rinfo->outer_selec = outer;
			return true;
		}
		if (rinfo->orclause != NULL)
			changed = fix_node(root, (Node *) rinfo->orclause);
		if (changed)
			rinfo->norm_selec = rinfo->outer_selec = -1;
	}
	return changed;
}

double
rows_of_clauses(PlannerInfo *root, RelOptInfo *rel, List *clauses, bool parameterized)
{
	double share = 1.0;
	List *others = NIL;
	ListCell *cell;

	foreach (cell, clauses)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, cell);
		double of_comparison = -1.0;

		if (parameterized && bms_membership(rinfo->clause_relids) == BMS_MULTIPLE &&
			estimate_is_comparison((Node *) rinfo->clause))
			of_comparison =
				estimate_restriction(root, rel->relid, (Node *) rinfo->clause);
		if (of_comparison >= 0)
			share *= of_comparison;
		else
			others = lappend(others, rinfo);
	}
	share *= clauselist_selectivity(
		root, others, parameterized ? rel->relid : 0, JOIN_INNER, NULL);
	return clamp_row_est(rel->tuples * share);
}

/* The rows of a parent are those of its children. */
static double
rows_of_children(PlannerInfo *root, const RelOptInfo *parent)
{
	double rows = 0;
	ListCell *cell;

	foreach (cell, root->append_rel_list)
	{
		AppendRelInfo *info = lfirst_node(AppendRelInfo, cell);
		RelOptInfo *child = root->simple_rel_array[info->child_relid];

		if (info->parent_relid == parent->relid && child != NULL && !IS_DUMMY_REL(child))
			rows += child->rows;
	}
	return clamp_row_est(rows);
}

/* Paths made so far keep their cost, which hardly depends on the rows they give. */
static void
fix_paths(PlannerInfo *root, RelOptInfo *rel)
{
	ListCell *cell;

	foreach (cell, rel->ppilist)
	{
		ParamPathInfo *info = lfirst(cell);

		info->ppi_rows = rows_of_clauses(
			root, rel, list_concat_copy(rel->baserestrictinfo, info->ppi_clauses), true);
	}
	foreach (cell, rel->pathlist)
	{
		Path *path = lfirst(cell);

		path->rows = path->param_info != NULL ? path->param_info->ppi_rows : rel->rows;
	}
	foreach (cell, rel->partial_pathlist)
	{
		Path *path = lfirst(cell);

		path->rows = clamp_row_est(rel->rows / parallel_divisor(path));
	}
}

void
fix_comparisons(PlannerInfo *root, RelOptInfo *rel)
{
	bool changed = false;
	ListCell *cell;

	foreach (cell, rel->baserestrictinfo)
		changed |= fix_node(root, lfirst(cell));
	if (changed)
	{
		rel->rows = root->simple_rte_array[rel->relid]->inh
						? rows_of_children(root, rel)
						: rows_of_clauses(root, rel, rel->baserestrictinfo, false);
		fix_paths(root, rel);
	}
	foreach (cell, rel->joininfo)
		fix_node(root, lfirst(cell));
}
