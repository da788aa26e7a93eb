/*
 * http_date.c
 *		Dates of HTTP headers; no locale has a say in them.
 */
#include "svc/http_date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char days[] = "SunMonTueWedThuFriSat";
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

void
http_date_put(char text[HTTP_DATE_SIZE], int64_t seconds)
{
	time_t time = (time_t) seconds;
	struct tm tm = {0};

	gmtime_r(&time, &tm);
	snprintf(text,
			 HTTP_DATE_SIZE,
			 "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
			 days + 3 * (tm.tm_wday % 7),
			 tm.tm_mday % 100,
			 months + 3 * (tm.tm_mon % 12),
			 (tm.tm_year + 1900) % 10000,
			 tm.tm_hour % 100,
			 tm.tm_min % 100,
			 tm.tm_sec % 100);
}

int64_t
http_date_read(const char *text)
{
	struct tm tm = {0};
	char month[4];
	char zone[4];
	int end = 0;
	const char *found;

	if (text == NULL || sscanf(text,
							   "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d %3[A-Z]%n",
							   &tm.tm_mday,
							   month,
							   &tm.tm_year,
							   &tm.tm_hour,
							   &tm.tm_min,
							   &tm.tm_sec,
							   zone,
							   &end) != 7)
		return -1;
	found = strstr(months, month);
	if (text[end] != '\0' || strcmp(zone, "GMT") != 0 || found == NULL ||
		(found - months) % 3 != 0)
		return -1;
	tm.tm_mon = (int) (found - months) / 3;
	tm.tm_year -= 1900;
	return (int64_t) timegm(&tm);
}
