/*
 * bind_expr.c
 *		Values: literals, arithmetic, CAST, and making types fit.
 */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

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
bind_number(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr = bind_new(b, BOUND_NUMBER, ADQL_DOUBLE, ast->span);
	char text[NUMBER_TEXT_MAX];
	size_t length;

	errno = 0;
	if (ast->kind == AST_INTEGER)
	{
		long long value = strtoll(ast->text, NULL, 10);

		if (errno == 0)
		{
			length = number_put_int64(text, value);
			expr->type = value <= INT32_MAX ? ADQL_INTEGER : ADQL_BIGINT;
			expr->text = arena_strndup(b->arena, text, length);
			return expr;
		}
	}
	double value = strtod(ast->text, NULL);

	if (isinf(value))
	{
		fault_add(b->faults, SKY_E_OUT_OF_RANGE, ast->span, "the number is out of range");
		return bind_faulty(b, ast->span);
	}
	return bind_double(b, value, ast->span);
}

static BoundExpr *
make_cast(Binder *b, BoundExpr *expr, AdqlType type)
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
		return make_cast(b, expr, type);
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
		return make_cast(b, expr, ADQL_INTEGER);
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

static BoundExpr *
bind_negate(Binder *b, const AstExpr *ast)
{
	BoundExpr *operand = bind_value(b, ast->args.first);
	BoundExpr *expr;

	if (!adql_type_is_number(operand->type) && !adql_type_is_silent(operand->type))
	{
		fault_add(b->faults,
				  SKY_E_TYPE,
				  ast->span,
				  "a sign needs a number, not a value of type %s",
				  adql_type_facts(operand->type)->name);
		return bind_faulty(b, ast->span);
	}
	if (operand->kind == BOUND_NUMBER)
	{
		expr = bind_new(b, BOUND_NUMBER, operand->type, ast->span);
		expr->text = operand->text;
		expr->negated = !operand->negated;
		return expr;
	}
	expr = bind_new_args(b, BOUND_NEGATE, operand->type, ast->span, 1);
	expr->args[0] = operand;
	return expr;
}

/* The operands of ||, each as text. */
static BoundExpr *
bind_concat(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr =
		bind_new_args(b, BOUND_CHAIN, ADQL_TEXT, ast->span, ast->args.count);
	int i = 0;

	expr->op = ast->op;
	for (const AstExpr *link = ast->args.first; link != NULL; link = link->next)
	{
		BoundExpr *operand = bind_value(b, link);

		if (adql_type_is_geometry(operand->type) || operand->type == ADQL_OPAQUE)
		{
			fault_add(b->faults,
					  SKY_E_TYPE,
					  link->span,
					  "|| joins texts, not a value of type %s",
					  adql_type_facts(operand->type)->name);
			operand = bind_faulty(b, link->span);
		}
		operand = bind_coerce(b, operand, ADQL_TEXT);
		operand->chain = link->chain;
		expr->args[i++] = operand;
	}
	return expr;
}

/* A chain of + and -, or of * and /: typed from left to right, as PostgreSQL does. */
static BoundExpr *
bind_arithmetic(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr =
		bind_new_args(b, BOUND_CHAIN, ADQL_UNKNOWN, ast->span, ast->args.count);
	int i = 0;

	expr->op = ast->op;
	for (const AstExpr *link = ast->args.first; link != NULL; link = link->next, i++)
	{
		BoundExpr *operand = bind_value(b, link);

		if (!adql_type_is_number(operand->type) && !adql_type_is_silent(operand->type))
		{
			SkyError *fault =
				fault_add(b->faults,
						  SKY_E_TYPE,
						  link->span,
						  "%s computes with numbers, not with a value of type %s",
						  ast_op_text(i == 0 ? link->next->chain : link->chain),
						  adql_type_facts(operand->type)->name);

			if (operand->type == ADQL_TEXT)
				sky_error_hint(fault, "Texts are joined with ||.");
			operand = bind_faulty(b, link->span);
		}
		if (i > 0)
			operand->chain = link->chain;
		expr->type = i == 0 ? operand->type : adql_type_wider(expr->type, operand->type);
		expr->args[i] = operand;
	}
	return expr;
}

/* Whether CAST leads from one type to another (ADQL 2.1, section 4.7). */
static bool
may_cast(AdqlType from, AdqlType to)
{
	if (adql_type_is_silent(from) || from == to || from == ADQL_TEXT)
		return true;
	if (to == ADQL_TEXT)
		return !adql_type_is_geometry(from) && from != ADQL_OPAQUE;
	if (from == ADQL_BOOLEAN)
		return to == ADQL_INTEGER;
	return adql_type_is_number(from) && adql_type_is_number(to);
}

static BoundExpr *
bind_explicit_cast(Binder *b, const AstExpr *ast)
{
	bool standard;
	AdqlType type = adql_type_by_name(ast->name.text, &standard);
	BoundExpr *operand = bind_value(b, ast->args.first);
	BoundExpr *expr;

	if (type == ADQL_FAULTY || (!standard && bind_is_strict(b)))
	{
		sky_error_hint(fault_add(b->faults,
								 SKY_E_SYNTAX,
								 ast->name.span,
								 "CAST knows no type \"%s\"",
								 ast->name.text),
					   "Types are SMALLINT, INTEGER, BIGINT, REAL, DOUBLE PRECISION, "
					   "CHAR(n), VARCHAR(n), TIMESTAMP, POINT, CIRCLE and POLYGON.");
		return bind_faulty(b, ast->span);
	}
	if (ast->length > 0 && type != ADQL_TEXT)
		fault_add(b->faults,
				  SKY_E_SYNTAX,
				  ast->name.span,
				  "type %s has no length",
				  adql_type_facts(type)->name);
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
	expr = make_cast(b, operand, type);
	expr->span = ast->span;
	expr->length = ast->length;
	return expr;
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

BoundExpr *
bind_expr(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr;

	switch (ast->kind)
	{
		case AST_NULL:
			return bind_new(b, BOUND_NULL, ADQL_UNKNOWN, ast->span);
		case AST_BOOLEAN:
			return bind_new(b,
							ast->op == AST_OP_EQUAL ? BOUND_TRUE : BOUND_FALSE,
							ADQL_BOOLEAN,
							ast->span);
		case AST_INTEGER:
		case AST_DECIMAL:
			return bind_number(b, ast);
		case AST_STRING:
			expr = bind_new(b, BOUND_STRING, ADQL_TEXT, ast->span);
			expr->text = ast->text;
			return expr;
		case AST_COLUMN:
			return bind_column(b, ast);
		case AST_STAR:
			return bind_new(b, BOUND_STAR, ADQL_UNKNOWN, ast->span);
		case AST_CALL:
			return bind_call(b, ast);
		case AST_CAST:
			return bind_explicit_cast(b, ast);
		case AST_NEGATE:
			return bind_negate(b, ast);
		case AST_NOT:
			return bind_not(b, ast);
		case AST_CHAIN:
			if (ast->op == AST_OP_OR || ast->op == AST_OP_AND)
				return bind_logic_chain(b, ast);
			if (ast->op == AST_OP_CONCAT)
				return bind_concat(b, ast);
			return bind_arithmetic(b, ast);
		case AST_COMPARE:
			return bind_compare(b, ast);
		case AST_SCALAR:
			return bind_scalar(b, ast);
		case AST_BETWEEN:
		case AST_IN:
		case AST_IN_QUERY:
		case AST_LIKE:
		case AST_IS_NULL:
		case AST_EXISTS:
			return bind_test(b, ast);
	}
	return bind_faulty(b, ast->span);
}
