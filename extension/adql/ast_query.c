/*
 * ast_query.c
 *		Making the nodes of the syntax tree: tables and queries.
 */
#include "adql/parse.h"

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
	table->depth = ast_depth_above(p, span, query->depth);
	if (alias != NULL)
		table->alias = *alias;
	else
		ast_extension(
			p, span, "a subquery in FROM needs a name", "Write (SELECT ...) AS name.");
	return table;
}

AstTable *
ast_join(AdqlParse *p, AdqlSpan span, AstJoinKind kind, AstTable *left, AstTable *right)
{
	AstTable *table = ast_table(p, AST_TABLE_JOIN, span);

	table->join = kind;
	table->left = left;
	table->right = right;
	table->depth = ast_depth_above(p, span, ast_deeper(left->depth, right->depth));
	return table;
}

/* Queries. */
static AstQuery *
new_query(AdqlParse *p, AstQueryKind kind, AdqlSpan span, int below)
{
	AstQuery *query = arena_new(p->arena, AstQuery);

	query->kind = kind;
	query->span = span;
	query->depth = ast_depth_above(p, span, below);
	query->offset = query->limit = -1;
	return query;
}

AstSelect *
ast_new_select(AdqlParse *p, bool distinct, int64_t top)
{
	AstSelect *select = arena_new(p->arena, AstSelect);

	select->distinct = distinct;
	select->top = top;
	return select;
}

AstQuery *
ast_select(AdqlParse *p, AdqlSpan span, AstSelect *select)
{
	int depth =
		ast_deeper(ast_list_depth(select->group), ast_list_depth(select->distinct_on));
	AstQuery *query;

	for (const AstItem *item = select->items; item != NULL; item = item->next)
		depth = ast_deeper(depth, item->expr->depth);
	for (const AstTable *table = select->from; table != NULL; table = table->next)
	{
		depth = ast_deeper(depth, table->depth);
		if (table->on != NULL)
			depth = ast_deeper(depth, table->on->depth);
	}
	if (select->where != NULL)
		depth = ast_deeper(depth, select->where->depth);
	if (select->having != NULL)
		depth = ast_deeper(depth, select->having->depth);
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
		new_query(p, AST_QUERY_SET, span, ast_deeper(left->depth, right->depth));

	query->op = op;
	query->all = all;
	query->left = left;
	query->right = right;
	return query;
}

AstTail *
ast_new_tail(AdqlParse *p, AstOrder *order, AstRange range)
{
	AstTail *tail = arena_new(p->arena, AstTail);

	tail->order = order;
	tail->range = range;
	return tail;
}

int
ast_order_depth(const AstOrder *order)
{
	int depth = 0;

	for (; order != NULL; order = order->next)
		depth = ast_deeper(depth, order->expr->depth);
	return depth;
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
	query->offset = tail->range.offset;
	query->limit = tail->range.limit;
	query->depth =
		ast_deeper(query->depth, ast_depth_above(p, span, ast_order_depth(tail->order)));
	return query;
}

AstQuery *
ast_select_all(AdqlParse *p, AdqlSpan span, AstTable *table)
{
	AstSelect *select = ast_new_select(p, false, -1);

	select->items = arena_new(p->arena, AstItem);
	select->items->expr = ast_column(p, AST_STAR, span, NULL);
	select->from = table;
	return ast_select(p, span, select);
}
