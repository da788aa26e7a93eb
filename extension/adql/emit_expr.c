/*
 * emit_expr.c
 *		Expressions as SQL.
 */
#include "adql/emit_expr.h"

#include <string.h>

#include "base/number.h"

#define VARCHAR_MAX 10485760 /* of PostgreSQL's character varying(n) */

void
emit_number(Emitter *e, const char *before, int64_t number)
{
	char text[NUMBER_TEXT_MAX];

	sink_puts(&e->sink, before);
	sink_put(&e->sink, text, number_put_int64(text, number));
}

/* text between quotes, each quote inside doubled. */
static void
emit_quoted(Emitter *e, const char *text, char quote)
{
	sink_putc(&e->sink, quote);
	for (const char *next; (next = strchr(text, quote)) != NULL; text = next + 1)
	{
		sink_put(&e->sink, text, (size_t) (next - text) + 1);
		sink_putc(&e->sink, quote);
	}
	sink_puts(&e->sink, text);
	sink_putc(&e->sink, quote);
}

void
emit_name(Emitter *e, const char *name)
{
	emit_quoted(e, name, '"');
}

/* A literal that means the same whatever standard_conforming_strings says. */
static void
emit_string(Emitter *e, const char *text)
{
	if (strchr(text, '\\') == NULL)
	{
		emit_quoted(e, text, '\'');
		return;
	}
	sink_puts(&e->sink, "E'");
	for (; *text != '\0'; text++)
	{
		if (*text == '\'' || *text == '\\')
			sink_putc(&e->sink, *text);
		sink_putc(&e->sink, *text);
	}
	sink_putc(&e->sink, '\'');
}

/* A number of exactly the type that the binder gave it. */
static void
emit_literal(Emitter *e, const BoundExpr *expr)
{
	if (expr->negated)
		sink_putc(&e->sink, '-');
	sink_puts(&e->sink, expr->text);
	if (expr->type != ADQL_INTEGER && expr->type != ADQL_BIGINT)
	{
		sink_puts(&e->sink, "::");
		sink_puts(&e->sink, adql_type_facts(expr->type)->sql);
	}
}

static bool
is_one_piece(const BoundExpr *expr)
{
	switch (expr->kind)
	{
		case BOUND_NUMBER:
			return !expr->negated;
		case BOUND_NULL:
		case BOUND_TRUE:
		case BOUND_FALSE:
		case BOUND_STRING:
		case BOUND_COLUMN:
		case BOUND_CALL:
		case BOUND_CAST:
		case BOUND_SCALAR:
		case BOUND_EXISTS:
			return true;
		default:
			return false;
	}
}

void
emit_operand(Emitter *e, const BoundExpr *expr)
{
	if (is_one_piece(expr))
	{
		emit_expr(e, expr);
		return;
	}
	sink_putc(&e->sink, '(');
	emit_expr(e, expr);
	sink_putc(&e->sink, ')');
}

static void
emit_list(Emitter *e, BoundExpr *const *args, int nargs)
{
	for (int i = 0; i < nargs; i++)
	{
		if (i > 0)
			sink_puts(&e->sink, ", ");
		emit_expr(e, args[i]);
	}
}

/* Fill the template of a function: $1 ... by one argument, $* by all. */
static void
emit_call(Emitter *e, const BoundExpr *call)
{
	const char *at = call->function->sql;

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
		}
	}
	sink_puts(&e->sink, at);
}

static void
emit_cast(Emitter *e, const BoundExpr *cast)
{
	/* As DALI writes it, whatever DateStyle says. */
	bool from_timestamp =
		cast->type == ADQL_TEXT && cast->args[0]->type == ADQL_TIMESTAMP;

	sink_puts(&e->sink, "CAST(");
	if (from_timestamp)
		sink_puts(&e->sink, "pg_catalog.rtrim(pg_catalog.rtrim(pg_catalog.to_char(");
	emit_expr(e, cast->args[0]);
	if (from_timestamp)
		sink_puts(&e->sink, ", 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '0'), '.')");
	sink_puts(&e->sink, " AS ");
	if (cast->length > 0 && cast->length <= VARCHAR_MAX)
	{
		emit_number(e, "character varying(", cast->length);
		sink_puts(&e->sink, "))");
		return;
	}
	sink_puts(&e->sink, adql_type_facts(cast->type)->sql);
	sink_putc(&e->sink, ')');
}

/* Conditions inside AND and OR need no parentheses, but chains and NOT get them. */
static void
emit_chain(Emitter *e, const BoundExpr *chain)
{
	bool logic = chain->op == AST_OP_AND || chain->op == AST_OP_OR;

	for (int i = 0; i < chain->nargs; i++)
	{
		const BoundExpr *arg = chain->args[i];

		if (i > 0)
		{
			sink_putc(&e->sink, ' ');
			sink_puts(&e->sink, ast_op_text(arg->chain));
			sink_putc(&e->sink, ' ');
		}
		if (logic && arg->kind != BOUND_CHAIN)
			emit_expr(e, arg);
		else
			emit_operand(e, arg);
	}
}

/* Operators of our types are not in pg_catalog. */
static void
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

static void
emit_like(Emitter *e, const BoundExpr *like)
{
	const BoundExpr *pattern = like->args[1];

	emit_operand(e, like->args[0]);
	sink_puts(&e->sink, like->negated ? " NOT " : " ");
	sink_puts(&e->sink, like->ignore_case ? "ILIKE " : "LIKE ");
	emit_operand(e, pattern);
	/* A backslash is no escape in ADQL; only where there is none, that goes unsaid. */
	if (pattern->kind != BOUND_STRING || strchr(pattern->text, '\\') != NULL)
		sink_puts(&e->sink, " ESCAPE ''");
}

static void
emit_between(Emitter *e, const BoundExpr *between)
{
	emit_operand(e, between->args[0]);
	sink_puts(&e->sink, between->negated ? " NOT BETWEEN " : " BETWEEN ");
	emit_operand(e, between->args[1]);
	sink_puts(&e->sink, " AND ");
	emit_operand(e, between->args[2]);
}

static void
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

/* What has nothing below it. */
static void
emit_leaf(Emitter *e, const BoundExpr *leaf)
{
	switch (leaf->kind)
	{
		case BOUND_TRUE:
			sink_puts(&e->sink, "TRUE");
			break;
		case BOUND_FALSE:
			sink_puts(&e->sink, "FALSE");
			break;
		case BOUND_NUMBER:
			emit_literal(e, leaf);
			break;
		case BOUND_STRING:
			emit_string(e, leaf->text);
			break;
		case BOUND_COLUMN:
			emit_number(e, "t", leaf->table->number);
			sink_putc(&e->sink, '.');
			emit_name(e, leaf->table->columns[leaf->column].sql_name);
			break;
		case BOUND_STAR:
			sink_putc(&e->sink, '*');
			break;
		default: /* NULL; what is faulty is never emitted */
			sink_puts(&e->sink, "NULL");
			break;
	}
}

static void
emit_subquery(Emitter *e, const char *before, const BoundQuery *query)
{
	sink_puts(&e->sink, before);
	emit_query(e, query);
	sink_putc(&e->sink, ')');
}

void
emit_expr(Emitter *e, const BoundExpr *expr)
{
	switch (expr->kind)
	{
		case BOUND_CALL:
			emit_call(e, expr);
			break;
		case BOUND_CAST:
			emit_cast(e, expr);
			break;
		case BOUND_NEGATE:
			sink_putc(&e->sink, '-');
			emit_operand(e, expr->args[0]);
			break;
		case BOUND_NOT:
			sink_puts(&e->sink, "NOT (");
			emit_expr(e, expr->args[0]);
			sink_putc(&e->sink, ')');
			break;
		case BOUND_CHAIN:
			emit_chain(e, expr);
			break;
		case BOUND_COMPARE:
			emit_compare(e, expr);
			break;
		case BOUND_BETWEEN:
			emit_between(e, expr);
			break;
		case BOUND_IN:
		case BOUND_IN_QUERY:
			emit_in(e, expr);
			break;
		case BOUND_LIKE:
			emit_like(e, expr);
			break;
		case BOUND_IS_NULL:
			emit_operand(e, expr->args[0]);
			sink_puts(&e->sink, expr->negated ? " IS NOT NULL" : " IS NULL");
			break;
		case BOUND_EXISTS:
			emit_subquery(e, "EXISTS (", expr->query);
			break;
		case BOUND_SCALAR:
			emit_subquery(e, "(", expr->query);
			break;
		default:
			emit_leaf(e, expr);
			break;
	}
}
