/*
 * http_range.c
 *		Parts of files, and files that the client has already.
 */
#include "svc/http_range.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

/* Digits to a number that does not overflow; -1 if there are none. */
static int64_t
read_digits(const char **text)
{
	int64_t value = -1;

	while (**text >= '0' && **text <= '9')
	{
		value = value < 0 ? 0 : value;
		if (value < INT64_MAX / 10 - 1)
			value = value * 10 + (**text - '0');
		(*text)++;
	}
	return value;
}

HttpRange
http_range_read(const char *range, int64_t size)
{
	HttpRange whole = {.kind = RANGE_WHOLE, .length = size};
	HttpRange part = {.kind = RANGE_PART};
	int64_t first;
	int64_t last;

	if (range == NULL || strncasecmp(range, "bytes=", 6) != 0)
		return whole;
	range += 6;
	first = read_digits(&range);
	if (*range++ != '-')
		return whole;
	last = read_digits(&range);
	if (*range != '\0' || (first < 0 && last < 0) || (last >= 0 && last < first))
		return whole;
	if (first < 0) /* the last so many */
	{
		part.length = last < size ? last : size;
		part.first = size - part.length;
	}
	else
	{
		part.first = first;
		part.length = (last < 0 || last >= size ? size : last + 1) - first;
	}
	if (part.length <= 0)
		part.kind = RANGE_OUTSIDE;
	return part;
}

bool
http_etag_listed(const char *list, const char *etag)
{
	size_t length = strlen(etag);

	if (list == NULL)
		return false;
	while (*list != '\0')
	{
		list += strspn(list, " \t,");
		if (list[0] == '*')
			return true;
		if (strncmp(list, "W/", 2) == 0)
			list += 2;
		if (strncmp(list, etag, length) == 0 &&
			(list[length] == '\0' || strchr(" \t,", list[length]) != NULL))
			return true;
		list += strcspn(list, ",");
	}
	return false;
}
