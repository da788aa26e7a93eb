/*
 * bind_using.c
 *		Joins by USING and NATURAL.
 *
 * They become ON conditions over the columns of both sides; the column that they merge is
 * an expression of this binder.  So nothing depends on what the columns are called in
 * PostgreSQL.
 */
#include <string.h>

#include "adql/bind.h"

/* Which column of one side USING means. */
static BoundExpr *
using_side(Binder *b, const BindNames *names, const AstName *name, const char *side)
{
	int matches;
	BoundExpr *expr =
		bind_visible(b, names, bind_catalog_name(name), name->span, &matches);

	for (int i = 0; expr == NULL && i < names->count; i++)
		if (names->segments[i].table != NULL && names->segments[i].table->missing)
			return NULL; /* of a table that does not exist, as was told */
	if (expr == NULL)
		fault_add(b->faults,
				  SKY_E_UNDEFINED_COLUMN,
				  name->span,
				  "column \"%s\" does not exist on the %s side of the join",
				  name->text,
				  side);
	else if (matches > 1)
		fault_add(b->faults,
				  SKY_E_AMBIGUOUS,
				  name->span,
				  "column \"%s\" is ambiguous on the %s side of the join",
				  name->text,
				  side);
	return matches == 1 ? expr : NULL;
}

static BindMerged *
find_merged(const BindNames *names, const BoundExpr *expr)
{
	for (int i = 0; i < names->count; i++)
		if (names->segments[i].merged != NULL &&
			bound_equal(names->segments[i].merged->expr, expr))
			return names->segments[i].merged;
	return NULL;
}

/* left = right, and the column that both become. */
static BindMerged *
merge(Binder *b,
	  AstJoinKind join,
	  BoundExpr *left,
	  BoundExpr *right,
	  const BindNames *left_names,
	  const BindNames *right_names)
{
	BindMerged *merged = arena_new(b->arena, BindMerged);
	BoundExpr **args;

	merged->name = left->meta->name;
	merged->left = find_merged(left_names, left);
	merged->right = find_merged(right_names, right);
	if (merged->left == NULL)
	{
		merged->tables[0] = left->table;
		merged->columns[0] = left->column;
	}
	if (merged->right == NULL)
	{
		merged->tables[1] = right->table;
		merged->columns[1] = right->column;
	}
	merged->expr = join == AST_JOIN_RIGHT ? right : left;
	if (join == AST_JOIN_FULL)
	{
		args = arena_array(b->arena, 2, sizeof(BoundExpr *));
		args[0] = left;
		args[1] = right;
		merged->expr = bind_make_call(b, &adql_coalesce, left->span, args, 2);
		if (adql_type_is_number(left->type) && adql_type_is_number(right->type))
			merged->expr->type = adql_type_wider(left->type, right->type);
		merged->expr->meta = left->meta;
	}
	return merged;
}

static bool
can_equal(const BoundExpr *x, const BoundExpr *y)
{
	return x->type == y->type || adql_type_is_silent(x->type) ||
		   adql_type_is_silent(y->type) ||
		   (adql_type_is_number(x->type) && adql_type_is_number(y->type));
}

/* AND one more equality to a join's condition. */
static void
add_equality(Binder *b, BoundExpr **on, int *count, BoundExpr *x, BoundExpr *y)
{
	BoundExpr *equal = bind_new_args(b, BOUND_COMPARE, ADQL_BOOLEAN, x->span, 2);

	if (!can_equal(x, y))
		fault_add(b->faults,
				  SKY_E_TYPE,
				  x->span,
				  "the two columns \"%s\" have different types, %s and %s",
				  x->meta->name,
				  adql_type_facts(x->type)->name,
				  adql_type_facts(y->type)->name);
	equal->op = AST_OP_EQUAL;
	equal->chain = AST_OP_AND;
	equal->args[0] = x;
	equal->args[1] = y;
	on[(*count)++] = equal;
}

/* The columns that both sides of a NATURAL JOIN have, as USING would name them. */
static AstName *
natural_names(
	Binder *b, const BindNames *left, const BindNames *right, AdqlSpan span, int *count)
{
	int nleft;
	AstName *first = NULL;
	AstName **last = &first;
	BoundExpr **columns = bind_expand(b, left, span, &nleft);

	*count = 0;
	for (int i = 0; i < nleft; i++)
	{
		int matches;
		CatalogName name = {.text = columns[i]->meta->name};
		AstName *found;

		if (bind_visible(b, right, name, span, &matches) == NULL)
			continue;
		found = arena_new(b->arena, AstName);
		found->text = name.text;
		found->span = span;
		*last = found;
		last = &found->next;
		(*count)++;
	}
	return first;
}

/* Leave out the merged columns that were merged again: merged[], which stand first. */
static void
drop_merged_again(BindNames *names, BindMerged *const *merged, int count)
{
	int kept = count;

	for (int i = count; i < names->count; i++)
	{
		const BindMerged *old = names->segments[i].merged;
		bool again = false;

		for (int k = 0; k < count && old != NULL; k++)
			again = again || merged[k]->left == old || merged[k]->right == old;
		if (!again)
			names->segments[kept++] = names->segments[i];
	}
	names->count = kept;
}

void
bind_using(Binder *b,
		   const AstTable *ast,
		   BoundFrom *from,
		   const BindNames *left,
		   const BindNames *right,
		   BindNames *names)
{
	int count = 0;
	int equalities = 0;
	AstName *using_names = ast->using_names;
	BindMerged **merged;
	BoundExpr *on;

	if (ast->natural)
		using_names = natural_names(b, left, right, ast->span, &count);
	else
		for (const AstName *name = using_names; name != NULL; name = name->next)
			count++;
	on = bind_new_args(b, BOUND_CHAIN, ADQL_BOOLEAN, ast->span, count);
	on->op = AST_OP_AND;
	merged = arena_array(b->arena, (size_t) count, sizeof(BindMerged *));
	for (const AstName *name = using_names; name != NULL; name = name->next)
	{
		BoundExpr *x = using_side(b, left, name, "left");
		BoundExpr *y = using_side(b, right, name, "right");

		if (x == NULL || y == NULL)
			continue;
		merged[equalities] = merge(b, ast->join, x, y, left, right);
		add_equality(b, on->args, &equalities, x, y);
	}
	on->nargs = equalities;
	from->on = equalities > 0 ? on : NULL;
	*names = bind_names_concat(b, left, right, equalities);
	for (int i = 0; i < equalities; i++)
		names->segments[i].merged = merged[i];
	drop_merged_again(names, merged, equalities);
}
