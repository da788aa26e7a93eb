/*
 * Heads and chunked bodies: what is taken, and seeded mutations under the sanitizers.
 * What is refused is tested over sockets too (020_hostile.pl).
 */
#include "head.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

#define MUTATIONS 300000

static Head head; /* large */

/* Parse a copy that ends exactly where the sanitizer watches. */
static int
parse(const char *text, size_t len)
{
	const char *why = NULL;
	char *copy = malloc(len);
	int status = 500;
	int length;

	memcpy(copy, text, len);
	length = head_length(copy, len, 0);
	if (length < 0)
		status = -length;
	else if (length > 0)
	{
		status = head_parse(copy, (size_t) length, &head, &why);
		if (status != 0 && why == NULL)
			abort();
	}
	free(copy); /* the slices are not looked at below */
	return status;
}

/* Decode text in pieces of step bytes; the body goes to out. */
static ChunkedResult
decode(const char *text,
	   size_t len,
	   size_t step,
	   char *out,
	   size_t *out_len,
	   size_t *used_len)
{
	Chunked chunked = {0};
	ChunkedResult result = CHUNKED_MORE;

	*out_len = *used_len = 0;
	for (size_t at = 0; at < len && result == CHUNKED_MORE; at += step)
	{
		size_t n = len - at < step ? len - at : step;
		char *piece = malloc(n);
		size_t used;
		size_t got;

		memcpy(piece, text + at, n);
		result = chunked_decode(&chunked, piece, n, &used, &got);
		memcpy(out + *out_len, piece, got);
		*out_len += got;
		*used_len += used;
		free(piece);
	}
	return result;
}

static void
test_head(void)
{
	static char text[] = "POST /a/b%20c?x=1&y#z HTTP/1.1\r\nHOST: Example.org:80\r\n\r\n";
	static char good[] =
		"POST /a/b%20c?x=1&y HTTP/1.1\r\nHOST: Example.org:80\r\n"
		"Content-LENGTH: 12\r\nX-A:  two  words \t\r\nConnection: a, Close\r\n"
		"Expect: 100-Continue\r\n\r\nbody";
	const char *why;

	check(parse(text, strlen(text)) == 400, "a fragment is refused");
	check(head_length(good, strlen(good), 0) == (int) strlen(good) - 4,
		  "where the head ends");
	check(head_length(good, 40, 0) == 0, "not yet");
	check(head_length(good, strlen(good), strlen(good) - 5) == (int) strlen(good) - 4,
		  "with the mark across two pieces");
	check(head_parse(good, strlen(good) - 4, &head, &why) == 0, "a good head");
	check(slice_is(head.method, "POST") && slice_is(head.path, "/a/b%20c") &&
			  slice_is(head.query, "x=1&y") && slice_is(head.host, "Example.org:80"),
		  "its parts");
	check(head.content_length == 12 && !head.chunked && head.minor == 1, "its length");
	check(!head.keep_alive && head.expect_continue, "its wishes");
	check(slice_is(head_field(&head, "x-a"), "two  words"), "a value is trimmed");
	check(head_field(&head, "x-b").data == NULL, "no such field");
}

static void
test_lengths(void)
{
	static const struct
	{
		const char *length;
		int status;
	} cases[] = {{"0", 0},
				 {"999999999999999999", 0},
				 {"9999999999999999999", 400},
				 {"99999999999999999999999999999999999999", 400},
				 {"", 400},
				 {"0x1", 400}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		char text[128];
		int len = snprintf(text,
						   sizeof(text),
						   "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: %s\r\n\r\n",
						   cases[i].length);

		check(parse(text, (size_t) len) == cases[i].status,
			  "length \"%s\"",
			  cases[i].length);
	}
}

static void
test_chunked(void)
{
	static const char text[] =
		"5\r\nhello\r\n1;a=b\r\n \r\nA\r\n0123456789\r\n0\r\nT: x\r\n\r\nGET";
	char out[100];
	size_t len;
	size_t used;

	for (size_t step = 1; step <= sizeof(text) - 1; step++)
		if (decode(text, sizeof(text) - 1, step, out, &len, &used) != CHUNKED_DONE ||
			len != 16 || memcmp(out, "hello 0123456789", 16) != 0 ||
			used != sizeof(text) - 4)
		{
			check(false, "decoded in pieces of %zu", step);
			return;
		}
	check(true, "decoded alike in pieces of every size");
	check(decode("3\r\nabcd", 7, 7, out, &len, &used) == CHUNKED_BAD, "too long a chunk");
	check(decode("\r\n", 2, 2, out, &len, &used) == CHUNKED_BAD, "no size");
	check(decode("1234567890123456\r\n", 18, 18, out, &len, &used) == CHUNKED_BAD,
		  "too large a size");
	check(decode("3\r\nab", 5, 5, out, &len, &used) == CHUNKED_MORE && len == 2,
		  "more to come");
}

/* Nothing may read or write where it must not, and length and parse must agree. */
static void
test_mutations(void)
{
	static const char *const seeds[] = {
		"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
		"POST /x?y HTTP/1.0\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\nabc",
		"PUT http://[::1]:80/a%41 HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: chunked\r\n\r\n",
		"OPTIONS * HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nX: \t y \r\n\r\n",
		"5;x=y\r\nhello\r\n0\r\nA: b\r\n\r\n",
	};
	char text[512];
	char out[512];
	size_t taken = 0;

	srand(7);
	for (int turn = 0; turn < MUTATIONS; turn++)
	{
		const char *seed = seeds[(size_t) rand() % (sizeof(seeds) / sizeof(seeds[0]))];
		size_t len = strlen(seed);
		size_t out_len;
		size_t used;

		memcpy(text, seed, len);
		for (int i = rand() % 4; i >= 0; i--)
		{
			size_t at = (size_t) rand() % len;

			switch (rand() % 4)
			{
				case 0:
					text[at] = (char) rand();
					break;
				case 1:
					text[at] = "\r\n :;,%/\0x"[rand() % 10];
					break;
				case 2:
					memmove(text + at, text + at + 1, len - at - 1);
					len -= len > 1;
					break;
				default:
					memmove(text + at + 1, text + at, len - at);
					len++;
					break;
			}
		}
		taken += parse(text, len) == 0;
		decode(text, len, 1 + (size_t) rand() % len, out, &out_len, &used);
		if (out_len > len || used > len)
			abort();
	}
	check(taken > MUTATIONS / 50,
		  "%zu of %d mutations are still requests",
		  taken,
		  MUTATIONS);
}

static void
test_hosts(void)
{
	static const char *const good[] = {
		"h", "a.b-c_d:1", "1.2.3.4:65535", "[::1]", "[fe80::1]:80"};
	static const char *const bad[] = {"",
									  ":80",
									  "h:",
									  "h:x",
									  "h:123456",
									  "a b",
									  "a/b",
									  "u@h",
									  "[::1",
									  "[]",
									  "[::1]x",
									  "[g]",
									  "h\n"};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		check(host_is_valid((Slice){good[i], strlen(good[i])}), "host %s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		check(!host_is_valid((Slice){bad[i], strlen(bad[i])}), "no host %zu", i);
}

int
main(void)
{
	test_head();
	test_lengths();
	test_chunked();
	test_mutations();
	test_hosts();
	return tap_done();
}
