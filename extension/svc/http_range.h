#ifndef SVC_HTTP_RANGE_H
#define SVC_HTTP_RANGE_H

#include <stdbool.h>
#include <stdint.h>

typedef enum HttpRangeKind
{
	RANGE_WHOLE, /* no range, or none that has to be understood: everything */
	RANGE_PART,
	RANGE_OUTSIDE /* nothing of it is there */
} HttpRangeKind;

typedef struct HttpRange
{
	HttpRangeKind kind;
	int64_t first; /* [bytes] */
	int64_t length;
} HttpRange;

/*
 * What a Range header (NULL: none) asks of size bytes (RFC 9110, section 14).  Several
 * ranges at a time are answered with everything, as the standard allows.
 */
extern HttpRange http_range_read(const char *range, int64_t size);

/* Does a list of entity tags (If-None-Match; NULL: none) hold this one, quotes included?
 */
extern bool http_etag_listed(const char *list, const char *etag);

#endif
