/*
 * bind_select.c
 *		One SELECT: FROM first, then what the names of FROM are used for.
 */
#include <stdlib.h>
#include <string.h>

#include "adql/bind.h"

/* The columns of a select list while they are collected, and where each comes from. */
typedef struct ItemList
{
	int count;
	int room;
	BoundExpr **exprs;
	const AstName **aliases; /* NULL: none was written */
} ItemList;

static void
add_item(Binder *b, ItemList *list, BoundExpr *expr, const AstName *alias)
{
	if (list->count == list->room)
	{
		ItemList old = *list;

		list->room = old.room == 0 ? 16 : 2 * old.room;
		list->exprs = arena_array(b->arena, (size_t) list->room, sizeof(*list->exprs));
		list->aliases =
			arena_array(b->arena, (size_t) list->room, sizeof(*list->aliases));
		for (int i = 0; i < old.count; i++)
		{
			list->exprs[i] = old.exprs[i];
			list->aliases[i] = old.aliases[i];
		}
	}
	list->exprs[list->count] = expr;
	list->aliases[list->count++] = alias;
}

/* * or t.*: one item per column. */
static void
add_star(Binder *b, const AstItem *item, bool alone, ItemList *list)
{
	BoundExpr **columns = NULL;
	int count = 0;

	if (item->expr->path == NULL && !alone)
		sky_error_hint(fault_extension(b->faults,
									   SKY_E_SYNTAX,
									   item->expr->span,
									   "* stands alone in a select list"),
					   "Write the table's name and a point before it.");
	bind_star(b, item->expr, &columns, &count);
	for (int i = 0; i < count && list->count <= BIND_COLUMNS_MAX; i++)
		add_item(b, list, columns[i], NULL);
}

static void
bind_items(Binder *b, const AstItem *items, ItemList *list)
{
	for (const AstItem *item = items; item != NULL; item = item->next)
	{
		if (item->expr->kind == AST_STAR)
			add_star(b, item, item == items && item->next == NULL, list);
		else
			add_item(b,
					 list,
					 bind_value(b, item->expr),
					 item->alias.text != NULL ? &item->alias : NULL);
		if (list->count > BIND_COLUMNS_MAX)
		{
			fault_add(b->faults,
					  SKY_E_LIMIT,
					  item->expr->span,
					  "a result has at most %d columns",
					  BIND_COLUMNS_MAX);
			return;
		}
	}
	if (list->count == 0 && b->faults->errors == 0)
		fault_add(b->faults,
				  SKY_E_UNDEFINED_COLUMN,
				  items->expr->span,
				  "there is no column to select");
}

/*
 * Lenient mode groups by the number or the name of a result column, too, as most
 * databases do.  What the term stands for, or the term itself.
 */
static const AstExpr *
group_term(Binder *b, const AstExpr *term, const AstItem *items)
{
	int matches;
	long long ordinal = term->kind == AST_INTEGER ? strtoll(term->text, NULL, 10) : 0;

	if (bind_is_strict(b) || (term->kind != AST_INTEGER && term->kind != AST_COLUMN) ||
		(term->kind == AST_COLUMN && term->path->count > 1))
		return term;
	if (term->kind == AST_COLUMN && bind_visible(b,
												 &b->scope->names,
												 bind_catalog_name(&term->path->parts[0]),
												 term->span,
												 &matches) != NULL)
		return term;
	for (const AstItem *item = items; item != NULL; item = item->next)
	{
		if (item->expr->kind == AST_STAR)
			return term;
		if (term->kind == AST_INTEGER
				? --ordinal == 0
				: item->alias.text != NULL &&
					  catalog_name_match(bind_catalog_name(&term->path->parts[0]),
										 item->alias.text) > 0)
			return item->expr;
	}
	return term;
}

static void
bind_group(Binder *b, const AstSelect *ast, BoundQuery *query)
{
	if (ast->group.count > BIND_COLUMNS_MAX)
	{
		fault_add(b->faults,
				  SKY_E_LIMIT,
				  ast->group.last->span,
				  "GROUP BY has at most %d terms",
				  BIND_COLUMNS_MAX);
		return;
	}
	query->group = arena_array(b->arena, (size_t) ast->group.count, sizeof(BoundExpr *));
	for (const AstExpr *term = ast->group.first; term != NULL; term = term->next)
	{
		BoundExpr *expr = bind_value(b, group_term(b, term, ast->items));

		if (bound_is_constant(expr) && expr->type != ADQL_FAULTY)
		{
			fault_add(b->faults,
					  SKY_E_GROUPING,
					  term->span,
					  "GROUP BY needs columns, not constants");
			continue;
		}
		query->group[query->ngroup++] = expr;
	}
}

static bool
is_grouped(const BoundQuery *query, const BoundExpr *expr)
{
	for (int i = 0; i < query->ngroup; i++)
		if (bound_equal(query->group[i], expr))
			return true;
	return false;
}

/* Tell columns that are neither grouped nor aggregated. */
static void
check_grouped(Binder *b, const BoundQuery *query, const BoundExpr *expr)
{
	if (expr->kind == BOUND_CALL && expr->function->kind == ADQL_AGGREGATE)
		return;
	if (is_grouped(query, expr))
		return;
	if (expr->kind == BOUND_COLUMN && expr->table != NULL &&
		expr->table->scope == b->scope)
		sky_error_hint(fault_add(b->faults,
								 SKY_E_GROUPING,
								 expr->span,
								 "column \"%s\" is neither grouped nor aggregated",
								 expr->meta->name),
					   "Add it to GROUP BY, or take MIN, MAX or AVG of it.");
	for (int i = 0; i < expr->nargs; i++)
		check_grouped(b, query, expr->args[i]);
}

void
bind_check_grouping(Binder *b, const BoundQuery *query)
{
	if (!b->scope->aggregated)
		return;
	for (int i = 0; i < query->ncolumns; i++)
		check_grouped(b, query, query->items[i]);
	if (query->having != NULL)
		check_grouped(b, query, query->having);
	for (const BoundOrder *order = query->order; order != NULL; order = order->next)
		if (order->expr != NULL)
			check_grouped(b, query, order->expr);
	for (const BindReference *r = b->scope->references; r != NULL; r = r->next)
		check_grouped(b, query, r->column);
}

void
bind_select(Binder *b, const AstSelect *ast, BoundQuery *query)
{
	BindScope *scope = b->scope;
	ItemList items = {0};

	query->distinct = ast->distinct;
	query->limit = ast->top;
	scope->clause = BIND_FROM;
	query->from = bind_from(b, ast->from, &scope->names);
	scope->clause = BIND_WHERE;
	if (ast->where != NULL)
		query->where = bind_condition(b, ast->where);
	scope->clause = BIND_GROUP;
	bind_group(b, ast, query);
	scope->clause = BIND_SELECT;
	bind_items(b, ast->items, &items);
	query->ncolumns = items.count;
	query->items = items.exprs;
	bind_result_columns(b, items.aliases, query);
	scope->clause = BIND_HAVING;
	if (ast->having != NULL)
		query->having = bind_condition(b, ast->having);
	if (ast->group.count > 0 || ast->having != NULL)
		scope->aggregated = true;
	scope->clause = BIND_ORDER;
}
