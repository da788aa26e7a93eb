/*
 * bind_name.c
 *		From names to columns: scopes, qualified names, stars.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "adql/bind.h"
#include "base/table.h"

int
catalog_name_match(CatalogName name, const char *published)
{
	if (published == NULL || (name.text[0] | 0x20) != (published[0] | 0x20))
		return 0;
	if (name.delimited)
		return strcmp(name.text, published) == 0 ? 3 : 0;
	if (strcasecmp(name.text, published) != 0)
		return 0;
	if (published[strcspn(published, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] == '\0')
		return 3;
	return strcmp(name.text, published) == 0 ? 2 : 1;
}

CatalogName
bind_catalog_name(const AstName *name)
{
	return (CatalogName){.text = name->text, .delimited = name->delimited};
}

static BoundExpr *
column_of(Binder *b, const BoundTable *table, int column, AdqlSpan span)
{
	BoundExpr *expr = bind_new(b, BOUND_COLUMN, table->columns[column].type, span);

	expr->table = table;
	expr->column = column;
	expr->meta = &table->columns[column].meta;
	return expr;
}

/* A merged column is an expression that may stand in several places: a node for each. */
static BoundExpr *
column_of_merged(Binder *b, const BindMerged *merged, AdqlSpan span)
{
	BoundExpr *expr = arena_new(b->arena, BoundExpr);

	*expr = *merged->expr;
	expr->span = span;
	return expr;
}

/* Whether USING made another column of this one. */
static bool
merged_covers(const BindMerged *merged, const BoundTable *table, int column)
{
	for (int side = 0; side < 2; side++)
		if (merged->tables[side] == table && merged->columns[side] == column)
			return true;
	return (merged->left != NULL && merged_covers(merged->left, table, column)) ||
		   (merged->right != NULL && merged_covers(merged->right, table, column));
}

static bool
is_hidden(const BindNames *names, const BoundTable *table, int column)
{
	for (int i = 0; i < names->count; i++)
		if (names->segments[i].merged != NULL &&
			merged_covers(names->segments[i].merged, table, column))
			return true;
	return false;
}

/* The best of the names seen so far, and how many are as good. */
typedef struct Best
{
	int rank;
	int matches;
	const BoundTable *table;
	int column;
	const BindMerged *merged;
} Best;

static void
consider(
	Best *best, int rank, const BoundTable *table, int column, const BindMerged *merged)
{
	if (rank == 0 || rank < best->rank)
		return;
	if (rank > best->rank)
		*best = (Best){.rank = rank, .table = table, .column = column, .merged = merged};
	best->matches++;
}

static BoundExpr *
best_column(Binder *b, const Best *best, AdqlSpan span)
{
	if (best->matches == 0)
		return NULL;
	return best->merged != NULL ? column_of_merged(b, best->merged, span)
								: column_of(b, best->table, best->column, span);
}

BoundExpr *
bind_visible(
	Binder *b, const BindNames *names, CatalogName name, AdqlSpan span, int *matches)
{
	Best best = {0};

	for (int i = 0; i < names->count; i++)
	{
		const BindSegment *segment = &names->segments[i];

		if (segment->merged != NULL)
			consider(&best,
					 catalog_name_match(name, segment->merged->name),
					 NULL,
					 0,
					 segment->merged);
		else
			for (int c = 0; c < segment->table->ncolumns; c++)
			{
				int rank = catalog_name_match(name, segment->table->columns[c].meta.name);

				if (rank > 0 && !is_hidden(names, segment->table, c))
					consider(&best, rank, segment->table, c, NULL);
			}
	}
	*matches = best.matches;
	return best_column(b, &best, span);
}

BoundExpr **
bind_expand(Binder *b, const BindNames *names, AdqlSpan span, int *count)
{
	size_t size = 0;
	BoundExpr **columns;

	for (int i = 0; i < names->count; i++)
		size += names->segments[i].merged != NULL
					? 1
					: (size_t) names->segments[i].table->ncolumns;
	columns = arena_array(b->arena, size, sizeof(BoundExpr *));
	*count = 0;
	for (int i = 0; i < names->count; i++)
	{
		const BindSegment *segment = &names->segments[i];

		if (segment->merged != NULL)
			columns[(*count)++] = column_of_merged(b, segment->merged, span);
		else
			for (int c = 0; c < segment->table->ncolumns; c++)
				if (!is_hidden(names, segment->table, c))
					columns[(*count)++] = column_of(b, segment->table, c, span);
	}
	return columns;
}

/* Whether a table of FROM is called by the first count parts of a path. */
static int
table_match(const BoundTable *table, const AstPath *path, int count)
{
	CatalogName last = bind_catalog_name(&path->parts[count - 1]);

	if (table->alias.text != NULL)
		return count == 1 || table->missing ? catalog_name_match(last, table->alias.text)
											: 0;
	if (table->common != NULL)
		return count == 1 ? catalog_name_match(last, table->common->name.text) : 0;
	if (table->table == NULL || count > 2 ||
		catalog_name_match(last, table->table->table_name) == 0)
		return 0;
	return count == 1 ? 1
					  : catalog_name_match(bind_catalog_name(&path->parts[0]),
										   table->table->schema_name);
}

/* The table that a qualifier means, here or further out; *scope is where it stands. */
static BoundTable *
find_qualifier(Binder *b, const AstPath *path, int count, BindScope **scope)
{
	int matches = 0;
	int rank = 0;
	BoundTable *found = NULL;

	for (*scope = b->scope; *scope != NULL; *scope = (*scope)->outer)
	{
		const BindNames *names = &(*scope)->names;

		for (int i = 0; i < names->count; i++)
		{
			BoundTable *table = names->segments[i].table;
			int fits = table != NULL ? table_match(table, path, count) : 0;

			if (fits == 0 || fits < rank)
				continue;
			matches = fits > rank ? 1 : matches + 1;
			rank = fits;
			found = table;
		}
		if (found != NULL)
			break;
	}
	if (matches > 1)
		sky_error_hint(fault_add(b->faults,
								 SKY_E_AMBIGUOUS,
								 path->span,
								 "table name \"%s\" is ambiguous",
								 path->parts[count - 1].text),
					   "Give the tables aliases.");
	return found;
}

/* Remember what a subquery takes from a query that is grouped. */
static void
note_reference(Binder *b, BindScope *scope, BoundExpr *column)
{
	if (scope != b->scope && scope->clause >= BIND_SELECT && !scope->in_aggregate)
	{
		BindReference *reference = arena_new(b->arena, BindReference);

		reference->column = column;
		reference->next = scope->references;
		scope->references = reference;
	}
}

/* table.column */
static BoundExpr *
bind_qualified(Binder *b, const AstExpr *ast)
{
	const AstPath *path = ast->path;
	const AstName *name;
	BindScope *scope;
	Best best = {0};
	BoundExpr *expr;
	BoundTable *table;

	if (path->count > AST_PATH_MAX) /* told by the parser */
		return bind_faulty(b, ast->span);
	name = &path->parts[path->count - 1];
	table = find_qualifier(b, path, path->count - 1, &scope);
	if (table == NULL)
	{
		bind_tell_qualifier(b, path, path->count - 1);
		return bind_faulty(b, ast->span);
	}
	for (int c = 0; c < table->ncolumns; c++)
		consider(&best,
				 catalog_name_match(bind_catalog_name(name), table->columns[c].meta.name),
				 table,
				 c,
				 NULL);
	if (best.matches == 0)
		return bind_tell_column(b, ast, table, name->text);
	if (best.matches > 1)
		return bind_tell_ambiguous(b, ast, name->text);
	expr = best_column(b, &best, ast->span);
	note_reference(b, scope, expr);
	return expr;
}

BoundExpr *
bind_column(Binder *b, const AstExpr *ast)
{
	const AstName *name = &ast->path->parts[0];

	if (ast->path->count > 1)
		return bind_qualified(b, ast);
	for (BindScope *scope = b->scope; scope != NULL; scope = scope->outer)
	{
		int matches;
		BoundExpr *expr =
			bind_visible(b, &scope->names, bind_catalog_name(name), ast->span, &matches);

		if (matches > 1)
			return bind_tell_ambiguous(b, ast, name->text);
		if (expr != NULL)
		{
			note_reference(b, scope, expr);
			return expr;
		}
	}
	return bind_tell_column(b, ast, NULL, name->text);
}

void
bind_star(Binder *b, const AstExpr *ast, BoundExpr ***items, int *count)
{
	BindScope *scope;
	BindSegment segment = {0};
	BindNames one = {.count = 1, .segments = &segment};
	const AstPath *path = ast->path;

	if (path == NULL)
	{
		*items = bind_expand(b, &b->scope->names, ast->span, count);
		return;
	}
	*count = 0;
	if (path->count >= AST_PATH_MAX ||
		(segment.table = find_qualifier(b, path, path->count, &scope)) == NULL ||
		scope != b->scope)
		bind_tell_qualifier(b, path, path->count);
	else
		*items = bind_expand(b, &one, ast->span, count);
}
