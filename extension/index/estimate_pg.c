/*
 * estimate_pg.c
 *		How many rows have their position in a shape.
 *
 * By a look at the sky index, where the shape is known: bins of its statistics are many
 * times as wide as a star cluster.  A small shape that has few rows by these is taken to
 * have them.  Without an index, or for a shape that is not known yet, positions are taken
 * to lie evenly on the whole sky.
 */
#include "postgres.h"

#include "index/estimate_pg.h"

#include "access/genam.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "utils/memutils.h"

#include "base/arena_pg.h"
#include "base/sky_type_pg.h"
#include "geo/cover.h"
#include "index/condition_pg.h"
#include "index/rank_pg.h"
#include "index/sky_function_pg.h"
#include "index/stats_pg.h"

#define SPHERE (4.0 * M_PI)

/*
 * More cells make estimates finer and planning slower: so many at first, then for many
 * rows, then while rows on the border lie unevenly, such as a star cluster there, or
 * little of the border is in the shape.
 */
#define ESTIMATE_CELLS 6
#define CLOSER_CELLS   40
#define MOST_CELLS	   400
#define CLOSER_ROWS	   1000
#define UNEVEN_ROWS	   100
#define LEAST_SHARE	   0.1
#define ESTIMATE_ORDER 20

/*
 * A shape that is so small [chord] and has so few rows by the statistics is not looked
 * up: that takes 5 us, as much as to read the rows.
 */
#define SMALL_ROWS 5
#define SMALL_CAP  1e-3

/* Radius and shape where they are not known [sr]: a minute of arc, a square degree. */
#define UNKNOWN_CONE  (M_PI * 8.46e-8)
#define UNKNOWN_SHAPE 3.05e-4

/* What a look at the index tells of a cover: rows and areas [sr]. */
typedef struct Count
{
	double inside;
	double border;
	double inside_area;
	double border_area;
	double squares; /* of the rows of each range on the border, by its area */
} Count;

static Count
count_cover(Relation index, double rows, const Cover *cover)
{
	const double key_area = SPHERE / (double) healpix_cells(HEALPIX_MAX_ORDER);
	Count count = {0};

	for (const CoverRange *r = cover->ranges; r < cover->ranges + cover->count; r++)
	{
		double area = (double) (r->hi - r->lo) * key_area;
		double found = rank_rows(index, r->lo, r->hi, rows);

		if (r->shape == NULL)
		{
			count.inside += found;
			count.inside_area += area;
			continue;
		}
		count.border += found;
		count.border_area += area;
		count.squares += found * found / area;
	}
	return count;
}

/* The share of the border that is in a shape of this area, if it is known [sr]. */
static double
border_share(const Count *count, double area)
{
	if (area < 0 || count->border_area <= 0)
		return 0.5;
	return Min(Max((area - count->inside_area) / count->border_area, 0.0), 1.0);
}

/* Would rows that lie evenly on the border be another sight? */
static bool
is_uneven(const Count *count)
{
	double rows = count->border;

	return rows > UNEVEN_ROWS && count->squares * count->border_area > 2.0 * rows * rows;
}

/* The rows of an index that are in a shape, by covers as fine as it takes to tell. */
static double
look_up(Relation index, double rows, const CoverShape *shape, Arena *arena)
{
	CoverLimits limits = {ESTIMATE_ORDER, ESTIMATE_CELLS};
	double area = cover_area(shape);

	for (;;)
	{
		Cover cover = cover_make(shape, limits, arena);
		Count count = count_cover(index, rows, &cover);
		double part = border_share(&count, area);
		double found = count.inside + part * count.border;
		bool is_rough =
			found > CLOSER_ROWS || (part < LEAST_SHARE && count.border > UNEVEN_ROWS);

		if (limits.cells < CLOSER_CELLS && is_rough)
			limits.cells = CLOSER_CELLS;
		else if (limits.cells < MOST_CELLS && is_uneven(&count))
			limits.cells = limits.cells < CLOSER_CELLS ? CLOSER_CELLS : MOST_CELLS;
		else
			return found;
	}
}

/*
 * The share of the rows in a small shape, whose cap lies in the plane for the purpose: as
 * many in an area as in that of the keys next to its centre.
 */
static double
estimate_small(const KeyStats *stats, const CoverShape *shape)
{
	const double key_area = SPHERE / (double) healpix_cells(HEALPIX_MAX_ORDER);
	double keys = shape->cap * shape->cap * M_PI / key_area;
	int64 key = healpix_index(HEALPIX_MAX_ORDER, shape->cap_centre);
	int64 margin = (int64) keys + 1;

	return (key_stats_below(stats, key + margin) - key_stats_below(stats, key - margin)) *
		   keys / (2.0 * margin);
}

/* The share of the rows of an indexed relation that are in a shape. */
static double
estimate_place(const IndexOptInfo *info, const CoverShape *shape, Arena *arena)
{
	const KeyStats *stats = key_stats(info->indexoid);
	Relation index;
	double share;

	if (shape->cap < SMALL_CAP && stats->known)
	{
		share = estimate_small(stats, shape);
		if (share * info->tuples < SMALL_ROWS)
			return share;
	}
	/* The planner has locked it. */
	index = index_open(info->indexoid, NoLock);
	share = look_up(index, info->tuples, shape, arena) / Max(info->tuples, 1.0);
	index_close(index, NoLock);
	return share;
}

/* The share of the sky that a condition takes, where its arguments are not all known. */
static double
estimate_unknown(PlannerInfo *root, const SkyCondition *condition)
{
	double area = UNKNOWN_SHAPE;
	Node *radius = estimate_expression_value(root, llast(condition->args));

	if (linitial_int(condition->program) != CONDITION_SHAPE)
	{
		area = UNKNOWN_CONE;
		if (IsA(radius, Const) && !((Const *) radius)->constisnull)
		{
			double degrees = DatumGetFloat8(((Const *) radius)->constvalue);
			double half = sin(Min(Max(degrees, 0.0), 180.0) * M_PI / 360.0);

			area = SPHERE * half * half;
		}
	}
	return area / SPHERE;
}

/* The place of a condition, if its arguments are known by now. */
static bool
find_place(PlannerInfo *root,
		   const SkyCondition *condition,
		   Arena *arena,
		   ConditionPlace *place)
{
	int count = list_length(condition->args);
	Datum *values = palloc(count * sizeof(Datum));
	bool *nulls = palloc(count * sizeof(bool));
	ListCell *cell;

	foreach (cell, condition->args)
	{
		int i = foreach_current_index(cell);
		Node *arg = lfirst(cell);

		if (!IsA(arg, Const))
			arg = estimate_expression_value(root, arg);
		if (!IsA(arg, Const))
			return false;
		values[i] = ((Const *) arg)->constvalue;
		nulls[i] = ((Const *) arg)->constisnull;
	}
	arena_init_context(arena, CurrentMemoryContext, 0);
	*place = condition_place(condition->program, values, nulls, arena);
	return true;
}

/* The share of the rows that meet one condition, a single cone or shape. */
static double
estimate_condition(PlannerInfo *root,
				   const SkyIndex *index,
				   const SkyCondition *condition)
{
	ConditionPlace place;
	Arena arena;

	if (!find_place(root, condition, &arena, &place))
		return estimate_unknown(root, condition);
	if (index->info != NULL)
		return estimate_place(index->info, place.shape, &arena);
	return Max(cover_area(place.shape), 0.0) / SPHERE;
}

double
estimate_area(PlannerInfo *root, const SkyCondition *condition)
{
	ConditionPlace place;
	Arena arena;

	return condition->program != NIL && find_place(root, condition, &arena, &place)
			   ? cover_area(place.shape)
			   : -1.0;
}

/* The positions of a clause that an index might be on; at most two. */
static int
candidate_indexes(Node *clause, SkyIndex *candidates)
{
	List *args;
	int count = 0;
	int first = 0;
	int last = 0;

	switch (sky_function_call(clause, &args))
	{
		case FUNCTION_CONE:
		case FUNCTION_DISTANCE:
			candidates[count++] = (SkyIndex){.lon = linitial(args), .lat = lsecond(args)};
			candidates[count++] = (SkyIndex){.lon = lthird(args), .lat = lfourth(args)};
			return count;
		case FUNCTION_INSIDE:
			candidates[count++] = (SkyIndex){.lon = linitial(args), .lat = lsecond(args)};
			return count;
		case FUNCTION_CONTAINS:
			break;
		case FUNCTION_COVERS:
			first = last = 1;
			break;
		case FUNCTION_INTERSECTS:
		case FUNCTION_POINT_DISTANCE:
			last = 1;
			break;
		default:
			if (!IsA(clause, OpExpr) || list_length(((OpExpr *) clause)->args) != 2)
				return 0;
			/* The distance that is compared. */
			args = ((OpExpr *) clause)->args;
			for (int i = 0; i < 2 && count == 0; i++)
			{
				double times;
				Node *side = sky_function_distance(list_nth(args, i), &times);

				if (side != NULL)
					count = candidate_indexes(side, candidates);
			}
			return count;
	}
	for (int i = first; i <= last; i++)
	{
		Node *arg = list_nth(args, i);

		if (sky_type_shape(exprType(arg)) == SHAPE_POINT)
			candidates[count++] = (SkyIndex){.point = arg};
	}
	return count;
}

/*
 * Match a clause with an index of the relation, or else as if its position were indexed:
 * then index->info is NULL.
 */
static bool
match_relation(PlannerInfo *root,
			   Index relid,
			   Node *clause,
			   SkyIndex *index,
			   SkyCondition *condition)
{
	RelOptInfo *rel = root->simple_rel_array[relid];
	SkyIndex candidates[2];
	int count;
	ListCell *cell;

	if (rel == NULL)
		return false;
	foreach (cell, rel->indexlist)
	{
		if (match_index(lfirst(cell), index) &&
			match_clause(root, relid, index, clause, condition))
			return true;
	}
	count = candidate_indexes(clause, candidates);
	for (int i = 0; i < count; i++)
	{
		*index = candidates[i];
		if (match_clause(root, relid, index, clause, condition))
			return true;
	}
	return false;
}

double
estimate_restriction(PlannerInfo *root, Index relid, Node *clause)
{
	SkyIndex index;
	SkyCondition condition;
	double share;

	if (!match_relation(root, relid, clause, &index, &condition))
		return -1.0;
	share = estimate_condition(root, &index, &condition);
	return Min(Max(share, 0.0), 1.0);
}

/*
 * Two catalogues of the same sky have the same stars: each row finds its own at least.
 */
double
estimate_join(PlannerInfo *root,
			  Node *clause,
			  JoinType jointype,
			  const SpecialJoinInfo *sjinfo)
{
	Relids relids = pull_varnos(root, clause);
	double area = -1.0;
	double rows = 1.0;
	double inner_rows = 1.0;
	int relid = -1;

	while ((relid = bms_next_member(relids, relid)) >= 0)
	{
		RelOptInfo *rel = root->simple_rel_array[relid];
		SkyIndex index;
		SkyCondition condition;

		if (rel == NULL)
			continue;
		rows = Max(rows, rel->tuples);
		if (bms_is_member(relid, sjinfo->min_righthand))
			inner_rows = Max(rel->tuples, 1.0);
		if (area < 0 && match_relation(root, relid, clause, &index, &condition))
			area = estimate_unknown(root, &condition);
	}
	if (area < 0)
		return -1.0;
	area = Max(area, 1.0 / rows);
	if (jointype == JOIN_SEMI || jointype == JOIN_ANTI)
		area *= inner_rows;
	return Min(area, 1.0);
}

bool
estimate_is_comparison(Node *clause)
{
	SkyIndex candidates[2];
	List *args;

	return sky_function_call(clause, &args) == FUNCTION_OTHER &&
		   candidate_indexes(clause, candidates) > 0;
}
