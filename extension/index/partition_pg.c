/*
 * partition_pg.c
 *		Tables in partitions by range of sky.key: where the query does not search, none is
 *		read.
 *
 * PostgreSQL prunes partitions by clauses on the key itself, which queries by shape do
 * not have.  What is constant is compared when planning; for the rest each scan leaves
 * out what is beyond its partition.
 */
#include "postgres.h"

#include "index/partition_pg.h"

#include "access/table.h"
#include "catalog/pg_type.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteManip.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/partcache.h"
#include "utils/rel.h"
#include "utils/relcache.h"

#include "base/arena_pg.h"
#include "index/condition_pg.h"
#include "index/sky_function_pg.h"

/* How closely shapes are followed when planning. */
#define PRUNE_CELLS 32

/* Is an expression sky.key of a position, the same as found before if there was any? */
static bool
is_key(Node *expr, SkyIndex *key)
{
	List *args;
	SkyIndex found = {0};

	switch (sky_function_call(expr, &args))
	{
		case FUNCTION_KEY:
			found.lon = linitial(args);
			found.lat = lsecond(args);
			break;
		case FUNCTION_POINT_KEY:
			found.point = linitial(args);
			break;
		default:
			return false;
	}
	if (key->lon == NULL && key->point == NULL)
		*key = found;
	return equal(key->lon, found.lon) && equal(key->lat, found.lat) &&
		   equal(key->point, found.point);
}

/* Take what one qualification of a partition says. */
static void
narrow_bounds(Node *qual, SkyIndex *key, KeyBounds *bounds)
{
	const OpExpr *op = (const OpExpr *) qual;
	const Const *bound;
	int64 value;

	if (!IsA(qual, OpExpr) || list_length(op->args) != 2)
		return;
	bound = lsecond(op->args);
	if (!IsA(bound, Const) || bound->constisnull || bound->consttype != INT8OID ||
		!is_key(linitial(op->args), key))
		return;
	value = DatumGetInt64(bound->constvalue);
	switch (get_opcode(op->opno))
	{
		case F_INT8GE:
			bounds->lo = Max(bounds->lo, value);
			break;
		case F_INT8LT:
			bounds->hi = Min(bounds->hi, value);
			break;
		default:
			break;
	}
}

/* The place of a condition whose arguments are all constants. */
static bool
constant_place(const SkyCondition *condition, Arena *arena, ConditionPlace *place)
{
	int count = list_length(condition->args);
	Datum *values = palloc(count * sizeof(Datum));
	bool *nulls = palloc(count * sizeof(bool));
	ListCell *cell;

	foreach (cell, condition->args)
	{
		int i = foreach_current_index(cell);
		const Const *arg = lfirst(cell);

		if (!IsA(arg, Const))
			return false;
		values[i] = arg->constvalue;
		nulls[i] = arg->constisnull;
	}
	*place = condition_place(condition->program, values, nulls, arena);
	return true;
}

bool
partition_bounds(PlannerInfo *root,
				 const RelOptInfo *rel,
				 SkyIndex *key,
				 KeyBounds *bounds)
{
	Relation relation;
	List *quals;
	ListCell *cell;

	*key = (SkyIndex){0};
	*bounds = (KeyBounds){PG_INT64_MIN, PG_INT64_MAX};
	if (rel->reloptkind != RELOPT_OTHER_MEMBER_REL)
		return false;
	/* The planner has locked it. */
	relation = table_open(root->simple_rte_array[rel->relid]->relid, NoLock);
	quals = relation->rd_rel->relispartition ? RelationGetPartitionQual(relation) : NIL;
	table_close(relation, NoLock);
	foreach (cell, quals)
		narrow_bounds(lfirst(cell), key, bounds);
	ChangeVarNodes((Node *) key->lon, 1, rel->relid, 0);
	ChangeVarNodes((Node *) key->lat, 1, rel->relid, 0);
	ChangeVarNodes((Node *) key->point, 1, rel->relid, 0);
	return bounds->lo > PG_INT64_MIN || bounds->hi < PG_INT64_MAX;
}

void
partition_clip(Cover *cover, const KeyBounds *bounds)
{
	size_t count = 0;

	for (const CoverRange *r = cover->ranges; r < cover->ranges + cover->count; r++)
	{
		CoverRange range = {Max(r->lo, bounds->lo), Min(r->hi, bounds->hi), r->shape};

		if (range.lo < range.hi)
			cover->ranges[count++] = range;
	}
	cover->count = count;
}

bool
partition_is_beyond(PlannerInfo *root, RelOptInfo *rel)
{
	const CoverLimits limits = {HEALPIX_MAX_ORDER, PRUNE_CELLS};
	SkyIndex key;
	KeyBounds bounds;
	SkyCondition condition;
	ConditionPlace place;
	Arena arena;
	Cover cover;

	if (rel->baserestrictinfo == NIL || !partition_bounds(root, rel, &key, &bounds))
		return false;
	condition = match_clauses(root, rel, &key, rel->baserestrictinfo);
	arena_init_context(&arena, CurrentMemoryContext, 0);
	if (condition.program == NIL || !constant_place(&condition, &arena, &place))
		return false;
	cover = cover_make(place.shape, limits, &arena);
	partition_clip(&cover, &bounds);
	return cover.count == 0;
}
