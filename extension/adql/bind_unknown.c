/*
 * bind_unknown.c
 *		Names that mean nothing, or too much: what is said of them, and what was meant.
 *
 * A repair is offered where one name is nearer than all others.
 */
#include <string.h>
#include <strings.h>

#include "adql/bind.h"
#include "base/table.h"
#include "publish/tap_name.h"

#define CHOICES_SHOWN 3 /* of an ambiguous name, or of tables */

/* A name as it is written in a query. */
static const char *
written(Binder *b, const char *name)
{
	char *text = arena_alloc(b->arena, TAP_NAME_ROOM(strlen(name)));

	tap_name_put(text, name);
	return text;
}

/* How a table is called where it stands. */
static const char *
called(const BoundTable *table)
{
	if (table->alias.text != NULL)
		return table->alias.text;
	if (table->common != NULL)
		return table->common->name.text;
	return table->table != NULL ? table->table->table_name : NULL;
}

/* Names are shown one after the other; the nearest is kept. */
typedef struct Nearest
{
	const char *wanted;
	const char *name;
	int distance;
	bool tied; /* with another name */
} Nearest;

static Nearest
nearest_begin(const char *wanted)
{
	return (Nearest){.wanted = wanted, .distance = sky_name_tolerance(wanted) + 1};
}

static void
nearest_show(Nearest *nearest, const char *name)
{
	int distance = sky_name_distance(nearest->wanted, name, nearest->distance);

	if (distance > nearest->distance || distance > sky_name_tolerance(nearest->wanted))
		return;
	nearest->tied = distance == nearest->distance && nearest->name != NULL &&
					strcmp(nearest->name, name) != 0;
	if (distance < nearest->distance)
		nearest->name = name;
	nearest->distance = distance;
}

static Nearest
nearest_column(const BindScope *scope, const BoundTable *only, const char *name)
{
	Nearest nearest = nearest_begin(name);

	for (; scope != NULL; scope = scope->outer)
		for (int i = 0; i < scope->names.count; i++)
		{
			const BoundTable *table = scope->names.segments[i].table;

			if (table == NULL || (only != NULL && table != only))
				continue;
			for (int c = 0; c < table->ncolumns; c++)
				nearest_show(&nearest, table->columns[c].meta.name);
		}
	return nearest;
}

/* Whether the column may be one of a table that does not exist, as was told. */
static bool
is_of_missing(const BindScope *scope, const BoundTable *only)
{
	for (; scope != NULL; scope = scope->outer)
		for (int i = 0; i < scope->names.count; i++)
		{
			const BoundTable *table = scope->names.segments[i].table;

			if (table != NULL && table->missing && (only == NULL || only == table))
				return true;
		}
	return false;
}

/* What stands for a column that was not found: it still has a name. */
static BoundExpr *
faulty_column(Binder *b, AdqlSpan span, const char *name)
{
	BoundExpr *expr = bind_new(b, BOUND_COLUMN, ADQL_FAULTY, span);
	SkyColumn *meta = arena_new(b->arena, SkyColumn);

	meta->name = name;
	expr->meta = meta;
	return expr;
}

/* 'name', if a string was meant by a name in double quotes. */
static const char *
as_string(Binder *b, const char *name)
{
	char *text = arena_alloc(b->arena, 2 * strlen(name) + 3);
	char *to = text;

	*to++ = '\'';
	for (; *name != '\0'; name++)
	{
		if (*name == '\'')
			*to++ = '\'';
		*to++ = *name;
	}
	*to++ = '\'';
	*to = '\0';
	return text;
}

/* The hint to a column that is not there, and its repair if that is certain. */
static void
hint_column(Binder *b, SkyError *fault, const AstPath *path, const Nearest *nearest)
{
	const AstName *name = &path->parts[path->count - 1];
	bool distinct = path->count == 1 && b->scope->clause == BIND_SELECT &&
					sky_name_distance(name->text, "distinct", 2) <= 2;

	if (nearest->name != NULL && strcasecmp(nearest->name, name->text) == 0)
		sky_error_hint(fault,
					   "Names in double quotes match exactly: the column is \"%s\".",
					   nearest->name);
	else if (nearest->name != NULL)
		sky_error_hint(fault, "Perhaps you meant \"%s\".", nearest->name);
	else if (distinct)
	{
		sky_error_hint(fault, "Perhaps you meant DISTINCT.");
		fault_repair(b->faults, name->span, "DISTINCT");
	}
	else if (name->delimited && path->count == 1 &&
			 (b->scope->clause == BIND_WHERE || b->scope->clause == BIND_HAVING))
	{
		sky_error_hint(fault, "Strings are written in single quotes.");
		fault_repair(b->faults, name->span, as_string(b, name->text));
	}
	if (nearest->name != NULL && !nearest->tied)
		fault_repair(b->faults, name->span, written(b, nearest->name));
}

/* The item of the select list that a name was given to, or NULL. */
static const AstItem *
item_named(const BindScope *scope, const AstPath *path)
{
	if (path->count > 1)
		return NULL;
	for (const AstItem *item = scope->items; item != NULL; item = item->next)
		if (item->alias.text != NULL &&
			catalog_name_match(bind_catalog_name(path->parts), item->alias.text) > 0)
			return item;
	return NULL;
}

/* HAVING with a name of the result: its expression once more. */
static BoundExpr *
bind_item(Binder *b, const AstExpr *ast, const AstItem *item)
{
	const AstItem *items = b->scope->items;
	BoundExpr *expr;

	sky_error_hint(
		fault_extension(b->faults,
						SKY_E_UNDEFINED_COLUMN,
						ast->span,
						"\"%s\" is a name of the result, which HAVING does not know",
						item->alias.text),
		"Write its expression once more.");
	b->scope->items = NULL; /* it may have that name in itself */
	expr = bind_value(b, item->expr);
	b->scope->items = items;
	return expr;
}

BoundExpr *
bind_tell_column(Binder *b, const AstExpr *ast, const BoundTable *only, const char *name)
{
	SkyError *fault;
	Nearest nearest;
	const AstItem *item;

	if (is_of_missing(b->scope, only))
		return faulty_column(b, ast->span, name);
	item = b->scope->clause == BIND_SELECT || b->scope->clause == BIND_ORDER
			   ? NULL
			   : item_named(b->scope, ast->path);
	if (item != NULL && b->scope->clause == BIND_HAVING)
		return bind_item(b, ast, item);
	if (b->scope->names.count == 0 && b->scope->outer == NULL)
	{
		if (!b->scope->from_told)
			fault_add(
				b->faults, SKY_E_SYNTAX, ast->span, "a query of columns needs FROM");
		b->scope->from_told = true;
		return faulty_column(b, ast->span, name);
	}
	if (!fault_has_room(b->faults))
		return faulty_column(b, ast->span, name);
	nearest = nearest_column(b->scope, only, name);
	fault = fault_add(b->faults,
					  SKY_E_UNDEFINED_COLUMN,
					  ast->span,
					  "column \"%s\" does not exist",
					  name);
	if (item != NULL)
		sky_error_hint(fault,
					   "It is a name of the result, which is made later: write its "
					   "expression here.");
	else
		hint_column(b, fault, ast->path, &nearest);
	return faulty_column(b, ast->span, name);
}

BoundExpr *
bind_tell_ambiguous(Binder *b, const AstExpr *ast, const char *name)
{
	const char *choices = "";
	int shown = 0;
	SkyError *fault = fault_add(
		b->faults, SKY_E_AMBIGUOUS, ast->span, "column \"%s\" is ambiguous", name);

	for (int i = 0; i < b->scope->names.count && shown < CHOICES_SHOWN; i++)
	{
		const BoundTable *table = b->scope->names.segments[i].table;

		for (int c = 0; table != NULL && called(table) != NULL && c < table->ncolumns;
			 c++)
		{
			const char *choice;

			if (strcasecmp(table->columns[c].meta.name, name) != 0)
				continue;
			choice = arena_printf(b->arena,
								  "%s.%s",
								  written(b, called(table)),
								  written(b, table->columns[c].meta.name));
			if (strstr(choices, choice) == NULL)
				choices = arena_printf(
					b->arena, "%s%s%s", choices, shown++ > 0 ? " or " : "", choice);
			break;
		}
	}
	if (shown > 1)
		sky_error_hint(fault, "Write %s.", choices);
	else
		sky_error_hint(fault, "Write the table's name or alias and a point before it.");
	return bind_faulty(b, ast->span);
}

/* What can be named: the tables of FROM, the innermost query's alone. */
static void
hint_tables(Binder *b, SkyError *fault)
{
	const BindNames *names = &b->scope->names;
	const char *list = "";
	int shown = 0;

	for (int i = 0; i < names->count && shown < CHOICES_SHOWN; i++)
		if (names->segments[i].table != NULL && called(names->segments[i].table) != NULL)
			list = arena_printf(b->arena,
								"%s%s%s",
								list,
								shown++ > 0 ? ", " : "",
								written(b, called(names->segments[i].table)));
	if (shown > 0)
		sky_error_hint(fault,
					   "FROM has %s%s.",
					   list,
					   shown < names->count && shown == CHOICES_SHOWN ? " and more" : "");
}

void
bind_tell_qualifier(Binder *b, const AstPath *path, int count)
{
	const AstName *name = &path->parts[(count < AST_PATH_MAX ? count : AST_PATH_MAX) - 1];
	Nearest nearest = nearest_begin(name->text);
	AdqlSpan span = {path->parts[0].span.begin, name->span.end};
	SkyError *fault;

	for (const BindScope *scope = b->scope; scope != NULL; scope = scope->outer)
		for (int i = 0; i < scope->names.count; i++)
		{
			const BoundTable *table = scope->names.segments[i].table;

			if (table == NULL || called(table) == NULL)
				continue;
			nearest_show(&nearest, called(table));
			/* The table's own name, where it has an alias. */
			if (table->table != NULL && table->alias.text != NULL &&
				catalog_name_match(bind_catalog_name(name), table->table->table_name) > 0)
				nearest = (Nearest){.wanted = name->text, .name = called(table)};
		}
	fault = fault_add(b->faults,
					  SKY_E_UNDEFINED_TABLE,
					  path->span,
					  "table \"%s\" is not in FROM",
					  name->text);
	if (nearest.name != NULL)
		sky_error_hint(fault, "Perhaps you meant %s.", nearest.name);
	else
		hint_tables(b, fault);
	if (nearest.name != NULL && !nearest.tied)
		fault_repair(b->faults, span, written(b, nearest.name));
}
