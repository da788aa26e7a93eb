/*
 * emit_expr.c
 *		Expressions as SQL; calls are in emit_call.c, conditions in emit_test.c.
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

void
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
		case BOUND_CASE:
		case BOUND_ARRAY:
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

void
emit_list(Emitter *e, BoundExpr *const *args, int nargs)
{
	for (int i = 0; i < nargs; i++)
	{
		if (i > 0)
			sink_puts(&e->sink, ", ");
		emit_expr(e, args[i]);
	}
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
	if (cast->type == ADQL_TEXT && cast->length > 0 && cast->length <= VARCHAR_MAX)
		emit_number(e, "character varying(", cast->length);
	else
		sink_puts(&e->sink, adql_type_facts(cast->type)->sql);
	if (cast->type == ADQL_NUMERIC && cast->length > 0)
	{
		emit_number(e, "(", cast->length);
		emit_number(e, ", ", cast->scale);
		sink_putc(&e->sink, ')');
	}
	sink_puts(&e->sink, cast->type == ADQL_TEXT && cast->length > 0 ? "))" : ")");
}

static void
emit_case(Emitter *e, const BoundExpr *expr)
{
	int i = expr->has_operand ? 1 : 0;

	sink_puts(&e->sink, "CASE");
	if (expr->has_operand)
	{
		sink_putc(&e->sink, ' ');
		emit_operand(e, expr->args[0]);
	}
	for (; i + 1 < expr->nargs; i += 2)
	{
		sink_puts(&e->sink, " WHEN ");
		emit_expr(e, expr->args[i]);
		sink_puts(&e->sink, " THEN ");
		emit_expr(e, expr->args[i + 1]);
	}
	if (i < expr->nargs)
	{
		sink_puts(&e->sink, " ELSE ");
		emit_expr(e, expr->args[i]);
	}
	sink_puts(&e->sink, " END");
}

/* The array is in parentheses, as if PostgreSQL wanted none for columns alone. */
static void
emit_subscript(Emitter *e, const BoundExpr *expr)
{
	sink_putc(&e->sink, '(');
	emit_expr(e, expr->args[0]);
	sink_putc(&e->sink, ')');
	for (int i = 1; i < expr->nargs; i++)
	{
		sink_putc(&e->sink, '[');
		emit_expr(e, expr->args[i]);
		sink_putc(&e->sink, ']');
	}
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

static void
emit_column(Emitter *e, int table, const CatalogColumn *column)
{
	if (column->conversion != NULL)
	{
		sink_puts(&e->sink, "sky.");
		sink_puts(&e->sink, column->conversion);
		sink_putc(&e->sink, '(');
	}
	emit_number(e, "t", table);
	sink_putc(&e->sink, '.');
	emit_name(e, column->sql_name);
	if (column->conversion != NULL)
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
			emit_column(e, leaf->table->number, &leaf->table->columns[leaf->column]);
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
emit_array(Emitter *e, const BoundExpr *array)
{
	sink_puts(&e->sink, "ARRAY[");
	emit_list(e, array->args, array->nargs);
	sink_putc(&e->sink, ']');
}

static void
emit_prefixed(Emitter *e, const BoundExpr *expr)
{
	sink_putc(&e->sink, expr->kind == BOUND_NEGATE ? '-' : '~');
	emit_operand(e, expr->args[0]);
}

static void
emit_not(Emitter *e, const BoundExpr * not )
{
	sink_puts(&e->sink, "NOT (");
	emit_expr(e, not ->args[0]);
	sink_putc(&e->sink, ')');
}

static void
emit_subquery(Emitter *e, const BoundExpr *expr)
{
	sink_puts(&e->sink, expr->kind == BOUND_EXISTS ? "EXISTS (" : "(");
	emit_query(e, expr->query);
	sink_putc(&e->sink, ')');
}

void
emit_expr(Emitter *e, const BoundExpr *expr)
{
	static void (*const emitters[])(Emitter *, const BoundExpr *) = {
		[BOUND_FAULTY] = emit_leaf,			[BOUND_NULL] = emit_leaf,
		[BOUND_TRUE] = emit_leaf,			[BOUND_FALSE] = emit_leaf,
		[BOUND_NUMBER] = emit_leaf,			[BOUND_STRING] = emit_leaf,
		[BOUND_COLUMN] = emit_leaf,			[BOUND_STAR] = emit_leaf,
		[BOUND_CALL] = emit_call,			[BOUND_CAST] = emit_cast,
		[BOUND_CASE] = emit_case,			[BOUND_ARRAY] = emit_array,
		[BOUND_SUBSCRIPT] = emit_subscript, [BOUND_NEGATE] = emit_prefixed,
		[BOUND_BIT_NOT] = emit_prefixed,	[BOUND_NOT] = emit_not,
		[BOUND_CHAIN] = emit_chain,			[BOUND_COMPARE] = emit_compare,
		[BOUND_BETWEEN] = emit_between,		[BOUND_IN] = emit_in,
		[BOUND_IN_QUERY] = emit_in,			[BOUND_QUANTIFIED] = emit_quantified,
		[BOUND_LIKE] = emit_like,			[BOUND_IS_NULL] = emit_is,
		[BOUND_IS_TRUTH] = emit_is,			[BOUND_IS_DISTINCT] = emit_is,
		[BOUND_EXISTS] = emit_subquery,		[BOUND_SCALAR] = emit_subquery,
	};

	emitters[expr->kind](e, expr);
}
