/*
 * iso_period.c
 *		Dates that are more or less precise, as parameters of SSA have them (SSA 1.1,
 *		section 4.1.1.4).
 */
#include "svc/iso_period.h"

#include <string.h>

#define TEXT_MAX 40 /* [bytes] of the longest date */

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_in(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

/* The day before which a month begins [MJD], in the Gregorian calendar at all times. */
static int
month_begin(int year, int month)
{
	int before = year - 1;
	int day = before * 365 + before / 4 - before / 100 + before / 400;

	for (int i = 1; i < month; i++)
		day += days_in(year, i);
	return day - 678575; /* 1858-11-17 is day 0 */
}

/* Read exactly that many digits and the mark before them; moves *text. */
static bool
take_part(const char **text, char mark, int digits, int least, int most, int *value)
{
	const char *at = *text;

	if (mark != '\0' && *at++ != mark)
		return false;
	*value = 0;
	for (int i = 0; i < digits; i++, at++)
	{
		if (*at < '0' || *at > '9')
			return false;
		*value = *value * 10 + (*at - '0');
	}
	*text = at;
	return *value >= least && *value <= most;
}

/* ":ss" and what is behind its point. */
static bool
take_seconds(const char **text, double *seconds)
{
	int whole;
	double place = 0.1;

	if (!take_part(text, ':', 2, 0, 60, &whole))
		return false;
	*seconds = whole;
	if (**text != '.')
		return true;
	for ((*text)++; **text >= '0' && **text <= '9'; (*text)++, place /= 10)
		*seconds += (**text - '0') * place;
	return true;
}

/* "Thh:mm" and further; the period is the day so far. */
static bool
take_time(const char **text, IsoPeriod *period)
{
	int hour;
	int minute;
	double seconds;

	if (!take_part(text, 'T', 2, 0, 24, &hour) ||
		!take_part(text, ':', 2, 0, 59, &minute))
		return false;
	period->begin += (hour * 60 + minute) / 1440.0;
	period->end = period->begin + 1 / 1440.0;
	if (**text != ':')
		return true;
	if (!take_seconds(text, &seconds))
		return false;
	period->begin += seconds / 86400;
	period->end = period->begin;
	return true;
}

bool
iso_period_read(const char *text, size_t length, IsoPeriod *period)
{
	char copy[TEXT_MAX + 1];
	const char *at = copy;
	int year;
	int month;
	int day;

	if (length > TEXT_MAX)
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (length > 0 && copy[length - 1] == 'Z')
		copy[length - 1] = '\0';
	if (!take_part(&at, '\0', 4, 1, 9999, &year))
		return false;
	*period = (IsoPeriod){month_begin(year, 1), month_begin(year + 1, 1)};
	if (*at == '\0')
		return true;
	if (!take_part(&at, '-', 2, 1, 12, &month))
		return false;
	period->begin = month_begin(year, month);
	period->end = period->begin + days_in(year, month);
	if (*at == '\0')
		return true;
	if (!take_part(&at, '-', 2, 1, days_in(year, month), &day))
		return false;
	period->begin += day - 1;
	period->end = period->begin + 1;
	return *at == '\0' || (take_time(&at, period) && *at == '\0');
}
