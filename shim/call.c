/*
 * A call is a table of steps.  Each step does what it can and says NEXT (the following
 * step), GO (the step it has chosen), WAIT (a callback will run the call again) or FAIL.
 * Every callback ends up in call_run and nowhere else.
 */
#include "call.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "front.h"
#include "pool.h"
#include "status.h"

#define INT4_TYPE		 23 /* pg_type.oid of int4 */
#define TEXT_FORMAT		 0
#define BINARY_FORMAT	 1
#define SERVE_PARAMETERS 5
#define ERROR_PARAMETERS 9

typedef enum CallStep
{
	CALL_ACQUIRE,  /* take a connection or queue for one */
	CALL_BODY,	   /* a large body: BEGIN, a piece of it */
	CALL_TAKEN,	   /* has it been taken?  the next one */
	CALL_SERVE,	   /* BEGIN, sky.enter, sky.serve in one pipeline */
	CALL_ANSWER,   /* their results: a body, or the COPY to run */
	CALL_COMMIT,   /* the body is whole: end the transaction */
	CALL_REPLY,	   /* ended: send head and body */
	CALL_COPY,	   /* start the stream */
	CALL_HEAD,	   /* its first chunks: now the status is known */
	CALL_STREAM,   /* chunks to the client, as it takes them */
	CALL_EXPLAIN,  /* ROLLBACK, BEGIN, sky.enter, sky.error_document, COMMIT */
	CALL_DOCUMENT, /* their results */
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
	Fault fault;
	bool copied;	/* the last chunk of the stream has come */
	bool head_sent; /* the status cannot be changed any more */
	const char *header_lines;
	int64_t taken_us; /* when the connection was taken */
} Call;

static StepResult step_acquire(Call *call);
static StepResult step_body(Call *call);
static StepResult step_taken(Call *call);
static StepResult step_serve(Call *call);
static StepResult step_answer(Call *call);
static StepResult step_commit(Call *call);
static StepResult step_reply(Call *call);
static StepResult step_copy(Call *call);
static StepResult step_head(Call *call);
static StepResult step_stream(Call *call);
static StepResult step_explain(Call *call);
static StepResult step_document(Call *call);
static StepResult collect(Call *call, int columns);
static void call_fail(Call *call);

static StepResult (*const call_steps[])(Call *) = {
	[CALL_ACQUIRE] = step_acquire,
	[CALL_BODY] = step_body,
	[CALL_TAKEN] = step_taken,
	[CALL_SERVE] = step_serve,
	[CALL_ANSWER] = step_answer,
	[CALL_COMMIT] = step_commit,
	[CALL_REPLY] = step_reply,
	[CALL_COPY] = step_copy,
	[CALL_HEAD] = step_head,
	[CALL_STREAM] = step_stream,
	[CALL_EXPLAIN] = step_explain,
	[CALL_DOCUMENT] = step_document,
};

/* Run a call until it must wait. */
static void
call_run(Call *call)
{
	while (call->step != CALL_DONE)
	{
		switch (call_steps[call->step](call))
		{
			case STEP_NEXT:
				call->step++;
				break;
			case STEP_GO:
				break;
			case STEP_WAIT:
				return;
			case STEP_FAIL:
				call_fail(call);
				break;
		}
	}
}

static StepResult
go(Call *call, CallStep step)
{
	call->step = step;
	return STEP_GO;
}

static void
on_event(void *arg)
{
	call_run(arg);
}

static void
on_late(void *arg)
{
	((Call *) arg)->late = true;
	call_run(arg);
}

/* Give the connection back: clean, after COMMIT, or in whatever state it is. */
typedef enum Parting
{
	PART_CLEAN,
	PART_COMMIT,
	PART_DIRTY,
} Parting;

static void
part(Call *call, Parting how)
{
	Db *db = call->db;

	call->request->database_us = call->taken_us > 0 ? clock_us() - call->taken_us : 0;
	call->db = NULL;
	if (db == NULL)
		return;
	if (how == PART_DIRTY)
		db_abandon(db);
	else
		db_release(db, how == PART_COMMIT);
}

static void
on_gone(void *arg)
{
	Call *call = arg;

	timer_stop(&call->patience);
	pool_leave(call->pool, &call->waiter);
	part(call, PART_DIRTY);
	PQclear(call->answer);
	call->answer = NULL;
	call->step = CALL_DONE;
}

void
call_start(Http *http, Request *request)
{
	static const HttpOwner owner = {.drained = on_event, .gone = on_gone};
	Call *call = http_alloc(http, sizeof(*call));

	*call = (Call){
		.http = http,
		.request = request,
		.pool = http_server(http)->pool,
		.waiter = {.wake = on_event, .arg = call},
	};
	http_own(http, &owner, call);
	call_run(call);
}

/* The answer is complete; the last bytes go out without us. */
static void
finish(Call *call, bool whole)
{
	timer_stop(&call->patience);
	call->step = CALL_DONE;
	http_end(call->http, whole);
}

/* A short text of our own, for when the database has no say. */
static void
refuse(Call *call, int status, const char *why)
{
	timer_stop(&call->patience);
	PQclear(call->answer);
	call->answer = NULL;
	call->step = CALL_DONE;
	http_own(call->http, NULL, NULL);
	http_refuse(call->http, status, why);
}

static StepResult
step_acquire(Call *call)
{
	HttpServer *server = http_server(call->http);
	PoolAnswer answer = POOL_TAKEN;

	if (call->waiter.db == NULL && !call->queued)
	{
		answer = pool_acquire(call->pool, &call->waiter);
		call->queued = answer == POOL_QUEUED;
		if (call->queued)
			timer_start(server->loop,
						&call->patience,
						server->shim->config.queue_timeout,
						on_late,
						call);
	}
	call->request->queue_us = clock_us() - call->request->began_us;
	if (call->waiter.db != NULL)
	{
		timer_stop(&call->patience);
		call->db = call->waiter.db;
		call->taken_us = clock_us();
		db_expect(call->db, on_event, call);
		return STEP_NEXT;
	}
	if (call->late)
		pool_leave(call->pool, &call->waiter);
	if (call->late || answer == POOL_FULL)
		refuse(call, 503, "too many requests at the moment");
	else if (answer == POOL_DOWN)
		refuse(call, 503, "the database is not reachable at the moment");
	return STEP_WAIT;
}

/* Queue one statement of the pipeline. */
static bool
send_prepared(
	Call *call, const char *name, int n, const char *const *values, const int *lengths)
{
	int formats[ERROR_PARAMETERS] = {[4] = BINARY_FORMAT}; /* the body */

	return PQsendQueryPrepared(db_connection(call->db),
							   name,
							   n,
							   values,
							   lengths,
							   formats,
							   BINARY_FORMAT) == 1;
}

static bool
send_plain(Call *call, const char *sql)
{
	return PQsendQueryParams(
			   db_connection(call->db), sql, 0, NULL, NULL, NULL, NULL, TEXT_FORMAT) == 1;
}

static bool
send_enter(Call *call)
{
	char timeout[16] = "";
	const char *values[] = {
		call->request->id, http_server(call->http)->shim->config.role, timeout};

	if (call->request->route->timeout_ms > 0)
		snprintf(timeout, sizeof(timeout), "%d", call->request->route->timeout_ms);
	return send_prepared(call, STATEMENT_ENTER, 3, values, NULL);
}

/* The five parameters that both functions begin with. */
static void
fill_parameters(Call *call, const char **values, int *lengths)
{
	const Request *request = call->request;

	if (call->header_lines == NULL)
		call->header_lines = front_header_lines(call->http, request);
	values[0] = http_text(call->http, request->head.method);
	values[1] = http_text(call->http, request->head.path);
	values[2] = http_text(call->http, request->head.query);
	values[3] = call->header_lines;
	values[4] = request->body.data != NULL ? request->body.data : "";
	lengths[4] = (int) request->body.len;
}

/* A pipeline that begins the transaction of the call, or goes on with it. */
static bool
begin_pipeline(Call *call)
{
	return PQenterPipelineMode(db_connection(call->db)) == 1 &&
		   (call->body_sent > 0 ||
			((!db_take_open(call->db) || send_plain(call, "COMMIT")) &&
			 send_plain(call, "BEGIN")));
}

static StepResult
step_body(Call *call)
{
	PGconn *pg = db_connection(call->db);
	const Body *body = &call->request->body;
	size_t left = body->len - call->body_sent;
	const char *piece = body->data + call->body_sent;
	int length = (int) (left < BODY_PIECE ? left : BODY_PIECE);
	int format = BINARY_FORMAT;

	if (!body->filed)
		return go(call, CALL_SERVE);
	if (!begin_pipeline(call) ||
		PQsendQueryPrepared(
			pg, STATEMENT_BODY, 1, &piece, &length, &format, BINARY_FORMAT) == 0 ||
		PQpipelineSync(pg) == 0)
		return STEP_FAIL;
	call->body_sent += (size_t) length;
	return STEP_NEXT;
}

static StepResult
step_taken(Call *call)
{
	StepResult result = collect(call, 0);

	if (result == STEP_NEXT && call->body_sent < call->request->body.len)
		return go(call, CALL_BODY);
	return result;
}

static StepResult
step_serve(Call *call)
{
	PGconn *pg = db_connection(call->db);
	const char *values[SERVE_PARAMETERS];
	int lengths[SERVE_PARAMETERS] = {0};

	fill_parameters(call, values, lengths);
	if (call->body_sent > 0)
		values[4] = NULL;
	if (begin_pipeline(call) && send_enter(call) &&
		send_prepared(call, STATEMENT_SERVE, SERVE_PARAMETERS, values, lengths) &&
		PQpipelineSync(pg) == 1)
		return STEP_NEXT;
	return STEP_FAIL;
}

/* Remember the first fault of the call. */
static void
take_fault(Call *call, const PGresult *result)
{
	struct
	{
		int field;
		const char **slot;
	} texts[] = {
		{PG_DIAG_MESSAGE_PRIMARY, &call->fault.message},
		{PG_DIAG_MESSAGE_DETAIL, &call->fault.detail},
		{PG_DIAG_MESSAGE_HINT, &call->fault.hint},
	};
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	if (call->fault.sqlstate[0] != '\0' || sqlstate == NULL || strlen(sqlstate) != 5)
		return;
	strcpy(call->fault.sqlstate, sqlstate);
	strcpy(call->request->sqlstate, sqlstate);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
	{
		const char *text = PQresultErrorField(result, texts[i].field);

		if (text != NULL)
			*texts[i].slot = http_text(call->http, (Slice){text, strlen(text)});
	}
	call->request->error = call->fault.message;
}

/*
 * Results of a pipeline up to its sync; the one with the given number of columns (0: none
 * is awaited) is the answer.  NEXT when all is well.
 */
static StepResult
collect(Call *call, int columns)
{
	PGconn *pg = db_connection(call->db);
	bool faulty = false;

	if (!db_exchange(call->db))
		return STEP_FAIL;
	while (!PQisBusy(pg))
	{
		PGresult *result = PQgetResult(pg);

		switch (PQresultStatus(result))
		{
			case PGRES_PIPELINE_SYNC:
				PQclear(result);
				if (PQexitPipelineMode(pg) != 1)
					return STEP_FAIL;
				faulty = PQtransactionStatus(pg) == PQTRANS_INERROR ||
						 (columns > 0 && call->answer == NULL);
				return faulty ? STEP_FAIL : STEP_NEXT;
			case PGRES_TUPLES_OK:
				if (PQnfields(result) == columns && PQntuples(result) == 1 &&
					call->answer == NULL && PQftype(result, 0) == INT4_TYPE)
				{
					call->answer = result;
					break;
				}
				PQclear(result);
				break;
			case PGRES_FATAL_ERROR:
				/* NULL has this status too: the end of one statement's results. */
				if (result != NULL)
					take_fault(call, result);
				PQclear(result);
				if (PQstatus(pg) == CONNECTION_BAD)
					return STEP_FAIL;
				break;
			default:
				PQclear(result);
				break;
		}
	}
	return STEP_WAIT;
}

static Slice
cell(const PGresult *result, int column)
{
	return (Slice){PQgetvalue(result, 0, column),
				   (size_t) PQgetlength(result, 0, column)};
}

/* The status that the extension wants; 500 if it cannot be one. */
static int
answer_status(const PGresult *answer)
{
	uint32_t status = 0;

	if (!PQgetisnull(answer, 0, 0) && PQgetlength(answer, 0, 0) == (int) sizeof(status))
		memcpy(&status, PQgetvalue(answer, 0, 0), sizeof(status));
	status = ntohl(status);
	return status >= 200 && status <= 599 ? (int) status : 500;
}

static StepResult
step_answer(Call *call)
{
	StepResult result = collect(call, 4);

	if (result != STEP_NEXT || PQgetisnull(call->answer, 0, 3))
		return result; /* NEXT: a body, the transaction can be ended */
	if (!slice_is(call->request->head.method, "HEAD"))
		return go(call, CALL_COPY);
	return STEP_NEXT;
}

static StepResult
step_commit(Call *call)
{
	if (PQsendQuery(db_connection(call->db), "COMMIT") == 0)
		return STEP_FAIL;
	return STEP_NEXT;
}

static void
clear_result(void *result)
{
	PQclear(result);
}

/* Send the answer whole; it owns its memory from here on. */
static void
send_answer(Call *call, int body_column, bool retry)
{
	PGresult *answer = call->answer;
	Slice body = cell(answer, body_column);
	bool streams = PQnfields(answer) == 4 && !PQgetisnull(answer, 0, 3); /* HEAD */
	Reply reply = {
		.status = answer_status(answer),
		.headers = cell(answer, 1),
		.length = streams ? -1 : (int64_t) body.len,
	};

	call->answer = NULL;
	reply.retry = retry && reply.status == 503;
	http_begin(call->http, &reply);
	http_put(call->http, body.data, body.len, clear_result, answer);
	finish(call, true);
}

static StepResult
step_reply(Call *call)
{
	PGconn *pg = db_connection(call->db);

	if (!db_exchange(call->db))
		return STEP_FAIL;
	while (!PQisBusy(pg))
	{
		PGresult *result = PQgetResult(pg);
		bool good = result == NULL || PQresultStatus(result) == PGRES_COMMAND_OK;

		if (!good)
			take_fault(call, result);
		PQclear(result);
		if (!good)
			return STEP_FAIL;
		if (result == NULL)
		{
			part(call, PART_CLEAN);
			send_answer(call, 2, false);
			return STEP_WAIT;
		}
	}
	return STEP_WAIT;
}

static StepResult
step_copy(Call *call)
{
	return send_plain(call, PQgetvalue(call->answer, 0, 3)) ? STEP_NEXT : STEP_FAIL;
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
			take_fault(call, result);
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
static StepResult
step_head(Call *call)
{
	PGconn *pg = db_connection(call->db);
	Reply reply = {
		.status = answer_status(call->answer),
		.headers = cell(call->answer, 1),
		.length = -1,
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
		take_fault(call, result);
	PQclear(result);
	call->copied = status != PGRES_COPY_OUT;
	if (call->copied && call->fault.sqlstate[0] == '\0')
	{
		strcpy(call->fault.sqlstate, "XX000");
		call->request->error = "the stream is not a COPY TO STDOUT";
	}
	http_begin(call->http, &reply);
	PQclear(call->answer);
	call->answer = NULL;
	return STEP_NEXT;
}

static StepResult
step_stream(Call *call)
{
	Batch batch;

	if (http_is_writing(call->http))
		return STEP_WAIT;
	batch = fetch_chunks(call);
	if (batch == BATCH_BAD)
		return STEP_FAIL;
	if (batch == BATCH_END)
	{
		part(call, PART_COMMIT);
		finish(call, true);
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

/* The fault in words that may leave the house. */
static StepResult
step_explain(Call *call)
{
	PGconn *pg = db_connection(call->db);
	StatusRule rule = status_of_sqlstate(call->fault.sqlstate);
	const char *values[ERROR_PARAMETERS];
	int lengths[ERROR_PARAMETERS] = {0};

	fill_parameters(call, values, lengths);
	if (call->request->body.filed)
		lengths[4] = 0; /* not a second time */
	values[5] = call->fault.sqlstate;
	values[6] = rule.shown ? call->fault.message : status_reason(rule.status);
	values[7] = rule.shown ? call->fault.detail : NULL;
	values[8] = rule.shown ? call->fault.hint : NULL;
	if (PQenterPipelineMode(pg) == 1 && send_plain(call, "ROLLBACK") &&
		send_plain(call, "BEGIN") && send_enter(call) &&
		send_prepared(call, STATEMENT_ERROR, ERROR_PARAMETERS, values, lengths) &&
		send_plain(call, "COMMIT") && PQpipelineSync(pg) == 1)
		return STEP_NEXT;
	return STEP_FAIL;
}

static StepResult
step_document(Call *call)
{
	StepResult result = collect(call, 3);

	if (result != STEP_NEXT)
		return result;
	part(call, PART_CLEAN);
	send_answer(call, 2, status_of_sqlstate(call->fault.sqlstate).retry);
	return STEP_WAIT;
}

/* Something went wrong: explain it if that is still possible. */
static void
call_fail(Call *call)
{
	PGconn *pg = db_connection(call->db);
	bool lost = PQstatus(pg) == CONNECTION_BAD;
	StatusRule rule = status_of_sqlstate(lost ? "08006" : call->fault.sqlstate);
	bool can_explain = !lost && !call->head_sent && call->step < CALL_EXPLAIN &&
					   call->fault.sqlstate[0] != '\0' &&
					   PQpipelineStatus(pg) == PQ_PIPELINE_OFF &&
					   PQtransactionStatus(pg) != PQTRANS_ACTIVE;

	PQclear(call->answer);
	call->answer = NULL;
	if (can_explain)
	{
		call->step = CALL_EXPLAIN;
		return;
	}
	if (call->request->error == NULL)
		call->request->error =
			lost ? "the database connection was lost" : "no answer from the database";
	part(call, PART_DIRTY);
	if (call->head_sent)
		finish(call, false);
	else
		refuse(call,
			   rule.status,
			   lost ? "the database is not reachable at the moment"
			   : rule.shown
				   ? call->fault.message
				   : "the service could not answer; tell the operator the request id");
}
