/*
 * bind_call.c
 *		Functions: which row of the table is meant, and do the arguments fit.
 */
#include <string.h>

#include "adql/bind.h"
#include "base/refframe.h"

/* What bind_value() made of a predicate: 1 or 0. */
static bool
is_flag(const BoundExpr *expr)
{
	return expr->kind == BOUND_CAST && expr->args[0]->type == ADQL_BOOLEAN;
}

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
		case ADQL_ARG_NUMERIC:
			return adql_type_is_number(type) || type == ADQL_TEXT || type == ADQL_UNKNOWN;
		case ADQL_ARG_LITERAL:
			return expr->kind == BOUND_NUMBER;
		case ADQL_ARG_DIGITS:
			return expr->kind == BOUND_NUMBER && type == ADQL_INTEGER;
		case ADQL_ARG_SEED:
			return expr->kind == BOUND_NUMBER && adql_type_is_integer(type) &&
				   !expr->negated;
		case ADQL_ARG_TEXT:
		case ADQL_ARG_STRING:
			return type == ADQL_TEXT || type == ADQL_OTHER || type == ADQL_UNKNOWN;
		case ADQL_ARG_PRINTABLE:
			return adql_type_is_number(type) || type == ADQL_TEXT || type == ADQL_OTHER ||
				   type == ADQL_TIMESTAMP || type == ADQL_UNKNOWN;
		case ADQL_ARG_FRAME:
			return expr->kind == BOUND_STRING;
		case ADQL_ARG_TIMESTAMP:
			return type == ADQL_TIMESTAMP || type == ADQL_TEXT || type == ADQL_UNKNOWN;
		case ADQL_ARG_INTERVAL:
			return type == ADQL_INTERVAL;
		case ADQL_ARG_CONDITION:
			return type == ADQL_BOOLEAN || is_flag(expr);
		case ADQL_ARG_POINT:
			return type == ADQL_POINT || type == ADQL_UNKNOWN;
		case ADQL_ARG_CIRCLE:
			return type == ADQL_CIRCLE;
		case ADQL_ARG_POLYGON:
			return type == ADQL_POLYGON;
		case ADQL_ARG_SHAPE:
			return (adql_type_is_geometry(type) && type != ADQL_MOC) ||
				   type == ADQL_UNKNOWN;
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

static void
check_frame(Binder *b, const BoundExpr *name)
{
	const char *nearest;
	SkyError *fault;

	if (name->kind != BOUND_STRING || refframe_find(name->text) != NULL)
		return;
	nearest = refframe_nearest(name->text);
	fault = fault_add(b->faults,
					  SKY_E_BAD_VALUE,
					  name->span,
					  "reference frame \"%s\" is not known",
					  name->text);
	if (nearest != NULL)
		sky_error_hint(fault, "Perhaps you meant '%s'.", nearest);
	else
		sky_error_hint(fault, "Frames are %s.", refframe_names);
}

/* An argument in the type that the SQL template wants. */
static BoundExpr *
convert_arg(Binder *b, AdqlArg arg, BoundExpr *expr)
{
	switch (arg)
	{
		case ADQL_ARG_DOUBLE:
		case ADQL_ARG_LITERAL:
			return bind_coerce(b, expr, ADQL_DOUBLE);
		case ADQL_ARG_STRING:
			if (expr->kind != BOUND_STRING)
				fault_extension(
					b->faults, SKY_E_SYNTAX, expr->span, "a string literal belongs here");
			return bind_coerce(b, expr, ADQL_TEXT);
		case ADQL_ARG_TEXT:
		case ADQL_ARG_PRINTABLE:
			return bind_coerce(b, expr, ADQL_TEXT);
		case ADQL_ARG_TIMESTAMP:
			return bind_coerce(b, expr, ADQL_TIMESTAMP);
		case ADQL_ARG_CONDITION:
			return is_flag(expr) ? expr->args[0] : expr;
		case ADQL_ARG_FRAME:
			check_frame(b, expr);
			return expr;
		case ADQL_ARG_POINT:
		case ADQL_ARG_SHAPE:
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

	if (nearest != NULL && (nearest->instead == NULL || !bind_is_strict(b)))
	{
		sky_error_hint(fault, "Perhaps you meant %s.", nearest->name);
		fault_repair(b->faults, ast->name.span, nearest->name);
	}
	return bind_faulty(b, ast->span);
}

/* A function that ADQL does not have: what it has instead. */
static void
tell_foreign(Binder *b, const AstName *name, const AdqlFunction *row)
{
	SkyError *fault = fault_extension(b->faults,
									  SKY_E_UNDEFINED_FUNCTION,
									  name->span,
									  "function \"%s\" is not part of ADQL",
									  name->text);
	bool renamed = strpbrk(row->instead, " (") == NULL;

	if (row->instead[0] == '\0')
		return;
	sky_error_hint(
		fault, renamed ? "ADQL calls it %s." : "ADQL has %s instead.", row->instead);
	if (renamed)
		fault_repair(b->faults, name->span, row->instead);
}

BoundExpr *
bind_make_call(
	Binder *b, const AdqlFunction *function, AdqlSpan span, BoundExpr **args, int nargs)
{
	AdqlType type = function->kind == ADQL_PREDICATE ? ADQL_BOOLEAN : function->result;
	BoundExpr *call = bind_new(b, BOUND_CALL, type, span);

	if (type == ADQL_UNKNOWN && nargs > 0)
		call->type = args[function->like]->type;
	call->function = function;
	call->called = function;
	call->args = args;
	call->nargs = nargs;
	return call;
}

/* Bind the arguments, and the ordered value of WITHIN GROUP as one more of them. */
static bool
bind_args(Binder *b, const AstExpr *ast, BoundExpr *call)
{
	/* A vertex is two arguments. */
	if (ast->args.count > 2 * b->options->max_vertices)
	{
		sky_error_hint(fault_add(b->faults,
								 SKY_E_LIMIT,
								 ast->span,
								 "a call has at most %d vertices",
								 b->options->max_vertices),
					   FAULT_SETTING,
					   "pgsky.max_vertices");
		return false;
	}
	call->args = arena_array(b->arena, (size_t) ast->args.count + 1, sizeof(BoundExpr *));
	for (const AstExpr *arg = ast->args.first; arg != NULL; arg = arg->next)
		call->args[call->nargs++] = bind_value(b, arg);
	call->tail = ast->tail != NULL ? bind_call_tail(b, ast->tail) : NULL;
	if (call->tail != NULL && call->tail->within)
		call->args[call->nargs++] = call->tail->order->expr;
	return true;
}

/* The arguments in the types that the row wants; false, with a fault, if they differ. */
static bool
convert_args(Binder *b, const AstExpr *ast, const AdqlFunction *row, BoundExpr *call)
{
	BoundOrder *order = call->tail != NULL ? call->tail->order : NULL;

	for (int i = 0; i < call->nargs; i++)
	{
		BoundExpr *arg = convert_arg(b, arg_at(row, i), call->args[i]);

		for (BoundOrder *term = order; term != NULL; term = term->next)
			if (term->expr == call->args[i])
				term->expr = arg;
		call->args[i] = arg;
	}
	return row->args[row->like] != ADQL_ARG_SAME ||
		   bind_unify(b, ast->span, call->args + row->like, call->nargs - row->like) !=
			   ADQL_FAULTY;
}

/* The call of the one of rows that fits. */
static BoundExpr *
resolve(
	Binder *b, const AstExpr *ast, const AdqlFunction *rows, int count, BoundExpr *call)
{
	int skipped;
	const AdqlFunction *row;
	BoundExpr *resolved;

	if (!bind_check_tail(b, ast, rows, call))
		return bind_faulty(b, ast->span);
	row = choose_row(rows, count, call->args, call->nargs, &skipped);
	if (row == NULL)
		return tell_misfit(b, ast, rows, count);
	if (row->instead != NULL)
		tell_foreign(b, &ast->name, row);
	if (skipped == 1)
		bind_check_coosys(b, call->args[0]);
	call->args += skipped;
	call->nargs -= skipped;
	if (!convert_args(b, ast, row, call))
		return bind_faulty(b, ast->span);
	resolved = bind_make_call(b, row, ast->span, call->args, call->nargs);
	if (row->args[0] == ADQL_ARG_SEED || row->kind == ADQL_ORDERED_SET)
		resolved->nargs--;
	resolved->distinct = ast->distinct;
	resolved->tail = call->tail;
	resolved = row->form == ADQL_FORM_IN_UNIT ? bind_in_unit(b, resolved)
											  : bind_geometry_call(b, resolved);
	resolved->called = row;
	return resolved;
}

BoundExpr *
bind_call(Binder *b, const AstExpr *ast)
{
	int count;
	const AdqlFunction *rows = adql_function_find(ast->name.text, &count);
	BindCallState outer = bind_enter_call(b, ast, rows);
	BoundExpr *call = bind_faulty(b, ast->span);
	bool bound = bind_args(b, ast, call);

	bind_leave_call(b, outer);
	if (!bound)
		return call;
	return rows != NULL ? resolve(b, ast, rows, count, call) : tell_unknown(b, ast);
}
