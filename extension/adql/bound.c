/*
 * bound.c
 *		Questions about bound expressions.
 */
#include "adql/bound.h"

#include <string.h>

static bool
equal_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool
bound_equal(const BoundExpr *a, const BoundExpr *b)
{
	if (a == b)
		return true;
	if (a->kind != b->kind || a->type != b->type || a->op != b->op ||
		a->negated != b->negated || a->ignore_case != b->ignore_case ||
		a->distinct != b->distinct || a->table != b->table || a->column != b->column ||
		a->function != b->function || a->length != b->length || a->scale != b->scale ||
		a->all != b->all || a->has_operand != b->has_operand || a->tail != b->tail ||
		a->nargs != b->nargs || a->query != b->query || !equal_text(a->text, b->text))
		return false;
	for (int i = 0; i < a->nargs; i++)
		if (a->args[i]->chain != b->args[i]->chain ||
			!bound_equal(a->args[i], b->args[i]))
			return false;
	return true;
}

bool
bound_is_aggregate(const BoundExpr *expr)
{
	return expr->kind == BOUND_CALL &&
		   (expr->function->kind == ADQL_AGGREGATE ||
			expr->function->kind == ADQL_ORDERED_SET) &&
		   (expr->tail == NULL || expr->tail->window == NULL);
}

static void
each_of_order(const BoundOrder *order,
			  void (*visit)(const BoundExpr *below, void *context),
			  void *context)
{
	for (; order != NULL; order = order->next)
		if (order->expr != NULL)
			visit(order->expr, context);
}

void
bound_each(const BoundExpr *expr,
		   void (*visit)(const BoundExpr *below, void *context),
		   void *context)
{
	const BoundCallTail *tail = expr->tail;

	for (int i = 0; i < expr->nargs; i++)
		visit(expr->args[i], context);
	if (tail == NULL)
		return;
	each_of_order(tail->order, visit, context);
	if (tail->filter != NULL)
		visit(tail->filter, context);
	if (tail->window == NULL)
		return;
	for (int i = 0; i < tail->window->npartition; i++)
		visit(tail->window->partition[i], context);
	each_of_order(tail->window->order, visit, context);
}

bool
bound_is_constant(const BoundExpr *expr)
{
	if (expr->kind == BOUND_COLUMN || expr->query != NULL ||
		(expr->kind == BOUND_CALL &&
		 (expr->function->is_volatile || (expr->function->kind != ADQL_SCALAR &&
										  expr->function->kind != ADQL_PREDICATE))))
		return false;
	for (int i = 0; i < expr->nargs; i++)
		if (!bound_is_constant(expr->args[i]))
			return false;
	return true;
}
