/*
 * match_pg.c
 *		Which clauses of a query say where on the sky a row must be.
 */
#include "postgres.h"

#include "index/match_pg.h"

#include "catalog/pg_am.h"
#include "catalog/pg_opfamily.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "optimizer/restrictinfo.h"
#include "utils/fmgroids.h"

#include "base/sky_type_pg.h"
#include "index/condition_pg.h"
#include "index/sky_function_pg.h"

bool
match_index(IndexOptInfo *info, SkyIndex *index)
{
	List *args;

	if (info->relam != BTREE_AM_OID || info->hypothetical || info->indexkeys[0] != 0 ||
		info->opfamily[0] != INTEGER_BTREE_FAM_OID || info->opcintype[0] != INT8OID ||
		info->reverse_sort[0] || info->nulls_first[0])
		return false;
	if (info->indpred != NIL && !info->predOK)
		return false;
	*index = (SkyIndex){.info = info};
	switch (sky_function_call(linitial(info->indexprs), &args))
	{
		case FUNCTION_KEY:
			index->lon = linitial(args);
			index->lat = lsecond(args);
			return true;
		case FUNCTION_POINT_KEY:
			index->point = linitial(args);
			return true;
		default:
			return false;
	}
}

/* A clause as far as it is matched. */
typedef struct Match
{
	List *program;
	List *args;
	bool exact; /* it says no more than its program */
} Match;

typedef struct Matcher
{
	PlannerInfo *root;
	Index relid;
	const SkyIndex *index;
} Matcher;

/* Is an expression the same for all rows of the relation? */
static bool
is_free(const Matcher *m, Node *expr)
{
	if (IsA(expr, Const))
		return true;
	return !bms_is_member(m->relid, pull_varnos(m->root, expr)) &&
		   !contain_volatile_functions(expr);
}

/* Are these the position that is indexed? */
static bool
is_lon_lat(const Matcher *m, List *args, int first)
{
	return m->index->point == NULL && equal(m->index->lon, list_nth(args, first)) &&
		   equal(m->index->lat, list_nth(args, first + 1));
}

static bool
is_point(const Matcher *m, Node *expr)
{
	List *args;

	if (m->index->point != NULL)
		return equal(m->index->point, expr);
	return sky_function_call(expr, &args) == FUNCTION_POINT && is_lon_lat(m, args, 0);
}

/* A radius in double precision, or NULL if it is of another type. */
static Node *
as_double(Node *expr)
{
	switch (exprType(expr))
	{
		case FLOAT8OID:
			return expr;
		case FLOAT4OID:
			return (Node *) makeFuncExpr(F_FLOAT8_FLOAT4,
										 FLOAT8OID,
										 list_make1(expr),
										 InvalidOid,
										 InvalidOid,
										 COERCE_IMPLICIT_CAST);
		default:
			return NULL;
	}
}

static bool
set_cone(const Matcher *m, Match *match, ConditionOp op, List *centre, Node *radius)
{
	ListCell *cell;

	foreach (cell, centre)
	{
		if (!is_free(m, lfirst(cell)))
			return false;
	}
	if (!is_free(m, radius) || as_double(radius) == NULL)
		return false;
	match->program = list_make2_int(op, list_length(centre));
	match->args = lappend(centre, as_double(radius));
	match->exact = true;
	return true;
}

static List *
two_of(List *args, int first)
{
	return list_make2(list_nth(args, first), list_nth(args, first + 1));
}

/* A call with two positions by their coordinates, one of them the indexed one. */
static bool
match_pairs(const Matcher *m, Match *match, ConditionOp op, List *args, Node *radius)
{
	if (is_lon_lat(m, args, 0))
		return set_cone(m, match, op, two_of(args, 2), radius);
	return is_lon_lat(m, args, 2) && set_cone(m, match, op, two_of(args, 0), radius);
}

/* The indexed position in a shape that is the same for all rows. */
static bool
match_shape(const Matcher *m, Match *match, Node *shape)
{
	SkyShape kind = sky_type_shape(exprType(shape));

	if (kind == SHAPE_NONE || !is_free(m, shape))
		return false;
	match->program = list_make2_int(CONDITION_SHAPE, kind);
	match->args = list_make1(shape);
	match->exact = true;
	return true;
}

/* A centre that is the same for all rows, in a circle round the indexed position. */
static bool
match_circle(const Matcher *m, Match *match, List *centre, Node *circle)
{
	List *args;

	switch (sky_function_call(circle, &args))
	{
		case FUNCTION_CIRCLE:
			return is_lon_lat(m, args, 0) &&
				   set_cone(m, match, CONDITION_CONE, centre, lthird(args));
		case FUNCTION_CIRCLE_AROUND:
			return is_point(m, linitial(args)) &&
				   set_cone(m, match, CONDITION_CONE, centre, lsecond(args));
		default:
			return false;
	}
}

static bool
match_contains(const Matcher *m, Match *match, Node *inner, Node *outer)
{
	if (is_point(m, inner))
		return match_shape(m, match, outer);
	return sky_type_shape(exprType(inner)) == SHAPE_POINT &&
		   match_circle(m, match, list_make1(inner), outer);
}

/* distance(...) against a radius; the distance is on the left. */
static bool
match_distance(
	const Matcher *m, Match *match, ConditionOp op, Node *distance, Node *radius)
{
	List *args;

	switch (sky_function_call(distance, &args))
	{
		case FUNCTION_DISTANCE:
			return match_pairs(m, match, op, args, radius);
		case FUNCTION_POINT_DISTANCE:
			if (is_point(m, linitial(args)))
				return set_cone(m, match, op, list_make1(lsecond(args)), radius);
			return is_point(m, lsecond(args)) &&
				   set_cone(m, match, op, list_make1(linitial(args)), radius);
		default:
			return false;
	}
}

/* The same of a multiple of the distance, as 3600 times for seconds of arc. */
static bool
match_multiple(
	const Matcher *m, Match *match, ConditionOp op, Node *multiple, Node *radius)
{
	double times;
	Node *distance = sky_function_distance(multiple, &times);
	Node *share;

	if (distance == NULL)
		return false;
	if (times == 1.0 || as_double(radius) == NULL)
		return match_distance(m, match, op, distance, radius);
	share = (Node *) makeConst(FLOAT8OID,
							   -1,
							   InvalidOid,
							   sizeof(float8),
							   Float8GetDatum(1.0 / times),
							   false,
							   FLOAT8PASSBYVAL);
	radius = (Node *) makeFuncExpr(F_FLOAT8MUL,
								   FLOAT8OID,
								   list_make2(as_double(radius), share),
								   InvalidOid,
								   InvalidOid,
								   COERCE_EXPLICIT_CALL);
	return match_distance(
		m, match, op, distance, eval_const_expressions(m->root, radius));
}

static bool
match_comparison(const Matcher *m, Match *match, const OpExpr *op)
{
	Node *left;
	Node *right;

	if (list_length(op->args) != 2)
		return false;
	left = linitial(op->args);
	right = lsecond(op->args);
	switch (op->opfuncid)
	{
		case F_FLOAT8LT:
		case F_FLOAT84LT:
			return match_multiple(m, match, CONDITION_NEARER, left, right);
		case F_FLOAT8LE:
		case F_FLOAT84LE:
			return match_multiple(m, match, CONDITION_NEAR, left, right);
		case F_FLOAT8GT:
		case F_FLOAT48GT:
			return match_multiple(m, match, CONDITION_NEARER, right, left);
		case F_FLOAT8GE:
		case F_FLOAT48GE:
			return match_multiple(m, match, CONDITION_NEAR, right, left);
		default:
			return false;
	}
}

static bool
match_call(const Matcher *m, Match *match, Node *clause)
{
	List *args;

	switch (sky_function_call(clause, &args))
	{
		case FUNCTION_CONE:
			return match_pairs(m, match, CONDITION_CONE, args, list_nth(args, 4));
		case FUNCTION_INSIDE:
			if (is_lon_lat(m, args, 0))
				return match_shape(m, match, lthird(args));
			return match_circle(m, match, two_of(args, 0), lthird(args));
		case FUNCTION_CONTAINS:
			return match_contains(m, match, linitial(args), lsecond(args));
		case FUNCTION_COVERS:
			return match_contains(m, match, lsecond(args), linitial(args));
		case FUNCTION_INTERSECTS:
			/* With a point it is the same as to contain it. */
			return match_contains(m, match, linitial(args), lsecond(args)) ||
				   match_contains(m, match, lsecond(args), linitial(args));
		case FUNCTION_OTHER:
			return IsA(clause, OpExpr) &&
				   match_comparison(m, match, (const OpExpr *) clause);
		default:
			return false;
	}
}

static bool match_node(const Matcher *m, Match *match, Node *clause);

/* AND: those arms that say something.  OR: all must. */
static bool
match_arms(const Matcher *m, Match *match, const BoolExpr *expr)
{
	bool all = expr->boolop == AND_EXPR;
	int matched = 0;
	ListCell *cell;

	*match = (Match){.exact = true};
	foreach (cell, expr->args)
	{
		Match arm;

		if (match_node(m, &arm, lfirst(cell)))
		{
			match->program = list_concat(match->program, arm.program);
			match->args = list_concat(match->args, arm.args);
			match->exact = match->exact && arm.exact;
			matched++;
		}
		else if (all)
			match->exact = false;
		else
			return false;
	}
	if (matched == 0)
		return false;
	match->program = lcons_int(all ? CONDITION_ALL : CONDITION_ANY,
							   lcons_int(matched, match->program));
	return true;
}

static bool
match_node(const Matcher *m, Match *match, Node *clause)
{
	check_stack_depth();
	if (IsA(clause, BoolExpr) && ((BoolExpr *) clause)->boolop != NOT_EXPR)
		return match_arms(m, match, (BoolExpr *) clause);
	if (IsA(clause, BooleanTest) && ((BooleanTest *) clause)->booltesttype == IS_TRUE)
		return match_node(m, match, (Node *) ((BooleanTest *) clause)->arg);
	return match_call(m, match, clause);
}

bool
match_clause(PlannerInfo *root,
			 Index relid,
			 const SkyIndex *index,
			 Node *clause,
			 SkyCondition *condition)
{
	Matcher m = {root, relid, index};
	Match match;

	if (!match_node(&m, &match, clause))
		return false;
	*condition = (SkyCondition){.program = match.program, .args = match.args};
	return true;
}

SkyCondition
match_clauses(PlannerInfo *root,
			  RelOptInfo *rel,
			  const SkyIndex *index,
			  List *restrictinfos)
{
	Matcher m = {root, rel->relid, index};
	SkyCondition condition = {0};
	int matched = 0;
	ListCell *cell;

	foreach (cell, restrictinfos)
	{
		RestrictInfo *rinfo = lfirst_node(RestrictInfo, cell);
		Match match;

		/* What a policy hides must not be told apart by a function that could tell. */
		if (rinfo->pseudoconstant || !restriction_is_securely_promotable(rinfo, rel) ||
			!match_node(&m, &match, (Node *) rinfo->clause))
			continue;
		condition.program = list_concat(condition.program, match.program);
		condition.args = list_concat(condition.args, match.args);
		condition.matched = lappend(condition.matched, rinfo);
		if (match.exact)
			condition.absorbed = lappend(condition.absorbed, rinfo);
		matched++;
	}
	if (matched > 1)
		condition.program =
			lcons_int(CONDITION_ALL, lcons_int(matched, condition.program));
	return condition;
}

bool
match_centre(
	PlannerInfo *root, RelOptInfo *rel, const SkyIndex *index, Node *expr, List **centre)
{
	Matcher m = {root, rel->relid, index};
	Node *any = (Node *) makeConst(FLOAT8OID,
								   -1,
								   InvalidOid,
								   sizeof(float8),
								   Float8GetDatum(0),
								   false,
								   FLOAT8PASSBYVAL);
	Match match;

	if (!match_distance(&m, &match, CONDITION_NEAR, expr, any))
		return false;
	*centre = list_delete_last(match.args);
	return true;
}
