/*
 * sexagesimal.c
 *		Angles in three parts.
 */
#include "geo/sexagesimal.h"

#include <string.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *
skip_blanks(const char *at)
{
	return at + strspn(at, " ");
}

/* Digits, least to most of them; NULL if there are others. */
static const char *
read_digits(const char *at, int least, int most, double *number)
{
	int count = 0;

	for (*number = 0; is_digit(*at) && count < most; at++, count++)
		*number = 10 * *number + (*at - '0');
	return count >= least && !is_digit(*at) ? at : NULL;
}

/* A fraction, if there is one. */
static const char *
read_fraction(const char *at, double *number)
{
	double scale = 1;
	double digits = 0;

	if (*at != '.')
		return at;
	for (at++; is_digit(*at); at++)
		if (scale < 1e15)
		{
			digits = 10 * digits + (*at - '0');
			scale *= 10;
		}
	*number += digits / scale;
	return at;
}

/* hhmmss.s */
static const char *
read_compact(const char *at, double parts[3])
{
	for (int i = 0; i < 3; i++)
	{
		if (!is_digit(at[0]) || !is_digit(at[1]))
			return NULL;
		parts[i] = 10 * (at[0] - '0') + (at[1] - '0');
		at += 2;
	}
	return is_digit(*at) ? NULL : read_fraction(at, &parts[2]);
}

/* The end of part i: its letter, or a separator; NULL for anything else. */
static const char *
read_end(const char *at, const char *units, int i, bool *letters)
{
	const char *end = skip_blanks(at);
	bool letter = (*end | 0x20) == units[i];

	if (i == 0)
		*letters = letter;
	if (*letters)
		return letter ? skip_blanks(end + 1) : NULL;
	if (i == 2)
		return end;
	if (*end == ':')
		return skip_blanks(end + 1);
	return end > at ? end : NULL;
}

static const char *
read_parts(const char *at, const char *units, double parts[3])
{
	bool letters = false;

	for (int i = 0; i < 3; i++)
	{
		at = read_digits(at, 1, i == 0 ? 3 : 2, &parts[i]);
		if (at != NULL && i == 2)
			at = read_fraction(at, &parts[i]);
		if (at != NULL)
			at = read_end(at, units, i, &letters);
		if (at == NULL)
			return NULL;
	}
	return at;
}

bool
sexagesimal_parse(const char *text, const char *units, double *value)
{
	const char *at = skip_blanks(text);
	bool negative = *at == '-';
	double parts[3];
	const char *end;

	at = skip_blanks(at + (*at == '-' || *at == '+'));
	end = read_compact(at, parts);
	if (end == NULL)
		end = read_parts(at, units, parts);
	if (end == NULL || *skip_blanks(end) != '\0' || parts[1] > 60 || parts[2] > 60)
		return false;
	*value = (negative ? -1 : 1) * (parts[0] + (parts[1] + parts[2] / 60) / 60);
	return true;
}
