/*
 * accept.c
 *		What kind of answer a client wants (RFC 9110, section 12.5.1).
 */
#include "svc/accept.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The weight that the header gives to a media type by its name; -1: it does not name it.
 */
static double
weight_of(const char *accept, const char *type)
{
	size_t type_length = strlen(type);
	double weight = -1;

	while (*accept != '\0')
	{
		size_t length = strcspn(accept, ",");
		const char *end = accept + length;
		const char *at = accept + strspn(accept, " \t");

		if (at + type_length <= end && strncasecmp(at, type, type_length) == 0 &&
			strchr(" \t;,", at[type_length]) != NULL)
		{
			weight = 1;
			while ((at = memchr(at, ';', (size_t) (end - at))) != NULL)
			{
				at += 1 + strspn(at + 1, " \t");
				if ((at[0] == 'q' || at[0] == 'Q') && at[1] == '=')
					weight = strtod(at + 2, NULL);
			}
			return weight;
		}
		accept = *end == ',' ? end + 1 : end;
	}
	return weight;
}

bool
accept_prefers_html(const char *accept)
{
	double html;

	if (accept == NULL)
		return false;
	html = weight_of(accept, "text/html");
	if (strchr(accept, ',') != NULL && weight_of(accept, "application/xhtml+xml") < 0)
		return false;
	return html > 0 && html >= weight_of(accept, "text/xml") &&
		   html >= weight_of(accept, "application/xml");
}
