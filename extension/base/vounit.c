/*
 * vounit.c
 *		Computing with units: products, powers, conversion; writing them.
 */
#include "base/vounit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/table.h"
#include "base/vounit_table.h"

#define POWER_MAX 10000 /* of numerators and denominators */

static long
divisor(long a, long b)
{
	while (b != 0)
	{
		long rest = a % b;

		a = b;
		b = rest;
	}
	return labs(a);
}

/* power/root in lowest terms; false if they are too big. */
static bool
reduce(long power, long root, UnitTerm *term)
{
	long common = divisor(power, root);

	power /= common;
	root /= common;
	if (labs(power) > POWER_MAX || root > POWER_MAX)
		return false;
	term->power = (int) power;
	term->root = (int) root;
	return true;
}

static bool
same_symbol(const UnitTerm *a, const UnitTerm *b)
{
	return a->length == b->length &&
		   memcmp(a->symbol, b->symbol, (size_t) a->length) == 0;
}

/* Multiply with one more symbol. */
static bool
add_term(Unit *unit, const UnitTerm *term)
{
	int i = 0;

	while (i < unit->nterms && !same_symbol(&unit->terms[i], term))
		i++;
	if (i == unit->nterms)
	{
		if (i == UNIT_TERMS_MAX)
			return false;
		unit->terms[unit->nterms++] = *term;
		return true;
	}
	if (!reduce((long) unit->terms[i].power * term->root +
					(long) term->power * unit->terms[i].root,
				(long) unit->terms[i].root * term->root,
				&unit->terms[i]))
		return false;
	if (unit->terms[i].power != 0)
		return true;
	unit->nterms--;
	memmove(&unit->terms[i],
			&unit->terms[i + 1],
			(size_t) (unit->nterms - i) * sizeof(UnitTerm));
	return true;
}

bool
unit_multiply(const Unit *a, const Unit *b, int power, Unit *to)
{
	Unit product = *a;

	product.scale *= pow(b->scale, power);
	for (int i = 0; i < b->nterms; i++)
	{
		UnitTerm term = b->terms[i];

		term.power *= power;
		if (!add_term(&product, &term))
			return false;
	}
	*to = product;
	return isfinite(to->scale) && to->scale > 0;
}

bool
unit_raise(const Unit *unit, int power, int root, Unit *to)
{
	Unit raised = {.scale = pow(unit->scale, (double) power / root)};

	for (int i = 0; i < unit->nterms && power != 0; i++)
	{
		UnitTerm *term = &raised.terms[raised.nterms++];

		*term = unit->terms[i];
		if (!reduce((long) term->power * power, (long) term->root * root, term))
			return false;
	}
	*to = raised;
	return isfinite(to->scale) && to->scale > 0;
}

/*
 * The quotient of two units, in lowest terms: a factor, the dimensions, and what VOUnits
 * does not know.
 */
typedef struct Quotient
{
	long double factor;
	UnitTerm dimensions[UNIT_DIMENSIONS];
	Unit unknown;
} Quotient;

static bool
divide(Quotient *q, const Unit *unit, int sign)
{
	q->factor *= powl((long double) unit->scale, sign);
	for (int i = 0; i < unit->nterms; i++)
	{
		UnitTerm term = unit->terms[i];
		UnitMeaning meaning = unit_meaning(term.symbol, term.length);

		term.power *= sign;
		q->factor *= powl(meaning.prefix, (long double) term.power / term.root);
		if (meaning.symbol == NULL)
		{
			term.symbol = meaning.name;
			term.length = meaning.length;
			if (!add_term(&q->unknown, &term))
				return false;
			continue;
		}
		q->factor *= powl(meaning.symbol->factor, (long double) term.power / term.root);
		for (int d = 0; d < UNIT_DIMENSIONS; d++)
		{
			UnitTerm *sum = &q->dimensions[d];
			long power = (long) meaning.symbol->powers[d] * term.power;

			if (power != 0 && !reduce((long) sum->power * term.root + power * sum->root,
									  (long) sum->root * term.root,
									  sum))
				return false;
		}
	}
	return true;
}

bool
unit_convert(const Unit *from, const Unit *to, double *factor)
{
	Quotient q = {.factor = 1, .unknown = {.scale = 1}};

	for (int d = 0; d < UNIT_DIMENSIONS; d++)
		q.dimensions[d].root = 1;
	if (!divide(&q, from, 1) || !divide(&q, to, -1) || q.unknown.nterms > 0)
		return false;
	for (int d = 0; d < UNIT_DIMENSIONS; d++)
		if (q.dimensions[d].power != 0)
			return false;
	*factor = (double) q.factor;
	return isfinite(*factor) && *factor > 0;
}

const char *
unit_unknown(const Unit *unit, int *length)
{
	for (int i = 0; i < unit->nterms; i++)
		if (unit_meaning(unit->terms[i].symbol, unit->terms[i].length).symbol == NULL)
		{
			*length = unit->terms[i].length;
			return unit->terms[i].symbol;
		}
	return NULL;
}

/* The number before a unit: a power of ten as such. */
static int
print_scale(double scale, char *to, size_t size)
{
	double power = round(log10(scale));
	char number[NUMBER_TEXT_MAX + 1];

	if (scale == 1)
		return 0;
	if (scale == (double) powl(10, (long double) power))
		return snprintf(to, size, "10**%d", (int) power);
	number[number_put_double(number, scale)] = '\0';
	return snprintf(to, size, "%s", number);
}

static int
print_term(const UnitTerm *term, int sign, char *to, size_t size)
{
	int power = sign * term->power;

	if (term->root != 1)
		return snprintf(
			to, size, "%.*s**(%d/%d)", term->length, term->symbol, power, term->root);
	if (power != 1)
		return snprintf(to, size, "%.*s**%d", term->length, term->symbol, power);
	return snprintf(to, size, "%.*s", term->length, term->symbol);
}

/* A divisor is written as one where it is the only one: km/s, erg.cm**-2.s**-1. */
bool
unit_print(const Unit *unit, char to[UNIT_TEXT_MAX])
{
	size_t used = (size_t) print_scale(unit->scale, to, UNIT_TEXT_MAX);
	int divisors = 0;
	bool first = true;

	to[used] = '\0';
	for (int i = 0; i < unit->nterms; i++)
		divisors += unit->terms[i].power < 0;
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < unit->nterms && used < UNIT_TEXT_MAX; i++)
		{
			const UnitTerm *term = &unit->terms[i];
			bool slash = pass == 1 && divisors == 1 && !first;

			if ((term->power < 0) != (pass == 1))
				continue;
			used += (size_t) snprintf(to + used,
									  UNIT_TEXT_MAX - used,
									  "%s",
									  slash	  ? "/"
									  : first ? ""
											  : ".");
			if (used < UNIT_TEXT_MAX)
				used += (size_t) print_term(
					term, slash ? -1 : 1, to + used, UNIT_TEXT_MAX - used);
			first = false;
		}
	return used < UNIT_TEXT_MAX;
}

/* What people write, and what VOUnits calls it. */
typedef struct UnitAlias
{
	const char *name;
	const char *symbol;
} UnitAlias;

static const UnitAlias aliases[] = {
	{"aa", "Angstrom"},
	{"arcminute", "arcmin"},
	{"arcminutes", "arcmin"},
	{"arcsecond", "arcsec"},
	{"arcseconds", "arcsec"},
	{"as", "arcsec"},
	{"counts", "count"},
	{"day", "d"},
	{"days", "d"},
	{"degree", "deg"},
	{"degrees", "deg"},
	{"hour", "h"},
	{"hours", "h"},
	{"hr", "h"},
	{"km", "km"},
	{"lsun", "solLum"},
	{"magnitude", "mag"},
	{"meter", "m"},
	{"metre", "m"},
	{"micron", "um"},
	{"minute", "min"},
	{"msun", "solMass"},
	{"parsec", "pc"},
	{"pixels", "pixel"},
	{"radian", "rad"},
	{"radians", "rad"},
	{"rsun", "solRad"},
	{"sec", "s"},
	{"second", "s"},
	{"seconds", "s"},
	{"uas", "uarcsec"},
	{"year", "yr"},
	{"years", "yr"},
};

const char *
unit_nearest(const char *symbol)
{
	const UnitAlias *alias = SKY_TABLE_FIND(aliases, symbol);
	int best = sky_name_tolerance(symbol) + 1;
	const char *nearest = alias != NULL ? alias->symbol : NULL;
	const UnitSymbol *known;

	for (int i = 0; alias == NULL && (known = unit_symbol(i)) != NULL; i++)
	{
		int distance = sky_name_distance(symbol, known->name, best - 1);

		if (distance < best)
		{
			best = distance;
			nearest = known->name;
		}
	}
	return nearest;
}
