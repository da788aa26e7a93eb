/*
 * Fuzzer of request heads and chunked bodies.  The first byte says how the rest comes in
 * pieces.  A head that is taken has sound parts inside its bytes, and however the bytes
 * are cut, the outcome is the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "head.h"

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
expect(bool truth)
{
	if (!truth)
		abort();
}

static void
expect_inside(Slice slice, const char *data, size_t len)
{
	expect(slice.len == 0 ||
		   (slice.data >= data && slice.data + slice.len <= data + len));
}

static void
check_head(char *data, size_t len)
{
	static Head head; /* large */
	const char *why = NULL;
	int status = head_parse(data, len, &head, &why);

	if (status != 0)
	{
		expect(why != NULL && status >= 400);
		return;
	}
	expect(head.method.len > 0);
	expect_inside(head.method, data, len);
	expect(head.path.len > 0 && (head.path.data[0] == '/' || slice_is(head.path, "*")));
	expect_inside(head.path, data, len);
	expect_inside(head.query, data, len);
	expect(head.host.len == 0 || host_is_valid(head.host));
	expect_inside(head.host, data, len);
	expect(head.content_length >= -1);
	expect(!head.chunked || head.content_length == -1); /* or requests are smuggled */
	expect(head.nfields <= HEAD_MAX_FIELDS);
	for (int i = 0; i < head.nfields; i++)
	{
		expect_inside(head.fields[i].name, data, len);
		expect_inside(head.fields[i].value, data, len);
	}
}

/* What head_length says when the bytes come step by step. */
static int
length_by_steps(const char *data, size_t len, size_t step)
{
	int length = 0;
	size_t seen = 0;

	while (length == 0 && seen < len)
	{
		size_t next = len - seen < step ? len : seen + step;

		length = head_length(data, next, seen);
		seen = next;
	}
	return length;
}

/* A copy that ends where the sanitizer watches. */
static char *
copy_of(const uint8_t *data, size_t size)
{
	char *copy = malloc(size);

	memcpy(copy, data, size);
	return copy;
}

typedef struct Decoded
{
	ChunkedResult result;
	size_t used;
	size_t length;
	char *body;
} Decoded;

static Decoded
decode(const uint8_t *data, size_t size, size_t step)
{
	Chunked chunked = {0};
	Decoded d = {.result = CHUNKED_MORE, .body = malloc(size)};

	for (size_t at = 0; at < size && d.result == CHUNKED_MORE; at += step)
	{
		size_t piece = size - at < step ? size - at : step;
		char *copy = copy_of(data + at, piece);
		size_t used;
		size_t out;

		d.result = chunked_decode(&chunked, copy, piece, &used, &out);
		expect(used <= piece && out <= piece);
		memcpy(d.body + d.length, copy, out);
		d.used += used;
		d.length += out;
		free(copy);
	}
	return d;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t step;
	char *copy;
	int length;
	Decoded whole;
	Decoded pieces;

	if (size < 2)
		return 0;
	step = 1 + data[0] % 64u;
	data++;
	size--;
	copy = copy_of(data, size);
	length = head_length(copy, size, 0);
	if (length > 0)
	{
		expect(length_by_steps(copy, size, step) == length);
		check_head(copy, (size_t) length);
	}
	free(copy);

	whole = decode(data, size, size);
	pieces = decode(data, size, step);
	expect(whole.result == pieces.result);
	if (whole.result != CHUNKED_BAD)
		expect(whole.used == pieces.used && whole.length == pieces.length &&
			   memcmp(whole.body, pieces.body, whole.length) == 0);
	free(whole.body);
	free(pieces.body);
	return 0;
}
