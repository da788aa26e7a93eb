#ifndef SVC_HTTP_DATE_H
#define SVC_HTTP_DATE_H

#include <stdint.h>

#define HTTP_DATE_SIZE 32

/*
 * Dates of HTTP headers (RFC 9110, section 5.6.7), as seconds since 1970, in the one form
 * that is to be sent: "Sun, 06 Nov 1994 08:49:37 GMT".
 */
extern void http_date_put(char text[HTTP_DATE_SIZE], int64_t seconds);

/* Read one of these; -1 if it is none (NULL is none). */
extern int64_t http_date_read(const char *text);

#endif
