/*
 * swept_table_pg.c
 *		A table of the swept side.
 */
#include "postgres.h"

#include "crossmatch/swept_table_pg.h"

#include "access/genam.h"
#include "access/tableam.h"
#include "executor/executor.h"
#include "nodes/makefuncs.h"

/*
 * The swept side's columns of the scan tuple as a target list for rows of a table, where
 * they have other numbers.
 */
static List *
table_columns(const CustomScan *node, int first, Index rti, const List *attributes)
{
	List *columns = NIL;
	ListCell *cell;
	ListCell *attribute;

	for_each_from(cell, node->custom_scan_tlist, first)
	{
		TargetEntry *column = copyObject(lfirst_node(TargetEntry, cell));

		column->resno -= first;
		columns = lappend(columns, column);
	}
	forboth (cell, columns, attribute, attributes)
	{
		Var *var = castNode(Var, ((TargetEntry *) lfirst(cell))->expr);

		var->varno = rti;
		var->varattno = lfirst_int(attribute);
	}
	return columns;
}

void
swept_table_open(SweptTable *table,
				 CustomScanState *css,
				 const MatchPlan *plan,
				 int number,
				 int eflags)
{
	EState *estate = css->ss.ps.state;
	Index rti = list_nth_int(plan->tables, number);
	List *columns = table_columns((CustomScan *) css->ss.ps.plan,
								  plan->covering_columns,
								  rti,
								  list_nth(plan->attributes, number));

	table->heap = ExecOpenScanRelation(estate, rti, eflags);
	table->slot = ExecInitExtraTupleSlot(
		estate, RelationGetDescr(table->heap), table_slot_callbacks(table->heap));
	table->econtext = CreateExprContext(estate);
	table->econtext->ecxt_scantuple = table->slot;
	/* Without the node, whose scan tuple is of another kind than rows of the table. */
	table->columns = ExecBuildProjectionInfo(
		columns,
		table->econtext,
		ExecInitExtraTupleSlot(estate, ExecTypeFromTL(columns), &TTSOpsVirtual),
		NULL,
		RelationGetDescr(table->heap));
	if ((eflags & EXEC_FLAG_EXPLAIN_ONLY) == 0)
		table->index = index_open(list_nth_oid(plan->indexes, number),
								  exec_rt_fetch(rti, estate)->rellockmode);
}

void
swept_table_close(SweptTable *table)
{
	swept_table_stop(table);
	if (table->index != NULL)
		index_close(table->index, NoLock);
}

void
swept_table_start(SweptTable *table, Snapshot snapshot)
{
	if (table->reader != NULL)
		return;
	table->reader = leaf_reader_open(table->index, snapshot);
	table->batch = heap_batch_open(table->heap, snapshot, MaxTIDsPerBTreePage);
	visible_open(&table->visible, table->heap, snapshot);
}

void
swept_table_pause(SweptTable *table)
{
	if (table->reader == NULL)
		return;
	heap_batch_clear(table->batch);
	leaf_reader_unpin(table->reader);
}

void
swept_table_stop(SweptTable *table)
{
	if (table->reader == NULL)
		return;
	visible_close(&table->visible);
	heap_batch_close(table->batch);
	leaf_reader_close(table->reader);
	table->batch = NULL;
	table->reader = NULL;
}
