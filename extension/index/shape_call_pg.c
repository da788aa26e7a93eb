/*
 * shape_call_pg.c
 *		Predicates on shapes as the planner sees them.
 */
#include "postgres.h"

#include "index/shape_call_pg.h"

#include "nodes/nodeFuncs.h"
#include "nodes/primnodes.h"

#include "base/sky_type_pg.h"
#include "index/extent_pg.h"
#include "index/sky_function_pg.h"

static ShapeSide
side_of(Node *value)
{
	return (ShapeSide){.kind = sky_type_shape(exprType(value)), .value = value};
}

bool
shape_call(const Node *node, ShapeCall *call)
{
	List *args;

	switch (sky_function_call(node, &args))
	{
		case FUNCTION_INSIDE:
			call->relation = EXTENT_COVERS;
			call->sides[0] = side_of(lthird(args));
			call->sides[1] = (ShapeSide){
				.kind = SHAPE_POINT, .lon = linitial(args), .lat = lsecond(args)};
			return true;
		case FUNCTION_CONTAINS:
		case FUNCTION_EXTENT_WITHIN:
			call->relation = EXTENT_WITHIN;
			break;
		case FUNCTION_COVERS:
		case FUNCTION_EXTENT_COVERS:
			call->relation = EXTENT_COVERS;
			break;
		case FUNCTION_INTERSECTS:
		case FUNCTION_EXTENT_OVERLAPS:
			call->relation = EXTENT_OVERLAPS;
			break;
		default:
			return false;
	}
	call->sides[0] = side_of(linitial(args));
	call->sides[1] = side_of(lsecond(args));
	return true;
}

ExtentRelation
shape_relation_back(ExtentRelation relation)
{
	switch (relation)
	{
		case EXTENT_COVERS:
			return EXTENT_WITHIN;
		case EXTENT_WITHIN:
			return EXTENT_COVERS;
		default:
			return relation;
	}
}

/* The value of a constant that is not NULL. */
static bool
constant_value(const Node *node, Datum *value)
{
	if (node == NULL || !IsA(node, Const) || ((const Const *) node)->constisnull)
		return false;
	*value = ((const Const *) node)->constvalue;
	return true;
}

bool
shape_side_constant(const ShapeSide *side, Extent *extent)
{
	Datum value;
	Datum lat;

	if (side->value == NULL)
	{
		if (!constant_value(side->lon, &value) || !constant_value(side->lat, &lat))
			return false;
		*extent = extent_of_position(DatumGetFloat8(value), DatumGetFloat8(lat));
		return true;
	}
	if (!constant_value(side->value, &value))
		return false;
	if (side->kind == SHAPE_NONE)
		*extent = *(const Extent *) DatumGetPointer(value);
	else
		*extent = extent_of_datum(side->kind, value);
	return true;
}
