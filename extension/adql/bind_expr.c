/*
 * bind_expr.c
 *		Values: literals, CAST, and making types fit.
 */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adql/bind.h"
#include "base/number.h"

BoundExpr *
bind_new(Binder *b, BoundKind kind, AdqlType type, AdqlSpan span)
{
	BoundExpr *expr = arena_new(b->arena, BoundExpr);

	expr->kind = kind;
	expr->type = type;
	expr->span = span;
	return expr;
}

BoundExpr *
bind_new_args(Binder *b, BoundKind kind, AdqlType type, AdqlSpan span, int nargs)
{
	BoundExpr *expr = bind_new(b, kind, type, span);

	expr->nargs = nargs;
	expr->args = arena_array(b->arena, (size_t) nargs, sizeof(BoundExpr *));
	return expr;
}

BoundExpr *
bind_faulty(Binder *b, AdqlSpan span)
{
	return bind_new(b, BOUND_FAULTY, ADQL_FAULTY, span);
}

BoundExpr *
bind_double(Binder *b, double value, AdqlSpan span)
{
	BoundExpr *expr = bind_new(b, BOUND_NUMBER, ADQL_DOUBLE, span);
	char text[NUMBER_TEXT_MAX];

	expr->text = arena_strndup(b->arena, text, number_put_double(text, value));
	return expr;
}

/* A number as shortest text; integers beyond 64 bits are approximate like the rest. */
static BoundExpr *
bind_number(Binder *b, AstExprKind kind, const char *digits, AdqlSpan span)
{
	BoundExpr *expr = bind_new(b, BOUND_NUMBER, ADQL_DOUBLE, span);
	char text[NUMBER_TEXT_MAX];
	size_t length;

	errno = 0;
	if (kind == AST_INTEGER)
	{
		long long value = strtoll(digits, NULL, 10);

		if (errno == 0)
		{
			length = number_put_int64(text, value);
			expr->type = value <= INT32_MAX ? ADQL_INTEGER : ADQL_BIGINT;
			expr->text = arena_strndup(b->arena, text, length);
			return expr;
		}
	}
	double value = strtod(digits, NULL);

	if (isinf(value))
	{
		fault_add(b->faults, SKY_E_OUT_OF_RANGE, span, "the number is out of range");
		return bind_faulty(b, span);
	}
	return bind_double(b, value, span);
}

BoundExpr *
bind_quoted_number(Binder *b, BoundExpr *string)
{
	const char *digits = string->text + (string->text[0] == '-');
	size_t whole = strspn(digits, "0123456789");
	size_t length = whole;
	BoundExpr *number;

	if (digits[length] == '.')
		length += 1 + strspn(digits + length + 1, "0123456789");
	if (whole == 0 || digits[length] != '\0')
		return string;
	number =
		bind_number(b, length == whole ? AST_INTEGER : AST_DECIMAL, digits, string->span);
	number->negated = digits > string->text;
	return number;
}

BoundExpr *
bind_cast(Binder *b, BoundExpr *expr, AdqlType type)
{
	BoundExpr *cast = bind_new_args(b, BOUND_CAST, type, expr->span, 1);

	cast->args[0] = expr;
	return cast;
}

BoundExpr *
bind_coerce(Binder *b, BoundExpr *expr, AdqlType type)
{
	BoundExpr *copy;

	if (expr->type == type || expr->type == ADQL_FAULTY)
		return expr;
	if (expr->kind != BOUND_NUMBER || !adql_type_is_number(type))
		return bind_cast(b, expr, type);
	copy = bind_new(b, BOUND_NUMBER, type, expr->span);
	copy->text = expr->text;
	copy->negated = expr->negated;
	return copy;
}

BoundExpr *
bind_as_value(Binder *b, const AstExpr *ast, BoundExpr *expr)
{
	if (expr->type != ADQL_BOOLEAN)
		return expr;
	if (ast->kind == AST_CALL && expr->kind == BOUND_CALL)
		return bind_cast(b, expr, ADQL_INTEGER);
	if (bind_is_strict(b) && ast->kind != AST_COLUMN)
	{
		fault_add(b->faults, SKY_E_TYPE, ast->span, "a condition is not a value in ADQL");
		return bind_faulty(b, ast->span);
	}
	return expr;
}

BoundExpr *
bind_value(Binder *b, const AstExpr *ast)
{
	return bind_as_value(b, ast, bind_expr(b, ast));
}

/* Whether CAST leads from one type to another (ADQL 2.1, section 4.7). */
static bool
may_cast(AdqlType from, AdqlType to)
{
	if (adql_type_is_silent(from) || from == to || from == ADQL_TEXT)
		return true;
	if (to == ADQL_TEXT)
		return !adql_type_is_geometry(from) && !adql_type_is_opaque(from);
	if (from == ADQL_BOOLEAN)
		return to == ADQL_INTEGER;
	if (adql_type_element(from) != ADQL_FAULTY && adql_type_element(to) != ADQL_FAULTY)
		return may_cast(adql_type_element(from), adql_type_element(to));
	return adql_type_is_number(from) && adql_type_is_number(to);
}

/* A type that CAST does not know. */
static void
tell_type(Binder *b, const AstType *ast)
{
	const char *nearest = adql_type_nearest(ast->name.text, bind_is_strict(b));
	SkyError *fault = fault_add(b->faults,
								SKY_E_SYNTAX,
								ast->name.span,
								"CAST knows no type \"%s%s\"",
								ast->name.text,
								ast->array ? "[]" : "");

	if (nearest == NULL)
		sky_error_hint(fault,
					   "Types are SMALLINT, INTEGER, BIGINT, REAL, DOUBLE PRECISION, "
					   "CHAR(n), VARCHAR(n), TIMESTAMP, POINT, CIRCLE and POLYGON.");
	else
	{
		sky_error_hint(fault, "Perhaps you meant %s.", nearest);
		fault_repair(b->faults, ast->name.span, nearest);
	}
}

/* The type that was written; ADQL_FAULTY, with a fault, if there is no such type. */
static AdqlType
bind_type(Binder *b, const AstType *ast)
{
	bool standard;
	AdqlType type = adql_type_by_name(ast->name.text, &standard);

	if (ast->array)
		type = adql_type_array(type);
	if (type == ADQL_FAULTY || type == ADQL_OPAQUE || (!standard && bind_is_strict(b)))
	{
		tell_type(b, ast);
		return ADQL_FAULTY;
	}
	if (ast->length > 0 && type != ADQL_TEXT && type != ADQL_NUMERIC)
		fault_add(b->faults,
				  SKY_E_SYNTAX,
				  ast->name.span,
				  "type %s has no length",
				  adql_type_facts(type)->name);
	return type;
}

static BoundExpr *
bind_explicit_cast(Binder *b, const AstExpr *ast)
{
	AdqlType type = bind_type(b, ast->type);
	BoundExpr *operand = bind_value(b, ast->args.first);
	BoundExpr *expr;

	if (type == ADQL_FAULTY)
		return bind_faulty(b, ast->span);
	if (!may_cast(operand->type, type))
	{
		fault_add(b->faults,
				  SKY_E_TYPE,
				  ast->span,
				  "a value of type %s cannot be cast to %s",
				  adql_type_facts(operand->type)->name,
				  adql_type_facts(type)->name);
		return bind_faulty(b, ast->span);
	}
	expr = bind_cast(b, operand, type);
	expr->span = ast->span;
	expr->length = ast->type->length;
	expr->scale = ast->type->scale;
	return expr;
}

AdqlType
bind_unify(Binder *b, AdqlSpan span, BoundExpr **args, int nargs)
{
	AdqlType type = ADQL_UNKNOWN;

	for (int i = 0; i < nargs; i++)
	{
		AdqlType next = args[i]->type;

		if (adql_type_is_silent(next))
			continue;
		if (type == ADQL_UNKNOWN)
			type = next;
		else if (adql_type_is_number(type) && adql_type_is_number(next))
			type = adql_type_wider(type, next);
		else if (type != next)
		{
			fault_add(b->faults,
					  SKY_E_TYPE,
					  span,
					  "the values have different types, %s and %s",
					  adql_type_facts(type)->name,
					  adql_type_facts(next)->name);
			return ADQL_FAULTY;
		}
	}
	if (adql_type_facts(type)->sql != NULL)
		for (int i = 0; i < nargs; i++)
			args[i] = bind_coerce(b, args[i], type);
	return type;
}

static BoundExpr *
bind_scalar(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr = bind_new(b, BOUND_SCALAR, ADQL_FAULTY, ast->span);

	expr->query = bind_subquery(b, ast->query, b->scope);
	if (expr->query->ncolumns == 1)
	{
		expr->type = expr->query->columns[0].type;
		expr->meta = &expr->query->columns[0].meta;
	}
	else if (expr->query->ncolumns > 1)
		fault_add(b->faults,
				  SKY_E_SYNTAX,
				  ast->span,
				  "a query as a value has one column, not %d",
				  expr->query->ncolumns);
	return expr;
}

/* What has nothing below it. */
static BoundExpr *
bind_leaf(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr;

	switch (ast->kind)
	{
		case AST_BOOLEAN:
			return bind_new(b,
							ast->op == AST_OP_EQUAL ? BOUND_TRUE : BOUND_FALSE,
							ADQL_BOOLEAN,
							ast->span);
		case AST_INTEGER:
		case AST_DECIMAL:
			expr = bind_number(b, ast->kind, ast->text, ast->span);
			return ast->name.text != NULL ? bind_angle(b, expr, &ast->name) : expr;
		case AST_STRING:
			expr = bind_new(b, BOUND_STRING, ADQL_TEXT, ast->span);
			expr->text = ast->text;
			return expr;
		case AST_STAR:
			return bind_new(b, BOUND_STAR, ADQL_UNKNOWN, ast->span);
		default:
			return bind_new(b, BOUND_NULL, ADQL_UNKNOWN, ast->span);
	}
}

static BoundExpr *
bind_chain(Binder *b, const AstExpr *ast)
{
	switch (ast->op)
	{
		case AST_OP_OR:
		case AST_OP_AND:
			return bind_logic_chain(b, ast);
		case AST_OP_CONCAT:
			return bind_concat(b, ast);
		case AST_OP_BIT_AND:
			return bind_bits(b, ast);
		default:
			return bind_arithmetic(b, ast);
	}
}

static BoundExpr *
bind_missing(Binder *b, const AstExpr *ast)
{
	return bind_faulty(b, ast->span);
}

BoundExpr *
bind_expr(Binder *b, const AstExpr *ast)
{
	static BoundExpr *(*const binders[])(Binder *, const AstExpr *) = {
		[AST_NULL] = bind_leaf,
		[AST_BOOLEAN] = bind_leaf,
		[AST_INTEGER] = bind_leaf,
		[AST_DECIMAL] = bind_leaf,
		[AST_STRING] = bind_leaf,
		[AST_COLUMN] = bind_column,
		[AST_STAR] = bind_leaf,
		[AST_CALL] = bind_call,
		[AST_CAST] = bind_explicit_cast,
		[AST_CASE] = bind_case,
		[AST_ARRAY] = bind_array,
		[AST_SUBSCRIPT] = bind_subscript,
		[AST_NEGATE] = bind_negate,
		[AST_BIT_NOT] = bind_bit_not,
		[AST_NOT] = bind_not,
		[AST_CHAIN] = bind_chain,
		[AST_COMPARE] = bind_compare,
		[AST_BETWEEN] = bind_test,
		[AST_IN] = bind_test,
		[AST_IN_QUERY] = bind_test,
		[AST_QUANTIFIED] = bind_test,
		[AST_LIKE] = bind_test,
		[AST_IS_NULL] = bind_test,
		[AST_IS_TRUTH] = bind_test,
		[AST_IS_DISTINCT] = bind_test,
		[AST_EXISTS] = bind_test,
		[AST_SCALAR] = bind_scalar,
		[AST_MISSING] = bind_missing,
	};

	return binders[ast->kind](b, ast);
}
