/*
 * advice.c
 *		Conditions on the sky: which of them an index on positions can serve, and what is
 *		wrong with the others.
 */
#include "adql/advice.h"

#include <string.h>

/* Where a condition stands. */
typedef enum Setting
{
	ALONE,	  /* it must hold for a row to be found */
	OPPOSITE, /* below NOT */
	OR_OTHER, /* in an OR with a condition that is not on the sky */
} Setting;

typedef struct Advisor
{
	Arena *arena;
	AdqlAdvice *first;
	AdqlAdvice **last;
} Advisor;

static void advise_query(Advisor *a, const BoundQuery *query);
static void advise(Advisor *a, const BoundExpr *expr, Setting setting);

static void
add(Advisor *a, AdqlSpan span, const char *text, const AdqlAdvice *position)
{
	AdqlAdvice *advice = arena_new(a->arena, AdqlAdvice);

	if (position != NULL)
		*advice = *position;
	advice->span = span;
	advice->text = text;
	advice->next = NULL;
	*a->last = advice;
	a->last = &advice->next;
}

/* The distance that a comparison asks for, or NULL. */
static const BoundExpr *
compared_distance(const BoundExpr *expr)
{
	if (expr->kind != BOUND_COMPARE || expr->args[0]->kind != BOUND_CALL ||
		expr->args[0]->function->form != ADQL_FORM_DISTANCE)
		return NULL;
	return expr->args[0];
}

/* Whether a condition is one on the sky. */
static bool
is_on_sky(const BoundExpr *expr)
{
	if (expr->kind != BOUND_CALL)
		return compared_distance(expr) != NULL;
	return expr->function == &adql_cone || expr->function == &adql_inside ||
		   (expr->function == &adql_contains && expr->args[0]->type == ADQL_POINT);
}

/* Whether a condition narrows the search on the sky, maybe among others. */
static bool
narrows(const BoundExpr *expr)
{
	if (expr->kind != BOUND_CHAIN)
		return is_on_sky(expr);
	for (int i = 0; i < expr->nargs; i++)
		if (narrows(expr->args[i]) != (expr->op == AST_OP_OR))
			return expr->op != AST_OP_OR;
	return expr->op == AST_OP_OR;
}

/* A column as it is, or as another type. */
static const BoundExpr *
plain_column(const BoundExpr *expr)
{
	while (expr->kind == BOUND_CAST)
		expr = expr->args[0];
	return expr->kind == BOUND_COLUMN && expr->table != NULL ? expr : NULL;
}

/*
 * Whether count expressions (longitude and latitude, or a point) are columns of one table
 * that an index can be on; then *position.
 */
static bool
is_position(BoundExpr *const *args, int count, AdqlAdvice *position)
{
	const BoundExpr *columns[2] = {plain_column(args[0]), plain_column(args[count - 1])};

	if (columns[0] == NULL || columns[1] == NULL ||
		columns[0]->table != columns[1]->table || columns[0]->table->table == NULL)
		return false;
	position->table = columns[0]->table->table;
	position->lon = columns[0]->table->columns[columns[0]->column].sql_name;
	position->lat =
		count == 2 ? columns[1]->table->columns[columns[1]->column].sql_name : NULL;
	return true;
}

/* Whether there is a column in an expression, but not alone. */
static bool
computes(const BoundExpr *expr)
{
	return plain_column(expr) == NULL && !bound_is_constant(expr);
}

/* The positions of a condition on the sky. */
static void
advise_positions(Advisor *a, const BoundExpr *expr)
{
	const BoundExpr *call = expr->kind == BOUND_COMPARE ? expr->args[0] : expr;
	AdqlAdvice position = {0};
	int count = call->args[0]->type == ADQL_POINT ? 1 : 2;
	bool two = call->function == &adql_cone || call->function->form == ADQL_FORM_DISTANCE;
	bool computed = false;

	for (int i = 0; i < count; i++)
		computed = computed || computes(call->args[i]) ||
				   (two && computes(call->args[count + i]));
	if (computed)
		add(a,
			expr->span,
			"An index is on the columns themselves: a position computed from them is "
			"searched in every row.",
			NULL);
	else if (is_position(call->args, count, &position) ||
			 (two && is_position(call->args + count, count, &position)))
		add(a, expr->span, NULL, &position);
}

/* One condition on the sky. */
static void
advise_sky(Advisor *a, const BoundExpr *expr, Setting setting)
{
	bool nearer = compared_distance(expr) == NULL || expr->op == AST_OP_LESS ||
				  expr->op == AST_OP_LESS_EQUAL;

	if (setting == OR_OTHER)
		add(a,
			expr->span,
			"An OR with a condition that is not on the sky reads every row: a UNION of two "
			"queries would not.",
			NULL);
	else if (compared_distance(expr) != NULL &&
			 (expr->op == AST_OP_EQUAL || expr->op == AST_OP_UNEQUAL))
		add(a,
			expr->span,
			"A distance is compared by < or <= for an index to be used.",
			NULL);
	else if (nearer == (setting == OPPOSITE))
		add(a,
			expr->span,
			"What lies outside of a region is found by reading every row.",
			NULL);
	else
		advise_positions(a, expr);
}

static Setting
below(const BoundExpr *expr, Setting setting)
{
	if (expr->kind == BOUND_NOT)
		return setting == OPPOSITE ? ALONE : OPPOSITE;
	if (expr->kind == BOUND_CHAIN && expr->op == AST_OP_OR && !narrows(expr))
		return setting == ALONE ? OR_OTHER : setting;
	return setting;
}

static void
advise(Advisor *a, const BoundExpr *expr, Setting setting)
{
	if (is_on_sky(expr))
		advise_sky(a, expr, setting);
	for (int i = 0; i < expr->nargs; i++)
		advise(a, expr->args[i], below(expr, setting));
	if (expr->query != NULL)
		advise_query(a, expr->query);
}

static void
advise_from(Advisor *a, const BoundFrom *from)
{
	if (from->kind == BOUND_FROM_JOIN)
	{
		advise_from(a, from->left);
		advise_from(a, from->right);
		if (from->on != NULL)
			advise(a, from->on, ALONE);
	}
	else if (from->table->query != NULL)
		advise_query(a, from->table->query);
}

static void
advise_query(Advisor *a, const BoundQuery *query)
{
	for (const BoundCommon *common = query->with; common != NULL; common = common->next)
		advise_query(a, common->query);
	if (query->left != NULL)
		advise_query(a, query->left);
	if (query->right != NULL)
		advise_query(a, query->right);
	for (const BoundFrom *from = query->from; from != NULL; from = from->next)
		advise_from(a, from);
	if (query->where != NULL)
		advise(a, query->where, ALONE);
}

AdqlAdvice *
adql_advise(const BoundQuery *query, Arena *arena)
{
	Advisor a = {.arena = arena};

	a.last = &a.first;
	advise_query(&a, query);
	return a.first;
}
