/*
 * bind_call.c
 *		Functions: which row of the table is meant, and do the arguments fit.
 */
#include <string.h>

#include "adql/bind.h"

/* Whether an argument can be what the table wants. */
static bool
arg_fits(AdqlArg arg, const BoundExpr *expr)
{
	AdqlType type = expr->type;

	if (expr->kind == BOUND_STAR)
		return arg == ADQL_ARG_ANY;
	if (type == ADQL_FAULTY)
		return true;
	switch (arg)
	{
		case ADQL_ARG_DOUBLE:
			return adql_type_is_number(type) || type == ADQL_UNKNOWN;
		case ADQL_ARG_INTEGER:
			return type == ADQL_SMALLINT || type == ADQL_INTEGER;
		case ADQL_ARG_BIGINT:
			return adql_type_is_integer(type);
		case ADQL_ARG_DIGITS:
			return expr->kind == BOUND_NUMBER && type == ADQL_INTEGER;
		case ADQL_ARG_SEED:
			return expr->kind == BOUND_NUMBER && adql_type_is_integer(type) &&
				   !expr->negated;
		case ADQL_ARG_TEXT:
			return type == ADQL_TEXT || type == ADQL_OTHER || type == ADQL_UNKNOWN;
		case ADQL_ARG_POINT:
			return type == ADQL_POINT || type == ADQL_UNKNOWN;
		case ADQL_ARG_GEOMETRY:
			return adql_type_is_geometry(type) || type == ADQL_UNKNOWN;
		case ADQL_ARG_ORDERED:
			return adql_type_is_number(type) || type == ADQL_TEXT ||
				   type == ADQL_TIMESTAMP || type == ADQL_UNKNOWN;
		case ADQL_ARG_UNIT: /* bind_in_unit() says more */
		case ADQL_ARG_SAME:
		case ADQL_ARG_ANY:
			return true;
		default:
			return false;
	}
}

/* An argument in the type that the SQL template wants. */
static BoundExpr *
convert_arg(Binder *b, AdqlArg arg, BoundExpr *expr)
{
	switch (arg)
	{
		case ADQL_ARG_DOUBLE:
			return bind_coerce(b, expr, ADQL_DOUBLE);
		case ADQL_ARG_TEXT:
			return bind_coerce(b, expr, ADQL_TEXT);
		case ADQL_ARG_POINT:
		case ADQL_ARG_GEOMETRY:
			return expr->type == ADQL_UNKNOWN ? bind_coerce(b, expr, ADQL_POINT) : expr;
		case ADQL_ARG_ORDERED:
			return expr->type == ADQL_UNKNOWN ? bind_coerce(b, expr, ADQL_TEXT) : expr;
		default:
			return expr;
	}
}

static int
count_args(const AdqlFunction *f)
{
	int count = 0;

	while (f->args[count] != ADQL_ARG_END)
		count++;
	return count;
}

/* What the i-th argument of a call has to be. */
static AdqlArg
arg_at(const AdqlFunction *f, int i)
{
	int count = count_args(f);

	return i < count ? f->args[i] : f->args[count - f->repeat + (i - count) % f->repeat];
}

static bool
count_fits(const AdqlFunction *f, int nargs)
{
	int count = count_args(f);

	if (f->repeat == 0)
		return nargs == count;
	return nargs >= f->least && nargs >= count && (nargs - count) % f->repeat == 0;
}

static bool
args_fit(const AdqlFunction *f, BoundExpr **args, int nargs)
{
	if (!count_fits(f, nargs))
		return false;
	for (int i = 0; i < nargs; i++)
		if (!arg_fits(arg_at(f, i), args[i]))
			return false;
	return true;
}

/* The first of rows that fits; *skipped is 1 if a coordinate system is to be left out. */
static const AdqlFunction *
choose_row(const AdqlFunction *rows, int count, BoundExpr **args, int nargs, int *skipped)
{
	bool coosys =
		nargs > 0 && (args[0]->kind == BOUND_STRING || args[0]->kind == BOUND_NULL);

	for (*skipped = 0; *skipped <= (coosys ? 1 : 0); (*skipped)++)
		for (int i = 0; i < count; i++)
			if ((*skipped == 0 || rows[i].coosys) &&
				args_fit(&rows[i], args + *skipped, nargs - *skipped))
				return &rows[i];
	*skipped = 0;
	return NULL;
}

static BoundExpr *
tell_misfit(Binder *b, const AstExpr *ast, const AdqlFunction *rows, int count)
{
	SkyError *fault = fault_add(b->faults,
								SKY_E_TYPE,
								ast->span,
								"function \"%s\" does not take these arguments",
								ast->name.text);
	char forms[400] = "";
	size_t used = 0;

	for (int i = 0; i < count && used + 1 < sizeof(forms); i++)
	{
		if (i > 0)
			forms[used++] = ';', forms[used++] = ' ';
		adql_function_signature(&rows[i], forms + used, sizeof(forms) - used);
		used = strlen(forms);
	}
	sky_error_hint(fault, "It is %s.", forms);
	return bind_faulty(b, ast->span);
}

static BoundExpr *
tell_unknown(Binder *b, const AstExpr *ast)
{
	const AdqlFunction *nearest =
		fault_has_room(b->faults) ? adql_function_nearest(ast->name.text) : NULL;
	SkyError *fault = fault_add(b->faults,
								SKY_E_UNDEFINED_FUNCTION,
								ast->name.span,
								"function \"%s\" does not exist",
								ast->name.text);

	if (nearest != NULL)
		sky_error_hint(fault, "Perhaps you meant %s.", nearest->name);
	return bind_faulty(b, ast->span);
}

/* All of one type, for COALESCE. */
static bool
unify_args(Binder *b, AdqlSpan span, BoundExpr **args, int nargs)
{
	AdqlType type = ADQL_UNKNOWN;

	for (int i = 0; i < nargs; i++)
	{
		AdqlType next = args[i]->type;

		if (adql_type_is_silent(next))
			continue;
		if (type == ADQL_UNKNOWN)
			type = next;
		else if (adql_type_is_number(type) && adql_type_is_number(next))
			type = adql_type_wider(type, next);
		else if (type != next)
		{
			fault_add(b->faults,
					  SKY_E_TYPE,
					  span,
					  "the arguments have different types, %s and %s",
					  adql_type_facts(type)->name,
					  adql_type_facts(next)->name);
			return false;
		}
	}
	for (int i = 0; i < nargs; i++)
		if (type != ADQL_UNKNOWN && type != ADQL_OTHER && type != ADQL_OPAQUE)
			args[i] = bind_coerce(b, args[i], type);
	return true;
}

/* Aggregates stand where rows are grouped already, and not in one another. */
static void
enter_aggregate(Binder *b, const AstExpr *ast)
{
	BindScope *scope = b->scope;

	if (scope->in_aggregate)
		fault_add(b->faults, SKY_E_GROUPING, ast->span, "aggregates cannot be nested");
	else if (scope->clause < BIND_SELECT)
		sky_error_hint(fault_add(b->faults,
								 SKY_E_GROUPING,
								 ast->span,
								 "aggregate \"%s\" cannot stand in %s",
								 ast->name.text,
								 scope->clause == BIND_WHERE   ? "WHERE"
								 : scope->clause == BIND_GROUP ? "GROUP BY"
															   : "a join"),
					   "Conditions on aggregates belong to HAVING.");
	scope->in_aggregate = true;
	scope->aggregated = true;
}

BoundExpr *
bind_make_call(
	Binder *b, const AdqlFunction *function, AdqlSpan span, BoundExpr **args, int nargs)
{
	AdqlType type = function->kind == ADQL_PREDICATE ? ADQL_BOOLEAN : function->result;
	BoundExpr *call = bind_new(b, BOUND_CALL, type, span);

	if (type == ADQL_UNKNOWN && nargs > 0)
		call->type = args[0]->type;
	call->function = function;
	call->called = function;
	call->args = args;
	call->nargs = nargs;
	return call;
}

/* Bind the arguments; false if the list is too long. */
static bool
bind_args(Binder *b, const AstExpr *ast, BoundExpr ***args)
{
	int i = 0;

	/* A vertex is two arguments. */
	if (ast->args.count > 2 * b->options->max_items)
	{
		fault_add(b->faults,
				  SKY_E_LIMIT,
				  ast->span,
				  "a call has at most %d arguments",
				  2 * b->options->max_items);
		return false;
	}
	*args = arena_array(b->arena, (size_t) ast->args.count, sizeof(BoundExpr *));
	for (const AstExpr *arg = ast->args.first; arg != NULL; arg = arg->next)
		(*args)[i++] = bind_value(b, arg);
	return true;
}

BoundExpr *
bind_call(Binder *b, const AstExpr *ast)
{
	int count;
	int skipped;
	int nargs = ast->args.count;
	const AdqlFunction *rows = adql_function_find(ast->name.text, &count);
	bool aggregate = rows != NULL && rows->kind == ADQL_AGGREGATE;
	bool outer_in_aggregate = b->scope->in_aggregate;
	const AdqlFunction *row;
	BoundExpr **args;
	BoundExpr *call;
	bool bound;

	if (aggregate)
		enter_aggregate(b, ast);
	bound = bind_args(b, ast, &args);
	b->scope->in_aggregate = outer_in_aggregate;
	if (!bound)
		return bind_faulty(b, ast->span);
	if (rows == NULL)
		return tell_unknown(b, ast);
	row = choose_row(rows, count, args, nargs, &skipped);
	if (row == NULL || (ast->distinct && !aggregate))
		return tell_misfit(b, ast, rows, count);
	if (skipped == 1)
		bind_check_coosys(b, args[0]);
	args += skipped;
	nargs -= skipped;
	for (int i = 0; i < nargs; i++)
		args[i] = convert_arg(b, arg_at(row, i), args[i]);
	if (row->args[0] == ADQL_ARG_SAME && !unify_args(b, ast->span, args, nargs))
		return bind_faulty(b, ast->span);
	if (row->args[0] == ADQL_ARG_SEED)
		nargs = 0;
	call = bind_make_call(b, row, ast->span, args, nargs);
	call->distinct = ast->distinct;
	call = row->form == ADQL_FORM_IN_UNIT ? bind_in_unit(b, call)
										  : bind_geometry_call(b, call);
	call->called = row;
	return call;
}
