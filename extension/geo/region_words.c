/*
 * region_words.c
 *		Regions as they are stored: checked, combined, printed.
 */
#include "geo/region_words.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "geo/shape_check.h"

static const char *const names[REGION_KINDS] = {
	[REGION_POINT] = "Position",
	[REGION_CIRCLE] = "Circle",
	[REGION_BOX] = "Box",
	[REGION_POLYGON] = "Polygon",
	[REGION_RANGE] = "PositionInterval",
	[REGION_SKY] = "AllSky",
	[REGION_UNION] = "Union",
	[REGION_INTERSECTION] = "Intersection",
	[REGION_DIFFERENCE] = "Difference",
	[REGION_NOT] = "Not",
};

const char *
region_kind_name(RegionKind kind)
{
	return names[kind];
}

/* ---- check ---- */

typedef struct Checker
{
	const double *next;
	const double *end;
	SkyError *err;
} Checker;

static bool
no_formula(SkyError *err)
{
	sky_error(err, SKY_E_BAD_TEXT, -1, "these numbers are no region");
	return sky_error_detail(err, "They do not follow the stored form of a formula.");
}

bool
range_check(const double *values, size_t count, SkyError *err)
{
	double corners[4];

	if (count != 4)
	{
		sky_error(err, SKY_E_BAD_TEXT, -1, "a range has 4 numbers, not %zu", count);
		return sky_error_hint(
			err, "Give two longitudes and two latitudes in degrees: \"10 20 -5 5\".");
	}
	corners[0] = values[0];
	corners[1] = values[2];
	corners[2] = values[1];
	corners[3] = values[3];
	if (!shape_check(SHAPE_POINT, corners, 2, err) ||
		!shape_check(SHAPE_POINT, corners + 2, 2, err))
		return false;
	if (values[2] <= values[3])
		return true;
	sky_error(err, SKY_E_OUT_OF_RANGE, -1, "the latitudes of a range descend");
	return sky_error_hint(err, "Give the southern one first.");
}

/* A number that tells a kind, or how many. */
static bool
take_integer(Checker *checker, double least, double most, size_t *value)
{
	double word;

	if (checker->next == checker->end)
		return no_formula(checker->err);
	word = *checker->next++;
	if (!(word >= least && word <= most && word == floor(word)))
		return no_formula(checker->err);
	*value = (size_t) word;
	return true;
}

static bool
check_shape(Checker *checker, RegionKind kind, size_t count)
{
	const double *values = checker->next;

	if (count > (size_t) (checker->end - values))
		return no_formula(checker->err);
	checker->next += count;
	switch (kind)
	{
		case REGION_SKY:
			return count == 0 || no_formula(checker->err);
		case REGION_RANGE:
			return range_check(values, count, checker->err);
		default:
			return shape_check((SkyShape) kind, values, count, checker->err);
	}
}

static bool
check_node(Checker *checker, int depth)
{
	size_t kind;
	size_t count;

	if (!take_integer(checker, REGION_POINT, REGION_KINDS - 1, &kind) ||
		!take_integer(checker, 0, REGION_MAX_WORDS, &count))
		return false;
	if (kind < REGION_UNION)
		return check_shape(checker, (RegionKind) kind, count);
	if (count == 0 || (kind == REGION_NOT && count != 1))
		return no_formula(checker->err);
	if (depth == REGION_MAX_DEPTH)
	{
		sky_error(checker->err, SKY_E_TOO_COMPLEX, -1, "a region is nested too deep");
		return sky_error_hint(
			checker->err, "At most %d levels are stored.", REGION_MAX_DEPTH);
	}
	for (size_t i = 0; i < count; i++)
	{
		if (!check_node(checker, depth + 1))
			return false;
	}
	return true;
}

bool
region_check(const double *words, size_t count, SkyError *err)
{
	Checker checker = {.next = words, .end = words + count, .err = err};

	if (count > REGION_MAX_WORDS)
	{
		sky_error(err, SKY_E_LIMIT, -1, "a region of %zu numbers is too large", count);
		return sky_error_hint(err, "At most %d are stored.", REGION_MAX_WORDS);
	}
	if (!check_node(&checker, 0))
		return false;
	return checker.next == checker.end || no_formula(err);
}

/* ---- combine ---- */

/* Add a member; with join, what is the same operation adds its own members instead. */
static size_t
add_member(double *to, size_t at, const RegionWords *member, bool join)
{
	size_t skip = join && member->words[0] == to[0] ? REGION_HEAD : 0;

	memcpy(to + at, member->words + skip, (member->count - skip) * sizeof(double));
	to[1] += skip > 0 ? member->words[1] : 1;
	return at + member->count - skip;
}

size_t
region_combine(double *to, RegionKind kind, const RegionWords *a, const RegionWords *b)
{
	size_t count = REGION_HEAD;

	to[0] = kind;
	to[1] = 0;
	count = add_member(to, count, a, kind != REGION_NOT);
	if (b != NULL)
		count =
			add_member(to, count, b, kind == REGION_UNION || kind == REGION_INTERSECTION);
	return count;
}

/* ---- print ---- */

typedef struct Printer
{
	char *at;
	const double *next;
	bool framed; /* the frame is named */
} Printer;

static void
put_text(Printer *printer, const char *text)
{
	size_t length = strlen(text);

	memcpy(printer->at, text, length);
	printer->at += length;
}

static void
put_numbers(Printer *printer, RegionKind kind, size_t count)
{
	/* STC-S has both coordinates of one corner first, then those of the other. */
	static const size_t corners[4] = {0, 2, 1, 3};

	for (size_t i = 0; i < count; i++)
	{
		*printer->at++ = ' ';
		printer->at += number_put_double(
			printer->at, printer->next[kind == REGION_RANGE ? corners[i] : i]);
	}
	printer->next += count;
}

static void
put_node(Printer *printer)
{
	RegionKind kind = (RegionKind) printer->next[0];
	size_t count = (size_t) printer->next[1];

	printer->next += REGION_HEAD;
	put_text(printer, names[kind]);
	if (!printer->framed)
		put_text(printer, " ICRS");
	printer->framed = true;
	if (kind < REGION_UNION)
	{
		put_numbers(printer, kind, count);
		return;
	}
	put_text(printer, " (");
	for (size_t i = 0; i < count; i++)
	{
		if (i > 0)
			*printer->at++ = ' ';
		put_node(printer);
	}
	*printer->at++ = ')';
}

size_t
region_print(char *to, const double *words)
{
	Printer printer = {.at = to, .next = words};

	put_node(&printer);
	*printer.at = '\0';
	return (size_t) (printer.at - to);
}
