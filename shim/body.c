/*
 * Request bodies.  Files are written where pages of the system's cache take the bytes,
 * which is quick enough for the event loop, and mapped to be read.
 */
#include "body.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BODY_START ((size_t) 64 * 1024)

/* Count more (or less) bytes held by all bodies; false, and not counted, past the limit.
 */
static bool
account(int64_t *held, int64_t more, int64_t limit)
{
	if (__atomic_add_fetch(held, more, __ATOMIC_RELAXED) <= limit || more <= 0)
		return true;
	__atomic_sub_fetch(held, more, __ATOMIC_RELAXED);
	return false;
}

static bool
grow(Body *body, Shim *shim, size_t needed, int64_t size_hint)
{
	size_t wanted = body->capacity > 0 ? body->capacity : BODY_START;
	int64_t more;
	char *grown;

	if (needed <= body->capacity)
		return true;
	while (wanted < needed)
		wanted *= 2;
	if (size_hint >= 0 && wanted > (size_t) size_hint)
		wanted = (size_t) size_hint;
	more = (int64_t) (wanted - body->capacity);
	if (!account(&shim->body_bytes, more, shim->config.body_memory))
		return false;
	grown = realloc(body->data, wanted);
	if (grown == NULL)
	{
		account(&shim->body_bytes, -more, 0);
		return false;
	}
	body->data = grown;
	body->capacity = wanted;
	return true;
}

static void
free_memory(Body *body, Shim *shim)
{
	free(body->data);
	account(&shim->body_bytes, -(int64_t) body->capacity, 0);
	body->data = NULL;
	body->capacity = 0;
}

/* Write all of it at the end of the file. */
static bool
put(Body *body, Shim *shim, const char *bytes, size_t len)
{
	if (!account(&shim->body_disk_bytes, (int64_t) len, shim->config.body_disk))
		return false;
	while (len > 0)
	{
		ssize_t done = write(body->file, bytes, len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
		{
			account(&shim->body_disk_bytes, -(int64_t) len, 0);
			return false;
		}
		body->len += (size_t) done;
		bytes += done;
		len -= (size_t) done;
	}
	return true;
}

/* A new file that is gone when it is closed, or -1. */
static int
open_nameless(const char *folder)
{
	int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	char name[4096];

	if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return file;
	snprintf(name, sizeof(name), "%s/pgsky-shim.XXXXXX", folder);
	file = mkostemp(name, O_CLOEXEC);
	if (file >= 0)
		unlink(name);
	return file;
}

/* From memory to a file. */
static bool
move_to_file(Body *body, Shim *shim)
{
	size_t len = body->len;

	body->file = open_nameless(shim->config.body_folder);
	if (body->file < 0)
		return false;
	body->filed = true;
	body->len = 0;
	if (!put(body, shim, body->data, len))
		return false;
	free_memory(body, shim);
	return true;
}

bool
body_add(Body *body, Shim *shim, const char *bytes, size_t len, int64_t size_hint)
{
	if (len == 0)
		return true;
	if (!body->filed && body->len + len > BODY_MEMORY && !move_to_file(body, shim))
		return false;
	if (body->filed)
		return put(body, shim, bytes, len);
	if (!grow(body, shim, body->len + len, size_hint))
		return false;
	memcpy(body->data + body->len, bytes, len);
	body->len += len;
	return true;
}

bool
body_end(Body *body)
{
	void *map;

	if (!body->filed)
		return true;
	map = mmap(NULL, body->len, PROT_READ, MAP_SHARED, body->file, 0);
	if (map == MAP_FAILED)
		return false;
	body->data = map;
	return true;
}

void
body_free(Body *body, Shim *shim)
{
	if (body->filed)
	{
		if (body->data != NULL && body->capacity == 0)
			munmap(body->data, body->len);
		close(body->file);
		account(&shim->body_disk_bytes, -(int64_t) body->len, 0);
	}
	if (body->capacity > 0)
		free_memory(body, shim);
	*body = (Body){0};
}
