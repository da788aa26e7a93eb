/*
 * ast.c
 *		Making the nodes of the syntax tree: expressions and names.
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
	[AST_OP_BIT_AND] = "&",
	[AST_OP_BIT_OR] = "|",
	[AST_OP_SHIFT_LEFT] = "<<",
	[AST_OP_SHIFT_RIGHT] = ">>",
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
		sky_error_hint(fault_add(p->faults,
								 SKY_E_TOO_COMPLEX,
								 span,
								 "the query is nested more than %d levels deep",
								 p->options->max_depth),
					   FAULT_SETTING,
					   "pgsky.max_nesting");
	p->too_deep = true;
}

int
ast_depth_above(AdqlParse *p, AdqlSpan span, int below)
{
	if (below >= p->options->max_depth)
		ast_too_deep(p, span);
	return below + 1;
}

int
ast_deeper(int a, int b)
{
	return a > b ? a : b;
}

int
ast_list_depth(AstExprList list)
{
	int depth = 0;

	for (const AstExpr *expr = list.first; expr != NULL; expr = expr->next)
		depth = ast_deeper(depth, expr->depth);
	return depth;
}

AdqlSpan
ast_span_over(AdqlSpan first, AdqlSpan last)
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
ast_quantity(AdqlParse *p,
			 AdqlSpan span,
			 AstExprKind kind,
			 const char *digits,
			 const AstName *unit)
{
	AstExpr *expr = ast_leaf(p, kind, span, digits);

	ast_extension(
		p, unit->span, "numbers of ADQL have no unit", "Angles are given in degrees.");
	expr->name = *unit;
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
	expr->depth = ast_depth_above(p, span, ast_list_depth(args));
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
	AdqlSpan span = ast_span_over(left->span, right->span);
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
		case AST_OP_BIT_OR:
		case AST_OP_SHIFT_LEFT:
		case AST_OP_SHIFT_RIGHT:
			return AST_OP_BIT_AND;
		default:
			return op;
	}
}

/* left op right: one link more, so that a thousand ANDs are one level deep. */
AstExpr *
ast_chain(AdqlParse *p, AstExpr *left, AstOp op, AstExpr *right)
{
	AdqlSpan span = ast_span_over(left->span, right->span);
	AstOp level = chain_level(op);

	right->chain = op;
	if (left->kind != AST_CHAIN || left->op != level || left->parenthesised)
	{
		left = ast_test(p, AST_CHAIN, span, false, ast_list(left));
		left->op = level;
	}
	left->args = ast_append(left->args, right);
	left->span = span;
	left->depth = ast_deeper(left->depth, ast_depth_above(p, span, right->depth));
	return left;
}

AstOp
ast_bit_operator(AdqlParse *p, AdqlSpan span, AstOp op)
{
	ast_extension(p, span, "operators on bits are not part of ADQL", NULL);
	return op;
}

AstExpr *
ast_cast(AdqlParse *p, AdqlSpan span, AstExpr *operand, AstType *type)
{
	AstExpr *expr = ast_unary(p, AST_CAST, span, operand);

	expr->type = type;
	return expr;
}

AstExpr *
ast_subscript(AdqlParse *p, AdqlSpan span, AstExpr *array, AstExpr *index)
{
	if (array->kind != AST_SUBSCRIPT || array->parenthesised)
		return ast_test(
			p, AST_SUBSCRIPT, span, false, ast_append(ast_list(array), index));
	array->args = ast_append(array->args, index);
	array->span = span;
	array->depth = ast_deeper(array->depth, ast_depth_above(p, span, index->depth));
	return array;
}

AstExpr *
ast_case(AdqlParse *p,
		 AdqlSpan span,
		 AstExpr *operand,
		 AstExprList branches,
		 AstExpr *otherwise)
{
	AstExpr *expr;

	if (otherwise != NULL)
		branches = ast_append(branches, otherwise);
	if (operand != NULL)
	{
		operand->next = branches.first;
		branches.first = operand;
		branches.count++;
	}
	expr = ast_test(p, AST_CASE, span, false, branches);
	expr->has_operand = operand != NULL;
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
	expr->depth = ast_deeper(expr->depth, ast_depth_above(p, expr->span, query->depth));
}

AstExpr *
ast_parenthesised(AdqlParse *p, AdqlSpan span, AstExpr *expr)
{
	expr->parenthesised = true;
	expr->depth = ast_depth_above(p, span, expr->depth);
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

	path->parts = name;
	path->count = 1;
	path->span = name->span;
	return path;
}

AstPath *
ast_path_append(AdqlParse *p, AstPath *path, AstName *name)
{
	path->span = ast_span_over(path->span, name->span);
	if (path->count == 1)
	{
		AstName *parts = arena_array(p->arena, AST_PATH_MAX, sizeof(AstName));

		parts[0] = path->parts[0];
		path->parts = parts;
	}
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
	if (fault_is_kept(p->faults))
		fault_repair(p->faults, name->span, arena_printf(p->arena, "\"%s\"", name->text));
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
