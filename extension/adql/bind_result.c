/*
 * bind_result.c
 *		The columns of a result: names, types, and what else a client is told.
 */
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "adql/bind.h"

#define NAME_MAX_BYTES 63 /* of an identifier in PostgreSQL */

/* The names taken so far, case ignored: an open hash table twice as big as needed. */
typedef struct NameSet
{
	const char **slots;
	uint32_t size;
} NameSet;

static void
name_set_init(Binder *b, NameSet *set, int count)
{
	set->size = 8;
	while (set->size < 2 * (uint32_t) count)
		set->size *= 2;
	set->slots = arena_array(b->arena, set->size, sizeof(char *));
}

/* Take a name; false if it is taken. */
static bool
name_set_add(NameSet *set, const char *name)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	uint32_t slot;

	for (const char *c = name; *c != '\0'; c++)
		hash =
			(hash ^ (uint32_t) (*c >= 'A' && *c <= 'Z' ? *c + 32 : (unsigned char) *c)) *
			16777619u;
	for (slot = hash & (set->size - 1); set->slots[slot] != NULL;
		 slot = (slot + 1) & (set->size - 1))
		if (strcasecmp(set->slots[slot], name) == 0)
			return false;
	set->slots[slot] = name;
	return true;
}

/* name, or name_2 and so on, that nobody has; position from 1. */
static const char *
unique_name(Binder *b, NameSet *set, const char *name, int position)
{
	const char *candidate = name;

	for (int attempt = 0; !name_set_add(set, candidate); attempt++)
		candidate = arena_printf(
			b->arena, "%s_%d", name, attempt < 3 ? attempt + 2 : position + attempt);
	return candidate;
}

/* A column as it is, or what USING made of two. */
static bool
is_plain(const BoundExpr *expr)
{
	return expr->meta != NULL &&
		   (expr->kind == BOUND_COLUMN || expr->function == &adql_coalesce);
}

/* What a column without an alias is called. */
static const char *
expr_name(Binder *b, const BoundExpr *expr, int position)
{
	if (is_plain(expr))
		return expr->meta->name;
	if (expr->kind == BOUND_CAST)
		return expr_name(b, expr->args[0], position);
	if (expr->kind == BOUND_CALL && expr->called->name != NULL)
		return expr->called->name;
	return arena_printf(b->arena, "column_%d", position);
}

/* What a client is told about an expression, its name apart. */
static SkyColumn
expr_meta(Binder *b, const BoundExpr *expr)
{
	const AdqlTypeFacts *facts = adql_type_facts(expr->type);
	SkyColumn meta = {0};

	if (is_plain(expr))
		meta = *expr->meta;
	else if (adql_type_is_number(expr->type) || adql_type_is_geometry(expr->type))
		meta.unit = bind_unit(b, expr);
	if (meta.unit != NULL && meta.unit[0] == '\0')
		meta.unit = NULL;
	if (expr->kind != BOUND_COLUMN || meta.datatype == NULL)
	{
		meta.datatype = facts->datatype;
		meta.arraysize = facts->arraysize;
		meta.xtype = facts->xtype;
	}
	return meta;
}

/* A column's name in SQL: as the client knows it, where that is short enough. */
static const char *
sql_name(Binder *b, NameSet *set, const char *name, int position)
{
	const char *unique = unique_name(b, set, name, position);

	return strlen(unique) <= NAME_MAX_BYTES
			   ? unique
			   : unique_name(
					 b, set, arena_printf(b->arena, "column_%d", position), position);
}

void
bind_result_columns(Binder *b, const AstName *const *aliases, BoundQuery *query)
{
	NameSet set;

	name_set_init(b, &set, 2 * query->ncolumns);
	query->columns =
		arena_array(b->arena, (size_t) query->ncolumns + 1, sizeof(CatalogColumn));
	for (int i = 0; i < query->ncolumns; i++)
	{
		const BoundExpr *expr = query->items[i];
		CatalogColumn *column = &query->columns[i];

		column->type = expr->type;
		column->meta = expr_meta(b, expr);
		column->meta.name =
			aliases[i] != NULL ? aliases[i]->text : expr_name(b, expr, i + 1);
		column->sql_name = sql_name(b, &set, column->meta.name, i + 1);
	}
}

void
bind_coerce_column(Binder *b, BoundQuery *query, int i, AdqlType type)
{
	const AdqlTypeFacts *facts = adql_type_facts(type);
	CatalogColumn *column;

	if (i >= query->ncolumns)
		return; /* this side of a set operator has fewer columns, as was told */
	column = &query->columns[i];
	if (column->type == type || column->type == ADQL_FAULTY)
		return;
	column->type = type;
	column->meta.datatype = facts->datatype;
	column->meta.arraysize = facts->arraysize;
	column->meta.xtype = facts->xtype;
	switch (query->kind)
	{
		case AST_QUERY_SELECT:
			query->items[i] = bind_coerce(b, query->items[i], type);
			return;
		case AST_QUERY_SET:
			bind_coerce_column(b, query->right, i, type);
			bind_coerce_column(b, query->left, i, type);
			return;
		case AST_QUERY_NESTED:
			bind_coerce_column(b, query->left, i, type);
			return;
	}
}

void
bind_final_names(Binder *b, BoundQuery *query)
{
	NameSet set;

	name_set_init(b, &set, query->ncolumns);
	for (int i = 0; i < query->ncolumns; i++)
		query->columns[i].meta.name =
			unique_name(b, &set, query->columns[i].meta.name, i + 1);
}
