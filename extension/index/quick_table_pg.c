/*
 * quick_table_pg.c
 *		The table of a small search, and its indexes, as get_relation_info tells of them.
 *
 * Of all indexes only those of positions, on sky.key(lon, lat), and of shapes are told,
 * and of these what the planner asks of an index on one column or expression.
 */
#include "postgres.h"

#include "index/quick_table_pg.h"

#include "access/nbtree.h"
#include "access/sysattr.h"
#include "access/table.h"
#include "access/xlog.h"
#include "catalog/pg_am.h"
#include "optimizer/optimizer.h"
#include "optimizer/plancat.h"
#include "optimizer/tlist.h"
#include "storage/bufmgr.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/sky_type_pg.h"

static void *
copy_one(const void *value, size_t size)
{
	return memcpy(palloc(size), value, size);
}

static IndexOptInfo *
describe_index(RelOptInfo *rel, Relation index)
{
	IndexOptInfo *info = makeNode(IndexOptInfo);
	const IndexAmRoutine *routine = index->rd_indam;
	int column = index->rd_index->indkey.values[0];

	info->indexoid = RelationGetRelid(index);
	info->reltablespace = index->rd_rel->reltablespace;
	info->rel = rel;
	info->relam = index->rd_rel->relam;
	info->ncolumns = info->nkeycolumns = 1;
	info->indexkeys = copy_one(&column, sizeof(int));
	info->opfamily = copy_one(index->rd_opfamily, sizeof(Oid));
	info->opcintype = copy_one(index->rd_opcintype, sizeof(Oid));
	info->indexcollations = copy_one(index->rd_indcollation, sizeof(Oid));
	info->canreturn = info->reverse_sort = info->nulls_first = palloc0(sizeof(bool));
	info->amoptionalkey = routine->amoptionalkey;
	info->amhasgettuple = routine->amgettuple != NULL;
	info->amhasgetbitmap = routine->amgetbitmap != NULL;
	info->amcostestimate = routine->amcostestimate;
	info->indexprs = RelationGetIndexExpressions(index);
	info->pages = RelationGetNumberOfBlocks(index);
	info->tuples = rel->tuples;
	info->tree_height = info->relam == BTREE_AM_OID ? _bt_getrootheight(index) : -1;
	return info;
}

/* Is an index one of all rows that every snapshot of ours may use? */
static bool
is_usable(Relation index)
{
	const FormData_pg_index *form = index->rd_index;

	return form->indisvalid &&
		   heap_attisnull(index->rd_indextuple, Anum_pg_index_indpred, NULL) &&
		   (!form->indcheckxmin ||
			TransactionIdPrecedes(HeapTupleHeaderGetXmin(index->rd_indextuple->t_data),
								  TransactionXmin));
}

/* Is an index a btree on an expression? */
static bool
is_keys(Relation index)
{
	return index->rd_rel->relam == BTREE_AM_OID &&
		   index->rd_index->indkey.values[0] == 0 && index->rd_indoption[0] == 0;
}

/* Is some column of an index a shape, as one of GiST has it? */
static bool
has_shape(Relation index)
{
	for (int i = 0; i < index->rd_index->indnkeyatts; i++)
	{
		if (sky_type_shape(index->rd_opcintype[i]) != SHAPE_NONE)
			return true;
	}
	return false;
}

/*
 * Those of a table's indexes that may answer where rows are.  One over shapes that is not
 * as described here, such as a partial one, leaves none: the planner may know a use of
 * it.
 */
static List *
describe_indexes(RelOptInfo *rel, Relation table, LOCKMODE lock)
{
	List *infos = NIL;
	bool all = true;
	ListCell *cell;

	foreach (cell, RelationGetIndexList(table))
	{
		Relation index = index_open(lfirst_oid(cell), lock);
		bool is_shapes = index->rd_rel->relam == GIST_AM_OID && has_shape(index);

		if (is_usable(index) &&
			(is_shapes ? index->rd_index->indnatts == 1 : is_keys(index)))
			infos = lcons(describe_index(rel, index), infos);
		else
			all &= !is_shapes;
		index_close(index, NoLock);
	}
	return all ? infos : NIL;
}

RelOptInfo *
quick_table(PlannerInfo *root, Index relid)
{
	RangeTblEntry *rte = root->simple_rte_array[relid];
	Relation table = table_open(rte->relid, NoLock);
	RelOptInfo *rel = makeNode(RelOptInfo);
	int columns;

	rel->reloptkind = RELOPT_BASEREL;
	rel->relid = relid;
	rel->relids = bms_make_singleton(relid);
	rel->rtekind = RTE_RELATION;
	rel->reltablespace = table->rd_rel->reltablespace;
	rel->reltarget = create_empty_pathtarget();
	rel->min_attr = FirstLowInvalidHeapAttributeNumber + 1;
	rel->max_attr = RelationGetNumberOfAttributes(table);
	columns = rel->max_attr - rel->min_attr + 1;
	rel->attr_needed = palloc0(columns * sizeof(Relids));
	rel->attr_widths = palloc0(columns * sizeof(int32));
	if (!(rte->inh && table->rd_rel->relhassubclass) &&
		table->rd_tableam->scan_bitmap_next_block != NULL &&
		(RelationIsPermanent(table) || !RecoveryInProgress()))
	{
		rte->inh = false;
		estimate_rel_size(table,
						  rel->attr_widths - rel->min_attr,
						  &rel->pages,
						  &rel->tuples,
						  &rel->allvisfrac);
		rel->indexlist = describe_indexes(rel, table, rte->rellockmode);
	}
	table_close(table, NoLock);
	root->simple_rel_array[relid] = rel;
	root->all_baserels = rel->relids;
	root->total_table_pages = rel->pages;
	return rel->indexlist != NIL ? rel : NULL;
}
