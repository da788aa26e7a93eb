/*
 * foreign_pg.c
 *		Indexes of others for our clauses, so that an archive can move over as it is.
 *
 *		cone(ra, dec, $1)  ->  q3c_ang2ipix(ra, dec) within q3c_bound($1, 0 to 7)
 *		contains(point(spoint), $1)  ->  spoint <@ sbox_around($1)
 *		intersects(polygon(spoly), $1)  ->  spoly && scircle_around($1)
 *
 * What follows from a clause holds for more rows than the clause does, which is asked
 * again for each row found.  The planner has the new clauses while it makes paths of
 * indexes, then they are gone: no other path checks them, nobody counts them twice.
 */
#include "postgres.h"

#include "index/foreign_pg.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_am.h"
#include "catalog/pg_language.h"
#include "catalog/pg_opfamily.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/paths.h"
#include "optimizer/prep.h"
#include "optimizer/restrictinfo.h"
#include "parser/parse_func.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "base/pgsphere_pg.h"
#include "base/sky_type_pg.h"
#include "geo/q3c.h"
#include "index/comparison_pg.h"
#include "index/condition_pg.h"
#include "index/match_pg.h"
#include "index/shape_call_pg.h"

/* Strategies of pg_sphere's operator classes (pg_sphere--1.4.2.sql). */
#define SPOINT_IN_SBOX	 42
#define OVERLAPS_SCIRCLE 31

/* pg_sphere has no circle beyond a hemisphere [rad]. */
#define LARGEST_SCIRCLE 1.55

/* One index of another extension. */
typedef struct Foreign
{
	IndexOptInfo *info;
	Node *column;	   /* what is indexed */
	SkyIndex position; /* of Q3C, or a point of pg_sphere, as if it were our index */
	Node *shape;	   /* our shape of another column of pg_sphere */
	Oid operator;	   /* for pg_sphere: of the column and the bound */
	Oid bound;		   /* its type */
} Foreign;

/* While the paths of a relation are made. */
typedef struct Offer
{
	PlannerInfo *root;
	RelOptInfo *rel;
	const Foreign *foreign;
} Offer;

bool
is_q3c_cell(const Node *expr, List **args)
{
	const FuncExpr *call = (const FuncExpr *) expr;
	HeapTuple tuple;
	bool result;

	if (!IsA(expr, FuncExpr) || list_length(call->args) != 2)
		return false;
	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(call->funcid));
	if (!HeapTupleIsValid(tuple))
		return false;
	result =
		((Form_pg_proc) GETSTRUCT(tuple))->prolang == ClanguageId &&
		strcmp(NameStr(((Form_pg_proc) GETSTRUCT(tuple))->proname), "q3c_ang2ipix") == 0;
	ReleaseSysCache(tuple);
	*args = call->args;
	return result;
}

/* A coordinate as our clauses have it: Q3C takes real columns as they are. */
static Node *
as_double(Node *expr)
{
	if (exprType(expr) != FLOAT4OID)
		return expr;
	return (Node *) makeFuncExpr(F_FLOAT8_FLOAT4,
								 FLOAT8OID,
								 list_make1(expr),
								 InvalidOid,
								 InvalidOid,
								 COERCE_IMPLICIT_CAST);
}

/* Is there an index of ours on the same position? */
static bool
has_sky_index(const RelOptInfo *rel, const SkyIndex *position)
{
	ListCell *cell;

	foreach (cell, rel->indexlist)
	{
		SkyIndex index;

		if (match_index(lfirst(cell), &index) && equal(index.lon, position->lon) &&
			equal(index.lat, position->lat))
			return true;
	}
	return false;
}

static bool
find_q3c(const RelOptInfo *rel, Foreign *foreign)
{
	const IndexOptInfo *info = foreign->info;
	List *args;

	if (info->indexkeys[0] != 0 || info->opfamily[0] != INTEGER_BTREE_FAM_OID ||
		!is_q3c_cell(linitial(info->indexprs), &args))
		return false;
	foreign->column = linitial(info->indexprs);
	foreign->position.lon = as_double(linitial(args));
	foreign->position.lat = as_double(lsecond(args));
	return !has_sky_index(rel, &foreign->position);
}

/* A type of pg_sphere that lies where another does. */
static Oid
sister_type(Oid type, const char *name)
{
	HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
	Oid schema = ((Form_pg_type) GETSTRUCT(tuple))->typnamespace;

	ReleaseSysCache(tuple);
	return GetSysCacheOid2(
		TYPENAMENSP, Anum_pg_type_oid, CStringGetDatum(name), ObjectIdGetDatum(schema));
}

/* The column of an index as an expression of its relation; NULL for an expression. */
static Node *
indexed_column(const RelOptInfo *rel, const IndexOptInfo *info)
{
	if (info->indexkeys[0] <= 0)
		return NULL;
	return (Node *) makeVar(
		rel->relid, info->indexkeys[0], info->opcintype[0], -1, InvalidOid, 0);
}

static bool
find_pgsphere(const RelOptInfo *rel, Foreign *foreign)
{
	const IndexOptInfo *info = foreign->info;
	Oid type = info->opcintype[0];
	Oid conversion;
	SkyShape shape = pgsphere_shape(type, &conversion);
	Node *ours;

	foreign->column = indexed_column(rel, info);
	/* A search for boxes that meet a circle misses some (pg_sphere 1.4.2). */
	if (shape == SHAPE_NONE || shape == SHAPE_REGION || foreign->column == NULL)
		return false;
	ours = (Node *) makeFuncExpr(conversion,
								 sky_type_oid(shape),
								 list_make1(foreign->column),
								 InvalidOid,
								 InvalidOid,
								 COERCE_EXPLICIT_CALL);
	if (shape == SHAPE_POINT)
		foreign->position.point = ours;
	else
		foreign->shape = ours;
	foreign->bound = sister_type(type, shape == SHAPE_POINT ? "sbox" : "scircle");
	foreign->operator=
		get_opfamily_member(info->opfamily[0],
							type,
							foreign->bound,
							shape == SHAPE_POINT ? SPOINT_IN_SBOX : OVERLAPS_SCIRCLE);
	return OidIsValid(foreign->operator);
}

static bool
find_foreign(const RelOptInfo *rel, IndexOptInfo *info, Foreign *foreign)
{
	*foreign = (Foreign){.info = info};
	if (info->hypothetical || (info->indpred != NIL && !info->predOK))
		return false;
	switch (info->relam)
	{
		case BTREE_AM_OID:
			return find_q3c(rel, foreign);
		case GIST_AM_OID:
			return find_pgsphere(rel, foreign);
		default:
			return false;
	}
}

/* A call of one of our functions by name; NULL if there is none for these arguments. */
static Node *
call_ours(const char *name, List *args, Oid result)
{
	Oid types[4];
	Oid function;
	ListCell *cell;

	foreach (cell, args)
		types[foreach_current_index(cell)] = exprType(lfirst(cell));
	function = LookupFuncName(list_make2(makeString("sky"), makeString(pstrdup(name))),
							  list_length(args),
							  types,
							  true);
	if (!OidIsValid(function))
		return NULL;
	return (Node *) makeFuncExpr(
		function, result, copyObject(args), InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL);
}

/*
 * What a clause says about where a position is: the arguments of q3c_bound and
 * sbox_around; NIL if it is no single cone or shape.
 */
static List *
place_of_clause(const Offer *offer, Node *clause)
{
	SkyCondition condition;
	const Const *radius;

	if (!match_clause(offer->root,
					  offer->rel->relid,
					  &offer->foreign->position,
					  clause,
					  &condition))
		return NIL;
	switch ((ConditionOp) linitial_int(condition.program))
	{
		case CONDITION_SHAPE:
			/* Of a MOC the keys are asked, which cells of Q3C do not have. */
			if (lsecond_int(condition.program) == SHAPE_MOC ||
				lsecond_int(condition.program) == SHAPE_POINT)
				return NIL;
			return condition.args;
		case CONDITION_CONE:
		case CONDITION_NEARER:
			return condition.args;
		case CONDITION_NEAR:
			/* NaN would let rows in that have no position. */
			radius = llast(condition.args);
			return IsA(radius, Const) && !radius->constisnull &&
						   !isnan(DatumGetFloat8(radius->constvalue))
					   ? condition.args
					   : NIL;
		default:
			return NIL;
	}
}

static Expr *
compare(Oid operator, Node * left, Node *right)
{
	return make_opclause(operator,
						 BOOLOID,
						 false,
						 (Expr *) copyObject(left),
						 (Expr *) right,
						 InvalidOid,
						 InvalidOid);
}

static Node *
q3c_end(List *place, int end)
{
	Node *number = (Node *) makeConst(
		INT4OID, -1, InvalidOid, sizeof(int32), Int32GetDatum(end), false, true);

	return call_ours("q3c_bound", lappend(list_copy(place), number), INT8OID);
}

/* The cell is in one of the ranges. */
static Expr *
q3c_clause(const Foreign *foreign, List *place)
{
	Oid family = foreign->info->opfamily[0];
	Oid from =
		get_opfamily_member(family, INT8OID, INT8OID, BTGreaterEqualStrategyNumber);
	Oid to = get_opfamily_member(family, INT8OID, INT8OID, BTLessEqualStrategyNumber);
	List *arms = NIL;

	for (int i = 0; i < Q3C_RANGES; i++)
	{
		Node *low = q3c_end(place, 2 * i);
		Node *high = q3c_end(place, 2 * i + 1);

		if (low == NULL || high == NULL)
			return NULL;
		arms = lappend(arms,
					   make_andclause(list_make2(compare(from, foreign->column, low),
												 compare(to, foreign->column, high))));
	}
	return make_orclause(arms);
}

/* Is a node a circle of pg_sphere of which pg_sphere knows what to make? */
static bool
is_good_scircle(const Node *node)
{
	const Const *circle = (const Const *) node;

	return IsA(node, Const) && !circle->constisnull &&
		   ((const double *) DatumGetPointer(circle->constvalue))[2] < LARGEST_SCIRCLE;
}

/* The disc round what an indexed shape is compared with. */
static Node *
scircle_around(const Offer *offer, const ShapeSide *other)
{
	Node *none = (Node *) makeConst(
		FLOAT8OID, -1, InvalidOid, sizeof(float8), Float8GetDatum(0), false, true);
	Oid type = offer->foreign->bound;
	Node *circle;

	if (other->value == NULL)
		return call_ours(
			"scircle_around", list_make3(other->lon, other->lat, none), type);
	if (other->kind == SHAPE_POINT)
		return call_ours("scircle_around", list_make2(other->value, none), type);
	circle = call_ours("scircle_around", list_make1(other->value), type);
	if (circle != NULL)
		circle = eval_const_expressions(offer->root, circle);
	return circle != NULL && is_good_scircle(circle) ? circle : NULL;
}

/* The indexed shape meets the disc round the other one. */
static Expr *
shape_clause(const Offer *offer, Node *clause)
{
	const Foreign *foreign = offer->foreign;
	ShapeCall call;

	if (!shape_call(clause, &call))
		return NULL;
	for (int i = 0; i < 2; i++)
	{
		Node *circle;

		if (!equal(call.sides[i].value, foreign->shape))
			continue;
		circle = scircle_around(offer, &call.sides[1 - i]);
		return circle == NULL ? NULL
							  : compare(foreign->operator, foreign->column, circle);
	}
	return NULL;
}

/* What follows for the index from a clause; NULL if nothing does. */
static Expr *
derive(const Offer *offer, Node *clause)
{
	const Foreign *foreign = offer->foreign;
	List *place;
	Node *box;

	if (foreign->shape != NULL)
		return shape_clause(offer, clause);
	place = place_of_clause(offer, clause);
	if (place == NIL)
		return NULL;
	if (!OidIsValid(foreign->operator))
		return q3c_clause(foreign, place);
	box = call_ours("sbox_around", place, foreign->bound);
	return box == NULL ? NULL : compare(foreign->operator, foreign->column, box);
}

/* Add to a list what follows from a RestrictInfo, with its place in the query. */
static List *
add_derived(List *list, const Offer *offer, const RestrictInfo *from)
{
	Expr *clause = from->pseudoconstant ? NULL : derive(offer, (Node *) from->clause);
	ListCell *cell;

	if (clause == NULL)
		return list;
	clause = (Expr *) eval_const_expressions(offer->root, (Node *) clause);
	foreach (cell, make_ands_implicit(canonicalize_qual(clause, false)))
	{
		if (IsA(lfirst(cell), Const))
			continue;
		list = lappend(list,
					   make_restrictinfo(offer->root,
										 lfirst(cell),
										 from->is_pushed_down,
										 from->outerjoin_delayed,
										 false,
										 from->security_level,
										 from->required_relids,
										 from->outer_relids,
										 from->nullable_relids));
	}
	return list;
}

/*
 * What the planner keeps of a relation with others at hand is made here, or it would
 * count the new clauses.
 */
static void
remember_outer(PlannerInfo *root, RelOptInfo *rel, const RestrictInfo *rinfo)
{
	Relids outer = bms_union(rinfo->clause_relids, rel->lateral_relids);
	ParamPathInfo *info;

	outer = bms_del_member(outer, rel->relid);
	if (bms_is_empty(outer))
		return;
	info = get_baserel_parampathinfo(root, rel, outer);
	info->ppi_rows = rows_of_clauses(
		root, rel, list_concat_copy(rel->baserestrictinfo, info->ppi_clauses), true);
}

/* Add what follows from all clauses of the relation. */
static void
collect(const Offer *offer, List **restrictions, List **joins)
{
	ListCell *cell;

	foreach (cell, offer->rel->baserestrictinfo)
		*restrictions =
			add_derived(*restrictions, offer, lfirst_node(RestrictInfo, cell));
	foreach (cell, offer->rel->joininfo)
	{
		const RestrictInfo *rinfo = lfirst_node(RestrictInfo, cell);
		int before = list_length(*joins);

		if (!join_clause_is_movable_to((RestrictInfo *) rinfo, offer->rel))
			continue;
		*joins = add_derived(*joins, offer, rinfo);
		if (list_length(*joins) > before)
			remember_outer(offer->root, offer->rel, rinfo);
	}
}

/* Let the planner make paths of indexes with these clauses, too. */
static void
make_paths(PlannerInfo *root, RelOptInfo *rel, List *restrictions, List *joins)
{
	List *own_restrictions = rel->baserestrictinfo;
	List *own_joins = rel->joininfo;
	List *own_of_indexes = NIL;
	ListCell *cell;

	rel->baserestrictinfo = list_concat_copy(own_restrictions, restrictions);
	rel->joininfo = list_concat_copy(own_joins, joins);
	foreach (cell, rel->indexlist)
	{
		IndexOptInfo *info = lfirst(cell);

		own_of_indexes = lappend(own_of_indexes, info->indrestrictinfo);
		info->indrestrictinfo = list_concat_copy(info->indrestrictinfo, restrictions);
	}
	create_index_paths(root, rel);
	foreach (cell, rel->indexlist)
		((IndexOptInfo *) lfirst(cell))->indrestrictinfo =
			list_nth(own_of_indexes, foreach_current_index(cell));
	rel->baserestrictinfo = own_restrictions;
	rel->joininfo = own_joins;
}

void
add_foreign_paths(PlannerInfo *root, RelOptInfo *rel)
{
	List *restrictions = NIL;
	List *joins = NIL;
	ListCell *cell;

	foreach (cell, rel->indexlist)
	{
		Foreign foreign;
		Offer offer = {root, rel, &foreign};

		if (find_foreign(rel, lfirst(cell), &foreign))
			collect(&offer, &restrictions, &joins);
	}
	if (restrictions != NIL || joins != NIL)
		make_paths(root, rel, restrictions, joins);
}
