/*
 * bind_geometry.c
 *		Geometry in the form that the sky index knows.
 *
 * However a cone is written, it becomes sky.cone(lon, lat, lon0, lat0, radius), a
 * distance sky.distance(lon, lat, lon0, lat0), a point in a shape sky.inside(lon, lat,
 * shape), with the columns first.  The forms mean exactly the same: CONTAINS includes
 * the border, as does DISTANCE <=.
 */
#include <string.h>
#include <strings.h>

#include "adql/bind.h"

static bool
is_form(const BoundExpr *expr, AdqlForm form)
{
	return expr->kind == BOUND_CALL && expr->function->form == form;
}

/* lon and lat of a point that was written by them; false for other points. */
static bool
split_point(const BoundExpr *expr, BoundExpr **lonlat)
{
	if (!is_form(expr, ADQL_FORM_POINT))
		return false;
	lonlat[0] = expr->args[0];
	lonlat[1] = expr->args[1];
	return true;
}

/* lon, lat and radius of a circle that was written by them. */
static bool
split_circle(const BoundExpr *expr, BoundExpr **lonlatr)
{
	if (!is_form(expr, ADQL_FORM_CIRCLE))
		return false;
	if (expr->nargs == 3)
	{
		memcpy(lonlatr, expr->args, 3 * sizeof(BoundExpr *));
		return true;
	}
	lonlatr[2] = expr->args[1];
	return split_point(expr->args[0], lonlatr);
}

/* Two positions in one array of four: the one with columns first. */
static void
columns_first(BoundExpr **positions)
{
	BoundExpr *first[2] = {positions[0], positions[1]};

	if (!bound_is_constant(positions[0]) || !bound_is_constant(positions[1]) ||
		(bound_is_constant(positions[2]) && bound_is_constant(positions[3])))
		return;
	memcpy(positions, positions + 2, sizeof(first));
	memcpy(positions + 2, first, sizeof(first));
}

/* A point in some shape. */
static BoundExpr *
contains_point(Binder *b, AdqlSpan span, BoundExpr *point, BoundExpr *shape)
{
	BoundExpr **args = arena_array(b->arena, 5, sizeof(BoundExpr *));

	if (split_point(point, args))
	{
		if (split_circle(shape, args + 2))
		{
			columns_first(args);
			return bind_make_call(b, &adql_cone, span, args, 5);
		}
		if (adql_type_is_geometry(shape->type) && shape->type != ADQL_POINT)
		{
			args[2] = shape;
			return bind_make_call(b, &adql_inside, span, args, 3);
		}
	}
	args[0] = point;
	args[1] = shape;
	return bind_make_call(b, &adql_contains, span, args, 2);
}

BoundExpr *
bind_geometry_call(Binder *b, BoundExpr *call)
{
	BoundExpr **args = call->args;
	BoundExpr **positions;

	switch (call->function->form)
	{
		case ADQL_FORM_CONTAINS:
			return args[0]->type == ADQL_POINT
					   ? contains_point(b, call->span, args[0], args[1])
					   : call;
		case ADQL_FORM_INTERSECTS:
			if (args[0]->type == ADQL_POINT)
				return contains_point(b, call->span, args[0], args[1]);
			if (args[1]->type == ADQL_POINT)
				return contains_point(b, call->span, args[1], args[0]);
			return call;
		case ADQL_FORM_DISTANCE:
			positions = arena_array(b->arena, 4, sizeof(BoundExpr *));
			if (call->nargs == 4)
				memcpy(positions, args, 4 * sizeof(BoundExpr *));
			else if (!split_point(args[0], positions) ||
					 !split_point(args[1], positions + 2))
				return call;
			columns_first(positions);
			return bind_make_call(b, &adql_distance, call->span, positions, 4);
		case ADQL_FORM_CONE:
			columns_first(args);
			return bind_make_call(b, &adql_cone, call->span, args, 5);
		case ADQL_FORM_INSIDE:
			positions = arena_array(b->arena, 3, sizeof(BoundExpr *));
			memcpy(positions, args, 2 * sizeof(BoundExpr *));
			positions[2] =
				bind_make_call(b, &adql_polygon, call->span, args + 2, call->nargs - 2);
			return bind_make_call(b, &adql_inside, call->span, positions, 3);
		default:
			return call;
	}
}

BoundExpr *
bind_geometry_compare(Binder *b, BoundExpr *compare)
{
	static const AstOp mirrored[AST_OPS] = {
		[AST_OP_EQUAL] = AST_OP_EQUAL,
		[AST_OP_UNEQUAL] = AST_OP_UNEQUAL,
		[AST_OP_LESS] = AST_OP_GREATER,
		[AST_OP_LESS_EQUAL] = AST_OP_GREATER_EQUAL,
		[AST_OP_GREATER] = AST_OP_LESS,
		[AST_OP_GREATER_EQUAL] = AST_OP_LESS_EQUAL,
	};
	BoundExpr **args = compare->args;
	BoundExpr **cone;

	if (is_form(args[1], ADQL_FORM_DISTANCE) && !is_form(args[0], ADQL_FORM_DISTANCE))
	{
		BoundExpr *distance = args[1];

		args[1] = args[0];
		args[0] = distance;
		compare->op = mirrored[compare->op];
	}
	if (!is_form(args[0], ADQL_FORM_DISTANCE))
		return compare;
	if (adql_type_is_number(args[1]->type))
		args[1] = bind_coerce(b, args[1], ADQL_DOUBLE);
	if (args[0]->nargs != 4 || compare->op != AST_OP_LESS_EQUAL)
		return compare;
	cone = arena_array(b->arena, 5, sizeof(BoundExpr *));
	memcpy(cone, args[0]->args, 4 * sizeof(BoundExpr *));
	cone[4] = args[1];
	return bind_make_call(b, &adql_cone, compare->span, cone, 5);
}

/*
 * The first argument of constructors in ADQL 2.0.  Whatever it says, coordinates are
 * taken as they are (ADQL 2.1, section 4.2.5).
 */
void
bind_check_coosys(Binder *b, const BoundExpr *coosys)
{
	/* Frames whose axes are those of ICRS, to what a catalogue's position is good for. */
	static const char *const same[] = {"", "ICRS", "FK5", "J2000", "UNKNOWNFrame"};
	size_t length;

	if (coosys->kind != BOUND_STRING)
		return;
	length = strcspn(coosys->text, " "); /* a reference position may follow the frame */
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		if (strlen(same[i]) == length && strncasecmp(coosys->text, same[i], length) == 0)
			return;
	sky_error_hint(fault_warn(b->faults,
							  SKY_E_UNSUPPORTED,
							  coosys->span,
							  "coordinate system \"%s\" changes nothing",
							  coosys->text),
				   "Coordinates are taken as they are; ivo_geom_transform converts "
				   "them.");
}
