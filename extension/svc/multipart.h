#ifndef SVC_MULTIPART_H
#define SVC_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

/* A walk over the parts of a multipart/form-data body. */
typedef struct Multipart
{
	Arena *arena; /* borrowed; holds names */
	const char *delimiter;
	size_t delimiter_length;
	const char *at; /* behind the last delimiter line */
	const char *end;
	bool last;	 /* the closing delimiter was met */
	bool failed; /* the walk ended in a fault */
} Multipart;

typedef struct MultipartPart
{
	const char *name;
	const char *file_name; /* NULL: not a file */
	const char *content;   /* borrowed from the body */
	size_t length;
} MultipartPart;

/* Begin a walk; content_type gives the boundary, body is borrowed. */
extern bool multipart_begin(Multipart *multipart,
							Arena *arena,
							const char *content_type,
							const char *body,
							size_t length,
							SkyError *err);

/* The next part; false after the last one and, with failed set, at a fault. */
extern bool multipart_next(Multipart *multipart, MultipartPart *part, SkyError *err);

#endif
