/*
 * bind_condition.c
 *		Everything that is true or false: comparisons, AND, OR, NOT.
 */
#include <string.h>
#include <strings.h>

#include "adql/bind.h"

/* What may stand before = and the like to become a condition. */
static BoundExpr *
not_a_condition(Binder *b, const AstExpr *ast, AdqlType type)
{
	if (ast->kind == AST_CALL && type == ADQL_BOOLEAN)
		sky_error_hint(
			fault_add(b->faults, SKY_E_TYPE, ast->span, "a function is not a condition"),
			"Write 1 = %s(...).",
			ast->name.text);
	else
		sky_error_hint(fault_add(b->faults,
								 SKY_E_TYPE,
								 ast->span,
								 "a value of type %s is not a condition",
								 adql_type_facts(type)->name),
					   "Compare it with something.");
	return bind_faulty(b, ast->span);
}

BoundExpr *
bind_condition(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr = bind_expr(b, ast);
	bool is_value =
		ast->kind == AST_CALL || ast->kind == AST_COLUMN || ast->kind == AST_SCALAR;

	if (expr->kind == BOUND_FAULTY || expr->type == ADQL_FAULTY)
		return bind_is_strict(b) && is_value && expr->kind != BOUND_FAULTY
				   ? not_a_condition(b, ast, expr->type)
				   : expr;
	if (expr->type != ADQL_BOOLEAN || (is_value && bind_is_strict(b)))
		return not_a_condition(b, ast, expr->type);
	return expr;
}

BoundExpr *
bind_not(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr = bind_new_args(b, BOUND_NOT, ADQL_BOOLEAN, ast->span, 1);

	expr->args[0] = bind_condition(b, ast->args.first);
	return expr;
}

BoundExpr *
bind_logic_chain(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr =
		bind_new_args(b, BOUND_CHAIN, ADQL_BOOLEAN, ast->span, ast->args.count);
	int i = 0;

	expr->op = ast->op;
	for (const AstExpr *link = ast->args.first; link != NULL; link = link->next)
	{
		BoundExpr *condition = bind_condition(b, link);

		condition->chain = link->chain;
		expr->args[i++] = condition;
	}
	return expr;
}

/* A number in quotes, with which lenient mode compares numbers: '1.5', 'NaN',
 * '-Infinity'. */
static bool
is_quoted_number(const BoundExpr *string, AdqlType type)
{
	static const char *const words[] = {"nan", "inf", "infinity"};
	const char *text = string->text;
	bool whole = adql_type_is_integer(type);
	size_t length;

	if (string->kind != BOUND_STRING || !adql_type_is_number(type))
		return false;
	text += *text == '-' || *text == '+';
	for (size_t i = 0; !whole && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(text, words[i]) == 0)
			return true;
	length = strspn(text, "0123456789");
	if (!whole && text[length] == '.')
		length += 1 + strspn(text + length + 1, "0123456789");
	return length > 0 && length <= 18 && text[length] == '\0';
}

/* Whether two types can be compared; geometries know only = and <>. */
static bool
are_comparable(const BoundExpr *x, const BoundExpr *y, bool equality)
{
	if (x->type == ADQL_FAULTY || y->type == ADQL_FAULTY)
		return true;
	if (adql_type_is_opaque(x->type) || adql_type_is_opaque(y->type))
		return false;
	if (adql_type_is_number(x->type) && adql_type_is_number(y->type))
		return true;
	if ((adql_type_is_geometry(x->type) || adql_type_is_geometry(y->type)) && !equality)
		return false;
	if (x->type == y->type || x->type == ADQL_UNKNOWN || y->type == ADQL_UNKNOWN)
		return true;
	/* A string literal takes the type of the other side. */
	if (y->kind == BOUND_STRING)
		return x->type == ADQL_TIMESTAMP || x->type == ADQL_OTHER ||
			   x->type == ADQL_BOOLEAN;
	return y->type == ADQL_TEXT && x->type == ADQL_OTHER;
}

bool
bind_fit(Binder *b, AdqlSpan span, BoundExpr **x, BoundExpr **y, bool equality)
{
	if (!bind_is_strict(b) &&
		(is_quoted_number(*x, (*y)->type) || is_quoted_number(*y, (*x)->type)))
		return true;
	if (!are_comparable(*x, *y, equality) && !are_comparable(*y, *x, equality))
	{
		SkyError *fault =
			fault_add(b->faults,
					  SKY_E_TYPE,
					  span,
					  "a value of type %s is not compared with one of type %s",
					  adql_type_facts((*x)->type)->name,
					  adql_type_facts((*y)->type)->name);

		if (((*x)->kind == BOUND_STRING && adql_type_is_number((*y)->type)) ||
			((*y)->kind == BOUND_STRING && adql_type_is_number((*x)->type)))
			sky_error_hint(fault, "Numbers are written without quotes.");
		else if (adql_type_is_geometry((*x)->type) || adql_type_is_geometry((*y)->type))
			sky_error_hint(fault,
						   "Geometries are compared with CONTAINS, INTERSECTS and "
						   "DISTANCE.");
		else if ((*x)->type == ADQL_TIMESTAMP || (*y)->type == ADQL_TIMESTAMP)
			sky_error_hint(fault,
						   "Times are strings, as in '2020-01-31T12:30:00'; "
						   "ivo_to_mjd(time) makes a number of one.");
		return false;
	}
	if ((*x)->type == ADQL_OTHER && (*y)->type == ADQL_TEXT && (*y)->kind != BOUND_STRING)
		*x = bind_coerce(b, *x, ADQL_TEXT);
	else if ((*y)->type == ADQL_OTHER && (*x)->type == ADQL_TEXT &&
			 (*x)->kind != BOUND_STRING)
		*y = bind_coerce(b, *y, ADQL_TEXT);
	/* A literal as exact as the column, or no index would serve. */
	if ((*x)->type == ADQL_NUMERIC && (*y)->kind == BOUND_NUMBER)
		*y = bind_coerce(b, *y, ADQL_NUMERIC);
	else if ((*y)->type == ADQL_NUMERIC && (*x)->kind == BOUND_NUMBER)
		*x = bind_coerce(b, *x, ADQL_NUMERIC);
	return true;
}

/* What stands for true (1) or false (0) beside a condition; -1 if it does not. */
static int
flag_value(const Binder *b, const BoundExpr *flag)
{
	static const char *const words[2][2] = {{"f", "false"}, {"t", "true"}};

	if (flag->kind != BOUND_NUMBER && (flag->kind != BOUND_STRING || bind_is_strict(b)))
		return -1;
	for (int value = 0; value < 2; value++)
		if (flag->kind == BOUND_NUMBER
				? !flag->negated && strcmp(flag->text, value == 1 ? "1" : "0") == 0
				: strcasecmp(flag->text, words[value][0]) == 0 ||
					  strcasecmp(flag->text, words[value][1]) == 0)
			return value;
	return -1;
}

/*
 * A truth value = 1, <> 0 and so on is the condition itself or its opposite: what
 * CONTAINS(...) = 1 means, and in lenient mode q3c_radial_query(...) = 't'.  NULL if it
 * is no such comparison.
 */
static BoundExpr *
compare_with_flag(
	Binder *b, AdqlSpan span, AstOp op, BoundExpr *truth, const BoundExpr *flag)
{
	int value = truth->type == ADQL_BOOLEAN ? flag_value(b, flag) : -1;
	BoundExpr *opposite;

	if (value < 0 || (op != AST_OP_EQUAL && op != AST_OP_UNEQUAL))
		return NULL;
	if ((value == 1) == (op == AST_OP_EQUAL))
		return truth;
	opposite = bind_new_args(b, BOUND_NOT, ADQL_BOOLEAN, span, 1);
	opposite->args[0] = truth;
	return opposite;
}

/* What is compared with NULL is neither true nor false, which nobody means. */
static void
warn_of_null(Binder *b, const AstExpr *ast, const AstExpr *left, const AstExpr *right)
{
	if (left->kind != AST_NULL && right->kind != AST_NULL)
		return;
	sky_error_hint(
		fault_warn(
			b->faults, SKY_E_TYPE, ast->span, "a comparison with NULL is never true"),
		"NULL is tested by IS NULL and IS NOT NULL.");
	if (right->kind == AST_NULL && (ast->op == AST_OP_EQUAL || ast->op == AST_OP_UNEQUAL))
		fault_repair(b->faults,
					 (AdqlSpan){left->span.end, right->span.end},
					 ast->op == AST_OP_EQUAL ? " IS NULL" : " IS NOT NULL");
}

BoundExpr *
bind_compare(Binder *b, const AstExpr *ast)
{
	const AstExpr *ast_left = ast->args.first;
	const AstExpr *ast_right = ast_left->next;
	BoundExpr *left = bind_expr(b, ast_left);
	BoundExpr *right = bind_expr(b, ast_right);
	BoundExpr *expr = compare_with_flag(b, ast->span, ast->op, left, right);
	bool equality = ast->op == AST_OP_EQUAL || ast->op == AST_OP_UNEQUAL;

	if (expr == NULL)
		expr = compare_with_flag(b, ast->span, ast->op, right, left);
	if (expr != NULL)
		return expr;
	warn_of_null(b, ast, ast_left, ast_right);
	left = bind_as_value(b, ast_left, left);
	right = bind_as_value(b, ast_right, right);
	expr = bind_new_args(b, BOUND_COMPARE, ADQL_BOOLEAN, ast->span, 2);
	if (!bind_fit(b, ast->span, &left, &right, equality))
		return bind_faulty(b, ast->span);
	expr->op = ast->op;
	expr->args[0] = left;
	expr->args[1] = right;
	return bind_geometry_compare(b, expr);
}
