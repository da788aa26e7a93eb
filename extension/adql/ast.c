/*
 * ast.c
 *		Making the nodes of the syntax tree.
 */
#include "adql/ast.h"

#include <errno.h>
#include <stdlib.h>

#include "adql/parse.h"

static const char *const op_texts[AST_OPS] = {
	[AST_OP_NONE] = "",
	[AST_OP_OR] = "OR",
	[AST_OP_AND] = "AND",
	[AST_OP_CONCAT] = "||",
	[AST_OP_ADD] = "+",
	[AST_OP_SUBTRACT] = "-",
	[AST_OP_MULTIPLY] = "*",
	[AST_OP_DIVIDE] = "/",
	[AST_OP_EQUAL] = "=",
	[AST_OP_UNEQUAL] = "<>",
	[AST_OP_LESS] = "<",
	[AST_OP_LESS_EQUAL] = "<=",
	[AST_OP_GREATER] = ">",
	[AST_OP_GREATER_EQUAL] = ">=",
};

const char *
ast_op_text(AstOp op)
{
	return op_texts[op];
}

void
ast_too_deep(AdqlParse *p, AdqlSpan span)
{
	if (!p->too_deep)
		fault_add(p->faults,
				  SKY_E_TOO_COMPLEX,
				  span,
				  "the query is nested more than %d levels deep",
				  p->options->max_depth);
	p->too_deep = true;
}

/* The depth of a node above others; told as a fault where it is too much. */
static int
depth_above(AdqlParse *p, AdqlSpan span, int below)
{
	if (below >= p->options->max_depth)
		ast_too_deep(p, span);
	return below + 1;
}

static int
deeper(int a, int b)
{
	return a > b ? a : b;
}

static int
list_depth(AstExprList list)
{
	int depth = 0;

	for (const AstExpr *expr = list.first; expr != NULL; expr = expr->next)
		depth = deeper(depth, expr->depth);
	return depth;
}

static AdqlSpan
span_over(AdqlSpan first, AdqlSpan last)
{
	return (AdqlSpan){first.begin, last.end};
}

/* Expressions. */
static AstExpr *
new_expr(AdqlParse *p, AstExprKind kind, AdqlSpan span)
{
	AstExpr *expr = arena_new(p->arena, AstExpr);

	expr->kind = kind;
	expr->span = span;
	return expr;
}

AstExpr *
ast_leaf(AdqlParse *p, AstExprKind kind, AdqlSpan span, const char *text)
{
	AstExpr *expr = new_expr(p, kind, span);

	expr->text = text;
	return expr;
}

AstExpr *
ast_column(AdqlParse *p, AstExprKind kind, AdqlSpan span, AstPath *path)
{
	AstExpr *expr = new_expr(p, kind, span);

	expr->path = path;
	return expr;
}

AstExpr *
ast_test(AdqlParse *p, AstExprKind kind, AdqlSpan span, bool negated, AstExprList args)
{
	AstExpr *expr = new_expr(p, kind, span);

	expr->negated = negated;
	expr->args = args;
	expr->depth = depth_above(p, span, list_depth(args));
	return expr;
}

AstExpr *
ast_unary(AdqlParse *p, AstExprKind kind, AdqlSpan span, AstExpr *operand)
{
	return ast_test(p, kind, span, false, ast_list(operand));
}

AstExpr *
ast_compare(AdqlParse *p, AstOp op, AstExpr *left, AstExpr *right)
{
	AdqlSpan span = span_over(left->span, right->span);
	AstExpr *expr =
		ast_test(p, AST_COMPARE, span, false, ast_append(ast_list(left), right));

	expr->op = op;
	return expr;
}

/* Operators of one precedence make one chain. */
static AstOp
chain_level(AstOp op)
{
	switch (op)
	{
		case AST_OP_SUBTRACT:
			return AST_OP_ADD;
		case AST_OP_DIVIDE:
			return AST_OP_MULTIPLY;
		default:
			return op;
	}
}

/* left op right: one link more, so that a thousand ANDs are one level deep. */
AstExpr *
ast_chain(AdqlParse *p, AstExpr *left, AstOp op, AstExpr *right)
{
	AdqlSpan span = span_over(left->span, right->span);
	AstOp level = chain_level(op);

	right->chain = op;
	if (left->kind != AST_CHAIN || left->op != level || left->parenthesised)
	{
		left = ast_test(p, AST_CHAIN, span, false, ast_list(left));
		left->op = level;
	}
	left->args = ast_append(left->args, right);
	left->span = span;
	left->depth = deeper(left->depth, depth_above(p, span, right->depth));
	return left;
}

AstExpr *
ast_call(AdqlParse *p, AdqlSpan span, AstName *name, AstExprList args)
{
	AstExpr *expr = ast_test(p, AST_CALL, span, false, args);

	expr->name = *name;
	return expr;
}

AstExpr *
ast_subquery(AdqlParse *p, AstExprKind kind, AdqlSpan span, AstQuery *query)
{
	AstExpr *expr = new_expr(p, kind, span);

	ast_set_query(p, expr, query);
	return expr;
}

void
ast_set_query(AdqlParse *p, AstExpr *expr, AstQuery *query)
{
	expr->query = query;
	expr->depth = deeper(expr->depth, depth_above(p, expr->span, query->depth));
}

AstExpr *
ast_parenthesised(AdqlParse *p, AdqlSpan span, AstExpr *expr)
{
	expr->parenthesised = true;
	expr->depth = depth_above(p, span, expr->depth);
	expr->span = span;
	return expr;
}

AstExprList
ast_list(AstExpr *first)
{
	return (AstExprList){.first = first, .last = first, .count = 1};
}

AstExprList
ast_append(AstExprList list, AstExpr *expr)
{
	list.last->next = expr;
	list.last = expr;
	list.count++;
	return list;
}

/* Names. */
AstName *
ast_name(AdqlParse *p, AdqlSpan span, const char *text, bool delimited)
{
	AstName *name = arena_new(p->arena, AstName);

	*name = (AstName){.text = text, .delimited = delimited, .span = span};
	return name;
}

AstPath *
ast_path(AdqlParse *p, AstName *name)
{
	AstPath *path = arena_new(p->arena, AstPath);

	path->parts[0] = *name;
	path->count = 1;
	path->span = name->span;
	return path;
}

AstPath *
ast_path_append(AdqlParse *p, AstPath *path, AstName *name)
{
	path->span = span_over(path->span, name->span);
	if (path->count < AST_PATH_MAX)
		path->parts[path->count] = *name;
	else if (path->count == AST_PATH_MAX)
		fault_add(p->faults,
				  SKY_E_SYNTAX,
				  path->span,
				  "a name has at most %d parts",
				  AST_PATH_MAX);
	if (path->count <= AST_PATH_MAX)
		path->count++;
	return path;
}

void
ast_extension(AdqlParse *p, AdqlSpan span, const char *what, const char *hint)
{
	SkyError *fault = fault_extension(p->faults, SKY_E_SYNTAX, span, "%s", what);

	if (hint != NULL)
		sky_error_hint(fault, "%s", hint);
}

void
ast_reserved_name(AdqlParse *p, AstName *name)
{
	sky_error_hint(
		fault_extension(
			p->faults, SKY_E_SYNTAX, name->span, "\"%s\" is a reserved word", name->text),
		"As a name it is written in double quotes.");
}

int64_t
ast_count(AdqlParse *p, AdqlSpan span, const char *digits)
{
	long long value;

	errno = 0;
	value = strtoll(digits, NULL, 10);
	if (errno != 0)
		fault_add(p->faults, SKY_E_OUT_OF_RANGE, span, "the number is too big");
	return value;
}

/* Tables. */
AstTable *
ast_table(AdqlParse *p, AstTableKind kind, AdqlSpan span)
{
	AstTable *table = arena_new(p->arena, AstTable);

	table->kind = kind;
	table->span = span;
	return table;
}

AstTable *
ast_table_query(AdqlParse *p, AdqlSpan span, AstQuery *query, AstName *alias)
{
	AstTable *table = ast_table(p, AST_TABLE_QUERY, span);

	table->query = query;
	table->depth = depth_above(p, span, query->depth);
	if (alias != NULL)
		table->alias = *alias;
	else
		sky_error_hint(
			fault_add(p->faults, SKY_E_SYNTAX, span, "a subquery in FROM needs a name"),
			"Write (SELECT ...) AS name.");
	return table;
}

AstTable *
ast_join(AdqlParse *p, AdqlSpan span, AstJoinKind kind, AstTable *left, AstTable *right)
{
	AstTable *table = ast_table(p, AST_TABLE_JOIN, span);

	table->join = kind;
	table->left = left;
	table->right = right;
	table->depth = depth_above(p, span, deeper(left->depth, right->depth));
	return table;
}

/* Queries. */
static AstQuery *
new_query(AdqlParse *p, AstQueryKind kind, AdqlSpan span, int below)
{
	AstQuery *query = arena_new(p->arena, AstQuery);

	query->kind = kind;
	query->span = span;
	query->depth = depth_above(p, span, below);
	query->offset = query->limit = -1;
	return query;
}

AstQuery *
ast_select(AdqlParse *p, AdqlSpan span, AstSelect *select)
{
	int depth = list_depth(select->group);
	AstQuery *query;

	for (const AstItem *item = select->items; item != NULL; item = item->next)
		depth = deeper(depth, item->expr->depth);
	for (const AstTable *table = select->from; table != NULL; table = table->next)
	{
		depth = deeper(depth, table->depth);
		if (table->on != NULL)
			depth = deeper(depth, table->on->depth);
	}
	if (select->where != NULL)
		depth = deeper(depth, select->where->depth);
	if (select->having != NULL)
		depth = deeper(depth, select->having->depth);
	select->span = span;
	query = new_query(p, AST_QUERY_SELECT, span, depth);
	query->select = select;
	return query;
}

AstQuery *
ast_set(
	AdqlParse *p, AdqlSpan span, AstSetOp op, bool all, AstQuery *left, AstQuery *right)
{
	AstQuery *query =
		new_query(p, AST_QUERY_SET, span, deeper(left->depth, right->depth));

	query->op = op;
	query->all = all;
	query->left = left;
	query->right = right;
	return query;
}

AstQuery *
ast_tail(AdqlParse *p, AdqlSpan span, AstQuery *query, bool parenthesised, AstTail *tail)
{
	if (parenthesised)
	{
		AstQuery *inner = query;

		query = new_query(p, AST_QUERY_NESTED, span, inner->depth);
		query->left = inner;
	}
	if (tail == NULL)
		return query;
	query->span = span;
	query->order = tail->order;
	query->offset = tail->offset;
	query->limit = tail->limit;
	if (tail->limit >= 0)
		ast_extension(
			p, tail->span, "LIMIT is not part of ADQL", "Write SELECT TOP n instead.");
	for (const AstOrder *order = tail->order; order != NULL; order = order->next)
		query->depth =
			deeper(query->depth, depth_above(p, order->expr->span, order->expr->depth));
	return query;
}

AstQuery *
ast_select_all(AdqlParse *p, AdqlSpan span, AstTable *table)
{
	AstSelect *select = arena_new(p->arena, AstSelect);

	select->top = -1;
	select->items = arena_new(p->arena, AstItem);
	select->items->expr = ast_column(p, AST_STAR, span, NULL);
	select->from = table;
	return ast_select(p, span, select);
}
