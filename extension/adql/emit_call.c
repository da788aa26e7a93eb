/*
 * emit_call.c
 *		Calls of functions as SQL, and what follows their parentheses; ORDER BY.
 */
#include <string.h>

#include "adql/emit_expr.h"

void
emit_order(Emitter *e, const BoundOrder *first)
{
	static const char *const nulls[] = {
		[AST_NULLS_ANYWHERE] = "",
		[AST_NULLS_FIRST] = " NULLS FIRST",
		[AST_NULLS_LAST] = " NULLS LAST",
	};

	for (const BoundOrder *order = first; order != NULL; order = order->next)
	{
		sink_puts(&e->sink, order == first ? " ORDER BY " : ", ");
		if (order->ordinal > 0)
			emit_number(e, "", order->ordinal);
		else
			emit_operand(e, order->expr);
		sink_puts(&e->sink, order->descending ? " DESC" : "");
		sink_puts(&e->sink, nulls[order->nulls]);
	}
}

static void
emit_bound(Emitter *e, AstBound bound)
{
	static const char *const words[] = {
		[AST_BOUND_FIRST] = "UNBOUNDED PRECEDING",
		[AST_BOUND_BEFORE] = " PRECEDING",
		[AST_BOUND_CURRENT] = "CURRENT ROW",
		[AST_BOUND_AFTER] = " FOLLOWING",
		[AST_BOUND_LAST] = "UNBOUNDED FOLLOWING",
	};

	if (bound.kind == AST_BOUND_BEFORE || bound.kind == AST_BOUND_AFTER)
		emit_number(e, "", bound.count);
	sink_puts(&e->sink, words[bound.kind]);
}

static void
emit_frame(Emitter *e, const AstFrame *frame)
{
	bool between = frame->end.kind != AST_BOUND_NONE;

	sink_puts(&e->sink, frame->by_value ? " RANGE " : " ROWS ");
	sink_puts(&e->sink, between ? "BETWEEN " : "");
	emit_bound(e, frame->start);
	if (!between)
		return;
	sink_puts(&e->sink, " AND ");
	emit_bound(e, frame->end);
}

static void
emit_window(Emitter *e, const BoundWindow *window)
{
	sink_puts(&e->sink, " OVER (");
	if (window->npartition > 0)
		sink_puts(&e->sink, "PARTITION BY ");
	emit_list(e, window->partition, window->npartition);
	emit_order(e, window->order);
	if (window->frame != NULL)
		emit_frame(e, window->frame);
	sink_putc(&e->sink, ')');
}

/* What follows the parentheses of a call. */
static void
emit_call_tail(Emitter *e, const BoundCallTail *tail)
{
	if (tail->within)
	{
		sink_puts(&e->sink, " WITHIN GROUP (");
		emit_order(e, tail->order);
		sink_putc(&e->sink, ')');
	}
	if (tail->filter != NULL)
	{
		sink_puts(&e->sink, " FILTER (WHERE ");
		emit_expr(e, tail->filter);
		sink_putc(&e->sink, ')');
	}
	if (tail->window != NULL)
		emit_window(e, tail->window);
}

/* Fill the template of a function: $1 ... by one argument, $* by all. */
void
emit_call(Emitter *e, const BoundExpr *call)
{
	const char *at = call->function->sql;
	const BoundCallTail *tail = call->tail;

	for (const char *mark; (mark = strchr(at, '$')) != NULL; at = mark + 2)
	{
		sink_put(&e->sink, at, (size_t) (mark - at));
		if (mark[1] != '*')
			emit_operand(e, call->args[mark[1] - '1']);
		else
		{
			if (call->distinct)
				sink_puts(&e->sink, "DISTINCT ");
			emit_list(e, call->args, call->nargs);
			if (tail != NULL && !tail->within)
				emit_order(e, tail->order);
		}
	}
	sink_puts(&e->sink, at);
	if (tail != NULL)
		emit_call_tail(e, tail);
}
