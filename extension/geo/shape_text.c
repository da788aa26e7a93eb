/*
 * shape_text.c
 *		Shapes from and to text.
 */
#include "geo/shape_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "base/utf8.h"
#include "geo/shape_check.h"

/* Longest word that is looked at, deepest nesting of brackets, bytes quoted in errors. */
#define MAX_WORD	32
#define MAX_DEPTH	8
#define MAX_EXCERPT 24

typedef struct Scan
{
	SkyShape shape;
	const char *text;
	const char *at;
	SkyError *err;
	int depth;
	char closers[MAX_DEPTH]; /* what ends each open bracket */
	bool named;				 /* the shape's own name was read */
	bool comma;				 /* a comma was read and no number since */
	double *values;
	size_t count;
	size_t room;
} Scan;

/* What a word in front of the numbers means. */
typedef struct Word
{
	const char *name;
	SkyShape shape; /* SHAPE_NONE: says nothing that matters to us */
} Word;

/*
 * STC-S 1.33 names for the shapes, and those frames, reference positions and flavours
 * under which the numbers mean what ours mean: ICRS longitude and latitude.
 */
static const Word words[] = {
	{"barycenter", SHAPE_NONE},
	{"box", SHAPE_BOX},
	{"circle", SHAPE_CIRCLE},
	{"geocenter", SHAPE_NONE},
	{"heliocenter", SHAPE_NONE},
	{"icrs", SHAPE_NONE},
	{"point", SHAPE_POINT},
	{"polygon", SHAPE_POLYGON},
	{"position", SHAPE_POINT},
	{"spherical2", SHAPE_NONE},
	{"topocenter", SHAPE_NONE},
	{"unknownframe", SHAPE_NONE},
	{"unknownrefpos", SHAPE_NONE},
};

static const char brackets[] = "()[]{}";

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Say in the fault where reading stopped; false. */
static bool
quote_place(Scan *scan, const char *place)
{
	size_t length = strnlen(place, MAX_EXCERPT);

	/* Never half a UTF-8 character. */
	while (length > 0 && utf8_is_tail(place[length]))
		length--;
	if (length == 0)
		return sky_error_detail(scan->err, "Reading stopped at the end of the text.");
	return sky_error_detail(scan->err,
							"Reading stopped at byte %td: \"%.*s\".",
							place - scan->text + 1,
							(int) length,
							place);
}

/* Fail at a place of the text. */
static bool
fail_at(Scan *scan, const char *place, const char *what)
{
	sky_error(scan->err,
			  SKY_E_BAD_TEXT,
			  (int) (place - scan->text),
			  "invalid text for a %s: %s",
			  shape_name(scan->shape),
			  what);
	quote_place(scan, place);
	return sky_error_hint(
		scan->err, "Write degrees, such as \"%s\".", shape_example(scan->shape));
}

/*
 * A word in front of the numbers: the shape's name once, then words that change nothing.
 */
static bool
scan_word(Scan *scan)
{
	const char *start = scan->at;
	char name[MAX_WORD + 1];
	size_t length = 0;
	const Word *word;

	while (is_letter(*scan->at) || is_digit(*scan->at))
	{
		if (length < MAX_WORD)
			name[length++] = *scan->at;
		scan->at++;
	}
	name[length] = '\0';
	if (scan->count > 0 || scan->comma)
		return fail_at(scan, start, "a number is expected here");
	word = SKY_TABLE_FIND(words, name);
	if (word == NULL)
	{
		sky_error(scan->err,
				  SKY_E_BAD_TEXT,
				  (int) (start - scan->text),
				  "invalid text for a %s: \"%s\" is not understood",
				  shape_name(scan->shape),
				  name);
		return sky_error_hint(
			scan->err,
			"Write ICRS degrees, such as \"%s\"; convert from other frames first.",
			shape_example(scan->shape));
	}
	if (word->shape == SHAPE_NONE)
		return true;
	if (word->shape != scan->shape)
	{
		sky_error(scan->err,
				  SKY_E_BAD_TEXT,
				  (int) (start - scan->text),
				  "this is the text of a %s, not of a %s",
				  shape_name(word->shape),
				  shape_name(scan->shape));
		return sky_error_hint(scan->err, "Cast it to sky.%s.", shape_name(word->shape));
	}
	if (scan->named)
		return fail_at(scan, start, "its name comes twice");
	scan->named = true;
	return true;
}

/*
 * A decimal number.  The syntax is checked here, because strtod also takes hexadecimal
 * numbers, NaN and infinities; strtod then rounds it correctly.
 */
static bool
scan_number(Scan *scan)
{
	const char *start = scan->at;
	const char *at = start;
	size_t digits = 0;
	double value;

	at += *at == '+' || *at == '-';
	for (; is_digit(*at); at++)
		digits++;
	at += *at == '.';
	for (; is_digit(*at); at++)
		digits++;
	if (digits > 0 && (*at == 'e' || *at == 'E'))
	{
		at++;
		at += *at == '+' || *at == '-';
		if (!is_digit(*at))
			digits = 0;
		while (is_digit(*at))
			at++;
	}
	if (digits == 0 || is_letter(*at) || *at == '.' || *at == '+' || *at == '-')
		return fail_at(scan, start, "not a number");
	if (scan->count == scan->room)
	{
		sky_error(scan->err,
				  SKY_E_LIMIT,
				  (int) (start - scan->text),
				  "invalid text for a %s: too many numbers",
				  shape_name(scan->shape));
		return sky_error_hint(scan->err, "At most %zu are read.", scan->room);
	}
	value = strtod(start, NULL);
	if (isinf(value))
	{
		sky_error(scan->err,
				  SKY_E_OUT_OF_RANGE,
				  (int) (start - scan->text),
				  "a number of the %s is too large for double precision",
				  shape_name(scan->shape));
		return quote_place(scan, start);
	}
	scan->values[scan->count++] = value;
	scan->at = at;
	scan->comma = false;
	return true;
}

/* A bracket, at this place of the list of brackets: even ones open. */
static bool
scan_bracket(Scan *scan, size_t which)
{
	if (which % 2 == 0)
	{
		if (scan->depth == MAX_DEPTH)
			return fail_at(scan, scan->at, "too many brackets");
		scan->closers[scan->depth++] = brackets[which + 1];
	}
	else
	{
		if (scan->depth == 0 || scan->closers[scan->depth - 1] != *scan->at ||
			scan->comma)
			return fail_at(scan, scan->at, "a bracket is misplaced");
		scan->depth--;
	}
	scan->at++;
	return true;
}

static bool
scan_token(Scan *scan)
{
	char c = *scan->at;
	size_t which = strcspn(brackets, (const char[]){c, '\0'});

	if (c == '+' || c == '-' || c == '.' || is_digit(c))
		return scan_number(scan);
	if (is_letter(c))
		return scan_word(scan);
	if (brackets[which] != '\0')
		return scan_bracket(scan, which);
	if (c == ',' && !scan->comma && scan->count > 0)
	{
		scan->comma = true;
		scan->at++;
		return true;
	}
	return fail_at(scan, scan->at, c == ',' ? "a comma is misplaced" : "not a number");
}

double *
shape_parse(SkyShape shape, const char *text, Arena *arena, size_t *count, SkyError *err)
{
	Scan scan = {.shape = shape, .text = text, .at = text, .err = err};

	/* Each number but the last takes two bytes or more, and the shape bounds them too. */
	scan.room = strlen(text) / 2 + 1;
	if (scan.room > 2 * SHAPE_MAX_VERTICES + 2)
		scan.room = 2 * SHAPE_MAX_VERTICES + 2;
	scan.values = arena_array(arena, scan.room, sizeof(double));
	for (;;)
	{
		while (is_blank(*scan.at))
			scan.at++;
		if (*scan.at == '\0')
			break;
		if (!scan_token(&scan))
			return NULL;
	}
	if (scan.depth > 0 || scan.comma)
	{
		fail_at(&scan, scan.at, scan.comma ? "a number is missing" : "a bracket is open");
		return NULL;
	}
	*count = scan.count;
	return shape_check(shape, scan.values, scan.count, err) ? scan.values : NULL;
}

size_t
shape_print(char *to, const double *values, size_t count)
{
	char *at = to;

	for (size_t i = 0; i < count; i++)
	{
		if (i > 0)
			*at++ = ' ';
		at += number_put_double(at, values[i]);
	}
	*at = '\0';
	return (size_t) (at - to);
}
