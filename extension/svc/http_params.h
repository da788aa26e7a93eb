#ifndef SVC_HTTP_PARAMS_H
#define SVC_HTTP_PARAMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/sink.h"

#define HTTP_PARAMS_MAX		256 /* parameters of one request */
#define HTTP_PARAM_NAME_MAX 128 /* [bytes] */
#define HTTP_PARAM_TEXT_MAX                                                              \
	(16 * 1024 * 1024)			/* [bytes] of a form, or of a text part                  \
								 */
#define HTTP_PART_HEAD_MAX 4096 /* [bytes] of the header lines of one multipart part */

/*
 * The parameters of one request, in the order sent, whatever the way they came: query
 * string, form, or multipart.  Names and text values are UTF-8 without NUL; the content
 * of a file part (file_name not NULL) is bytes as they are.
 */
typedef struct HttpParam
{
	const char *name;
	const char
		*value;	   /* NUL follows; of a file part, borrowed from the body: none does */
	size_t length; /* [bytes] of value */
	const char *file_name; /* NULL: not a file part */
} HttpParam;

typedef struct HttpParams
{
	Arena *arena; /* borrowed; holds all names and values */
	HttpParam *items;
	int count;
	int room;
} HttpParams;

/* Add what a query string or an application/x-www-form-urlencoded body holds. */
extern bool
http_params_add_form(HttpParams *params, const char *text, size_t length, SkyError *err);

/*
 * Add what a request body of that Content-Type (NULL: none) holds.  An empty body holds
 * nothing; a type that is no form is SKY_E_MEDIA_TYPE.
 */
extern bool http_params_add_body(HttpParams *params,
								 const char *content_type,
								 const char *body,
								 size_t length,
								 SkyError *err);

/*
 * The one value of a parameter (DALI 4.2: several are an error), its name in any case, as
 * *value; NULL where it was not sent.
 */
extern bool http_params_single(const HttpParams *params,
							   const char *name,
							   const char **value,
							   SkyError *err);

/* The next parameter of that name behind *at, which begins at 0; NULL after the last. */
extern const HttpParam *
http_params_next(const HttpParams *params, const char *name, int *at);

/* Was it sent at all? */
extern bool http_params_has(const HttpParams *params, const char *name);

/*
 * Decode %XX (and, if plus is true, '+' as a blank) into the arena, NUL-terminated; the
 * result is UTF-8, or NULL with *err.  what names the text in messages.
 */
extern char *http_decode(Arena *arena,
						 const char *text,
						 size_t length,
						 bool plus,
						 const char *what,
						 SkyError *err);

/* A text as a piece of a path: what does not stand for itself there, as %XX. */
extern void http_encode(Sink *sink, const char *text);

/* The same for a path of several pieces: slashes stay. */
extern void http_encode_path(Sink *sink, const char *text);

#endif
