/*
 * bind_from.c
 *		FROM: tables, subqueries, joins, and the names that they bring.
 */
#include <string.h>
#include <strings.h>

#include "adql/bind.h"

static BoundFrom *bind_table(Binder *b, const AstTable *ast, BindNames *names);

BindNames
bind_names_concat(Binder *b, const BindNames *left, const BindNames *right, int more)
{
	BindNames names = {0};

	names.segments = arena_array(
		b->arena, (size_t) (left->count + right->count + more), sizeof(BindSegment));
	names.count = more;
	for (int i = 0; i < left->count; i++)
		names.segments[names.count++] = left->segments[i];
	for (int i = 0; i < right->count; i++)
		names.segments[names.count++] = right->segments[i];
	return names;
}

/* How a table is called where it stands; schema NULL for aliases. */
static const char *
exposed_name(const BoundTable *table, const char **schema)
{
	*schema = NULL;
	if (table->alias.text != NULL)
		return table->alias.text;
	if (table->common != NULL)
		return table->common->name.text;
	if (table->table == NULL)
		return "";
	*schema = table->table->schema_name;
	return table->table->table_name;
}

/* Tell a name that two tables of one FROM share. */
static void
check_distinct(Binder *b,
			   const BindNames *left,
			   const BindNames *right,
			   const AstTable *ast)
{
	for (int i = 0; i < left->count; i++)
		for (int k = 0; k < right->count; k++)
		{
			const BoundTable *x = left->segments[i].table;
			const BoundTable *y = right->segments[k].table;
			const char *schema_x;
			const char *schema_y;

			if (x == NULL || y == NULL ||
				strcasecmp(exposed_name(x, &schema_x), exposed_name(y, &schema_y)) != 0 ||
				exposed_name(x, &schema_x)[0] == '\0' ||
				(schema_x == NULL) != (schema_y == NULL) ||
				(schema_x != NULL && strcmp(schema_x, schema_y) != 0))
				continue;
			sky_error_hint(fault_add(b->faults,
									 SKY_E_AMBIGUOUS,
									 ast->span,
									 "table name \"%s\" is used twice",
									 exposed_name(y, &schema_y)),
						   "Give one of them an alias.");
			return;
		}
}

/* A table of FROM, in a node of its own, that brings all its columns. */
static BoundFrom *
add_table(Binder *b, BoundTable *table, const AstTable *ast, BindNames *names)
{
	BoundFrom *from = arena_new(b->arena, BoundFrom);

	table->number = ++b->ntables;
	table->scope = b->scope;
	table->alias = bind_catalog_name(&ast->alias);
	if (table->missing && ast->alias.text == NULL && ast->path != NULL &&
		ast->path->count <= AST_PATH_MAX)
		table->alias = bind_catalog_name(&ast->path->parts[ast->path->count - 1]);
	from->table = table;
	names->count = 1;
	names->segments = arena_new(b->arena, BindSegment);
	names->segments[0].table = table;
	if (b->ntables == b->options->max_tables + 1)
		sky_error_hint(fault_add(b->faults,
								 SKY_E_LIMIT,
								 ast->span,
								 "a query names at most %d tables",
								 b->options->max_tables),
					   FAULT_SETTING,
					   "pgsky.max_tables");
	return from;
}

static void
tell_no_table(Binder *b, const AstPath *path, int matches)
{
	const AstName *last =
		&path->parts[(path->count < AST_PATH_MAX ? path->count : AST_PATH_MAX) - 1];
	CatalogName schema = {0};
	SkyError *fault;
	const char *nearest;

	if (path->count > AST_PATH_MAX) /* told by the parser */
		return;
	if (!fault_has_room(b->faults))
		return;
	if (path->count == AST_PATH_MAX)
	{
		fault_add(b->faults,
				  SKY_E_SYNTAX,
				  path->span,
				  "a table's name has at most %d parts",
				  AST_PATH_MAX - 1);
		return;
	}
	if (matches > 1)
	{
		sky_error_hint(fault_add(b->faults,
								 SKY_E_AMBIGUOUS,
								 path->span,
								 "table \"%s\" is in several schemas",
								 last->text),
					   "Write the schema's name and a point before it.");
		return;
	}
	if (path->count > 1)
		schema = bind_catalog_name(&path->parts[path->count - 2]);
	fault = fault_add(b->faults,
					  SKY_E_UNDEFINED_TABLE,
					  path->span,
					  "table \"%s%s%s\" does not exist",
					  schema.text != NULL ? schema.text : "",
					  schema.text != NULL ? "." : "",
					  last->text);
	nearest =
		b->catalog->nearest_table(b->catalog, b->arena, schema, bind_catalog_name(last));
	if (nearest != NULL)
	{
		sky_error_hint(fault, "Perhaps you meant %s.", nearest);
		fault_repair(b->faults, path->span, nearest);
	}
	else if (schema.text != NULL && strcasecmp(schema.text, "tap_upload") == 0)
		sky_error_hint(fault, "No table of that name was uploaded with the query.");
	else
		sky_error_hint(fault, "TAP_SCHEMA.tables lists every table.");
}

static BoundCommon *
find_common(const Binder *b, const AstPath *path)
{
	if (path->count > 1)
		return NULL;
	for (BoundCommon *common = b->commons; common != NULL; common = common->next)
		if (catalog_name_match(bind_catalog_name(&path->parts[0]), common->name.text) > 0)
			return common;
	return NULL;
}

static BoundFrom *
bind_table_name(Binder *b, const AstTable *ast, BindNames *names)
{
	const AstPath *path = ast->path;
	BoundTable *table = arena_new(b->arena, BoundTable);
	CatalogName schema = {0};
	int matches = 0;

	if (path == NULL)
	{
		table->missing = true;
		return add_table(b, table, ast, names);
	}
	table->common = find_common(b, path);
	if (table->common != NULL)
	{
		table->ncolumns = table->common->query->ncolumns;
		table->columns = table->common->query->columns;
		return add_table(b, table, ast, names);
	}
	if (path->count == 2)
		schema = bind_catalog_name(&path->parts[0]);
	if (path->count <= 2)
		table->table =
			b->catalog->find_table(b->catalog,
								   b->arena,
								   schema,
								   bind_catalog_name(&path->parts[path->count - 1]),
								   &matches);
	if (table->table != NULL)
	{
		table->ncolumns = table->table->ncolumns;
		table->columns = table->table->columns;
	}
	else
	{
		tell_no_table(b, path, matches);
		table->missing = true;
	}
	return add_table(b, table, ast, names);
}

/*
 * A subquery in FROM sees what is around the whole query, not its neighbours; but for
 * LATERAL, which sees those on its left.
 */
static BoundFrom *
bind_table_query(Binder *b, const AstTable *ast, BindNames *names)
{
	BoundTable *table = arena_new(b->arena, BoundTable);

	table->lateral = ast->lateral;
	table->query =
		bind_subquery(b, ast->query, ast->lateral ? b->scope : b->scope->outer);
	table->ncolumns = table->query->ncolumns;
	table->columns = table->query->columns;
	return add_table(b, table, ast, names);
}

static BoundFrom *
bind_join(Binder *b, const AstTable *ast, BindNames *names)
{
	BoundFrom *from = arena_new(b->arena, BoundFrom);
	BindNames left;
	BindNames right;
	BindNames outer_names = b->scope->names;

	from->kind = BOUND_FROM_JOIN;
	from->join = ast->join;
	from->left = bind_table(b, ast->left, &left);
	b->scope->names = bind_names_concat(b, &outer_names, &left, 0);
	from->right = bind_table(b, ast->right, &right);
	b->scope->names = outer_names;
	check_distinct(b, &left, &right, ast->right);
	if (ast->right->lateral &&
		(ast->join == AST_JOIN_RIGHT || ast->join == AST_JOIN_FULL))
		fault_add(b->faults,
				  SKY_E_SYNTAX,
				  ast->span,
				  "LATERAL stands on the right of an inner or a left join");
	if (ast->natural || ast->using_names != NULL)
	{
		bind_using(b, ast, from, &left, &right, names);
		return from;
	}
	*names = bind_names_concat(b, &left, &right, 0);
	if (ast->on != NULL)
	{
		b->scope->names = *names;
		from->on = bind_condition(b, ast->on);
		b->scope->names = outer_names;
	}
	else if (ast->join != AST_JOIN_CROSS)
		sky_error_hint(
			fault_extension(
				b->faults, SKY_E_SYNTAX, ast->span, "a join needs ON, USING or NATURAL"),
			"Write a comma to join every row with every row.");
	return from;
}

static BoundFrom *
bind_table(Binder *b, const AstTable *ast, BindNames *names)
{
	switch (ast->kind)
	{
		case AST_TABLE_NAME:
			return bind_table_name(b, ast, names);
		case AST_TABLE_QUERY:
			return bind_table_query(b, ast, names);
		default:
			return bind_join(b, ast, names);
	}
}

BoundFrom *
bind_from(Binder *b, const AstTable *tables, BindNames *names)
{
	BoundFrom *first = NULL;
	BoundFrom **last = &first;

	*names = (BindNames){0};
	for (const AstTable *ast = tables; ast != NULL; ast = ast->next)
	{
		BindNames more;

		*last = bind_table(b, ast, &more);
		last = &(*last)->next;
		check_distinct(b, names, &more, ast);
		*names = bind_names_concat(b, names, &more, 0);
		if (b->ntables > b->options->max_tables)
			break;
	}
	return first;
}
