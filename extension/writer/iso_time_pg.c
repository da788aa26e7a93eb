/*
 * iso_time_pg.c
 *		Dates and times as text, without the server's general and slower printer.
 */
#include "postgres.h"

#include "writer/iso_time_pg.h"

#include "utils/datetime.h"
#include "utils/timestamp.h"

#include "base/number.h"

static char *
put_two(char *to, int value)
{
	to[0] = (char) ('0' + value / 10);
	to[1] = (char) ('0' + value % 10);
	return to + 2;
}

static char *
put_year(char *to, int year)
{
	int absolute = abs(year);

	if (year < 0)
		*to++ = '-';
	if (absolute > 9999)
		return to + number_put_int64(to, absolute);
	return put_two(put_two(to, absolute / 100), absolute % 100);
}

static char *
put_day(char *to, int julian_day)
{
	int year;
	int month;
	int day;

	j2date(julian_day, &year, &month, &day);
	to = put_year(to, year);
	*to++ = '-';
	to = put_two(to, month);
	*to++ = '-';
	return put_two(to, day);
}

static char *
put_clock(char *to, int64 microseconds)
{
	int seconds = (int) (microseconds / USECS_PER_SEC);
	int fraction = (int) (microseconds % USECS_PER_SEC);

	to = put_two(to, seconds / SECS_PER_HOUR);
	*to++ = ':';
	to = put_two(to, seconds / SECS_PER_MINUTE % MINS_PER_HOUR);
	*to++ = ':';
	to = put_two(to, seconds % SECS_PER_MINUTE);
	if (fraction == 0)
		return to;
	*to++ = '.';
	to = put_two(to, fraction / 10000);
	to = put_two(to, fraction / 100 % 100);
	to = put_two(to, fraction % 100);
	while (to[-1] == '0')
		to--;
	return to;
}

static size_t
put_infinity(char *to, bool negative)
{
	const char *word = negative ? "-infinity" : "infinity";
	size_t length = strlen(word);

	memcpy(to, word, length);
	return length;
}

size_t
iso_put_date(char *to, DateADT date)
{
	if (DATE_NOT_FINITE(date))
		return put_infinity(to, DATE_IS_NOBEGIN(date));
	return (size_t) (put_day(to, date + POSTGRES_EPOCH_JDATE) - to);
}

size_t
iso_put_time(char *to, TimeADT time)
{
	return (size_t) (put_clock(to, time) - to);
}

size_t
iso_put_timestamp(char *to, Timestamp timestamp)
{
	char *at;
	int64 days;
	int64 microseconds;

	if (TIMESTAMP_NOT_FINITE(timestamp))
		return put_infinity(to, TIMESTAMP_IS_NOBEGIN(timestamp));
	days = timestamp / USECS_PER_DAY;
	microseconds = timestamp % USECS_PER_DAY;
	if (microseconds < 0)
	{
		microseconds += USECS_PER_DAY;
		days--;
	}
	at = put_day(to, (int) days + POSTGRES_EPOCH_JDATE);
	*at++ = 'T';
	return (size_t) (put_clock(at, microseconds) - to);
}
