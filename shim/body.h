#ifndef SHIM_BODY_H
#define SHIM_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "shim.h"

/*
 * A request body as it arrives: in memory while it is small, then in a file without a
 * name, so that large ones cost no memory.  When it is whole, data holds its len bytes
 * either way.  Zeroed before the first call.
 */
typedef struct Body
{
	char *data;
	size_t len;
	size_t capacity; /* of the memory */
	bool filed;
	int file;
} Body;

/* Larger ones are in files, and go to the database in pieces of BODY_PIECE. */
#define BODY_MEMORY ((size_t) 1024 * 1024)
#define BODY_PIECE	((size_t) 256 * 1024)

/* Add len bytes; false when there is no room for them.  size_hint: of all, or -1. */
extern bool
body_add(Body *body, Shim *shim, const char *bytes, size_t len, int64_t size_hint);

/* Nothing more will come; false when it cannot be read. */
extern bool body_end(Body *body);

extern void body_free(Body *body, Shim *shim);

#endif
