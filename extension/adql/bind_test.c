/*
 * bind_test.c
 *		Conditions that are words: BETWEEN, IN, LIKE, IS, EXISTS, ANY and ALL.
 */
#include "adql/bind.h"
#include "base/utf8.h"

bool
bind_may_list(Binder *b, AdqlSpan span, int count)
{
	if (count <= b->options->max_items)
		return true;
	sky_error_hint(fault_add(b->faults,
							 SKY_E_LIMIT,
							 span,
							 "a list has at most %d items",
							 b->options->max_items),
				   FAULT_SETTING,
				   "pgsky.max_list_items");
	return false;
}

/* The operand against all the others. */
static BoundExpr *
bind_list(Binder *b, const AstExpr *ast, BoundExpr *expr)
{
	for (int i = 1; i < expr->nargs; i++)
		if (!bind_fit(b, expr->args[i]->span, &expr->args[0], &expr->args[i], false))
			return bind_faulty(b, ast->span);
	return expr;
}

/* Whether LIKE takes such a value; in lenient mode integers match by their digits. */
static bool
is_matched(const Binder *b, AdqlType type, bool operand)
{
	return type == ADQL_TEXT || type == ADQL_OTHER || adql_type_is_silent(type) ||
		   (operand && adql_type_is_integer(type) && !bind_is_strict(b));
}

static bool
is_one_character(const char *text)
{
	if (*text == '\0')
		return false;
	text++;
	while (utf8_is_tail(*text))
		text++;
	return *text == '\0';
}

static BoundExpr *
bind_like(Binder *b, const AstExpr *ast, BoundExpr *expr)
{
	for (int i = 0; i < 2; i++)
	{
		BoundExpr *arg = expr->args[i];

		if (!is_matched(b, arg->type, i == 0))
		{
			fault_add(b->faults,
					  SKY_E_TYPE,
					  arg->span,
					  "%s compares texts, not a value of type %s",
					  ast->ignore_case ? "ILIKE" : "LIKE",
					  adql_type_facts(arg->type)->name);
			return bind_faulty(b, ast->span);
		}
		expr->args[i] = bind_coerce(b, arg, ADQL_TEXT);
	}
	expr->text = ast->text;
	if (ast->text != NULL && !is_one_character(ast->text))
		fault_add(b->faults, SKY_E_BAD_TEXT, ast->span, "ESCAPE takes one character");
	return expr;
}

/* What the operand is compared with: a column of that type, but for its values. */
static BoundExpr *
bind_counterpart(Binder *b, const AstExpr *ast, BoundExpr *expr, AdqlType type)
{
	BoundExpr *column = bind_faulty(b, ast->span);

	column->type = type;
	return bind_fit(b, ast->span, &expr->args[0], &column, false) ? column : NULL;
}

/* The one column of the subquery against the operand. */
static BoundExpr *
bind_in_query(Binder *b, const AstExpr *ast, BoundExpr *expr)
{
	BoundExpr *column;

	expr->query = bind_subquery(b, ast->query, b->scope);
	if (expr->query->ncolumns != 1)
	{
		if (expr->query->ncolumns > 1)
			fault_add(b->faults,
					  SKY_E_SYNTAX,
					  ast->query->span,
					  "the query to compare with has one column, not %d",
					  expr->query->ncolumns);
		return expr;
	}
	column = bind_counterpart(b, ast, expr, expr->query->columns[0].type);
	if (column == NULL)
		return bind_faulty(b, ast->span);
	if (column->kind == BOUND_CAST)
		bind_coerce_column(b, expr->query, 0, ADQL_TEXT);
	return expr;
}

/* The elements of an array against the operand. */
static BoundExpr *
bind_any_element(Binder *b, const AstExpr *ast, BoundExpr *expr)
{
	AdqlType element = adql_type_element(expr->args[1]->type);

	if (expr->args[1]->type == ADQL_FAULTY)
		return expr;
	if (element == ADQL_FAULTY)
		fault_add(b->faults,
				  SKY_E_TYPE,
				  expr->args[1]->span,
				  "%s takes a query or an array, not a value of type %s",
				  ast->all ? "ALL" : "ANY",
				  adql_type_facts(expr->args[1]->type)->name);
	else if (bind_counterpart(b, ast, expr, element) != NULL)
		return expr;
	return bind_faulty(b, ast->span);
}

BoundExpr *
bind_test(Binder *b, const AstExpr *ast)
{
	static const BoundKind kinds[] = {
		[AST_BETWEEN] = BOUND_BETWEEN,
		[AST_IN] = BOUND_IN,
		[AST_IN_QUERY] = BOUND_IN_QUERY,
		[AST_QUANTIFIED] = BOUND_QUANTIFIED,
		[AST_LIKE] = BOUND_LIKE,
		[AST_IS_NULL] = BOUND_IS_NULL,
		[AST_IS_TRUTH] = BOUND_IS_TRUTH,
		[AST_IS_DISTINCT] = BOUND_IS_DISTINCT,
		[AST_EXISTS] = BOUND_EXISTS,
	};
	BoundExpr *expr =
		bind_new_args(b, kinds[ast->kind], ADQL_BOOLEAN, ast->span, ast->args.count);
	int i = 0;

	expr->op = ast->op;
	expr->all = ast->all;
	expr->negated = ast->negated;
	expr->ignore_case = ast->ignore_case;
	if (!bind_may_list(b, ast->span, ast->args.count - 1))
		return bind_faulty(b, ast->span);
	for (const AstExpr *arg = ast->args.first; arg != NULL; arg = arg->next)
		expr->args[i++] =
			ast->kind == AST_IS_TRUTH ? bind_condition(b, arg) : bind_value(b, arg);
	switch (ast->kind)
	{
		case AST_LIKE:
			return bind_like(b, ast, expr);
		case AST_QUANTIFIED:
			return ast->query != NULL ? bind_in_query(b, ast, expr)
									  : bind_any_element(b, ast, expr);
		case AST_IN_QUERY:
			return bind_in_query(b, ast, expr);
		case AST_EXISTS:
			expr->query = bind_subquery(b, ast->query, b->scope);
			return expr;
		case AST_IS_NULL:
		case AST_IS_TRUTH:
			return expr;
		default:
			return bind_list(b, ast, expr);
	}
}
