/* Fields of answers. */
#include "answer.h"

#include <string.h>

#include "tap.h"

static bool
has(const char *lines, const char *name, const char *value)
{
	Slice found = answer_field((Slice){lines, strlen(lines)}, name);

	if (value == NULL)
		return found.data == NULL;
	return found.data != NULL && found.len == strlen(value) &&
		   memcmp(found.data, value, found.len) == 0;
}

/* A row as sky.serve gives it, with these headers. */
static PGresult *
answer(const char *headers)
{
	PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	PGresAttDesc columns[4] = {{.name = "status", .format = 1},
							   {.name = "headers", .format = 1},
							   {.name = "body", .format = 1},
							   {.name = "stream", .format = 1}};
	char status[] = {0, 0, 0, (char) 200};
	char text[512];

	strncpy(text, headers, sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	PQsetResultAttrs(result, 4, columns);
	PQsetvalue(result, 0, 0, status, 4);
	PQsetvalue(result, 0, 1, text, (int) strlen(text));
	PQsetvalue(result, 0, 2, NULL, -1);
	PQsetvalue(result, 0, 3, text, 4);
	return result;
}

static int64_t
length(const char *headers)
{
	PGresult *result = answer(headers);
	int64_t found = answer_length(result);

	PQclear(result);
	return found;
}

static AnswerPark
park(const char *headers)
{
	PGresult *result = answer(headers);
	AnswerPark found = answer_park(result);

	PQclear(result);
	return found;
}

int
main(void)
{
	const char *lines = "A: 1\nSky-Length:  22\nEmpty:\nB: x: y";
	PGresult *result = answer(lines);

	check(has(lines, "a", "1") && has(lines, "B", "x: y") && has(lines, "empty", ""),
		  "fields by name, in any case");
	check(has(lines, "C", NULL) && has(lines, "Sky", NULL) && has("", "A", NULL) &&
			  has("A", "A", NULL) && has("AB: 1", "A", NULL),
		  "others are not there");
	check(answer_status(result) == 200, "the status");
	check(answer_stream(result) != NULL, "the stream");
	PQclear(result);
	check(length(lines) == 22 && length("Sky-Length: 0") == 0, "a length");
	check(length("Sky-Length: -1") == -1 && length("Sky-Length: x") == -1 &&
			  length("Sky-Length: 1111111111111111111111111111111111") == -1 &&
			  length("X: 1") == -1,
		  "no length");
	check(park("Sky-Park: 1500 key TOKEN").ms == 1500 &&
			  strcmp(park("Sky-Park: 1500 key TOKEN").key, "key") == 0 &&
			  strcmp(park("Sky-Park: 1500 key TOKEN").token, "TOKEN") == 0,
		  "to be held back");
	check(park("Sky-Park: 1500 key").ms == 0 && park("Sky-Park: -1 key TOKEN").ms == 0 &&
			  park("Sky-Park: key TOKEN").ms == 0 && park("X: 1").ms == 0,
		  "not to be held back");
	return tap_done();
}
