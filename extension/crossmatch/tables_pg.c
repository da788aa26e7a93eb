/*
 * tables_pg.c
 *		The tables of the swept side, each with an index.
 */
#include "postgres.h"

#include "crossmatch/tables_pg.h"

#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/appendinfo.h"
#include "optimizer/optimizer.h"
#include "parser/parsetree.h"

#include "base/shape.h"
#include "index/condition_pg.h"
#include "index/sky_function_pg.h"

/* Add the tables of a relation; false if one cannot be swept. */
static bool
add_tables(PlannerInfo *root, const RelOptInfo *rel, List **tables)
{
	const RangeTblEntry *rte = planner_rt_fetch(rel->relid, root);
	ListCell *cell;

	check_stack_depth();
	if (rte->rtekind != RTE_RELATION || rte->tablesample != NULL)
		return false;
	if (!rte->inh)
	{
		*tables = lappend(*tables, (void *) rel);
		return rel->indexlist != NIL;
	}
	foreach (cell, root->append_rel_list)
	{
		const AppendRelInfo *info = lfirst_node(AppendRelInfo, cell);
		RelOptInfo *child = root->simple_rel_array[info->child_relid];

		if (info->parent_relid == rel->relid && child != NULL && !IS_DUMMY_REL(child) &&
			!add_tables(root, child, tables))
			return false;
	}
	return true;
}

List *
swept_tables(PlannerInfo *root, const RelOptInfo *rel)
{
	List *tables = NIL;

	return add_tables(root, rel, &tables) ? tables : NIL;
}

/* What the relation's columns are in an expression, in one of its tables. */
static Node *
in_table(PlannerInfo *root, const RelOptInfo *rel, const RelOptInfo *table, Node *expr)
{
	if (table == rel)
		return expr;
	return adjust_appendrel_attrs_multilevel(root, expr, table->relids, rel->relids);
}

/*
 * Make a condition one on lon, lat and radius; on a point and a radius; or on a circle,
 * whichever is the first that can be.  False if it is not about a disc.
 */
static bool
take_apart(SkyCondition *condition)
{
	Node *first = linitial(condition->args);
	List *args;

	switch (linitial_int(condition->program))
	{
		case CONDITION_CONE:
		case CONDITION_NEARER:
		case CONDITION_NEAR:
			break;
		case CONDITION_SHAPE:
			if (lsecond_int(condition->program) != SHAPE_CIRCLE)
				return false;
			condition->program = list_make1_int(CONDITION_CONE);
			switch (sky_function_call(first, &args))
			{
				case FUNCTION_CIRCLE:
				case FUNCTION_CIRCLE_AROUND:
					condition->args = list_copy(args);
					break;
				default:
					return true;
			}
			break;
		default:
			return false;
	}
	if (sky_function_call(linitial(condition->args), &args) == FUNCTION_POINT)
		condition->args = list_concat_copy(args, list_copy_tail(condition->args, 1));
	return true;
}

/* Is a condition on swept rows that of a disc which each covering row claims? */
static bool
is_disc(PlannerInfo *root, const RelOptInfo *covering, SkyCondition *condition)
{
	Relids relids = pull_varnos(root, (Node *) condition->args);

	return take_apart(condition) && !bms_is_empty(relids) &&
		   bms_is_subset(relids, covering->relids);
}

/* The smallest index of a table that serves a clause. */
static IndexOptInfo *
find_index(PlannerInfo *root,
		   const RelOptInfo *table,
		   const RelOptInfo *covering,
		   Node *clause,
		   SkyCondition *condition)
{
	IndexOptInfo *best = NULL;
	ListCell *cell;

	foreach (cell, table->indexlist)
	{
		SkyIndex index;
		SkyCondition found;

		if (!match_index(lfirst(cell), &index) ||
			!match_clause(root, table->relid, &index, clause, &found) ||
			!is_disc(root, covering, &found) ||
			(best != NULL && best->pages <= index.info->pages))
			continue;
		best = index.info;
		*condition = found;
	}
	return best;
}

List *
swept_indexes(PlannerInfo *root,
			  const RelOptInfo *rel,
			  const List *tables,
			  const RelOptInfo *covering,
			  Node *clause,
			  SkyCondition *condition)
{
	List *indexes = NIL;
	ListCell *cell;

	foreach (cell, tables)
	{
		const RelOptInfo *table = lfirst(cell);
		SkyCondition found;
		IndexOptInfo *index =
			find_index(root, table, covering, in_table(root, rel, table, clause), &found);

		if (index == NULL)
			return NIL;
		if (indexes == NIL)
			*condition = found;
		/* One takes the position by its coordinates, another as a point. */
		else if (!equal(found.program, condition->program) ||
				 !equal(found.args, condition->args))
			return NIL;
		indexes = lappend(indexes, index);
	}
	return indexes;
}

List *
swept_attributes(PlannerInfo *root,
				 const RelOptInfo *rel,
				 const RelOptInfo *table,
				 const List *columns)
{
	List *attributes = NIL;
	ListCell *cell;

	foreach (cell, columns)
	{
		Node *column = in_table(root, rel, table, lfirst(cell));

		/* A whole row is of another type there. */
		if (!IsA(column, Var))
			return NIL;
		attributes = lappend_int(attributes, ((Var *) column)->varattno);
	}
	return attributes;
}
