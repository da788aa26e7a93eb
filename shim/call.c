/*
 * A call is a table of steps.  Each step does what it can and says NEXT (the following
 * step), GO (the step it has chosen), WAIT (a callback will run the call again) or FAIL.
 * Every callback ends up in call_run and nowhere else.
 */
#include "call.h"

#include <string.h>

#include "answer.h"
#include "call_step.h"
#include "keeper.h"
#include "status.h"

#define KEYS_WAIT_MS 15000 /* for the keys of a token */

static StepResult step_keys(Call *call);
static StepResult step_acquire(Call *call);
static StepResult step_commit(Call *call);
static StepResult step_reply(Call *call);
static StepResult step_document(Call *call);
static StepResult step_parked(Call *call);
static void call_fail(Call *call);

static StepResult (*const call_steps[])(Call *) = {
	[CALL_KEYS] = step_keys,
	[CALL_ACQUIRE] = step_acquire,
	[CALL_GREET] = step_greet,
	[CALL_GREETED] = step_greeted,
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
	[CALL_PARKED] = step_parked,
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

void
call_part(Call *call, Parting how)
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
	park_leave(http_server(call->http)->lot, &call->parked);
	call_part(call, PART_DIRTY);
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
		.parked = {.wake = on_event, .arg = call},
		.asked_us = request->began_us,
		.notices = notices_count(&http_server(http)->shim->notices),
	};
	http_own(http, &owner, call);
	call_run(call);
}

void
call_finish(Call *call, bool whole)
{
	timer_stop(&call->patience);
	call->step = CALL_DONE;
	http_end(call->http, whole);
}

void
call_refuse(Call *call, int status, const char *why)
{
	timer_stop(&call->patience);
	PQclear(call->answer);
	call->answer = NULL;
	call->step = CALL_DONE;
	http_own(call->http, NULL, NULL);
	http_refuse(call->http, status, why);
}

/* Hold the call back until a notice of that key comes, or so long; false: it has come. */
static bool
park(Call *call, const char *key, int64_t ms)
{
	ParkLot *lot = http_server(call->http)->lot;

	return park_enter(lot, &call->parked, key, call->notices, ms);
}

/* Many are woken at a time: this one asks again when the queue is shorter. */
static StepResult
park_again(Call *call)
{
	call->notices = notices_count(&http_server(call->http)->shim->notices);
	call->step = CALL_PARKED;
	return park(call, call->parked.key, PARK_TICK_MS) ? STEP_WAIT : STEP_GO;
}

/* Check again who asks, when keys have come; wait for them, but not for ever. */
static StepResult
step_keys(Call *call)
{
	Request *request = call->request;
	const char *why;
	int status;

	if (!request->who.waiting)
		return STEP_NEXT;
	call->notices = notices_count(&http_server(call->http)->shim->notices);
	status = guard_check(call->http, request, &why);
	if (status == 0 && request->who.waiting &&
		clock_us() - call->asked_us > KEYS_WAIT_MS * 1000)
	{
		status = 503;
		why = "the keys of the token cannot be had at the moment";
	}
	if (status != 0)
	{
		call_refuse(call, status, why);
		return STEP_WAIT;
	}
	if (!request->who.waiting)
		return STEP_NEXT;
	return park(call, KEEPER_NOTICE, KEYS_WAIT_MS) ? STEP_WAIT : STEP_GO;
}

bool
call_is_costly(const Request *request)
{
	const Route *route = request->route;

	return (request->who.credential.kind == CREDENTIAL_PASSWORD && !request->who.known) ||
		   (route->writes && route->scope[0] == '\0');
}

static StepResult
step_acquire(Call *call)
{
	HttpServer *server = http_server(call->http);
	PoolAnswer answer = POOL_TAKEN;

	if (call->waiter.db == NULL && !call->queued)
	{
		call->waiter.costly = call_is_costly(call->request);
		answer = pool_acquire(call->pool, &call->waiter);
		call->queued = answer == POOL_QUEUED;
		if (call->queued)
			timer_start(server->loop,
						&call->patience,
						server->shim->config.queue_timeout,
						on_late,
						call);
	}
	call->request->queue_us = clock_us() - call->asked_us;
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
	if ((call->late || answer == POOL_FULL) && call->parked_us > 0)
		return park_again(call);
	if (call->late || answer == POOL_FULL)
		call_refuse(call, 503, "too many requests at the moment");
	else if (answer == POOL_DOWN)
		call_refuse(call, 503, "the database is not reachable at the moment");
	return STEP_WAIT;
}

static StepResult
step_commit(Call *call)
{
	return db_send(call->db, STATEMENT_COMMIT) ? STEP_NEXT : STEP_FAIL;
}

static void
clear_result(void *result)
{
	PQclear(result);
}

/* Send the answer whole; it owns its memory from here on. */
static void
send_answer(Call *call, bool retry)
{
	PGresult *answer = call->answer;
	Slice body = answer_body(answer);
	Reply reply = {
		.status = answer_status(answer),
		.headers = answer_headers(answer),
		.length = (int64_t) body.len,
	};

	reply.retry = retry && (reply.status == 503 || reply.status == 429);
	if (answer_stream(answer) != NULL) /* HEAD */
		reply.length = answer_length(answer);
	call->answer = NULL;
	http_begin(call->http, &reply);
	http_put(call->http, body.data, body.len, clear_result, answer);
	call_finish(call, true);
}

StepResult
call_answer(Call *call)
{
	AnswerPark wish = answer_park(call->answer);
	Shim *shim = http_server(call->http)->shim;

	if (wish.ms == 0 || __atomic_load_n(&shim->stopping, __ATOMIC_RELAXED))
	{
		send_answer(call, false);
		return STEP_WAIT;
	}
	if (call->parked_us == 0)
		call->parked_us = clock_us();
	memcpy(call->token, wish.token, sizeof(call->token));
	call->step = CALL_PARKED;
	return park(call, wish.key, wish.ms) ? STEP_WAIT : STEP_GO;
}

/* A notice has come, or the time: ask again.  All stops: what was held back is as good.
 */
static StepResult
step_parked(Call *call)
{
	Shim *shim = http_server(call->http)->shim;

	if (call->answer != NULL && __atomic_load_n(&shim->stopping, __ATOMIC_RELAXED))
	{
		send_answer(call, false);
		return STEP_WAIT;
	}
	PQclear(call->answer);
	call->answer = NULL;
	call->waiter.db = NULL;
	call->queued = false;
	call->late = false;
	call->header_lines = NULL;
	call->asked_us = clock_us();
	call->notices = notices_count(&shim->notices);
	/* He may not be who he was by now. */
	call->request->who.waiting = call->request->who.credential.kind != CREDENTIAL_NONE;
	return call_go(call, CALL_KEYS);
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
			call_take_fault(call, result);
		PQclear(result);
		if (!good)
			return STEP_FAIL;
		if (result == NULL)
		{
			call_part(call, PART_CLEAN);
			return call_answer(call);
		}
	}
	return STEP_WAIT;
}

static StepResult
step_document(Call *call)
{
	StepResult result = call_collect(call, 3);

	if (result != STEP_NEXT)
		return result;
	call_part(call, PART_CLEAN);
	send_answer(call, status_of_sqlstate(call->fault.sqlstate).retry);
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
	call_part(call, PART_DIRTY);
	if (call->head_sent)
		call_finish(call, false);
	else
		call_refuse(
			call,
			rule.status,
			lost ? "the database is not reachable at the moment"
			: rule.shown
				? call->fault.message
				: "the service could not answer; tell the operator the request id");
}
