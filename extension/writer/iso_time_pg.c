/*
 * iso_time_pg.c
 *		Dates and times as text, without the server's general and slower printer.
 */
#include "postgres.h"

#include "writer/iso_time_pg.h"

#include "utils/datetime.h"
#include "utils/timestamp.h"

#include "base/number.h"

static inline char *
put_two(char *to, uint32 value)
{
	static const char pairs[] =
		"00010203040506070809101112131415161718192021222324252627282930313233343536373839"
		"40414243444546474849505152535455565758596061626364656667686970717273747576777879"
		"8081828384858687888990919293949596979899";

	memcpy(to, pairs + 2 * value, 2);
	return to + 2;
}

static char *
put_year(char *to, int year)
{
	uint32 absolute = (uint32) abs(year);

	if (year < 0)
		*to++ = '-';
	if (absolute > 9999)
		return to + number_put_int64(to, absolute);
	return put_two(put_two(to, absolute / 100), absolute % 100);
}

static inline char *
put_day(char *to, int julian_day)
{
	int year;
	int month;
	int day;

	j2date(julian_day, &year, &month, &day);
	to = put_year(to, year);
	*to++ = '-';
	to = put_two(to, (uint32) month);
	*to++ = '-';
	return put_two(to, (uint32) day);
}

static inline char *
put_clock(char *to, uint64 microseconds)
{
	uint32 seconds = (uint32) (microseconds / USECS_PER_SEC);
	uint32 fraction = (uint32) (microseconds - seconds * (uint64) USECS_PER_SEC);

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
	return (size_t) (put_clock(to, (uint64) time) - to);
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
	return (size_t) (put_clock(at, (uint64) microseconds) - to);
}
