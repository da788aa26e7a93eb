/*
 * shape_scan.c
 *		Words and numbers in the text of shapes.
 */
#include "geo/shape_scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "geo/shape_check.h"

/* Deepest nesting of brackets round numbers, bytes quoted in errors. */
#define MAX_DEPTH	8
#define MAX_EXCERPT 24

static const char brackets[] = "()[]{}";

bool
scan_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
scan_is_number(char c)
{
	return c == '+' || c == '-' || c == '.' || is_digit(c);
}

char
scan_next(Scan *scan)
{
	while (*scan->at == ' ' || (*scan->at >= '\t' && *scan->at <= '\r'))
		scan->at++;
	return *scan->at;
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

bool
scan_fail(Scan *scan, const char *place, const char *what)
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

void
scan_word(Scan *scan, char name[SCAN_WORD_MAX + 1])
{
	size_t length = 0;

	while (scan_is_letter(*scan->at) || is_digit(*scan->at) || *scan->at == '_')
	{
		if (length < SCAN_WORD_MAX)
			name[length++] = *scan->at;
		scan->at++;
	}
	name[length] = '\0';
}

bool
scan_put(Scan *scan, double value)
{
	if (scan->count < scan->room)
	{
		scan->values[scan->count++] = value;
		return true;
	}
	sky_error(scan->err,
			  SKY_E_LIMIT,
			  (int) (scan->at - scan->text),
			  "invalid text for a %s: too many numbers",
			  shape_name(scan->shape));
	return sky_error_hint(scan->err, "At most %zu are read.", scan->room);
}

/* How long a decimal number is, 0 if it is none. */
static size_t
number_length(const char *start)
{
	const char *at = start;
	size_t digits = 0;

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
	if (digits == 0 || scan_is_letter(*at) || *at == '.' || *at == '+' || *at == '-')
		return 0;
	return (size_t) (at - start);
}

/*
 * A decimal number.  The syntax is checked here, because strtod also takes hexadecimal
 * numbers, NaN and infinities; strtod then rounds it correctly.
 */
static bool
scan_number(Scan *scan)
{
	size_t length = number_length(scan->at);
	double value;

	if (length == 0)
		return scan_fail(scan, scan->at, "not a number");
	value = strtod(scan->at, NULL);
	if (isinf(value))
	{
		sky_error(scan->err,
				  SKY_E_OUT_OF_RANGE,
				  (int) (scan->at - scan->text),
				  "a number of the %s is too large for double precision",
				  shape_name(scan->shape));
		return quote_place(scan, scan->at);
	}
	if (!scan_put(scan, value))
		return false;
	scan->at += length;
	return true;
}

/* What scan_numbers() keeps in mind. */
typedef struct Numbers
{
	size_t first;			 /* how many numbers there were before */
	bool comma;				 /* a comma was read and no number since */
	int depth;				 /* open brackets */
	char closers[MAX_DEPTH]; /* what ends each of them */
} Numbers;

/* A bracket, at this place of the list of brackets: even ones open. */
static bool
scan_bracket(Scan *scan, Numbers *numbers, size_t which)
{
	if (which % 2 == 0)
	{
		if (numbers->depth == MAX_DEPTH)
			return scan_fail(scan, scan->at, "too many brackets");
		numbers->closers[numbers->depth++] = brackets[which + 1];
	}
	else
	{
		if (numbers->closers[numbers->depth - 1] != *scan->at || numbers->comma)
			return scan_fail(scan, scan->at, "a bracket is misplaced");
		numbers->depth--;
	}
	scan->at++;
	return true;
}

/* Does a comma part two shapes of a region, rather than two numbers? */
static bool
comma_ends_shape(const Scan *scan)
{
	Scan after = {.at = scan->at + 1};

	return scan->shape == SHAPE_REGION && scan_is_letter(scan_next(&after));
}

bool
scan_numbers(Scan *scan)
{
	Numbers numbers = {.first = scan->count};
	char c;

	while ((c = scan_next(scan)) != '\0' && !scan_is_letter(c) &&
		   !(c == ',' && numbers.depth == 0 && comma_ends_shape(scan)))
	{
		size_t which = strcspn(brackets, (const char[]){c, '\0'});

		if (brackets[which] != '\0')
		{
			if (which % 2 == 1 && numbers.depth == 0)
				break;
			if (!scan_bracket(scan, &numbers, which))
				return false;
		}
		else if (c == ',')
		{
			if (numbers.comma || scan->count == numbers.first)
				return scan_fail(scan, scan->at, "a comma is misplaced");
			numbers.comma = true;
			scan->at++;
		}
		else if (scan_number(scan))
			numbers.comma = false;
		else
			return false;
	}
	if (numbers.comma)
		return scan_fail(scan, scan->at, "a number is missing");
	return numbers.depth == 0 || scan_fail(scan, scan->at, "a bracket is open");
}
