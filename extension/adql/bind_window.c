/*
 * bind_window.c
 *		Aggregates and window functions: where they may stand, and what follows their
 *		arguments: WITHIN GROUP, FILTER, OVER.
 */
#include <string.h>

#include "adql/bind.h"

/* Where something cannot stand, in words; NULL where it can. */
static const char *
forbidden_place(const BindScope *scope, BindClause least)
{
	if (scope->clause >= least)
		return NULL;
	return scope->clause == BIND_WHERE	  ? "WHERE"
		   : scope->clause == BIND_GROUP  ? "GROUP BY"
		   : scope->clause == BIND_HAVING ? "HAVING"
										  : "a join";
}

/* Aggregates stand where rows are grouped already, and not in one another. */
static void
enter_aggregate(Binder *b, const AstExpr *ast)
{
	BindScope *scope = b->scope;
	const char *place = forbidden_place(scope, BIND_SELECT);

	if (scope->in_aggregate)
		sky_error_hint(
			fault_add(
				b->faults, SKY_E_GROUPING, ast->span, "aggregates cannot be nested"),
			"Select the inner one in a subquery in FROM.");
	else if (place != NULL)
		sky_error_hint(fault_add(b->faults,
								 SKY_E_GROUPING,
								 ast->span,
								 "aggregate \"%s\" cannot stand in %s",
								 ast->name.text,
								 place),
					   "Conditions on groups belong to HAVING; what is compared with a "
					   "whole table is a subquery, (SELECT %s(...) FROM ...).",
					   ast->name.text);
	else
		scope->aggregated = true;
	scope->in_aggregate = true;
}

/* Window functions see the rows of the result, aggregates among them. */
static void
enter_window(Binder *b, const AstExpr *ast)
{
	BindScope *scope = b->scope;
	const char *place =
		scope->clause == BIND_HAVING ? "HAVING" : forbidden_place(scope, BIND_SELECT);

	if (scope->in_aggregate || scope->in_window)
		fault_add(b->faults,
				  SKY_E_GROUPING,
				  ast->span,
				  "window functions stand neither in one another nor in aggregates");
	else if (place != NULL)
		sky_error_hint(fault_add(b->faults,
								 SKY_E_GROUPING,
								 ast->span,
								 "window function \"%s\" cannot stand in %s",
								 ast->name.text,
								 place),
					   "Select it in a subquery in FROM, and compare there.");
	scope->in_window = true;
}

BindCallState
bind_enter_call(Binder *b, const AstExpr *ast, const AdqlFunction *rows)
{
	BindScope *scope = b->scope;
	BindCallState outer = {scope->in_aggregate, scope->in_window};

	if (rows == NULL)
		return outer;
	if (ast->tail != NULL && ast->tail->window != NULL)
		enter_window(b, ast);
	else if (rows->kind == ADQL_AGGREGATE || rows->kind == ADQL_ORDERED_SET)
		enter_aggregate(b, ast);
	return outer;
}

void
bind_leave_call(Binder *b, BindCallState outer)
{
	b->scope->in_aggregate = outer.in_aggregate;
	b->scope->in_window = outer.in_window;
}

static BoundOrder *
bind_value_order(Binder *b, const AstOrder *ast)
{
	BoundOrder *first = NULL;
	BoundOrder **last = &first;

	for (; ast != NULL; ast = ast->next)
	{
		BoundOrder *order = arena_new(b->arena, BoundOrder);

		order->expr = bind_orderable(b, ast->expr);
		order->descending = ast->descending;
		order->nulls = ast->nulls;
		*last = order;
		last = &order->next;
	}
	return first;
}

/* RANGE n PRECEDING counts in values of the one expression that orders. */
static void
check_frame(Binder *b, AdqlSpan span, const BoundWindow *window)
{
	const AstFrame *frame = window->frame;
	bool counts =
		frame->start.kind == AST_BOUND_BEFORE || frame->start.kind == AST_BOUND_AFTER ||
		frame->end.kind == AST_BOUND_BEFORE || frame->end.kind == AST_BOUND_AFTER;

	if (frame->by_value && counts &&
		(window->order == NULL || window->order->next != NULL ||
		 !adql_type_is_number(window->order->expr->type)))
		fault_add(b->faults,
				  SKY_E_SYNTAX,
				  span,
				  "RANGE with a number needs ORDER BY one number");
}

static BoundWindow *
bind_window(Binder *b, AdqlSpan span, const AstWindow *ast)
{
	BoundWindow *window = arena_new(b->arena, BoundWindow);

	window->partition =
		arena_array(b->arena, (size_t) ast->partition.count, sizeof(BoundExpr *));
	for (const AstExpr *term = ast->partition.first; term != NULL; term = term->next)
		window->partition[window->npartition++] = bind_orderable(b, term);
	window->order = bind_value_order(b, ast->order);
	window->frame = ast->frame;
	if (window->frame != NULL)
		check_frame(b, span, window);
	return window;
}

BoundCallTail *
bind_call_tail(Binder *b, const AstCallTail *ast)
{
	BoundCallTail *tail = arena_new(b->arena, BoundCallTail);
	bool in_aggregate = b->scope->in_aggregate;

	tail->order = bind_value_order(b, ast->order);
	tail->within = ast->within;
	if (ast->window != NULL)
		tail->window = bind_window(b, ast->span, ast->window);
	if (ast->filter != NULL)
	{
		b->scope->in_aggregate = true;
		tail->filter = bind_condition(b, ast->filter);
		b->scope->in_aggregate = in_aggregate;
	}
	return tail;
}

/* Whether DISTINCT values are ordered by themselves alone, to which ORDER BY then leads.
 */
static bool
orders_itself(BoundOrder *order, BoundExpr *const *args, int nargs)
{
	for (; order != NULL; order = order->next)
	{
		int i = 0;

		while (i < nargs && !bound_equal(order->expr, args[i]))
			i++;
		if (i == nargs)
			return false;
		order->expr = args[i];
	}
	return true;
}

/* What is wrong with what follows a call of such a function; NULL for nothing. */
static const char *
misplaced(const AdqlFunction *row, const BoundCallTail *tail, bool distinct)
{
	bool aggregate = row->kind == ADQL_AGGREGATE || row->kind == ADQL_ORDERED_SET;
	bool over = tail != NULL && tail->window != NULL;
	bool listed = strstr(row->sql, "$*") != NULL;

	if (row->kind == ADQL_WINDOW && !over)
		return "needs OVER (...)";
	if ((row->kind == ADQL_ORDERED_SET) != (tail != NULL && tail->within))
		return row->kind == ADQL_ORDERED_SET ? "needs WITHIN GROUP (ORDER BY value)"
											 : "has no WITHIN GROUP";
	if (tail != NULL && tail->within && tail->order->next != NULL)
		return "orders one value";
	if (distinct && (row->kind != ADQL_AGGREGATE || over || !listed))
		return "has no DISTINCT";
	if (over && (strstr(row->sql, "WITHIN") != NULL || row->kind == ADQL_ORDERED_SET ||
				 (!aggregate && row->kind != ADQL_WINDOW)))
		return "has no OVER";
	if (tail != NULL && tail->filter != NULL && !aggregate)
		return "has no FILTER";
	if (tail != NULL && tail->order != NULL && !tail->within &&
		(!aggregate || over || !listed))
		return "has no ORDER BY among its arguments";
	return NULL;
}

bool
bind_check_tail(Binder *b,
				const AstExpr *ast,
				const AdqlFunction *rows,
				const BoundExpr *call)
{
	const char *fault = misplaced(rows, call->tail, ast->distinct);

	if (fault == NULL && ast->distinct && call->tail != NULL &&
		!orders_itself(call->tail->order, call->args, call->nargs))
		fault = "orders DISTINCT values by themselves only";
	if (fault != NULL)
		fault_add(b->faults,
				  SKY_E_SYNTAX,
				  ast->span,
				  "function \"%s\" %s",
				  ast->name.text,
				  fault);
	return fault == NULL;
}
