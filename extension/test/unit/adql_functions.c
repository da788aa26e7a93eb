/*
 * The table of functions: rows are complete, and each one's example is a call of it.
 *
 * What the functions return is checked in test/clients/adql_functions.py, which takes
 * the same examples.
 */
#include <regex.h>

#include "adql/bind.h"
#include "adql/functions.h"
#include "adql/parse.h"
#include "unit/adql_case.h"
#include "unit/unit.h"

static int
count_params(const AdqlFunction *row)
{
	int count = row->params != NULL && row->params[0] != '\0';

	for (const char *at = row->params; at != NULL && (at = strchr(at, ',')) != NULL; at++)
		count++;
	return count;
}

/* Each argument stands in a template at most once. */
static bool
is_linear(const char *sql, int nargs)
{
	int used = 0;

	for (const char *mark = sql; (mark = strchr(mark, '$')) != NULL; mark++)
	{
		int bit = mark[1] == '*' ? ~0 : 1 << (mark[1] - '1');

		if ((used & bit) != 0 || (mark[1] != '*' && mark[1] - '0' > nargs))
			return false;
		used |= bit;
	}
	return true;
}

/* The form that TAPRegExt wants, as taplint checks it. */
static bool
is_form(const char *form)
{
	regex_t pattern;
	bool matches;

	regcomp(&pattern, "^[A-Za-z][A-Za-z0-9_]*\\(.*\\) -> [A-Z].*$", REG_EXTENDED);
	matches = regexec(&pattern, form, 0, NULL, 0) == 0;
	regfree(&pattern);
	return matches;
}

/* The one call of a query, below what makes a condition a value. */
static const BoundExpr *
bound_call(const char *example, AdqlMode mode, Arena *arena)
{
	AdqlOptions options = adql_default_options;
	const char *query = arena_printf(arena, "SELECT %s AS x FROM stars", example);
	FaultList faults;
	AstQuery *ast;
	BoundQuery *bound;
	const BoundExpr *expr;

	options.mode = mode;
	fault_init(&faults, arena, options.max_faults);
	ast = adql_parse(query, strlen(query), &options, arena, &faults);
	if (ast == NULL)
		return NULL;
	bound = adql_bind(ast, &options, &test_catalog, arena, &faults);
	if (faults.errors > 0)
	{
		printf("# %s: %s\n", example, faults.faults[0]->error.message);
		return NULL;
	}
	for (expr = bound->items[0]; expr->kind == BOUND_CAST || expr->kind == BOUND_NOT;)
		expr = expr->args[0];
	return expr->kind == BOUND_CALL ? expr : NULL;
}

/* The template is filled: SQL comes out, without a mark left in it. */
static void
check_sql(const AdqlFunction *row)
{
	char query[400];
	AdqlCase c;

	snprintf(query, sizeof(query), "SELECT %s AS x FROM stars", row->example);
	adql_case_run(&c, query, ADQL_LENIENT);
	ok(c.compiled && strchr(c.result.sql, '$') == NULL, query);
	adql_case_end(&c);
	adql_case_run(&c, query, ADQL_STRICT);
	ok(c.compiled == (row->instead == NULL), "only what is ADQL is taken as ADQL");
	adql_case_end(&c);
}

static void
check_row(const AdqlFunction *row)
{
	char form[ADQL_SIGNATURE_MAX];
	char what[ADQL_SIGNATURE_MAX + 40];
	const BoundExpr *call;
	Arena arena;
	int nargs = 0;

	adql_function_signature(row, form, sizeof(form));
	while (row->args[nargs] != ADQL_ARG_END)
		nargs++;
	snprintf(what, sizeof(what), "%s is complete", form);
	ok(is_form(form) && strlen(form) + 1 < sizeof(form) && count_params(row) == nargs &&
		   row->repeat <= nargs && is_linear(row->sql, nargs) && row->origin != NULL &&
		   row->doc != NULL && row->doc[strlen(row->doc) - 1] == '.',
	   what);
	arena_init_malloc(&arena, 0);
	call = bound_call(row->example, ADQL_LENIENT, &arena);
	snprintf(what, sizeof(what), "%s is called by its example", form);
	ok(call != NULL && call->called == row, what);
	arena_fini(&arena);
	check_sql(row);
}

int
main(void)
{
	const AdqlFamily *family;

	for (size_t i = 0; (family = adql_function_family(i)) != NULL; i++)
		for (size_t k = 0; k < family->count; k++)
		{
			const AdqlFunction *row = &family->rows[k];
			int count;
			const AdqlFunction *found = adql_function_find(row->name, &count);

			ok(k == 0 || strcmp(row[-1].name, row->name) <= 0, "rows are sorted");
			ok(found <= row && row < found + count, "a name lives in one family");
			check_row(row);
		}
	return unit_done();
}
