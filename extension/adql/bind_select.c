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

/* The terms of GROUP BY or DISTINCT ON. */
static BoundExpr **
bind_keys(Binder *b,
		  const AstExprList *terms,
		  const AstItem *items,
		  const char *clause,
		  int *count)
{
	BoundExpr **keys = arena_array(b->arena, (size_t) terms->count, sizeof(BoundExpr *));

	*count = 0;
	if (terms->count > BIND_COLUMNS_MAX)
	{
		fault_add(b->faults,
				  SKY_E_LIMIT,
				  terms->last->span,
				  "%s has at most %d terms",
				  clause,
				  BIND_COLUMNS_MAX);
		return keys;
	}
	for (const AstExpr *term = terms->first; term != NULL; term = term->next)
	{
		BoundExpr *expr = bind_value(b, group_term(b, term, items));

		if (bound_is_constant(expr) && expr->type != ADQL_FAULTY)
		{
			fault_add(b->faults,
					  SKY_E_GROUPING,
					  term->span,
					  "%s needs columns, not constants",
					  clause);
			continue;
		}
		keys[(*count)++] = expr;
	}
	return keys;
}

static bool
is_grouped(const BoundQuery *query, const BoundExpr *expr)
{
	for (int i = 0; i < query->ngroup; i++)
		if (bound_equal(query->group[i], expr))
			return true;
	return false;
}

/*
 * Whether the groups have one row of a table each, because its key is grouped: then all
 * its columns may be selected.  Strict mode knows no keys.
 */
static bool
is_key_grouped(const Binder *b, const BoundQuery *query, const BoundTable *table)
{
	BoundExpr column = {.kind = BOUND_COLUMN, .table = table};
	const int *key;
	int count;

	if (table->table == NULL || bind_is_strict(b) || query->ngroup == 0)
		return false;
	key = b->catalog->find_key(b->catalog, b->arena, table->table, &count);
	for (int i = 0; i < count; i++)
	{
		column.column = key[i];
		column.type = table->columns[key[i]].type;
		if (!is_grouped(query, &column))
			return false;
	}
	return count > 0;
}

/* What check_grouped needs to know. */
typedef struct Grouping
{
	Binder *binder;
	const BoundQuery *query;
} Grouping;

/* Tell columns that are neither grouped nor aggregated. */
static void
check_grouped(const BoundExpr *expr, void *context)
{
	const Grouping *grouping = context;
	Binder *b = grouping->binder;

	if (bound_is_aggregate(expr) || is_grouped(grouping->query, expr))
		return;
	if (expr->kind == BOUND_COLUMN && expr->table != NULL &&
		expr->table->scope == b->scope &&
		!is_key_grouped(b, grouping->query, expr->table))
		sky_error_hint(fault_add(b->faults,
								 SKY_E_GROUPING,
								 expr->span,
								 "column \"%s\" is neither grouped nor aggregated",
								 expr->meta->name),
					   "Add it to GROUP BY, or take MIN, MAX or AVG of it.");
	bound_each(expr, check_grouped, context);
}

void
bind_check_grouping(Binder *b, const BoundQuery *query)
{
	Grouping grouping = {.binder = b, .query = query};

	if (!b->scope->aggregated)
		return;
	for (int i = 0; i < query->ngroup; i++)
		if (query->group[i]->type == ADQL_FAULTY)
			return; /* who knows what is grouped */
	for (int i = 0; i < query->ncolumns; i++)
		check_grouped(query->items[i], &grouping);
	for (int i = 0; i < query->ndistinct_on; i++)
		check_grouped(query->distinct_on[i], &grouping);
	if (query->having != NULL)
		check_grouped(query->having, &grouping);
	for (const BoundOrder *order = query->order; order != NULL; order = order->next)
		if (order->expr != NULL)
			check_grouped(order->expr, &grouping);
	for (const BindReference *r = b->scope->references; r != NULL; r = r->next)
		check_grouped(r->column, &grouping);
}

void
bind_select(Binder *b, const AstSelect *ast, BoundQuery *query)
{
	BindScope *scope = b->scope;
	ItemList items = {0};

	query->distinct = ast->distinct;
	query->limit = ast->top;
	scope->items = ast->items;
	scope->clause = BIND_FROM;
	query->from = bind_from(b, ast->from, &scope->names);
	scope->clause = BIND_WHERE;
	if (ast->where != NULL)
		query->where = bind_condition(b, ast->where);
	scope->clause = BIND_GROUP;
	query->group = bind_keys(b, &ast->group, ast->items, "GROUP BY", &query->ngroup);
	scope->clause = BIND_SELECT;
	bind_items(b, ast->items, &items);
	query->ncolumns = items.count;
	query->items = items.exprs;
	bind_result_columns(b, items.aliases, query);
	query->distinct_on =
		bind_keys(b, &ast->distinct_on, ast->items, "DISTINCT ON", &query->ndistinct_on);
	scope->clause = BIND_HAVING;
	if (ast->having != NULL)
		query->having = bind_condition(b, ast->having);
	if (ast->group.count > 0 || ast->having != NULL)
		scope->aggregated = true;
	scope->clause = BIND_ORDER;
}
