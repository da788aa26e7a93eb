/*
 * bind.c
 *		Queries: WITH, set operators, ORDER BY, TOP and OFFSET.
 */
#include "adql/bind.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static BoundQuery *bind_query(Binder *b, const AstQuery *ast, BindScope *outer);

bool
bind_is_strict(const Binder *b)
{
	return b->options->mode == ADQL_STRICT;
}

/* WITH: each common table is visible to the ones after it and to the query. */
static BoundCommon *
bind_with(Binder *b, const AstQuery *ast)
{
	BoundCommon *first = NULL;
	BoundCommon **last = &first;

	for (const AstCommon *item = ast->with; item != NULL; item = item->next)
	{
		BoundCommon *visible = arena_new(b->arena, BoundCommon);
		BoundCommon *listed = arena_new(b->arena, BoundCommon);

		*visible = (BoundCommon){.number = ++b->ncommons, .name = item->name};
		visible->query = bind_subquery(b, item->query, NULL);
		*listed = *visible;
		visible->next = b->commons;
		b->commons = visible;
		*last = listed;
		last = &listed->next;
	}
	return first;
}

/* A query that is not the whole one. */
static BoundQuery *
bind_inner_query(Binder *b, const AstQuery *ast, BindScope *outer)
{
	if (ast->with != NULL)
		sky_error_hint(
			fault_extension(b->faults,
							SKY_E_SYNTAX,
							ast->with_span,
							"WITH stands at the begin of the whole query only"),
			"Move it there.");
	return bind_query(b, ast, outer);
}

/* Both sides of a set operator: as many columns, of types that fit. */
static void
bind_set(Binder *b, const AstQuery *ast, BoundQuery *query, BindScope *outer)
{
	BoundQuery *left = query->left = bind_inner_query(b, ast->left, outer);
	BoundQuery *right = query->right = bind_inner_query(b, ast->right, outer);

	query->op = ast->op;
	query->all = ast->all;
	query->ncolumns = left->ncolumns;
	query->columns =
		arena_array(b->arena, (size_t) left->ncolumns + 1, sizeof(CatalogColumn));
	for (int i = 0; i < left->ncolumns; i++)
		query->columns[i] = left->columns[i];
	if (left->ncolumns != right->ncolumns)
	{
		if (b->faults->errors == 0)
			fault_add(b->faults,
					  SKY_E_SYNTAX,
					  ast->right->span,
					  "the two queries have different numbers of columns, %d and %d",
					  left->ncolumns,
					  right->ncolumns);
		return;
	}
	for (int i = 0; i < left->ncolumns; i++)
	{
		const char *origin = right->columns[i].meta.table;
		AdqlType x = left->columns[i].type;
		AdqlType y = right->columns[i].type;
		AdqlType type = x == ADQL_UNKNOWN ? y : x;
		SkyColumn *meta = &query->columns[i].meta;

		if (meta->table != NULL &&
			(origin == NULL || strcmp(meta->table, origin) != 0 ||
			 strcmp(meta->column, right->columns[i].meta.column) != 0))
			meta->table = NULL;
		if (adql_type_is_number(x) && adql_type_is_number(y))
			type = adql_type_wider(x, y);
		else if (!adql_type_is_silent(x) && !adql_type_is_silent(y) && x != y)
			sky_error_hint(
				fault_add(b->faults,
						  SKY_E_TYPE,
						  ast->right->span,
						  "column %d has different types in the two queries, %s and %s",
						  i + 1,
						  adql_type_facts(x)->name,
						  adql_type_facts(y)->name),
				"CAST(x AS type) makes them alike.");
		if (adql_type_facts(type)->sql == NULL ||
			(x != ADQL_UNKNOWN && x != type && !adql_type_is_number(x)))
			continue;
		bind_coerce_column(b, query, i, type);
		bind_coerce_column(b, right, i, type);
	}
}

static void
bind_nested(Binder *b, const AstQuery *ast, BoundQuery *query, BindScope *outer)
{
	query->left = bind_inner_query(b, ast->left, outer);
	query->ncolumns = query->left->ncolumns;
	query->columns =
		arena_array(b->arena, (size_t) query->ncolumns + 1, sizeof(CatalogColumn));
	for (int i = 0; i < query->ncolumns; i++)
		query->columns[i] = query->left->columns[i];
}

/* The result column that a name in ORDER BY means, from 1; 0 for none. */
static int
ordinal_of_name(Binder *b, const BoundQuery *query, const AstExpr *term)
{
	int best = 0;
	int ordinal = 0;
	bool ambiguous = false;

	if (term->kind != AST_COLUMN || term->path->count != 1)
		return 0;
	for (int i = 0; i < query->ncolumns; i++)
	{
		int rank = catalog_name_match(bind_catalog_name(&term->path->parts[0]),
									  query->columns[i].meta.name);

		if (rank == 0 || rank < best)
			continue;
		ambiguous =
			rank == best && (query->items == NULL ||
							 !bound_equal(query->items[i], query->items[ordinal - 1]));
		if (rank > best || ordinal == 0)
			ordinal = i + 1;
		best = rank;
	}
	if (ambiguous)
		fault_add(b->faults,
				  SKY_E_AMBIGUOUS,
				  term->span,
				  "column \"%s\" in ORDER BY is ambiguous",
				  term->path->parts[0].text);
	return ordinal;
}

/* The n-th column of the result; 0, with a fault, if there is none. */
static int
ordinal_of_number(Binder *b, const BoundQuery *query, const AstExpr *term)
{
	long long ordinal = strtoll(term->text, NULL, 10);

	if (ordinal >= 1 && ordinal <= query->ncolumns)
		return (int) ordinal;
	if (query->ncolumns > 0) /* else nobody knows what * stands for */
		sky_error_hint(fault_add(b->faults,
								 SKY_E_SYNTAX,
								 term->span,
								 "the result has no column %.20s",
								 term->text),
					   "It has %d.",
					   query->ncolumns);
	return 0;
}

BoundExpr *
bind_orderable(Binder *b, const AstExpr *ast)
{
	BoundExpr *expr = bind_value(b, ast);

	if (adql_type_is_geometry(expr->type) || adql_type_is_opaque(expr->type))
		fault_add(b->faults,
				  SKY_E_TYPE,
				  ast->span,
				  "a value of type %s has no order",
				  adql_type_facts(expr->type)->name);
	return expr;
}

/* Any expression: as the ordinal of the column that it is, or else as itself. */
static void
bind_order_expr(Binder *b, const AstOrder *ast, BoundQuery *query, BoundOrder *order)
{
	BoundExpr *expr;

	if (query->kind != AST_QUERY_SELECT)
	{
		sky_error_hint(fault_add(b->faults,
								 SKY_E_UNSUPPORTED,
								 ast->expr->span,
								 "the order of combined queries is by result columns"),
					   "Use a column's name or its number.");
		return;
	}
	expr = bind_orderable(b, ast->expr);
	if (bound_is_constant(expr))
		return;
	for (int i = 0; i < query->ncolumns; i++)
		if (bound_equal(query->items[i], expr))
		{
			order->ordinal = i + 1;
			return;
		}
	if (query->distinct)
		sky_error_hint(fault_add(b->faults,
								 SKY_E_GROUPING,
								 ast->expr->span,
								 "SELECT DISTINCT is ordered by its columns only"),
					   "Add the expression to the select list.");
	order->expr = expr;
}

static void
bind_order(Binder *b, const AstQuery *ast, BoundQuery *query)
{
	BoundOrder **last = &query->order;
	int count = 0;

	for (const AstOrder *term = ast->order; term != NULL; term = term->next)
	{
		BoundOrder *order = arena_new(b->arena, BoundOrder);

		if (++count > BIND_COLUMNS_MAX)
		{
			fault_add(b->faults,
					  SKY_E_LIMIT,
					  term->expr->span,
					  "ORDER BY has at most %d terms",
					  BIND_COLUMNS_MAX);
			return;
		}
		order->descending = term->descending;
		order->nulls = term->nulls;
		if (term->expr->kind == AST_INTEGER && !term->expr->parenthesised)
			order->ordinal = ordinal_of_number(b, query, term->expr);
		else if ((order->ordinal = ordinal_of_name(b, query, term->expr)) == 0)
			bind_order_expr(b, term, query, order);
		if (order->ordinal == 0 && order->expr == NULL)
			continue; /* a constant orders nothing */
		*last = order;
		last = &order->next;
	}
}

/* Whether a term of ORDER BY is this expression. */
static bool
orders_by(const BoundQuery *query, const BoundOrder *order, const BoundExpr *expr)
{
	return bound_equal(
		expr, order->expr != NULL ? order->expr : query->items[order->ordinal - 1]);
}

/* ORDER BY begins with the terms of DISTINCT ON, so that the first rows are definite. */
static void
check_distinct_on(Binder *b, const AstQuery *ast, const BoundQuery *query)
{
	bool *ordered = arena_array(b->arena, (size_t) query->ndistinct_on, sizeof(bool));
	int missing = query->ndistinct_on;

	for (const BoundOrder *order = query->order; order != NULL && missing > 0;
		 order = order->next)
	{
		bool found = false;

		for (int i = 0; i < query->ndistinct_on; i++)
			if (orders_by(query, order, query->distinct_on[i]))
			{
				missing -= ordered[i] ? 0 : 1;
				ordered[i] = found = true;
			}
		if (found)
			continue;
		fault_add(b->faults,
				  SKY_E_GROUPING,
				  ast->order->expr->span,
				  "ORDER BY begins with the terms of DISTINCT ON");
		return;
	}
}

static BoundQuery *
bind_query(Binder *b, const AstQuery *ast, BindScope *outer)
{
	BoundQuery *query = arena_new(b->arena, BoundQuery);
	BindScope scope = {.outer = outer};
	BindScope *saved_scope = b->scope;
	BoundCommon *saved_commons = b->commons;

	query->kind = ast->kind;
	query->limit = query->offset = -1;
	if (b->ntables > b->options->max_tables)
		return query; /* as was told */
	query->with = bind_with(b, ast);
	b->scope = &scope;
	switch (ast->kind)
	{
		case AST_QUERY_SELECT:
			bind_select(b, ast->select, query);
			break;
		case AST_QUERY_SET:
			bind_set(b, ast, query, outer);
			break;
		case AST_QUERY_NESTED:
			bind_nested(b, ast, query, outer);
			break;
	}
	bind_order(b, ast, query);
	check_distinct_on(b, ast, query);
	if (ast->kind == AST_QUERY_SELECT)
		bind_check_grouping(b, query);
	query->offset = ast->offset;
	if (ast->limit >= 0 && (query->limit < 0 || ast->limit < query->limit))
		query->limit = ast->limit;
	b->scope = saved_scope;
	b->commons = saved_commons;
	return query;
}

BoundQuery *
bind_subquery(Binder *b, const AstQuery *ast, BindScope *outer)
{
	BoundQuery *query = bind_inner_query(b, ast, outer);

	for (int i = 0; i < query->ncolumns; i++)
		if (query->columns[i].type == ADQL_UNKNOWN)
			bind_coerce_column(b, query, i, ADQL_TEXT);
	return query;
}

BoundQuery *
adql_bind(const AstQuery *ast,
		  const AdqlOptions *options,
		  const Catalog *catalog,
		  Arena *arena,
		  FaultList *faults)
{
	Binder b = {.arena = arena, .options = options, .catalog = catalog, .faults = faults};
	BoundQuery *query = bind_query(&b, ast, NULL);

	for (int i = 0; i < query->ncolumns; i++)
		if (query->columns[i].type == ADQL_UNKNOWN)
			bind_coerce_column(&b, query, i, ADQL_TEXT);
	bind_final_names(&b, query);
	return query;
}
