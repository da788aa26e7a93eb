/*
 * bind_case.c
 *		Values made of others: CASE, arrays and their elements.
 */
#include "adql/bind.h"

/* Whether the k-th argument of CASE is a result, not what leads to one. */
static bool
is_result(const BoundExpr *expr, int k)
{
	int first = expr->has_operand ? 1 : 0;

	return k >= first && ((k - first) % 2 == 1 || k == expr->nargs - 1);
}

/* Bind the arguments, and make what the operand is compared with fit. */
static bool
bind_case_args(Binder *b, const AstExpr *ast, BoundExpr *expr)
{
	bool good = true;
	int k = 0;

	for (const AstExpr *arg = ast->args.first; arg != NULL; arg = arg->next, k++)
	{
		if (expr->has_operand || is_result(expr, k))
			expr->args[k] = bind_value(b, arg);
		else
			expr->args[k] = bind_condition(b, arg);
		/* As an operand a literal is a text to PostgreSQL, whatever it meets. */
		if (k == 0 && expr->has_operand && expr->args[0]->kind == BOUND_STRING)
			expr->args[0] = bind_cast(b, expr->args[0], ADQL_TEXT);
		if (expr->has_operand && k > 0 && !is_result(expr, k))
			good &= bind_fit(b, arg->span, &expr->args[0], &expr->args[k], false);
	}
	return good;
}

BoundExpr **
bind_case_results(Binder *b, const BoundExpr *expr, int *count)
{
	BoundExpr **results =
		arena_array(b->arena, (size_t) expr->nargs, sizeof(BoundExpr *));

	*count = 0;
	for (int k = 0; k < expr->nargs; k++)
		if (is_result(expr, k))
			results[(*count)++] = expr->args[k];
	return results;
}

BoundExpr *
bind_case(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr =
		bind_new_args(b, BOUND_CASE, ADQL_FAULTY, ast->span, ast->args.count);
	BoundExpr **results;
	int count;

	expr->has_operand = ast->has_operand;
	if (!bind_case_args(b, ast, expr))
		return bind_faulty(b, ast->span);
	results = bind_case_results(b, expr, &count);
	expr->type = bind_unify(b, ast->span, results, count);
	count = 0;
	for (int k = 0; k < expr->nargs; k++)
		if (is_result(expr, k))
			expr->args[k] = results[count++];
	return expr->type != ADQL_FAULTY ? expr : bind_faulty(b, ast->span);
}

BoundExpr *
bind_array(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr =
		bind_new_args(b, BOUND_ARRAY, ADQL_OPAQUE, ast->span, ast->args.count);
	AdqlType element;
	int i = 0;

	if (!bind_may_list(b, ast->span, ast->args.count))
		return bind_faulty(b, ast->span);
	for (const AstExpr *arg = ast->args.first; arg != NULL; arg = arg->next)
		expr->args[i++] = bind_value(b, arg);
	element = bind_unify(b, ast->span, expr->args, expr->nargs);
	if (element != ADQL_FAULTY && element != ADQL_UNKNOWN)
		expr->type = adql_type_array(element);
	if (element == ADQL_FAULTY || expr->type != ADQL_OPAQUE)
		return element != ADQL_FAULTY ? expr : bind_faulty(b, ast->span);
	fault_add(b->faults,
			  SKY_E_TYPE,
			  ast->span,
			  "there are no arrays of values of type %s",
			  adql_type_facts(element)->name);
	return bind_faulty(b, ast->span);
}

/* array[index], the first element being number 1; more of them for more dimensions. */
BoundExpr *
bind_subscript(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr =
		bind_new_args(b, BOUND_SUBSCRIPT, ADQL_FAULTY, ast->span, ast->args.count);
	int i = 0;

	for (const AstExpr *arg = ast->args.first; arg != NULL; arg = arg->next, i++)
	{
		AdqlType type;

		expr->args[i] = bind_value(b, arg);
		type = expr->args[i]->type;
		if (adql_type_is_silent(type))
			continue;
		if (i == 0 ? adql_type_element(type) != ADQL_FAULTY
				   : type == ADQL_SMALLINT || type == ADQL_INTEGER)
			continue;
		fault_add(b->faults,
				  SKY_E_TYPE,
				  arg->span,
				  i == 0 ? "a value of type %s has no elements"
						 : "elements are counted by INTEGER, not by %s",
				  adql_type_facts(type)->name);
		return bind_faulty(b, ast->span);
	}
	expr->type = adql_type_element(expr->args[0]->type);
	return expr;
}
