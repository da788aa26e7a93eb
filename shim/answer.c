/* Reading answers of the database. */
#include "answer.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum
{
	STATUS,
	HEADERS,
	BODY,
	STREAM,
};

static Slice
cell(const PGresult *answer, int column)
{
	return (Slice){PQgetvalue(answer, 0, column),
				   (size_t) PQgetlength(answer, 0, column)};
}

int
answer_status(const PGresult *answer)
{
	uint32_t status = 0;

	if (!PQgetisnull(answer, 0, STATUS) &&
		PQgetlength(answer, 0, STATUS) == (int) sizeof(status))
		memcpy(&status, PQgetvalue(answer, 0, STATUS), sizeof(status));
	status = ntohl(status);
	return status >= 200 && status <= 599 ? (int) status : 500;
}

Slice
answer_headers(const PGresult *answer)
{
	return cell(answer, HEADERS);
}

Slice
answer_body(const PGresult *answer)
{
	return cell(answer, BODY);
}

const char *
answer_stream(const PGresult *answer)
{
	if (PQnfields(answer) <= STREAM || PQgetisnull(answer, 0, STREAM))
		return NULL;
	return PQgetvalue(answer, 0, STREAM);
}

Slice
answer_field(Slice lines, const char *name)
{
	const char *at = lines.data;
	const char *end = lines.data + lines.len;
	size_t name_len = strlen(name);

	while (at < end)
	{
		const char *stop = memchr(at, '\n', (size_t) (end - at));
		const char *value = at + name_len + 1;

		if (stop == NULL)
			stop = end;
		if (value <= stop && value[-1] == ':' && strncasecmp(at, name, name_len) == 0)
		{
			while (value < stop && *value == ' ')
				value++;
			return (Slice){value, (size_t) (stop - value)};
		}
		at = stop + 1;
	}
	return (Slice){NULL, 0};
}

/* A field as a string; false if it is not there, or longer than any should be. */
static bool
copy_field(const PGresult *answer, const char *name, char *text, size_t size)
{
	Slice value = answer_field(answer_headers(answer), name);

	if (value.data == NULL || value.len >= size)
		return false;
	memcpy(text, value.data, value.len);
	text[value.len] = '\0';
	return true;
}

int64_t
answer_length(const PGresult *answer)
{
	char text[32];
	int64_t length;

	if (!copy_field(answer, "Sky-Length", text, sizeof(text)) ||
		sscanf(text, "%" SCNd64, &length) != 1 || length < 0)
		return -1;
	return length;
}

AnswerPark
answer_park(const PGresult *answer)
{
	AnswerPark park = {.ms = 0};
	char text[3 * PARK_KEY_MAX];

	if (!copy_field(answer, "Sky-Park", text, sizeof(text)) ||
		sscanf(text, "%" SCNd64 " %64s %64s", &park.ms, park.key, park.token) != 3 ||
		park.ms < 0)
		park.ms = 0;
	return park;
}
