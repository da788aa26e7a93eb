#ifndef TEST_FUZZ_ADQL_ORACLE_H
#define TEST_FUZZ_ADQL_ORACLE_H

/*
 * What must hold of every query.  Either PostgreSQL's own parser sees one SELECT, made of
 * nothing but what emit writes: tables and columns of the catalogue, functions, operators
 * and types that the function table names, all of them by schema.  Or there are faults,
 * inside of the query, and the query that mends them is correct.
 */
#include <pg_query.h>
#include <stdio.h>

#include "adql/function_table.h"
#include "fuzz/json.h"
#include "unit/adql_case.h"

static void
oracle_fail(const char *why, const char *what, const char *text)
{
	fprintf(stderr, "%s: %s\nin %s\n", why, what, text);
	abort();
}

/* Names that a tree may have. */
typedef struct NameSet
{
	int count;
	const char *names[400];
} NameSet;

static NameSet known_functions;
static NameSet known_types;
static NameSet known_operators;
static NameSet known_collations;

/* Every key of the trees of queries that emit writes; what is not here is not written. */
static const char *const known_keys[] = {
	/* statements and clauses */
	"SelectStmt",
	"all",
	"alias",
	"aliasname",
	"ctename",
	"CommonTableExpr",
	"ctematerialized",
	"ctequery",
	"ctes",
	"distinctClause",
	"fromClause",
	"groupClause",
	"havingClause",
	"larg",
	"limitCount",
	"limitOffset",
	"limitOption",
	"op",
	"rarg",
	"sortClause",
	"targetList",
	"whereClause",
	"withClause",
	"SortBy",
	"node",
	"sortby_dir",
	"sortby_nulls",
	"ResTarget",
	"name",
	"val",
	/* tables */
	"RangeVar",
	"RangeSubselect",
	"JoinExpr",
	"inh",
	"jointype",
	"larg",
	"lateral",
	"quals",
	"relname",
	"relpersistence",
	"schemaname",
	"subquery",
	/* values */
	"A_ArrayExpr",
	"A_Const",
	"A_Indices",
	"A_Indirection",
	"A_Star",
	"ColumnRef",
	"CaseExpr",
	"CaseWhen",
	"CollateClause",
	"CoalesceExpr",
	"MinMaxExpr",
	"SubLink",
	"TypeCast",
	"arg",
	"args",
	"arrayBounds",
	"boolval",
	"collname",
	"defresult",
	"elements",
	"expr",
	"fields",
	"fval",
	"indirection",
	"isnull",
	"ival",
	"operName",
	"result",
	"subLinkType",
	"subselect",
	"sval",
	"testexpr",
	"typeName",
	"typemod",
	"typmods",
	"uidx",
	"names",
	"String",
	"Integer",
	"Float",
	"List",
	"items",
	/* conditions */
	"A_Expr",
	"BoolExpr",
	"BooleanTest",
	"NullTest",
	"boolop",
	"booltesttype",
	"kind",
	"lexpr",
	"nulltesttype",
	"rexpr",
	/* calls */
	"FuncCall",
	"WindowDef",
	"agg_distinct",
	"agg_filter",
	"agg_order",
	"agg_star",
	"NamedArgExpr",
	"argnumber",
	"agg_within_group",
	"endOffset",
	"frameOptions",
	"func_variadic",
	"funcformat",
	"funcname",
	"orderClause",
	"over",
	"partitionClause",
	"startOffset",
	/* where it was written */
	"location",
	"rexpr_list_start",
	"rexpr_list_end",
};

static bool
is_key(const char *key)
{
	for (size_t i = 0; i < SKY_LENGTH(known_keys); i++)
		if (strcmp(key, known_keys[i]) == 0)
			return true;
	return false;
}

/* A list of String nodes as one name with points. */
static const char *
qualified_name(const Json *parts, Arena *arena)
{
	const char *name = NULL;

	for (const Json *part = parts->first; part != NULL; part = part->next)
	{
		const char *text = json_text(json_get(part, "String"), "sval");

		name = name == NULL ? text : arena_printf(arena, "%s.%s", name, text);
	}
	return name;
}

/* What is known while one tree is walked. */
typedef struct Oracle
{
	Arena arena;
	const char *sql;
	bool learning;	  /* names are allowed, instead of checked */
	const Json *tree; /* all of it */
} Oracle;

static void
check_name(Oracle *o, NameSet *set, const char *what, const Json *parts)
{
	const char *name = qualified_name(parts, &o->arena);

	for (int i = 0; i < set->count; i++)
		if (strcmp(set->names[i], name) == 0)
			return;
	if (!o->learning)
		oracle_fail(what, name, o->sql);
	if (set->count == (int) SKY_LENGTH(set->names))
		oracle_fail("more names than there is room for", name, o->sql);
	/* Only operators go without a schema: those of pg_catalog come first. */
	if (set != &known_operators && strncmp(name, "pg_catalog.", 11) != 0 &&
		strncmp(name, "sky.", 4) != 0)
		oracle_fail("a name without its schema", name, o->sql);
	set->names[set->count++] = strdup(name);
}

static const CatalogTable *
catalog_table(const char *schema, const char *table)
{
	for (size_t i = 0; i < SKY_LENGTH(test_tables); i++)
		if (strcmp(test_tables[i].sql_schema, schema) == 0 &&
			strcmp(test_tables[i].sql_table, table) == 0)
			return &test_tables[i];
	return NULL;
}

/* The node of a kind with a text as one of its members, anywhere below. */
static const Json *
find_node(const Json *below, const char *kind, const char *member, const char *text)
{
	const Json *found = NULL;

	for (const Json *at = below->first; at != NULL && found == NULL; at = at->next)
	{
		const char *value =
			at->key != NULL && strcmp(at->key, kind) == 0 ? json_text(at, member) : NULL;

		found = value != NULL && strcmp(value, text) == 0
					? at
					: find_node(at, kind, member, text);
	}
	return found;
}

static const Json *
common_table(const Oracle *o, const char *name)
{
	return find_node(o->tree, "CommonTableExpr", "ctename", name);
}

static void
check_table(Oracle *o, const Json *table)
{
	const char *schema = json_text(table, "schemaname");
	const char *name = json_text(table, "relname");

	if (schema == NULL ? common_table(o, name) == NULL
					   : catalog_table(schema, name) == NULL)
		oracle_fail("a table that is not in the catalogue", name, o->sql);
}

/* Whether a query has a column of that name. */
static bool
has_output(const Oracle *o, const Json *query, const char *name)
{
	const Json *first;

	while (json_get(query, "larg") != NULL)
		query = json_get(query, "larg");
	first = json_get(query, "targetList")->first;
	/* What emit_nested writes: SELECT * FROM (...) AS n */
	if (json_get(json_get(json_get(first, "ResTarget"), "val"), "ColumnRef") != NULL &&
		json_text(json_get(first, "ResTarget"), "name") == NULL)
	{
		const Json *from = json_get(query, "fromClause")->first;

		return has_output(o,
						  json_get(json_get(json_get(from, "RangeSubselect"), "subquery"),
								   "SelectStmt"),
						  name);
	}
	for (const Json *target = first; target != NULL; target = target->next)
		if (strcmp(json_text(json_get(target, "ResTarget"), "name"), name) == 0)
			return true;
	return false;
}

/* tN.column, where tN stands for the table or query node that has this alias. */
static bool
is_column(const Oracle *o, const Json *owner, const char *column)
{
	const char *schema = json_text(owner, "schemaname");
	const char *name = json_text(owner, "relname");
	const CatalogTable *table;

	if (name == NULL)
		return has_output(o, json_get(json_get(owner, "subquery"), "SelectStmt"), column);
	if (schema == NULL)
		return has_output(
			o,
			json_get(json_get(common_table(o, name), "ctequery"), "SelectStmt"),
			column);
	table = catalog_table(schema, name);
	for (int i = 0; i < table->ncolumns; i++)
		if (strcmp(table->columns[i].sql_name, column) == 0)
			return true;
	return false;
}

/* The table or query that has an alias, which is unique in the whole query. */
static const Json *
find_owner(const Json *below, const char *alias)
{
	const Json *found = NULL;

	for (const Json *at = below->first; at != NULL && found == NULL; at = at->next)
	{
		const char *name = json_text(json_get(at, "alias"), "aliasname");

		found = name != NULL && strcmp(name, alias) == 0 ? at : find_owner(at, alias);
	}
	return found;
}

static void
check_column(const Oracle *o, const Json *column)
{
	const Json *fields = json_get(column, "fields")->first;
	const char *alias = json_text(json_get(fields, "String"), "sval");
	const char *name =
		fields->next == NULL ? NULL : json_text(json_get(fields->next, "String"), "sval");
	const Json *owner;

	if (json_get(fields, "A_Star") != NULL && fields->next == NULL)
		return;
	owner = alias == NULL ? NULL : find_owner(o->tree, alias);
	if (owner == NULL || name == NULL || fields->next->next != NULL ||
		!is_column(o, owner, name))
		oracle_fail("a column of no table", name == NULL ? alias : name, o->sql);
}

static void
walk(Oracle *o, const Json *below)
{
	for (const Json *at = below->first; at != NULL; at = at->next)
	{
		const char *key = at->key;

		walk(o, at);
		if (key == NULL)
			continue;
		if (!o->learning && !is_key(key))
			oracle_fail("a construct that emit does not write", key, o->sql);
		if (strcmp(key, "FuncCall") == 0)
			check_name(o,
					   &known_functions,
					   "a function that no template calls",
					   json_get(at, "funcname"));
		else if (strcmp(key, "typeName") == 0)
			check_name(
				o, &known_types, "a type that nothing casts to", json_get(at, "names"));
		else if (strcmp(key, "A_Expr") == 0)
			check_name(o,
					   &known_operators,
					   "an operator that is none of ADQL's",
					   json_get(at, "name"));
		else if (strcmp(key, "operName") == 0)
			check_name(o, &known_operators, "an operator that is none of ADQL's", at);
		else if (strcmp(key, "collname") == 0)
			check_name(o, &known_collations, "a collation that nothing needs", at);
		else if (strcmp(key, "RangeVar") == 0)
			check_table(o, at);
		else if (strcmp(key, "ColumnRef") == 0)
			check_column(o, at);
	}
}

/* Walk the tree of what PostgreSQL reads in sql. */
static void
read_sql(const char *sql, bool learning)
{
	PgQueryParseResult parsed = pg_query_parse(sql);
	Oracle o = {.sql = sql, .learning = learning};
	const char *at = parsed.parse_tree;
	const Json *statements;

	if (parsed.error != NULL)
		oracle_fail("no SQL", parsed.error->message, sql);
	arena_init_malloc(&o.arena, 0);
	o.tree = json_read(&at, &o.arena);
	statements = json_get(o.tree, "stmts");
	if (statements->first == NULL || statements->first->next != NULL ||
		json_get(json_get(statements->first, "stmt"), "SelectStmt") == NULL)
		oracle_fail("not one SELECT", sql, sql);
	walk(&o, json_get(statements->first, "stmt"));
	arena_fini(&o.arena);
	pg_query_free_parse_result(parsed);
}

/* Allow what an expression of ours calls: a template, or what emit writes by itself. */
static void
learn(const char *expression)
{
	char sql[4096];

	snprintf(sql, sizeof(sql), "SELECT %s", expression);
	for (char *star; (star = strstr(sql, "$*")) != NULL;)
		star[1] = '1';
	read_sql(sql, true);
}

static void
learn_everything(void)
{
	static const AdqlFunction *const made[] = {
		&adql_cone,
		&adql_inside,
		&adql_contains,
		&adql_distance,
		&adql_polygon,
		&adql_coalesce,
		&adql_unit_times,
		&adql_unit_over,
	};
	const AdqlFamily *family;

	for (size_t i = 0; (family = adql_function_family(i)) != NULL; i++)
		for (size_t k = 0; k < family->count; k++)
			learn(family->rows[k].sql);
	for (size_t i = 0; i < SKY_LENGTH(made); i++)
		learn(made[i]->sql);
	for (int type = 0; type < ADQL_TYPES; type++)
	{
		const char *sql = adql_type_facts((AdqlType) type)->sql;
		char cast[100];

		if (sql == NULL)
			continue;
		snprintf(cast, sizeof(cast), "CAST(NULL AS %s)", sql);
		learn(cast);
	}
	learn("pg_catalog.rtrim('', ''), pg_catalog.to_char($1, ''), "
		  "CAST(1 AS character varying)");
	learn(
		"1 + 1, 1 - 1, 1 * 1, 1 / 1, 1 = 1, 1 <> 1, 1 < 1, 1 <= 1, 1 > 1, 1 >= 1, ''||''");
	learn("1 & 1, 1 | 1, ~ 1, 1 << 1, 1 >> 1, 1 OPERATOR(sky.=) 1, 1 OPERATOR(sky.<>) 1");
	learn(
		"1 BETWEEN 1 AND 1, 1 NOT BETWEEN 1 AND 1, '' LIKE '', '' NOT LIKE '' ESCAPE ''");
	learn("'' ILIKE '', '' NOT ILIKE ''");
}

static void
check_sql(const char *sql)
{
	if (known_functions.count == 0)
		learn_everything();
	read_sql(sql, false);
}

static void
check_fixed(const char *fixed, AdqlMode mode)
{
	AdqlCase c;

	adql_case_run(&c, fixed, mode);
	if (!c.compiled)
		oracle_fail("the corrected query is not correct", c.err.message, fixed);
	check_sql(c.result.sql);
	adql_case_end(&c);
}

static void
check_faults(AdqlCase *c, const char *query)
{
	size_t size = strlen(query);
	const char *fixed;

	if (!c->compiled && (c->result.nfaults < 1 || c->err.message[0] == '\0'))
		oracle_fail("refused without a fault", query, query);
	for (int i = 0; i < c->result.nfaults; i++)
	{
		const SkyError *fault = &c->result.faults[i]->error;

		if (fault->position < 0 || fault->length < 0 ||
			(size_t) (fault->position + fault->length) >
				size + (fault->code == SKY_E_ENCODING ? 1 : 0))
			oracle_fail("a fault outside of the query", fault->message, query);
	}
	fixed = adql_case_fix(c, query);
	if (fixed != NULL)
		check_fixed(fixed, c->options.mode);
}

/* One query in one mode; whether it compiles. */
static bool
oracle_check(const char *query, AdqlMode mode)
{
	AdqlCase c;
	bool compiled;

	adql_case_run(&c, query, mode);
	compiled = c.compiled;
	check_faults(&c, query);
	if (compiled)
		check_sql(c.result.sql);
	for (int i = 0; compiled && i < c.result.ncolumns; i++)
		if (c.result.columns[i].name == NULL || c.result.columns[i].datatype == NULL)
			oracle_fail("a column without name or type", query, query);
	adql_case_end(&c);
	return compiled;
}

#endif
