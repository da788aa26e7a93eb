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
		a->function != b->function || a->length != b->length || a->nargs != b->nargs ||
		a->query != b->query || !equal_text(a->text, b->text))
		return false;
	for (int i = 0; i < a->nargs; i++)
		if (a->args[i]->chain != b->args[i]->chain ||
			!bound_equal(a->args[i], b->args[i]))
			return false;
	return true;
}

bool
bound_is_constant(const BoundExpr *expr)
{
	if (expr->kind == BOUND_COLUMN || expr->query != NULL ||
		(expr->kind == BOUND_CALL && expr->function->kind == ADQL_AGGREGATE) ||
		(expr->kind == BOUND_CALL && expr->function->is_volatile))
		return false;
	for (int i = 0; i < expr->nargs; i++)
		if (!bound_is_constant(expr->args[i]))
			return false;
	return true;
}
