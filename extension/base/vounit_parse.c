/*
 * vounit_parse.c
 *		Reading units.
 *
 * The grammar is that of VOUnits 1.1, appendix C.4:
 *
 *   unit:     [scale] product | "1"
 *   product:  factor { "." factor } [ "/" factor ]
 *   factor:   symbol ["**" power] | function "(" [scale] product ")" | "(" product ")"
 *
 * UNIT_ANY also takes what the older syntaxes write: "*" and blanks for ".", "^" and
 * nothing at all for "**", several "/", powers of what is in parentheses.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vounit.h"

#define DEPTH_MAX 20 /* of parentheses */

typedef struct Reader
{
	const char *text;
	const char *at;
	UnitSyntax syntax;
	int depth;
	SkyError *err;
} Reader;

static bool read_product(Reader *r, Unit *unit);

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
fail(Reader *r, const char *what)
{
	return sky_error(r->err,
					 SKY_E_BAD_TEXT,
					 (int) (r->at - r->text),
					 "%s in unit \"%s\"",
					 what,
					 r->text);
}

static bool
too_big(Reader *r)
{
	return sky_error(r->err,
					 SKY_E_LIMIT,
					 (int) (r->at - r->text),
					 "unit \"%s\" is too complex",
					 r->text);
}

/* Take a token if it comes next. */
static bool
take(Reader *r, const char *token)
{
	size_t length = strlen(token);

	if (strncmp(r->at, token, length) != 0)
		return false;
	r->at += length;
	return true;
}

static void
skip_blanks(Reader *r)
{
	while (r->syntax == UNIT_ANY && *r->at == ' ')
		r->at++;
}

/* Digits with or without a sign. */
static bool
read_integer(Reader *r, int *value)
{
	char *end;
	long number;
	const char *digits = r->at + (*r->at == '-' || *r->at == '+');

	if (!is_digit(*digits))
		return fail(r, "a power is missing");
	number = strtol(r->at, &end, 10);
	if (number < -9999 || number > 9999)
		return too_big(r);
	*value = (int) number;
	r->at = end;
	return true;
}

/* The digits after a point: value.digits as power/root. */
static bool
read_fraction(Reader *r, bool negative, int *power, int *root)
{
	if (!is_digit(*r->at))
		return fail(r, "digits are missing");
	for (; is_digit(*r->at); r->at++)
	{
		if (*root >= 10000)
			return too_big(r);
		*power = 10 * *power + (negative ? -1 : 1) * (*r->at - '0');
		*root *= 10;
	}
	return true;
}

/* 2, -2, (2), (-1/2), (0.5). */
static bool
read_power(Reader *r, int *power, int *root)
{
	bool negative = *r->at == '-' || (*r->at == '(' && r->at[1] == '-');

	*root = 1;
	if (!take(r, "("))
	{
		if (!read_integer(r, power))
			return false;
		if (r->syntax == UNIT_STANDARD || *r->at != '.' || !is_digit(r->at[1]))
			return true;
		r->at++;
		return read_fraction(r, negative, power, root);
	}
	if (!read_integer(r, power))
		return false;
	if (take(r, "."))
	{
		if (!read_fraction(r, negative, power, root))
			return false;
	}
	else if (take(r, "/"))
	{
		if (!is_digit(*r->at) || !read_integer(r, root))
			return fail(r, "a number is missing");
		if (*root == 0)
			return fail(r, "there is a division by zero");
	}
	return take(r, ")") || fail(r, "a parenthesis is not closed");
}

/* Whether a power begins here; takes the sign of it. */
static bool
take_power_sign(Reader *r, bool after_symbol)
{
	if (r->syntax == UNIT_STANDARD)
		return after_symbol && take(r, "**");
	return take(r, "**") || take(r, "^") || is_digit(*r->at) ||
		   ((*r->at == '-' || *r->at == '+') && is_digit(r->at[1]));
}

static bool
read_raised(Reader *r, bool after_symbol, Unit *unit)
{
	int power;
	int root;

	if (!take_power_sign(r, after_symbol))
		return true;
	if (!read_power(r, &power, &root))
		return false;
	return unit_raise(unit, power, root, unit) || too_big(r);
}

static bool
read_power_of_ten(Reader *r, double *scale)
{
	int power;
	int root;

	if (!read_power(r, &power, &root))
		return false;
	if (power / root > 300 || power / root < -300)
		return too_big(r);
	*scale = (double) powl(10, (long double) power / root);
	return true;
}

/* VOUnits' VOUFLOAT: no point without a digit on both sides, no zero. */
static bool
read_scale(Reader *r, double *scale)
{
	const char *begin = r->at;
	const char *point;
	char *end;

	if (!is_digit(*begin))
		return true;
	if (take(r, "10") && take_power_sign(r, true) && !is_digit(begin[2]))
		return read_power_of_ten(r, scale);
	r->at = begin;
	if (begin[0] == '0' && begin[1] != '.') /* strtod knows hexadecimal numbers */
		return fail(r, "a number begins with 0");
	*scale = strtod(begin, &end);
	point = memchr(begin, '.', (size_t) (end - begin));
	if (point != NULL && !is_digit(point[1]))
		return fail(r, "digits are missing");
	if (!(*scale > 0 && *scale < 1e300))
		return fail(r, "a number is out of range");
	r->at = end;
	skip_blanks(r);
	return true;
}

/* log(...) and the like: sqrt is a power, all others are units of their own. */
static bool
read_function(Reader *r, const char *name, int length, Unit *unit)
{
	if (++r->depth > DEPTH_MAX)
		return too_big(r);
	if (!read_scale(r, &unit->scale) || !read_product(r, unit))
		return false;
	if (!take(r, ")"))
		return fail(r, "a parenthesis is not closed");
	r->depth--;
	if (length == 4 && strncmp(name, "sqrt", 4) == 0)
		return unit_raise(unit, 1, 2, unit) || too_big(r);
	*unit = (Unit){.scale = 1, .nterms = 1};
	unit->terms[0] =
		(UnitTerm){.symbol = name, .length = (int) (r->at - name), .power = 1, .root = 1};
	return true;
}

/* A symbol, quoted or not, or a function. */
static bool
read_symbol(Reader *r, Unit *unit)
{
	const char *begin = r->at;

	if (!take(r, "%"))
		while (is_letter(*r->at) || (*r->at == '_' && r->at > begin))
			r->at++;
	if (r->at > begin && take(r, "("))
		return read_function(r, begin, (int) (r->at - begin) - 1, unit);
	if (take(r, "'"))
	{
		size_t inside = strcspn(r->at, "'");

		if (inside == 0 || r->at[inside] == '\0')
			return fail(r, "a quoted name does not end");
		r->at += inside + 1;
	}
	if (r->at == begin)
		return fail(r, *begin == '\0' ? "a symbol is missing" : "a symbol is expected");
	unit->nterms = 1;
	unit->terms[0] = (UnitTerm){
		.symbol = begin, .length = (int) (r->at - begin), .power = 1, .root = 1};
	return true;
}

static bool
read_factor(Reader *r, Unit *unit)
{
	*unit = (Unit){.scale = 1};
	skip_blanks(r);
	if (r->syntax == UNIT_ANY && take(r, "1"))
		return true;
	if (!take(r, "("))
		return read_symbol(r, unit) && read_raised(r, r->at[-1] != ')', unit);
	if (++r->depth > DEPTH_MAX)
		return too_big(r);
	if (!read_product(r, unit))
		return false;
	skip_blanks(r);
	if (!take(r, ")"))
		return fail(r, "a parenthesis is not closed");
	r->depth--;
	return read_raised(r, false, unit);
}

/* Take the sign before another factor: 1 for a product, -1 for a quotient, 0 for none. */
static int
take_operator(Reader *r, bool divided)
{
	bool blank = *r->at == ' ';

	skip_blanks(r);
	if (r->syntax == UNIT_STANDARD)
		return divided ? 0 : take(r, ".") ? 1 : take(r, "/") ? -1 : 0;
	if (take(r, "/"))
		return -1;
	if (take(r, ".") || take(r, "*"))
		return 1;
	return blank && (is_letter(*r->at) || *r->at == '(' || *r->at == '\'') ? 1 : 0;
}

static bool
read_product(Reader *r, Unit *unit)
{
	double scale = unit->scale;
	int sign = 0;
	Unit factor;

	if (!(r->syntax == UNIT_ANY && *r->at == '/'))
	{
		if (!read_factor(r, unit))
			return false;
		unit->scale *= scale;
	}
	while ((sign = take_operator(r, sign < 0)) != 0)
		if (!read_factor(r, &factor))
			return false;
		else if (!unit_multiply(unit, &factor, sign, unit))
			return too_big(r);
	return true;
}

bool
unit_parse(const char *text, UnitSyntax syntax, Unit *unit, SkyError *err)
{
	Reader r = {.text = text, .at = text, .syntax = syntax, .err = err};

	*unit = (Unit){.scale = 1};
	skip_blanks(&r);
	if (*r.at == '\0')
		return fail(&r, "nothing is");
	if (!read_scale(&r, &unit->scale))
		return false;
	if (*r.at == '\0' && (unit->scale == 1 || syntax == UNIT_ANY))
		return true;
	if (!read_product(&r, unit))
		return false;
	skip_blanks(&r);
	return *r.at == '\0' || fail(&r, "something is left over");
}
