#ifndef SVC_REQUEST_H
#define SVC_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "svc/http_params.h"

/*
 * A request as the shim hands it over.  Texts are NUL-terminated; headers are lines
 * "lower-case-name: value\n".  Pseudo headers of the shim begin with "sky-".
 */
typedef struct HttpRequest
{
	const char *method;
	const char *path;  /* percent-encoded, without query */
	const char *query; /* raw, without '?' */
	const char *headers;
	const char *body;
	size_t body_length;
} HttpRequest;

/* The value of a header, name in lower case, copied to the arena; NULL if absent. */
extern const char *
request_header(const HttpRequest *request, Arena *arena, const char *name);

/* Where clients reach this service: "http://host:port", never with a slash at the end. */
extern const char *request_base_url(const HttpRequest *request, Arena *arena);

/* Is its body declared as JSON? */
extern bool request_is_json(const HttpRequest *request, Arena *arena);

/*
 * Add all parameters: those of the query string, then those of the body, which is a form
 * unless it is PUT somewhere.
 */
extern bool request_params(const HttpRequest *request, HttpParams *params, SkyError *err);

/*
 * The value of «name=value» or «name="quoted value"» behind the first ';' of a header
 * value, copied to the arena; NULL if absent.
 */
extern const char *header_parameter(Arena *arena, const char *value, const char *name);

#endif
