/*
 * bind_arithmetic.c
 *		Operators on numbers, bits, texts and times.
 */
#include <stdlib.h>

#include "adql/bind.h"

/* An operand, as PostgreSQL wants it: no text for a number, no date for a time. */
static BoundExpr *
bind_operand(Binder *b, const AstExpr *ast, AstOp op)
{
	BoundExpr *operand = bind_value(b, ast);
	SkyError *fault;

	if (operand->type == ADQL_TIMESTAMP)
		return bind_cast(b, operand, ADQL_TIMESTAMP);
	if (operand->kind == BOUND_STRING)
		operand = bind_quoted_number(b, operand);
	if (operand->type == ADQL_UNKNOWN)
		return bind_coerce(b, operand, ADQL_INTEGER);
	if (adql_type_is_number(operand->type) || operand->type == ADQL_FAULTY ||
		operand->type == ADQL_INTERVAL)
		return operand;
	fault = fault_add(b->faults,
					  SKY_E_TYPE,
					  ast->span,
					  "%s computes with numbers, not with a value of type %s",
					  ast_op_text(op),
					  adql_type_facts(operand->type)->name);
	if (operand->type == ADQL_TEXT && op == AST_OP_ADD)
		sky_error_hint(fault, "Texts are joined with ||.");
	else if (operand->type == ADQL_TEXT)
		sky_error_hint(fault, "CAST(x AS DOUBLE PRECISION) makes a number of a text.");
	return bind_faulty(b, ast->span);
}

BoundExpr *
bind_negate(Binder *b, const AstExpr *ast)
{
	BoundExpr *operand = bind_operand(b, ast->args.first, AST_OP_SUBTRACT);
	BoundExpr *expr;

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
BoundExpr *
bind_concat(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr =
		bind_new_args(b, BOUND_CHAIN, ADQL_TEXT, ast->span, ast->args.count);
	int i = 0;

	expr->op = ast->op;
	for (const AstExpr *link = ast->args.first; link != NULL; link = link->next)
	{
		BoundExpr *operand = bind_value(b, link);

		if (adql_type_is_geometry(operand->type) || adql_type_is_opaque(operand->type))
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

/* The type of left op right; ADQL_FAULTY where there is no such operator. */
static AdqlType
result_type(AdqlType left, AstOp op, AdqlType right)
{
	bool number_left = adql_type_is_number(left) || adql_type_is_silent(left);
	bool number_right = adql_type_is_number(right) || adql_type_is_silent(right);

	if (number_left && number_right)
		return adql_type_wider(left, right);
	switch (op)
	{
		case AST_OP_ADD:
			if (left == ADQL_INTERVAL && right == ADQL_TIMESTAMP)
				return right;
			/* FALLTHROUGH */
		case AST_OP_SUBTRACT:
			if (left == ADQL_TIMESTAMP && right == ADQL_TIMESTAMP &&
				op == AST_OP_SUBTRACT)
				return ADQL_INTERVAL;
			return right == ADQL_INTERVAL && (left == ADQL_TIMESTAMP || left == right)
					   ? left
					   : ADQL_FAULTY;
		case AST_OP_MULTIPLY:
			if (number_left && right == ADQL_INTERVAL)
				return right;
			/* FALLTHROUGH */
		default:
			return left == ADQL_INTERVAL && number_right ? left : ADQL_FAULTY;
	}
}

/* Whether two integers of the query do not divide evenly. */
static bool
leaves_remainder(const BoundExpr *dividend, const BoundExpr *divisor)
{
	long long value;

	if (dividend->kind != BOUND_NUMBER || !adql_type_is_integer(dividend->type) ||
		divisor->kind != BOUND_NUMBER || !adql_type_is_integer(divisor->type))
		return false;
	value = strtoll(divisor->text, NULL, 10);
	return value != 0 && strtoll(dividend->text, NULL, 10) % value != 0;
}

/*
 * A chain of + and -, or of * and /: typed from left to right, as PostgreSQL does.  So
 * integers divide to an integer, as in source_id / 34359738368, which cuts off; but who
 * writes 14/60 means the fraction.
 */
BoundExpr *
bind_arithmetic(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr =
		bind_new_args(b, BOUND_CHAIN, ADQL_UNKNOWN, ast->span, ast->args.count);
	bool told = false; /* that the chain cannot be computed */
	int i = 0;

	expr->op = ast->op;
	for (const AstExpr *link = ast->args.first; link != NULL; link = link->next, i++)
	{
		AstOp op = i == 0 ? link->next->chain : link->chain;
		BoundExpr *operand = told ? bind_value(b, link) : bind_operand(b, link, op);
		AdqlType type;

		if (i == 1 && op == AST_OP_DIVIDE && leaves_remainder(expr->args[0], operand))
			operand = bind_coerce(b, operand, ADQL_DOUBLE);
		type = i == 0 ? operand->type : result_type(expr->type, op, operand->type);
		if (type == ADQL_FAULTY && !told && operand->type != ADQL_FAULTY)
			fault_add(b->faults,
					  SKY_E_TYPE,
					  link->span,
					  "there is no %s between values of type %s and %s",
					  ast_op_text(op),
					  adql_type_facts(expr->type)->name,
					  adql_type_facts(operand->type)->name);
		told = told || type == ADQL_FAULTY || operand->type == ADQL_FAULTY;
		operand->chain = i > 0 ? op : AST_OP_NONE;
		expr->type = told ? ADQL_FAULTY : type;
		expr->args[i] = operand;
	}
	return expr;
}

/* An operand of & and the like. */
static BoundExpr *
bind_bit_operand(Binder *b, const AstExpr *ast, const char *op, bool distance)
{
	BoundExpr *operand = bind_value(b, ast);

	if (operand->type == ADQL_UNKNOWN)
		return bind_coerce(b, operand, ADQL_INTEGER);
	if (operand->type == ADQL_FAULTY || (adql_type_is_integer(operand->type) &&
										 !(distance && operand->type == ADQL_BIGINT)))
		return operand;
	fault_add(b->faults,
			  SKY_E_TYPE,
			  ast->span,
			  "%s works on the bits of integers, not on a value of type %s",
			  op,
			  adql_type_facts(operand->type)->name);
	return bind_faulty(b, ast->span);
}

/* A chain of &, |, << and >>. */
BoundExpr *
bind_bits(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr =
		bind_new_args(b, BOUND_CHAIN, ADQL_UNKNOWN, ast->span, ast->args.count);
	int i = 0;

	expr->op = ast->op;
	for (const AstExpr *link = ast->args.first; link != NULL; link = link->next, i++)
	{
		AstOp op = i == 0 ? link->next->chain : link->chain;
		bool shift = i > 0 && (op == AST_OP_SHIFT_LEFT || op == AST_OP_SHIFT_RIGHT);
		BoundExpr *operand = bind_bit_operand(b, link, ast_op_text(op), shift);

		operand->chain = i > 0 ? op : AST_OP_NONE;
		if (i == 0)
			expr->type = operand->type;
		else if (!shift)
			expr->type = adql_type_wider(expr->type, operand->type);
		expr->args[i] = operand;
	}
	return expr;
}

BoundExpr *
bind_bit_not(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr = bind_new_args(b, BOUND_BIT_NOT, ADQL_FAULTY, ast->span, 1);

	expr->args[0] = bind_bit_operand(b, ast->args.first, "~", false);
	expr->type = expr->args[0]->type;
	return expr;
}
