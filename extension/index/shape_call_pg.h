#ifndef INDEX_SHAPE_CALL_PG_H
#define INDEX_SHAPE_CALL_PG_H

#include "nodes/nodes.h"

#include "base/shape.h"
#include "index/extent.h"

/* One side of a relation of shapes. */
typedef struct ShapeSide
{
	SkyShape kind; /* SHAPE_NONE for an extent */
	Node *value;   /* the shape or extent; NULL for a position by two numbers */
	Node *lon;
	Node *lat;
} ShapeSide;

/* What a predicate asks: how the extent of the first side must stand to the second's. */
typedef struct ShapeCall
{
	ExtentRelation relation;
	ShapeSide sides[2];
} ShapeCall;

/* Is a node a predicate on shapes, called as a function or through an operator? */
extern bool shape_call(const Node *node, ShapeCall *call);

/* The same relation seen from the second side. */
extern ExtentRelation shape_relation_back(ExtentRelation relation);

/* The extent of a side whose arguments are constants; false if they are not. */
extern bool shape_side_constant(const ShapeSide *side, Extent *extent);

#endif
