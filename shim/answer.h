#ifndef SHIM_ANSWER_H
#define SHIM_ANSWER_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "head.h"
#include "park.h"

/* What the database says of an answer: a row (status, headers, body[, stream]). */

/* The status that it wants; 500 if it cannot be one. */
extern int answer_status(const PGresult *answer);
extern Slice answer_headers(const PGresult *answer);
extern Slice answer_body(const PGresult *answer);
/* The COPY to run; NULL: the body is the answer. */
extern const char *answer_stream(const PGresult *answer);
/* How many bytes the stream has; -1: not known. */
extern int64_t answer_length(const PGresult *answer);

/* The wish to have the answer held back until a notice comes. */
typedef struct AnswerPark
{
	int64_t ms; /* at most; 0: it is not to be held back */
	char key[PARK_KEY_MAX + 1];
	char token[PARK_KEY_MAX + 1]; /* to be told when asking again */
} AnswerPark;

extern AnswerPark answer_park(const PGresult *answer);

/* The value of a field in lines "Name: value\n"; its data is NULL if it is not there. */
extern Slice answer_field(Slice lines, const char *name);

#endif
