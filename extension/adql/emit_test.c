/*
 * emit_test.c
 *		Comparisons and tests as SQL.
 */
#include <string.h>

#include "adql/emit_expr.h"

/* Operators of our types are not in pg_catalog. */
void
emit_compare(Emitter *e, const BoundExpr *compare)
{
	bool ours = adql_type_is_geometry(compare->args[0]->type) ||
				adql_type_is_geometry(compare->args[1]->type);

	emit_operand(e, compare->args[0]);
	sink_puts(&e->sink, ours ? " OPERATOR(sky." : " ");
	sink_puts(&e->sink, ast_op_text(compare->op));
	sink_puts(&e->sink, ours ? ") " : " ");
	emit_operand(e, compare->args[1]);
}

/* Whether case is the same in every locale: then an index of the column's may serve. */
static bool
is_ascii(const BoundExpr *pattern)
{
	if (pattern->kind != BOUND_STRING)
		return false;
	for (const char *at = pattern->text; *at != '\0'; at++)
		if ((*at & 0x80) != 0)
			return false;
	return true;
}

void
emit_like(Emitter *e, const BoundExpr *like)
{
	const BoundExpr *pattern = like->args[1];

	emit_operand(e, like->args[0]);
	if (like->ignore_case && !is_ascii(pattern))
		sink_puts(&e->sink, " COLLATE pg_catalog.\"und-x-icu\"");
	sink_puts(&e->sink, like->negated ? " NOT " : " ");
	sink_puts(&e->sink, like->ignore_case ? "ILIKE " : "LIKE ");
	emit_operand(e, pattern);
	/* A backslash is no escape in ADQL; only where there is none, that goes unsaid. */
	if (like->text != NULL)
	{
		sink_puts(&e->sink, " ESCAPE ");
		emit_string(e, like->text);
	}
	else if (pattern->kind != BOUND_STRING || strchr(pattern->text, '\\') != NULL)
		sink_puts(&e->sink, " ESCAPE ''");
}

void
emit_quantified(Emitter *e, const BoundExpr *expr)
{
	emit_operand(e, expr->args[0]);
	sink_putc(&e->sink, ' ');
	sink_puts(&e->sink, ast_op_text(expr->op));
	sink_puts(&e->sink, expr->all ? " ALL (" : " ANY (");
	if (expr->query != NULL)
		emit_query(e, expr->query);
	else
		emit_expr(e, expr->args[1]);
	sink_putc(&e->sink, ')');
}

/* IS [NOT] TRUE and the like. */
void
emit_is(Emitter *e, const BoundExpr *expr)
{
	emit_operand(e, expr->args[0]);
	sink_puts(&e->sink, expr->negated ? " IS NOT " : " IS ");
	if (expr->kind == BOUND_IS_NULL)
		sink_puts(&e->sink, "NULL");
	else if (expr->kind == BOUND_IS_TRUTH)
		sink_puts(&e->sink,
				  expr->op == AST_OP_EQUAL	   ? "TRUE"
				  : expr->op == AST_OP_UNEQUAL ? "FALSE"
											   : "UNKNOWN");
	else
	{
		sink_puts(&e->sink, "DISTINCT FROM ");
		emit_operand(e, expr->args[1]);
	}
}

void
emit_between(Emitter *e, const BoundExpr *between)
{
	emit_operand(e, between->args[0]);
	sink_puts(&e->sink, between->negated ? " NOT BETWEEN " : " BETWEEN ");
	emit_operand(e, between->args[1]);
	sink_puts(&e->sink, " AND ");
	emit_operand(e, between->args[2]);
}

void
emit_in(Emitter *e, const BoundExpr *in)
{
	emit_operand(e, in->args[0]);
	sink_puts(&e->sink, in->negated ? " NOT IN (" : " IN (");
	if (in->kind == BOUND_IN)
		emit_list(e, in->args + 1, in->nargs - 1);
	else
		emit_query(e, in->query);
	sink_putc(&e->sink, ')');
}
