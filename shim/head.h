#ifndef SHIM_HEAD_H
#define SHIM_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Request heads and chunked bodies as RFC 9112 writes them, and nothing looser: two
 * parties that read one request differently are how requests are smuggled.  Pure; safe
 * on hostile bytes.
 */

#define HEAD_MAX_FIELDS 100
#define HEAD_MAX_BYTES	(32 * 1024)
#define HEAD_MAX_TARGET (16 * 1024)

/* Bytes that belong to someone else; not NUL-terminated. */
typedef struct Slice
{
	const char *data;
	size_t len;
} Slice;

typedef struct HeadField
{
	Slice name; /* lower case */
	Slice value;
} HeadField;

typedef struct Head
{
	Slice method;
	Slice path;	 /* as received, begins with '/'; or "*" */
	Slice query; /* what follows '?', as received */
	Slice host;	 /* of the Host field or of an absolute target; may be empty */
	int minor;	 /* HTTP/1.minor */
	bool keep_alive;
	bool expect_continue;
	bool chunked;
	int64_t content_length; /* -1: none given */
	int nfields;
	HeadField fields[HEAD_MAX_FIELDS];
} Head;

/*
 * How many bytes of data the head takes, the blank line included; 0 when it is not
 * whole yet, or minus the HTTP status when it can never be one (400, 414, 431).
 * searched: bytes that an earlier call has seen.  Cheap: looks at new bytes only.
 */
extern int head_length(const char *data, size_t len, size_t searched);

/*
 * Read a whole head of len bytes; names are turned to lower case in place, slices point
 * into data.  Returns 0, or the HTTP status to refuse it with and *why in a few words.
 */
extern int head_parse(char *data, size_t len, Head *head, const char **why);

/* The value of a field by its lower-case name; data is NULL if there is none. */
extern Slice head_field(const Head *head, const char *name);

/* Equal to a NUL-terminated text. */
extern bool slice_is(Slice slice, const char *text);

/* May this be the host part of a URL (name, IPv4 or [IPv6], and a port)? */
extern bool host_is_valid(Slice host);

/* A chunked body on its way; zero it before the first call. */
typedef struct Chunked
{
	int state;
	uint64_t left;	 /* of the current chunk */
	unsigned digits; /* of the size line */
	unsigned extra;	 /* bytes of extensions and trailers so far */
} Chunked;

typedef enum ChunkedResult
{
	CHUNKED_MORE,
	CHUNKED_DONE,
	CHUNKED_BAD,
} ChunkedResult;

/*
 * Decode data in place: *len bytes come in, the first *out of data hold body bytes
 * afterwards, *used came from the input.
 */
extern ChunkedResult
chunked_decode(Chunked *chunked, char *data, size_t len, size_t *used, size_t *out);

#endif
