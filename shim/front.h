#ifndef SHIM_FRONT_H
#define SHIM_FRONT_H

#include "http.h"

/* What is decided about a request before the database is touched. */

/* Who asks, under which id.  Called before the head is read. */
extern void
front_identify(HttpServer *server, Request *request, struct st_h2o_socket_t *socket);

/* The head is read: find the route and check its limits; answers what ends here. */
extern void front_admit(Http *http, Request *request);

/* The body is read: make the answer. */
extern void front_start(Http *http, Request *request);

/* Answer that the body is larger than the route takes. */
extern void front_too_large(Http *http, Request *request);

/* The request as lines "lower-case-name: value\n", in the request's memory. */
extern const char *front_header_lines(Http *http, const Request *request);

/* One line in the log. */
extern void front_log(HttpServer *server, const Request *request);

#endif
