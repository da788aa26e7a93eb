#ifndef SHIM_CALL_STEP_H
#define SHIM_CALL_STEP_H

#include <libpq-fe.h>

#include "http.h"
#include "park.h"
#include "pool.h"

/* What the files of a call have in common; see call.c. */
typedef enum CallStep
{
	CALL_KEYS,	   /* the key of a token may be on its way */
	CALL_ACQUIRE,  /* take a connection or queue for one */
	CALL_GREET,	   /* who is it?  BEGIN, sky.enter_with, COMMIT */
	CALL_GREETED,  /* the answer: his principal */
	CALL_BODY,	   /* a large body: BEGIN, a piece of it */
	CALL_TAKEN,	   /* has it been taken?  the next one */
	CALL_SERVE,	   /* BEGIN, sky.enter, sky.serve in one pipeline */
	CALL_ANSWER,   /* their results: a body, or the COPY to run */
	CALL_COMMIT,   /* the body is whole: end the transaction */
	CALL_REPLY,	   /* ended: send head and body, or park */
	CALL_COPY,	   /* start the stream */
	CALL_HEAD,	   /* its first chunks: now the status is known */
	CALL_STREAM,   /* chunks to the client, as it takes them */
	CALL_EXPLAIN,  /* ROLLBACK, BEGIN, sky.enter, sky.error_document, COMMIT */
	CALL_DOCUMENT, /* their results */
	CALL_PARKED,   /* the answer waits for a notice; then all begins anew */
	CALL_DONE,
} CallStep;

typedef enum StepResult
{
	STEP_NEXT,
	STEP_GO,
	STEP_WAIT,
	STEP_FAIL,
} StepResult;

/* What went wrong; texts live with the request. */
typedef struct Fault
{
	char sqlstate[6]; /* empty: the database is not reachable */
	const char *message;
	const char *detail;
	const char *hint;
} Fault;

typedef struct Call
{
	CallStep step;
	Http *http;
	Request *request;
	Pool *pool;
	Db *db;
	Waiter waiter;
	size_t body_sent; /* in pieces */
	bool queued;
	Timer patience;
	bool late;
	PGresult *answer; /* of sky.serve or sky.error_document */
	int64_t asked_us; /* when this asking began */
	uint64_t notices; /* that had come by then */
	Parked parked;
	int64_t parked_us;			  /* when the client began to wait; 0: it does not */
	char token[PARK_KEY_MAX + 1]; /* of the answer that was held back */
	int64_t length;				  /* of the stream; -1: not known */
	int64_t streamed;			  /* bytes of it */
	Fault fault;
	const char *principal; /* what the database calls who asks */
	bool copied;		   /* the last chunk of the stream has come */
	bool head_sent;		   /* the status cannot be changed any more */
	const char *header_lines;
	int64_t taken_us; /* when the connection was taken */
} Call;

/* The step to be run next. */
static inline StepResult
call_go(Call *call, CallStep step)
{
	call->step = step;
	return STEP_GO;
}

/* Give the connection back: clean, after COMMIT, or in whatever state it is. */
typedef enum Parting
{
	PART_CLEAN,
	PART_COMMIT,
	PART_DIRTY,
} Parting;

/* call.c */
extern void call_part(Call *call, Parting how);
/* The answer is complete; the last bytes go out without us. */
extern void call_finish(Call *call, bool whole);
/* The answer is whole: send it, or hold it back as it asks to be. */
extern StepResult call_answer(Call *call);
/* A short text of our own, for when the database has no say. */
extern void call_refuse(Call *call, int status, const char *why);

/* Has the database to hash a password for it: to know who asks, or at a login? */
extern bool call_is_costly(const Request *request);

/* call_ask.c: statements, and their results. */
extern StepResult step_greet(Call *call);
extern StepResult step_greeted(Call *call);
extern StepResult step_body(Call *call);
extern StepResult step_taken(Call *call);
extern StepResult step_serve(Call *call);
extern StepResult step_answer(Call *call);
extern StepResult step_explain(Call *call);
/* Remember the first fault of the call. */
extern void call_take_fault(Call *call, const PGresult *result);
/*
 * Results of a pipeline up to its sync; the one with the given number of columns (0: none
 * is awaited) is the answer.  NEXT when all is well.
 */
extern StepResult call_collect(Call *call, int columns);

/* call_stream.c: a COPY on its way to the client. */
extern StepResult step_copy(Call *call);
extern StepResult step_head(Call *call);
extern StepResult step_stream(Call *call);

#endif
