/*
 * emit.c
 *		Queries as SQL: the clauses, and FROM.  Expressions are in emit_expr.c.
 */
#include "adql/emit.h"

#include <stdint.h>

#include "adql/emit_expr.h"

static void emit_from(Emitter *e, const BoundFrom *from);

/* Let the buffer grow: the old one stays in the arena. */
static void
grow(Sink *sink, size_t wanted)
{
	Emitter *e = (Emitter *) sink;
	size_t size = 2 * sink->size;
	char *buffer;

	while (size - sink->used < wanted)
		size *= 2;
	buffer = arena_alloc(e->arena, size);
	memcpy(buffer, sink->buffer, sink->used);
	sink->buffer = buffer;
	sink->size = size;
}

const char *
adql_emit(const BoundQuery *query, Arena *arena)
{
	Emitter e = {.sink = {.size = 1024, .drain = grow}, .arena = arena};

	e.sink.buffer = arena_alloc(arena, e.sink.size);
	emit_query(&e, query);
	sink_putc(&e.sink, '\0');
	return e.sink.buffer;
}

static void
emit_table(Emitter *e, const BoundTable *table)
{
	if (table->query != NULL)
	{
		sink_puts(&e->sink, table->lateral ? "LATERAL (" : "(");
		emit_query(e, table->query);
		sink_putc(&e->sink, ')');
	}
	else if (table->common != NULL)
		emit_number(e, "w", table->common->number);
	else
	{
		if (table->table->sql_schema != NULL)
		{
			emit_name(e, table->table->sql_schema);
			sink_putc(&e->sink, '.');
		}
		emit_name(e, table->table->sql_table);
	}
	emit_number(e, " AS t", table->number);
}

static void
emit_join(Emitter *e, const BoundFrom *join)
{
	static const char *const words[] = {
		[AST_JOIN_INNER] = " JOIN ",
		[AST_JOIN_LEFT] = " LEFT JOIN ",
		[AST_JOIN_RIGHT] = " RIGHT JOIN ",
		[AST_JOIN_FULL] = " FULL JOIN ",
		[AST_JOIN_CROSS] = " CROSS JOIN ",
	};
	bool nested = join->right->kind == BOUND_FROM_JOIN;

	emit_from(e, join->left);
	sink_puts(&e->sink, words[join->join]);
	if (nested)
		sink_putc(&e->sink, '(');
	emit_from(e, join->right);
	if (nested)
		sink_putc(&e->sink, ')');
	if (join->join == AST_JOIN_CROSS)
		return;
	sink_puts(&e->sink, " ON ");
	if (join->on != NULL)
		emit_expr(e, join->on);
	else
		sink_puts(&e->sink, "TRUE");
}

static void
emit_from(Emitter *e, const BoundFrom *from)
{
	if (from->kind == BOUND_FROM_TABLE)
		emit_table(e, from->table);
	else
		emit_join(e, from);
}

static void
emit_select(Emitter *e, const BoundQuery *query)
{
	sink_puts(&e->sink, query->distinct ? "SELECT DISTINCT " : "SELECT ");
	for (int i = 0; i < query->ndistinct_on; i++)
	{
		sink_puts(&e->sink, i == 0 ? "DISTINCT ON (" : ", ");
		emit_operand(e, query->distinct_on[i]);
	}
	if (query->ndistinct_on > 0)
		sink_puts(&e->sink, ") ");
	for (int i = 0; i < query->ncolumns; i++)
	{
		if (i > 0)
			sink_puts(&e->sink, ", ");
		emit_expr(e, query->items[i]);
		sink_puts(&e->sink, " AS ");
		emit_name(e, query->columns[i].sql_name);
	}
	for (const BoundFrom *from = query->from; from != NULL; from = from->next)
	{
		sink_puts(&e->sink, from == query->from ? " FROM " : ", ");
		emit_from(e, from);
	}
	if (query->where != NULL)
	{
		sink_puts(&e->sink, " WHERE ");
		emit_expr(e, query->where);
	}
	for (int i = 0; i < query->ngroup; i++)
	{
		sink_puts(&e->sink, i == 0 ? " GROUP BY " : ", ");
		emit_operand(e, query->group[i]);
	}
	if (query->having != NULL)
	{
		sink_puts(&e->sink, " HAVING ");
		emit_expr(e, query->having);
	}
}

/* The two sides of a set operator. */
static void
emit_set(Emitter *e, const BoundQuery *query)
{
	static const char *const words[] = {
		[AST_UNION] = ") UNION",
		[AST_EXCEPT] = ") EXCEPT",
		[AST_INTERSECT] = ") INTERSECT",
	};

	sink_putc(&e->sink, '(');
	emit_query(e, query->left);
	sink_puts(&e->sink, words[query->op]);
	sink_puts(&e->sink, query->all ? " ALL (" : " (");
	emit_query(e, query->right);
	sink_putc(&e->sink, ')');
}

/* Whether a query has clauses that stand around it. */
static bool
has_clauses(const BoundQuery *query)
{
	return query->with != NULL || query->order != NULL || query->limit >= 0 ||
		   query->offset >= 0 ||
		   (query->kind == AST_QUERY_NESTED && has_clauses(query->left));
}

/*
 * A query in parentheses with clauses around it.  To PostgreSQL those parentheses are
 * nothing, so where both have clauses, the inner one becomes a table.
 */
static void
emit_nested(Emitter *e, const BoundQuery *query)
{
	bool apart = has_clauses(query) && has_clauses(query->left);

	sink_puts(&e->sink, apart ? "SELECT * FROM (" : "(");
	emit_query(e, query->left);
	sink_puts(&e->sink, apart ? ") AS n" : ")");
}

static void
emit_tail(Emitter *e, const BoundQuery *query)
{
	emit_order(e, query->order);
	if (query->limit >= 0)
		emit_number(e, " LIMIT ", query->limit);
	if (query->offset >= 0)
		emit_number(e, " OFFSET ", query->offset);
}

void
emit_query(Emitter *e, const BoundQuery *query)
{
	for (const BoundCommon *common = query->with; common != NULL; common = common->next)
	{
		emit_number(e, common == query->with ? "WITH w" : ", w", common->number);
		sink_puts(&e->sink, " AS (");
		emit_query(e, common->query);
		sink_puts(&e->sink, common->next == NULL ? ") " : ")");
	}
	if (query->kind == AST_QUERY_SELECT)
		emit_select(e, query);
	else if (query->kind == AST_QUERY_SET)
		emit_set(e, query);
	else
		emit_nested(e, query);
	emit_tail(e, query);
}
