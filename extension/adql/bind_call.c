/*
 * bind_call.c
 *		Functions: which row of the table is meant, and do the arguments fit.
 */
#include <string.h>

#include "adql/bind.h"
#include "adql/foreign_function.h"

static bool
args_fit(const AdqlFunction *f, BoundExpr **args, int nargs)
{
	if (!bind_count_fits(f, nargs))
		return false;
	for (int i = 0; i < nargs; i++)
		if (!bind_arg_fits(bind_arg_at(f, i), args[i]))
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

/* The forms of a function, for people. */
static void
hint_forms(SkyError *fault, const AdqlFunction *rows, int count)
{
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
}

/* How many of the arguments fit a row, up to the first that does not. */
static int
fitting(const AdqlFunction *f, BoundExpr **args, int nargs)
{
	int room = f->repeat > 0 ? nargs : bind_arg_count(f);
	int i = 0;

	while (i < nargs && i < room && bind_arg_fits(bind_arg_at(f, i), args[i]))
		i++;
	return i;
}

/* How many arguments those rows take that so many fit, in words. */
static const char *
counts_in_words(
	Binder *b, const AdqlFunction *rows, int count, BoundExpr **args, int nargs, int fit)
{
	const char *words = "";
	int last = -1;

	for (int i = 0; i < count; i++)
	{
		int takes = rows[i].repeat > 0 ? rows[i].least : bind_arg_count(&rows[i]);

		if (takes == last || fitting(&rows[i], args, nargs) != fit)
			continue;
		words = arena_printf(b->arena,
							 "%s%s%d%s",
							 words,
							 last >= 0 ? " or " : "",
							 takes,
							 rows[i].repeat > 0 ? " or more" : "");
		last = takes;
	}
	return arena_printf(
		b->arena, "%s argument%s", words, strcmp(words, "1") == 0 ? "" : "s");
}

/* What the argument behind those that fit has to be in the rows that so many fit. */
static const char *
kinds_in_words(
	Binder *b, const AdqlFunction *rows, int count, BoundExpr **args, int nargs, int fit)
{
	const char *words = "";

	for (int i = 0; i < count; i++)
	{
		const char *word;

		if (!bind_count_fits(&rows[i], nargs) || fitting(&rows[i], args, nargs) != fit)
			continue;
		word = adql_arg_words(bind_arg_at(&rows[i], fit));
		if (strstr(words, word) == NULL)
			words = arena_printf(
				b->arena, "%s%s%s", words, words[0] != '\0' ? " or " : "", word);
	}
	return words;
}

/*
 * Tell a call that no row fits, by the row that fits farthest: the argument that is wrong
 * there, or else how many there are.
 */
static BoundExpr *
tell_misfit(Binder *b,
			const AstExpr *ast,
			const AdqlFunction *rows,
			int count,
			const BoundExpr *call)
{
	/* A coordinate system is no argument to speak of. */
	int skip = rows[0].coosys && call->nargs > 0 && call->args[0]->kind == BOUND_STRING;
	BoundExpr **args = call->args + skip;
	int nargs = call->nargs - skip;
	const AdqlFunction *best = NULL;
	SkyError *fault;
	int most = -1;

	for (int i = 0; i < count; i++)
	{
		int fit = fitting(&rows[i], args, nargs);

		if (fit > most || (fit == most && !bind_count_fits(best, nargs)))
			best = &rows[i];
		most = fit > most ? fit : most;
	}
	if (bind_count_fits(best, nargs) && most < nargs)
	{
		const BoundExpr *wrong = args[most];

		fault = fault_add(b->faults,
						  SKY_E_TYPE,
						  wrong->span,
						  "argument %d of \"%s\" must be %s, not %s%s",
						  most + skip + 1,
						  ast->name.text,
						  kinds_in_words(b, rows, count, args, nargs, most),
						  wrong->kind == BOUND_STAR ? "" : "a value of type ",
						  wrong->kind == BOUND_STAR ? "*"
													: adql_type_facts(wrong->type)->name);
	}
	else
		fault = fault_add(b->faults,
						  SKY_E_TYPE,
						  ast->span,
						  "function \"%s\" takes %s, not %d",
						  ast->name.text,
						  counts_in_words(b, rows, count, args, nargs, most),
						  nargs);
	hint_forms(fault, rows, count);
	return bind_faulty(b, ast->span);
}

static BoundExpr *
tell_unknown(Binder *b, const AstExpr *ast)
{
	const ForeignFunction *foreign = foreign_function_find(ast->name.text);
	const AdqlFunction *nearest =
		fault_has_room(b->faults) ? adql_function_nearest(ast->name.text) : NULL;
	SkyError *fault = fault_add(b->faults,
								SKY_E_UNDEFINED_FUNCTION,
								ast->name.span,
								"function \"%s\" does not exist",
								ast->name.text);

	if (foreign != NULL)
		sky_error_hint(fault, "%s", foreign->hint);
	if (foreign != NULL && foreign->name_here != NULL)
		fault_repair(b->faults, ast->name.span, foreign->name_here);
	else if (foreign == NULL && nearest != NULL &&
			 (nearest->instead == NULL || !bind_is_strict(b)))
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
		BoundExpr *arg = bind_convert_arg(b, bind_arg_at(row, i), call->args[i]);

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
		return tell_misfit(b, ast, rows, count, call);
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
