/*
 * ast_call.c
 *		Making the nodes of the syntax tree: calls, with what follows their arguments.
 */
#include <strings.h>

#include "adql/parse.h"

AstExpr *
ast_call(AdqlParse *p, AdqlSpan span, AstName *name, AstExprList args, AstCallTail *tail)
{
	AstExpr *expr = ast_test(p, AST_CALL, span, false, args);
	int below = 0;

	expr->name = *name;
	expr->tail = tail;
	if (tail == NULL)
		return expr;
	below = ast_order_depth(tail->order);
	if (tail->filter != NULL)
		below = ast_deeper(below, tail->filter->depth);
	if (tail->window != NULL)
		below = ast_deeper(ast_deeper(below, ast_list_depth(tail->window->partition)),
						   ast_order_depth(tail->window->order));
	expr->depth = ast_deeper(expr->depth, ast_depth_above(p, span, below));
	return expr;
}

AstExpr *
ast_word_call(AdqlParse *p, AdqlSpan span, AstName *name, AstExprList args)
{
	ast_extension(p, span, "arguments are separated by commas", NULL);
	return ast_call(p, span, name, args, NULL);
}

AstExpr *
ast_operator_call(
	AdqlParse *p, AdqlSpan span, const char *function, AstExpr *left, AstExpr *right)
{
	ast_extension(p,
				  span,
				  "this operator is a function in ADQL",
				  arena_printf(p->arena, "Write it as a call of %s.", function));
	return ast_call(p,
					ast_span_over(left->span, right->span),
					ast_name(p, span, function, false),
					ast_append(ast_list(left), right),
					NULL);
}

AstExpr *
ast_trim(AdqlParse *p, AdqlSpan span, AstName *side, AstExpr *chars, AstExpr *text)
{
	const char *function = strcasecmp(side->text, "leading") == 0	 ? "ltrim"
						   : strcasecmp(side->text, "trailing") == 0 ? "rtrim"
																	 : "trim";
	AstExprList args = ast_list(text);

	if (chars != NULL)
		args = ast_append(args, chars);
	return ast_word_call(p, span, ast_name(p, side->span, function, false), args);
}

AstCallTail *
ast_call_tail(
	AdqlParse *p, AdqlSpan span, AstOrder *within, AstExpr *filter, AstWindow *window)
{
	AstCallTail *tail;

	if (within == NULL && filter == NULL && window == NULL)
		return NULL;
	ast_extension(p, span, "WITHIN GROUP, FILTER and OVER are not part of ADQL", NULL);
	tail = arena_new(p->arena, AstCallTail);
	*tail = (AstCallTail){
		.span = span,
		.order = within,
		.within = within != NULL,
		.filter = filter,
		.window = window,
	};
	return tail;
}

AstCallTail *
ast_call_order(AdqlParse *p, AdqlSpan span, AstCallTail *tail, AstOrder *order)
{
	if (order == NULL)
		return tail;
	ast_extension(p, span, "ORDER BY among arguments is not part of ADQL", NULL);
	if (tail == NULL)
	{
		tail = arena_new(p->arena, AstCallTail);
		tail->span = span;
	}
	if (tail->within)
		fault_add(p->faults, SKY_E_SYNTAX, span, "the values are ordered twice");
	tail->order = order;
	return tail;
}

AstBound
ast_bound(AdqlParse *p,
		  AdqlSpan span,
		  const AstName *first,
		  const AstName *second,
		  int64_t count)
{
	bool before = strcasecmp(second->text, "preceding") == 0;
	bool after = strcasecmp(second->text, "following") == 0;

	if (first == NULL && (before || after))
		return (AstBound){before ? AST_BOUND_BEFORE : AST_BOUND_AFTER, count};
	if (first != NULL && strcasecmp(first->text, "unbounded") == 0 && (before || after))
		return (AstBound){before ? AST_BOUND_FIRST : AST_BOUND_LAST, 0};
	if (first != NULL && strcasecmp(first->text, "current") == 0 &&
		strcasecmp(second->text, "row") == 0)
		return (AstBound){AST_BOUND_CURRENT, 0};
	sky_error_hint(
		fault_add(p->faults, SKY_E_SYNTAX, span, "a frame has no such end"),
		"Ends are UNBOUNDED PRECEDING, n PRECEDING, CURRENT ROW, n FOLLOWING and "
		"UNBOUNDED FOLLOWING.");
	return (AstBound){AST_BOUND_CURRENT, 0};
}

AstFrame *
ast_frame(AdqlParse *p, AdqlSpan span, AstName *unit, AstBound start, AstBound end)
{
	AstFrame *frame = arena_new(p->arena, AstFrame);

	*frame = (AstFrame){.start = start, .end = end};
	frame->by_value = strcasecmp(unit->text, "range") == 0;
	if (!frame->by_value && strcasecmp(unit->text, "rows") != 0)
		fault_add(p->faults, SKY_E_SYNTAX, unit->span, "a frame is of ROWS or a RANGE");
	else if (start.kind == AST_BOUND_LAST || end.kind == AST_BOUND_FIRST ||
			 (end.kind != AST_BOUND_NONE ? end.kind < start.kind
										 : start.kind > AST_BOUND_CURRENT))
		fault_add(p->faults, SKY_E_SYNTAX, span, "the frame ends before it starts");
	return frame;
}
