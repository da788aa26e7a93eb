/* Asking the database: statements of a call, and what comes back. */
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "call_step.h"
#include "front.h"
#include "status.h"

#define INT4_TYPE		 23 /* pg_type.oid of int4 */
#define BINARY_FORMAT	 1
#define SERVE_PARAMETERS 5
#define ERROR_PARAMETERS 9

/* Queue one statement of the pipeline. */
static bool
send_prepared(
	Call *call, const char *name, int n, const char *const *values, const int *lengths)
{
	/* The body; or a name, whose bytes are the same in both formats. */
	int formats[ERROR_PARAMETERS] = {[4] = BINARY_FORMAT};

	return PQsendQueryPrepared(db_connection(call->db),
							   name,
							   n,
							   values,
							   lengths,
							   formats,
							   BINARY_FORMAT) == 1;
}

/* Enter as the client; nobody, where nothing was shown or it is not known yet. */
static bool
send_enter(Call *call)
{
	char timeout[16] = "";
	const Who *who = &call->request->who;
	const Route *route = call->request->route;
	const char *values[] = {call->request->id,
							who->known ? who->claims
									   : http_server(call->http)->shim->config.role,
							timeout,
							route->writes ? "true" : "false"};

	if (route->timeout_ms > 0)
		snprintf(timeout, sizeof(timeout), "%d", route->timeout_ms);
	return send_prepared(
		call, who->known ? STATEMENT_ENTER_AS : STATEMENT_ENTER, 4, values, NULL);
}

/* Enter to learn who it is: by the claims of a token, or by what was shown as it is. */
static bool
send_greeting(Call *call)
{
	const Who *who = &call->request->who;
	const char *name = http_text(call->http, who->credential.name);
	const char *values[] = {
		call->request->id,
		who->claims != NULL ? who->claims : credential_kind_name(who->credential.kind),
		"",
		"false",
		name,
		http_text(call->http, who->credential.secret),
		call->request->remote};
	int lengths[] = {0, 0, 0, 0, (int) who->credential.name.len, 0, 0};

	if (who->claims != NULL)
		return send_prepared(call, STATEMENT_ENTER_AS, 4, values, NULL);
	return send_prepared(call, STATEMENT_ENTER_WITH, 7, values, lengths);
}

/* The fields of the request; when it asks again, also since when and for what it waits.
 */
static const char *
header_lines(Call *call)
{
	const char *lines = front_header_lines(call->http, call->request);
	size_t size = strlen(lines) + sizeof(call->token) + 64;
	char *more;

	if (call->parked_us == 0)
		return lines;
	more = http_alloc(call->http, size);
	snprintf(more,
			 size,
			 "%ssky-parked: %lld %s\n",
			 lines,
			 (long long) (clock_us() - call->parked_us) / 1000,
			 call->token);
	return more;
}

/* The five parameters that both functions begin with. */
static void
fill_parameters(Call *call, const char **values, int *lengths)
{
	const Request *request = call->request;

	if (call->header_lines == NULL)
		call->header_lines = header_lines(call);
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
			((!db_take_open(call->db) || db_send(call->db, STATEMENT_COMMIT)) &&
			 db_send(call->db, STATEMENT_BEGIN)));
}

/*
 * The first time, or when the database's word is old: a transaction of its own, because
 * scopes are checked before anything is done, and large bodies come before sky.enter.
 */
StepResult
step_greet(Call *call)
{
	const Who *who = &call->request->who;

	if (who->credential.kind == CREDENTIAL_NONE || who->known)
		return call_go(call, CALL_BODY);
	call->principal = NULL;
	if (begin_pipeline(call) && send_greeting(call) &&
		db_send(call->db, STATEMENT_COMMIT) &&
		PQpipelineSync(db_connection(call->db)) == 1)
		return STEP_NEXT;
	return STEP_FAIL;
}

StepResult
step_greeted(Call *call)
{
	StepResult result = call_collect(call, 0);
	const char *why;
	int status;

	if (result != STEP_NEXT)
		return result;
	status = guard_learn(
		call->http, call->request, call->principal != NULL ? call->principal : "", &why);
	if (status == 0)
	{
		if (!call_is_costly(call->request))
			db_calm(call->db);
		return STEP_NEXT;
	}
	call_part(call, PART_CLEAN);
	call_refuse(call, status, why);
	return STEP_WAIT;
}

StepResult
step_body(Call *call)
{
	PGconn *pg = db_connection(call->db);
	const Body *body = &call->request->body;
	size_t left = body->len - call->body_sent;
	const char *piece = body->data + call->body_sent;
	int length = (int) (left < BODY_PIECE ? left : BODY_PIECE);
	int format = BINARY_FORMAT;

	if (!body->filed)
		return call_go(call, CALL_SERVE);
	if (!begin_pipeline(call) ||
		PQsendQueryPrepared(
			pg, STATEMENT_BODY, 1, &piece, &length, &format, BINARY_FORMAT) == 0 ||
		PQpipelineSync(pg) == 0)
		return STEP_FAIL;
	call->body_sent += (size_t) length;
	return STEP_NEXT;
}

StepResult
step_taken(Call *call)
{
	StepResult result = call_collect(call, 0);

	if (result == STEP_NEXT && call->body_sent < call->request->body.len)
		return call_go(call, CALL_BODY);
	return result;
}

StepResult
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

void
call_take_fault(Call *call, const PGresult *result)
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

static void
keep_principal(Call *call, const PGresult *result)
{
	const char *name = PQfname(result, 0);

	if (name != NULL && strcmp(name, "principal") == 0 && PQntuples(result) == 1)
		call->principal = http_text(
			call->http,
			(Slice){PQgetvalue(result, 0, 0), (size_t) PQgetlength(result, 0, 0)});
}

StepResult
call_collect(Call *call, int columns)
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
				keep_principal(call, result);
				PQclear(result);
				break;
			case PGRES_FATAL_ERROR:
				/* NULL has this status too: the end of one statement's results. */
				if (result != NULL)
					call_take_fault(call, result);
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

StepResult
step_answer(Call *call)
{
	StepResult result = call_collect(call, 4);

	if (result != STEP_NEXT)
		return result;
	if (answer_stream(call->answer) != NULL &&
		!slice_is(call->request->head.method, "HEAD"))
		return call_go(call, CALL_COPY);
	if (call->request->route->writes)
		return STEP_NEXT;
	/* It has only read: nothing that COMMIT could say changes the answer. */
	call_part(call, PART_COMMIT);
	return call_answer(call);
}

/* The fault in words that may leave the house. */
StepResult
step_explain(Call *call)
{
	PGconn *pg = db_connection(call->db);
	StatusRule rule = status_of_sqlstate(call->fault.sqlstate);
	const char *values[ERROR_PARAMETERS];
	int lengths[ERROR_PARAMETERS] = {0};

	if (strcmp(call->fault.sqlstate, "SK401") == 0)
		guard_forget(call->http, call->request);
	fill_parameters(call, values, lengths);
	if (call->request->body.filed)
		lengths[4] = 0; /* not a second time */
	values[5] = call->fault.sqlstate;
	values[6] = rule.shown ? call->fault.message : status_reason(rule.status);
	values[7] = rule.shown ? call->fault.detail : NULL;
	values[8] = rule.shown ? call->fault.hint : NULL;
	if (PQenterPipelineMode(pg) == 1 && db_send(call->db, STATEMENT_ROLLBACK) &&
		db_send(call->db, STATEMENT_BEGIN) && send_enter(call) &&
		send_prepared(call, STATEMENT_ERROR, ERROR_PARAMETERS, values, lengths) &&
		db_send(call->db, STATEMENT_COMMIT) && PQpipelineSync(pg) == 1)
		return STEP_NEXT;
	return STEP_FAIL;
}
