/* Relaying a COPY as fast as the client takes it. */
#include <string.h>

#include "answer.h"
#include "call_step.h"

#define TEXT_FORMAT 0

StepResult
step_copy(Call *call)
{
	/* By the extended protocol: one statement and no more. */
	return PQsendQueryParams(db_connection(call->db),
							 answer_stream(call->answer),
							 0,
							 NULL,
							 NULL,
							 NULL,
							 NULL,
							 TEXT_FORMAT) == 1
			   ? STEP_NEXT
			   : STEP_FAIL;
}

typedef enum Batch
{
	BATCH_PART, /* no more has come yet */
	BATCH_FULL,
	BATCH_END, /* the stream ended well */
	BATCH_BAD,
} Batch;

/* The results behind the last chunk, up to the end: the connection is then idle. */
static Batch
end_of_stream(Call *call)
{
	PGconn *pg = db_connection(call->db);

	while (!PQisBusy(pg))
	{
		PGresult *result = PQgetResult(pg);

		if (result == NULL)
			return call->fault.sqlstate[0] == '\0' ? BATCH_END : BATCH_BAD;
		if (PQresultStatus(result) != PGRES_COMMAND_OK)
			call_take_fault(call, result);
		PQclear(result);
		if (PQstatus(pg) == CONNECTION_BAD)
			return BATCH_BAD;
	}
	return BATCH_PART;
}

/* Fill the batch with the chunks that have come; looks at the socket when none has. */
static Batch
fetch_chunks(Call *call)
{
	PGconn *pg = db_connection(call->db);

	for (bool looked = false;; looked = true)
	{
		char *chunk;
		int len = 0;

		while (!call->copied && (len = PQgetCopyData(pg, &chunk, 1)) > 0)
		{
			call->streamed += len;
			if (call->length >= 0 && call->streamed > call->length)
			{
				PQfreemem(chunk);
				return BATCH_BAD;
			}
			http_put(call->http, chunk, (size_t) len, PQfreemem, chunk);
			if (http_is_full(call->http))
				return BATCH_FULL;
		}
		call->copied = call->copied || len < 0;
		if (call->copied)
		{
			Batch end = end_of_stream(call);

			if (end != BATCH_PART)
				return end;
		}
		if (looked || http_batch_size(call->http) > 0)
			return BATCH_PART;
		if (!db_exchange(call->db))
			return BATCH_BAD;
	}
}

/* The database begins the stream, or refuses. */
StepResult
step_head(Call *call)
{
	PGconn *pg = db_connection(call->db);
	Reply reply = {
		.status = answer_status(call->answer),
		.headers = answer_headers(call->answer),
		.length = answer_length(call->answer),
	};
	PGresult *result;
	ExecStatusType status;

	if (!db_exchange(call->db))
		return STEP_FAIL;
	if (PQisBusy(pg))
		return STEP_WAIT;
	result = PQgetResult(pg);
	status = PQresultStatus(result);
	if (status == PGRES_FATAL_ERROR && result != NULL)
		call_take_fault(call, result);
	PQclear(result);
	call->copied = status != PGRES_COPY_OUT;
	if (call->copied && call->fault.sqlstate[0] == '\0')
	{
		strcpy(call->fault.sqlstate, "XX000");
		call->request->error = "the stream is not a COPY TO STDOUT";
	}
	call->length = reply.length;
	http_begin(call->http, &reply);
	PQclear(call->answer);
	call->answer = NULL;
	return STEP_NEXT;
}

StepResult
step_stream(Call *call)
{
	Batch batch;

	if (http_is_writing(call->http))
		return STEP_WAIT;
	batch = fetch_chunks(call);
	if (batch == BATCH_BAD)
		return STEP_FAIL;
	if (batch == BATCH_END && call->length >= 0 && call->streamed != call->length)
	{
		call->request->error = "the stream is shorter than was told";
		return STEP_FAIL;
	}
	if (batch == BATCH_END)
	{
		call_part(call, PART_COMMIT);
		call_finish(call, true);
		return STEP_WAIT;
	}
	/* What the client does not take stays in the database's buffers. */
	db_read(call->db, http_batch_size(call->http) == 0);
	if (http_batch_size(call->http) > 0)
	{
		call->head_sent = true;
		http_push(call->http);
	}
	return STEP_WAIT;
}
