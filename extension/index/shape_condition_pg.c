/*
 * shape_condition_pg.c
 *		From predicates on shapes to conditions on extents, which an index can answer.
 *
 *		contains(shape, $1)      ->  shape <@ extent($1)
 *		inside($1, $2, shape)    ->  shape && extent($1, $2)
 *
 * and so for each predicate and operator, with the indexed shape on either side.  They
 * are true of more rows than the predicate is, which is asked again for each row found.
 */
#include "postgres.h"

#include "index/shape_condition_pg.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/pathnodes.h"
#include "optimizer/optimizer.h"
#include "parser/parse_func.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "index/extent_scan_pg.h"
#include "index/shape_call_pg.h"

/*
 * How the extent of an indexed shape must stand to that of the other.  What is not tight
 * tells no more than where a shape is, and a position is sought best as a place.
 */
static ExtentRelation
extent_relation(ExtentRelation relation, SkyShape indexed, SkyShape other)
{
	SkyShape inner = relation == EXTENT_WITHIN ? indexed : other;

	if (relation == EXTENT_OVERLAPS || inner == SHAPE_POINT || !extent_is_tight(inner))
		return EXTENT_OVERLAPS;
	return relation;
}

static Oid
extent_type(void)
{
	Oid schema = get_namespace_oid("sky", true);

	return GetSysCacheOid2(TYPENAMENSP,
						   Anum_pg_type_oid,
						   CStringGetDatum("extent"),
						   ObjectIdGetDatum(schema));
}

/* A call of sky.extent, NULL if there is none for these arguments. */
static Node *
extent_function_call(List *args, Oid type)
{
	Oid types[2];
	Oid function;
	ListCell *cell;

	foreach (cell, args)
		types[foreach_current_index(cell)] = exprType(lfirst(cell));
	function = LookupFuncName(list_make2(makeString("sky"), makeString("extent")),
							  list_length(args),
							  types,
							  true);
	if (!OidIsValid(function))
		return NULL;
	return (Node *) makeFuncExpr(
		function, type, args, InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL);
}

/* The extent of a side: what is constant at once, all else when the query runs. */
static Node *
extent_operand(const ShapeSide *side, Oid type)
{
	Extent *extent = palloc(sizeof(Extent));

	if (shape_side_constant(side, extent))
		return (Node *) makeConst(
			type, -1, InvalidOid, sizeof(Extent), PointerGetDatum(extent), false, false);
	if (side->value == NULL)
		return extent_function_call(
			list_make2(copyObject(side->lon), copyObject(side->lat)), type);
	return extent_function_call(list_make1(copyObject(side->value)), type);
}

/* The planner has locked the index. */
static void
enable_scan(Oid oid)
{
	Relation index = index_open(oid, NoLock);

	extent_scan_enable(index);
	index_close(index, NoLock);
}

List *
shape_index_condition(SupportRequestIndexCondition *request)
{
	ShapeCall call;
	ExtentRelation relation;
	const ShapeSide *indexed;
	const ShapeSide *other;
	bool is_second = request->indexarg == 1;
	Oid type;
	Oid operator;
	Node *operand;

	if (!shape_call(request->node, &call) || call.sides[1].kind == SHAPE_NONE)
		return NIL;
	/* Of inside(lon, lat, shape) the shape is the first side. */
	if (call.sides[1].value == NULL)
	{
		if (request->indexarg != 2)
			return NIL;
		is_second = false;
	}
	indexed = &call.sides[is_second];
	other = &call.sides[!is_second];
	relation = is_second ? shape_relation_back(call.relation) : call.relation;
	type = extent_type();
	operator= get_opfamily_member(request->opfamily,
								  request->index->opcintype[request->indexcol],
								  type,
								  extent_relation(relation, indexed->kind, other->kind));
	if (!OidIsValid(operator))
		return NIL;
	operand = extent_operand(other, type);
	if (operand == NULL ||
		!is_pseudo_constant_for_index(request->root, operand, request->index))
		return NIL;
	enable_scan(request->index->indexoid);
	request->lossy = true;
	return list_make1(make_opclause(operator,
									BOOLOID,
									false,
									(Expr *) indexed->value,
									(Expr *) operand,
									InvalidOid,
									InvalidOid));
}
