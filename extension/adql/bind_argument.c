/*
 * bind_argument.c
 *		Arguments: how many a function takes, what each may be, and in which type its SQL
 *		wants it.
 */
#include "adql/bind.h"
#include "base/refframe.h"

/* What bind_value() made of a predicate: 1 or 0. */
static bool
is_flag(const BoundExpr *expr)
{
	return expr->kind == BOUND_CAST && expr->args[0]->type == ADQL_BOOLEAN;
}

bool
bind_arg_fits(AdqlArg arg, const BoundExpr *expr)
{
	AdqlType type = expr->type;

	if (expr->kind == BOUND_STAR)
		return arg == ADQL_ARG_ANY;
	if (type == ADQL_FAULTY)
		return true;
	switch (arg)
	{
		case ADQL_ARG_DOUBLE:
			return adql_type_is_number(type) || type == ADQL_UNKNOWN;
		case ADQL_ARG_INTEGER:
			return type == ADQL_SMALLINT || type == ADQL_INTEGER;
		case ADQL_ARG_BIGINT:
			return adql_type_is_integer(type);
		case ADQL_ARG_NUMERIC:
			return adql_type_is_number(type) || type == ADQL_TEXT || type == ADQL_UNKNOWN;
		case ADQL_ARG_LITERAL:
			return expr->kind == BOUND_NUMBER;
		case ADQL_ARG_DIGITS:
			return expr->kind == BOUND_NUMBER && type == ADQL_INTEGER;
		case ADQL_ARG_SEED:
			return expr->kind == BOUND_NUMBER && adql_type_is_integer(type) &&
				   !expr->negated;
		case ADQL_ARG_TEXT:
		case ADQL_ARG_STRING:
			return type == ADQL_TEXT || type == ADQL_OTHER || type == ADQL_UNKNOWN;
		case ADQL_ARG_PRINTABLE:
			return adql_type_is_number(type) || type == ADQL_TEXT || type == ADQL_OTHER ||
				   type == ADQL_TIMESTAMP || type == ADQL_UNKNOWN;
		case ADQL_ARG_FRAME:
			return expr->kind == BOUND_STRING;
		case ADQL_ARG_TIMESTAMP:
			return type == ADQL_TIMESTAMP || type == ADQL_TEXT || type == ADQL_UNKNOWN;
		case ADQL_ARG_INTERVAL:
			return type == ADQL_INTERVAL;
		case ADQL_ARG_CONDITION:
			return type == ADQL_BOOLEAN || is_flag(expr);
		case ADQL_ARG_POINT:
			return type == ADQL_POINT || type == ADQL_UNKNOWN;
		case ADQL_ARG_CIRCLE:
			return type == ADQL_CIRCLE;
		case ADQL_ARG_POLYGON:
			return type == ADQL_POLYGON;
		case ADQL_ARG_SHAPE:
			return (adql_type_is_geometry(type) && type != ADQL_MOC) ||
				   type == ADQL_UNKNOWN;
		case ADQL_ARG_GEOMETRY:
			return adql_type_is_geometry(type) || type == ADQL_UNKNOWN;
		case ADQL_ARG_ORDERED:
			return adql_type_is_number(type) || type == ADQL_TEXT ||
				   type == ADQL_TIMESTAMP || type == ADQL_UNKNOWN;
		case ADQL_ARG_UNIT: /* bind_in_unit() says more */
		case ADQL_ARG_SAME:
		case ADQL_ARG_ANY:
			return true;
		default:
			return false;
	}
}

static void
check_frame(Binder *b, const BoundExpr *name)
{
	const char *nearest;
	SkyError *fault;

	if (name->kind != BOUND_STRING || refframe_find(name->text) != NULL)
		return;
	nearest = refframe_nearest(name->text);
	fault = fault_add(b->faults,
					  SKY_E_BAD_VALUE,
					  name->span,
					  "reference frame \"%s\" is not known",
					  name->text);
	if (nearest != NULL)
		sky_error_hint(fault, "Perhaps you meant '%s'.", nearest);
	else
		sky_error_hint(fault, "Frames are %s.", refframe_names);
}

BoundExpr *
bind_convert_arg(Binder *b, AdqlArg arg, BoundExpr *expr)
{
	switch (arg)
	{
		case ADQL_ARG_DOUBLE:
		case ADQL_ARG_LITERAL:
			return bind_coerce(b, expr, ADQL_DOUBLE);
		case ADQL_ARG_STRING:
			if (expr->kind != BOUND_STRING)
				fault_extension(
					b->faults, SKY_E_SYNTAX, expr->span, "a string literal belongs here");
			return bind_coerce(b, expr, ADQL_TEXT);
		case ADQL_ARG_TEXT:
		case ADQL_ARG_PRINTABLE:
			return bind_coerce(b, expr, ADQL_TEXT);
		case ADQL_ARG_TIMESTAMP:
			return bind_coerce(b, expr, ADQL_TIMESTAMP);
		case ADQL_ARG_CONDITION:
			return is_flag(expr) ? expr->args[0] : expr;
		case ADQL_ARG_FRAME:
			check_frame(b, expr);
			return expr;
		case ADQL_ARG_POINT:
		case ADQL_ARG_SHAPE:
		case ADQL_ARG_GEOMETRY:
			return expr->type == ADQL_UNKNOWN ? bind_coerce(b, expr, ADQL_POINT) : expr;
		case ADQL_ARG_ORDERED:
			return expr->type == ADQL_UNKNOWN ? bind_coerce(b, expr, ADQL_TEXT) : expr;
		default:
			return expr;
	}
}

int
bind_arg_count(const AdqlFunction *f)
{
	int count = 0;

	while (f->args[count] != ADQL_ARG_END)
		count++;
	return count;
}

AdqlArg
bind_arg_at(const AdqlFunction *f, int i)
{
	int count = bind_arg_count(f);

	return i < count ? f->args[i] : f->args[count - f->repeat + (i - count) % f->repeat];
}

bool
bind_count_fits(const AdqlFunction *f, int nargs)
{
	int count = bind_arg_count(f);

	if (f->repeat == 0)
		return nargs == count;
	return nargs >= f->least && nargs >= count && (nargs - count) % f->repeat == 0;
}
