/*
 * bind_unit.c
 *		Units of values, as far as they follow from those of columns; IN_UNIT.
 *
 * Units are looked for where they are asked for, at the columns of a result and in
 * IN_UNIT, so that other expressions cost nothing.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "adql/bind.h"
#include "base/table.h"
#include "base/vounit.h"

/*
 * What a number in the query has: it is dimensionless in a product and takes the unit of
 * its neighbours in a sum, as people read "ra + 180".  Told by its address.
 */
static const char bare_number[] = "";

static bool
same_unit(const char *a, const char *b)
{
	Unit unit_a;
	Unit unit_b;
	double factor;

	if (strcmp(a, b) == 0)
		return true;
	return unit_parse(a, UNIT_ANY, &unit_a, NULL) &&
		   unit_parse(b, UNIT_ANY, &unit_b, NULL) &&
		   unit_convert(&unit_a, &unit_b, &factor) && factor == 1;
}

/* The unit that all args share. */
static const char *
common_unit(Binder *b, BoundExpr *const *args, int nargs)
{
	const char *common = bare_number;

	for (int i = 0; i < nargs; i++)
	{
		const char *unit = bind_unit(b, args[i]);

		if (unit == NULL)
			return NULL;
		if (common == bare_number)
			common = unit;
		else if (unit != bare_number && !same_unit(common, unit))
			return NULL;
	}
	return common;
}

/* A unit as text, NULL if it is too long for one. */
static const char *
unit_text(Binder *b, const Unit *unit)
{
	char text[UNIT_TEXT_MAX];

	return unit_print(unit, text) ? arena_strdup(b->arena, text) : NULL;
}

static const char *
product_unit(Binder *b, BoundExpr *const *args, int nargs)
{
	Unit product = {.scale = 1};
	bool bare = true;

	for (int i = 0; i < nargs; i++)
	{
		const char *text = bind_unit(b, args[i]);
		int power = i > 0 && args[i]->chain == AST_OP_DIVIDE ? -1 : 1;
		Unit unit;

		if (text == NULL)
			return NULL;
		bare = bare && text == bare_number;
		if (*text != '\0' && !(unit_parse(text, UNIT_ANY, &unit, NULL) &&
							   unit_multiply(&product, &unit, power, &product)))
			return NULL;
	}
	return bare ? bare_number : unit_text(b, &product);
}

/* What stands for $n in a rule: a unit, or in an exponent the argument itself. */
static const char *
rule_text(Binder *b, const BoundExpr *arg, bool exponent)
{
	if (!exponent)
		return bind_unit(b, arg);
	return arg->kind == BOUND_NUMBER
			   ? arena_printf(b->arena, "%s%s", arg->negated ? "-" : "", arg->text)
			   : NULL;
}

/*
 * Fill in a rule of the function table and read what comes out.  Each argument stands in
 * it once, or calls within calls would be looked at ever more often.
 */
static const char *
rule_unit(Binder *b, const char *rule, const BoundExpr *call)
{
	char text[2 * UNIT_TEXT_MAX] = "";
	size_t used = 0;
	bool bare = true;
	Unit unit;

	for (const char *at = rule; *at != '\0' && used < sizeof(text);)
	{
		size_t plain = strcspn(at, "$");
		bool exponent = plain >= 2 && at[plain - 1] == '*';
		const char *fill;

		used +=
			(size_t) snprintf(text + used, sizeof(text) - used, "%.*s", (int) plain, at);
		at += plain;
		if (*at == '\0' || used >= sizeof(text))
			break;
		fill = rule_text(b, call->args[at[1] - '1'], exponent);
		if (fill == NULL)
			return NULL;
		bare = bare && (exponent || fill == bare_number);
		used += (size_t) snprintf(
			text + used, sizeof(text) - used, "(%s)", *fill != '\0' ? fill : "1");
		at += 2;
	}
	if (bare || used >= sizeof(text))
		return bare ? bare_number : NULL;
	return unit_parse(text, UNIT_ANY, &unit, NULL) ? unit_text(b, &unit) : NULL;
}

static const char *
call_unit(Binder *b, const BoundExpr *call)
{
	const char *rule = call->function->unit;

	if (call->meta != NULL)
		return call->meta->unit;
	if (rule == NULL || strcmp(rule, "1") == 0)
		return rule != NULL ? "" : NULL;
	if (strcmp(rule, "$*") == 0)
		return common_unit(b, call->args, call->nargs);
	if (strcmp(rule, "$1") == 0)
		return bind_unit(b, call->args[0]);
	return strchr(rule, '$') != NULL ? rule_unit(b, rule, call) : rule;
}

/* The unit that all results share. */
static const char *
case_unit(Binder *b, const BoundExpr *expr)
{
	int count;
	BoundExpr **results = bind_case_results(b, expr, &count);

	return common_unit(b, results, count);
}

const char *
bind_unit(Binder *b, const BoundExpr *expr)
{
	switch (expr->kind)
	{
		case BOUND_NUMBER:
			return bare_number;
		case BOUND_COLUMN:
		case BOUND_SCALAR:
			return expr->meta != NULL && expr->meta->unit != NULL &&
						   expr->meta->unit[0] != '\0'
					   ? expr->meta->unit
					   : NULL;
		case BOUND_CAST:
			return adql_type_is_number(expr->args[0]->type) ? bind_unit(b, expr->args[0])
															: NULL;
		case BOUND_NEGATE:
			return bind_unit(b, expr->args[0]);
		case BOUND_CHAIN:
			if (expr->op == AST_OP_ADD || expr->op == AST_OP_SUBTRACT)
				return common_unit(b, expr->args, expr->nargs);
			if (expr->op == AST_OP_MULTIPLY || expr->op == AST_OP_DIVIDE)
				return product_unit(b, expr->args, expr->nargs);
			return NULL;
		case BOUND_SUBSCRIPT:
			return bind_unit(b, expr->args[0]);
		case BOUND_CASE:
			return case_unit(b, expr);
		case BOUND_CALL:
			return call_unit(b, expr);
		default:
			return NULL;
	}
}

/* A fault inside a literal; the whole of it where quotes are doubled in there. */
static SkyError *
tell_literal(Binder *b, const BoundExpr *literal, const SkyError *err)
{
	AdqlSpan span = literal->span;

	if (span.end - span.begin == (int) strlen(literal->text) + 2 && err->position >= 0 &&
		literal->text[err->position] != '\0')
	{
		span.begin += 1 + err->position;
		span.end = err->length > 0 ? span.begin + err->length : span.end - 1;
	}
	return fault_add(b->faults, err->code, span, "%s", err->message);
}

/* The target: read, and all of it known. */
static bool
read_target(Binder *b, const BoundExpr *literal, Unit *unit)
{
	SkyError err = {0};
	const char *unknown;
	const char *nearest;
	SkyError *fault;
	int length;

	if (literal->type == ADQL_FAULTY)
		return false;
	if (literal->kind != BOUND_STRING)
	{
		fault = fault_add(b->faults,
						  SKY_E_TYPE,
						  literal->span,
						  "the unit that IN_UNIT converts to is a string literal");
		sky_error_hint(fault, "Write it in single quotes, as in IN_UNIT(ra, 'arcsec').");
		return false;
	}
	if (!unit_parse(
			literal->text, bind_is_strict(b) ? UNIT_STANDARD : UNIT_ANY, unit, &err))
	{
		sky_error_hint(tell_literal(b, literal, &err),
					   "Units are written as VOUnits wants them: km/s, arcsec, "
					   "erg.s**-1.cm**-2.");
		return false;
	}
	unknown = unit_unknown(unit, &length);
	if (unknown == NULL || *unknown == '\'')
		return true;
	sky_error(&err,
			  SKY_E_BAD_TEXT,
			  (int) (unknown - literal->text),
			  "\"%.*s\" is not a unit that VOUnits knows",
			  length,
			  unknown);
	err.length = length;
	fault = tell_literal(b, literal, &err);
	nearest = unit_nearest(arena_strndup(b->arena, unknown, (size_t) length));
	if (nearest != NULL)
		sky_error_hint(fault, "Perhaps you meant %s.", nearest);
	return false;
}

/* Whether a value has something below it of which a fault was told. */
static void
note_faulty(const BoundExpr *expr, void *faulty)
{
	if (expr->type == ADQL_FAULTY)
		*(bool *) faulty = true;
	else
		bound_each(expr, note_faulty, faulty);
}

/* The unit of what is to be converted. */
static bool
read_source(Binder *b, const BoundExpr *value, Unit *unit)
{
	const char *text = bind_unit(b, value);
	SkyError err = {0};
	bool faulty = false;

	note_faulty(value, &faulty);
	if (faulty)
		return false;
	if (text == NULL || *text == '\0')
	{
		sky_error_hint(fault_add(b->faults,
								 SKY_E_TYPE,
								 value->span,
								 text == NULL ? "the unit of this value is not known"
											  : "this value has no unit"),
					   "IN_UNIT converts columns that have a unit, and what is computed "
					   "from them.");
		return false;
	}
	if (unit_parse(text, UNIT_ANY, unit, &err))
		return true;
	fault_add(b->faults, SKY_E_TYPE, value->span, "%s", err.message);
	return false;
}

BoundExpr *
bind_in_unit(Binder *b, BoundExpr *call)
{
	BoundExpr *value = call->args[0];
	BoundExpr *number;
	SkyColumn *meta = arena_new(b->arena, SkyColumn);
	Unit from;
	Unit to;
	double factor;
	double inverse;
	bool divide;

	if (value->type == ADQL_FAULTY || !read_target(b, call->args[1], &to) ||
		!read_source(b, value, &from))
		return bind_faulty(b, call->span);
	meta->unit = unit_text(b, &to);
	if (!unit_convert(&from, &to, &factor) || !unit_convert(&to, &from, &inverse))
	{
		fault_add(b->faults,
				  SKY_E_TYPE,
				  call->span,
				  "a value in \"%s\" cannot be converted to \"%s\"",
				  bind_unit(b, value),
				  call->args[1]->text);
		return bind_faulty(b, call->span);
	}
	/* Division by a whole number is more exact than multiplication with its inverse. */
	divide = factor < 1 && inverse == floor(inverse);
	number = bind_double(b, divide ? inverse : factor, call->span);
	call->function = divide ? &adql_unit_over : &adql_unit_times;
	call->args[1] = number;
	call->meta = meta;
	return call;
}

BoundExpr *
bind_angle(Binder *b, const BoundExpr *number, const AstName *name)
{
	static const struct
	{
		const char *name;
		const char *unit;
	} words[] = {
		{"arcminute", "arcmin"},
		{"arcminutes", "arcmin"},
		{"arcsecond", "arcsec"},
		{"arcseconds", "arcsec"},
		{"degree", "deg"},
		{"degrees", "deg"},
		{"radian", "rad"},
		{"radians", "rad"},
	};
	const char *text = name->text;
	Unit degrees;
	Unit unit;
	double factor;

	for (size_t i = 0; i < SKY_LENGTH(words); i++)
		if (strcasecmp(words[i].name, name->text) == 0)
			text = words[i].unit;
	if (number->kind != BOUND_FAULTY &&
		unit_parse("deg", UNIT_STANDARD, &degrees, NULL) &&
		unit_parse(text, UNIT_ANY, &unit, NULL) && unit_convert(&unit, &degrees, &factor))
		return bind_double(b, strtod(number->text, NULL) * factor, number->span);
	sky_error_hint(fault_add(b->faults,
							 SKY_E_SYNTAX,
							 name->span,
							 "\"%s\" is not a unit of angles",
							 name->text),
				   "Arguments are separated by commas.");
	return bind_faulty(b, number->span);
}
