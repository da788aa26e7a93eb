/*
 * utc_time.c
 *		Instants in the parameters of clients.
 */
#include "svc/utc_time.h"

#include <string.h>

/* Does text begin with what the form says?  '0' stands for a digit; returns the length.
 */
static size_t
match(const char *text, const char *form)
{
	size_t i;

	for (i = 0; form[i] != '\0'; i++)
	{
		bool good =
			form[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i];

		if (!good)
			return 0;
	}
	return i;
}

static int
two_digits(const char *text)
{
	return (text[0] - '0') * 10 + text[1] - '0';
}

/* Days of a month of the Gregorian calendar. */
static int
days_of(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

static bool
is_date(const char *text)
{
	int year = two_digits(text) * 100 + two_digits(text + 2);
	int month = two_digits(text + 5);
	int day = two_digits(text + 8);

	return year >= 1 && month >= 1 && month <= 12 && day >= 1 &&
		   day <= days_of(year, month);
}

/* The length of a date, with a time of day or without; 0 if it is none. */
static size_t
instant_length(const char *text)
{
	size_t length = match(text, "0000-00-00");

	if (length == 0 || !is_date(text))
		return 0;
	if (text[length] != 'T')
		return length;
	if (match(text + length, "T00:00") == 0 || two_digits(text + length + 1) > 23 ||
		two_digits(text + length + 4) > 59)
		return 0;
	length += strlen("T00:00");
	if (match(text + length, ":00") > 0 && two_digits(text + length + 1) <= 59)
	{
		length += strlen(":00");
		if (match(text + length, ".0") > 0)
			length += 1 + strspn(text + length + 1, "0123456789");
	}
	return length;
}

const char *
utc_time_read(Arena *arena, const char *text, const char *what, SkyError *err)
{
	size_t length = instant_length(text);
	const char *rest = text + length;
	const char *time_of_day = length == strlen("0000-00-00") ? "T00:00:00" : "";

	if (length > 0 && (rest[0] == '\0' || strcmp(rest, "Z") == 0))
		return arena_printf(arena, "%.*s%sZ", (int) length, text, time_of_day);
	sky_error(err, SKY_E_BAD_VALUE, -1, "%s \"%.40s\" is not a time", what, text);
	sky_error_hint(err, "Send UTC as in 2026-01-02T03:04:05Z.");
	return NULL;
}
