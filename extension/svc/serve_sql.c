/*
 * serve_sql.c
 *		The door of the services: sky.serve, sky.error_document, sky.service_routes.
 *
 * The HTTP program hands a request over as SQL values and gets the answer as one row.
 * The path of an ordinary query touches no catalog here: the row's type is made once.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "base/guc_pg.h"
#include "base/principal_pg.h"
#include "svc/error_answer.h"
#include "svc/limits_pg.h"
#include "svc/service_alias.h"
#include "svc/service_table_pg.h"
#include "svc/stored_body_sql.h"
#include "writer/sink_pg.h"

#define API_VERSION		5
#define TOO_MANY		429
#define RETRY_AFTER		"60"						 /* [s] */
#define CALL_MEMORY_MAX ((size_t) 512 * 1024 * 1024) /* [bytes] */

static const char *text_argument(FunctionCallInfo fcinfo, int n);
static void begin_call(ServiceCall *call, Arena *arena, FunctionCallInfo fcinfo);
static bool
serve(ServiceCall *call, const Service *service, const char *path, SkyError *err);
static Datum answer_row(const ServiceCall *call, bool with_stream);
static TupleDesc answer_type(bool with_stream);

/* The version of this interface; the HTTP program refuses another one. */
SKY_FUNCTION(api_version)
{
	PG_RETURN_INT32(API_VERSION);
}

/* serve(method, path, query, headers, body) */
SKY_FUNCTION(serve)
{
	ServiceCall call;
	Arena arena;
	SkyError err = {0};
	const Service *service;

	begin_call(&call, &arena, fcinfo);
	service = service_find(call.request.path, &call.suffix);
	if (!serve(&call, service, call.request.path, &err))
	{
		error_answer_fault(&call, service, &err);
		if (err.code == SKY_E_METHOD)
			service_header(&call, "Allow", service->methods);
	}
	if (call.limits != NULL)
		sink_puts(&call.headers, call.limits);
	PG_RETURN_DATUM(answer_row(&call, true));
}

/*
 * error_document(method, path, query, headers, body, sqlstate, message, detail, hint).
 * The detail is not shown: it may hold what no client should see.
 */
SKY_FUNCTION(error_document)
{
	ServiceCall call;
	Arena arena;

	begin_call(&call, &arena, fcinfo);
	/* What can be read of a broken request says which kind of document it wants. */
	(void) request_params(&call.request, &call.params, NULL);
	error_answer_sql(&call,
					 service_find(call.request.path, &call.suffix),
					 text_argument(fcinfo, 5),
					 text_argument(fcinfo, 6),
					 text_argument(fcinfo, 8));
	limits_tell(&call);
	if (call.status == TOO_MANY)
		service_header(&call, "Retry-After", RETRY_AFTER);
	if (call.limits != NULL)
		sink_puts(&call.headers, call.limits);
	PG_RETURN_DATUM(answer_row(&call, false));
}

/* What sky.route calls them. */
static const char *const credentials_words[] = {
	[CREDENTIALS_FIELDS] = "fields",
	[CREDENTIALS_PAGE] = "page",
	[CREDENTIALS_OWN] = "own",
};

/* Add the row of a service at a path. */
static void
put_route(ReturnSetInfo *result, const Service *service, const char *path)
{
	bool nulls[10] = {false};
	Datum values[10] = {
		CStringGetTextDatum(service->methods),
		CStringGetTextDatum(path),
		CStringGetTextDatum(service->name),
		CStringGetTextDatum(service->scope),
		Int64GetDatum(service->max_body),
		Int32GetDatum(pgsky_sync_timeout),
		CStringGetTextDatum(service->max_body > 0 ? "memory" : "none"),
		BoolGetDatum(service->writes),
		CStringGetTextDatum(credentials_words[service->credentials]),
		CStringGetTextDatum(service->description),
	};

	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* The rows of sky.route. */
SKY_FUNCTION(service_routes)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	int count;
	const Service *services = service_list(&count);
	Arena arena;

	arena_init_context(&arena, CurrentMemoryContext, CALL_MEMORY_MAX);
	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < count; i++)
	{
		int at = 0;

		for (const char *path = services[i].path; path != NULL;
			 path = service_alias_next(&arena, services[i].path, &at))
			put_route(result, &services[i], path);
	}
	return (Datum) 0;
}

/* Argument n; empty for NULL. */
static const char *
text_argument(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? "" : text_to_cstring(PG_GETARG_TEXT_PP(n));
}

/* Take the request from the first five arguments; an empty answer. */
static void
begin_call(ServiceCall *call, Arena *arena, FunctionCallInfo fcinfo)
{
	if (GetDatabaseEncoding() != PG_UTF8)
		ereport(
			ERROR,
			errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			errmsg("services need a database with encoding UTF8"),
			errdetail("The encoding of this database is %s.", GetDatabaseEncodingName()));
	arena_init_context(arena, CurrentMemoryContext, CALL_MEMORY_MAX);
	*call = (ServiceCall){
		.arena = arena,
		.request.method = text_argument(fcinfo, 0),
		.asked = text_argument(fcinfo, 1),
		.request.query = text_argument(fcinfo, 2),
		.request.headers = text_argument(fcinfo, 3),
		.params.arena = arena,
		.status = 200,
	};
	call->request.path = service_path(arena, call->asked);
	if (!PG_ARGISNULL(4))
	{
		bytea *body = PG_GETARG_BYTEA_PP(4);

		call->request.body = VARDATA_ANY(body);
		call->request.body_length = VARSIZE_ANY_EXHDR(body);
	}
	else
		(void) stored_body(&call->request.body, &call->request.body_length);
	memory_sink_init(&call->headers);
	memory_sink_init(&call->body);
}

/* The parameters of the request; a body in JSON is left to those who take it. */
static bool
read_params(ServiceCall *call, const Service *service, SkyError *err)
{
	HttpRequest request = call->request;

	if (service->takes_json && request_is_json(&request, call->arena))
		request.body_length = 0;
	return request_params(&request, &call->params, err) &&
		   service_add_defaults(call->asked, &call->params, err);
}

/* Does the request come from a page of this service, as far as the browser says? */
static bool
is_from_here(ServiceCall *call)
{
	const char *site = request_header(&call->request, call->arena, "sec-fetch-site");
	const char *origin = request_header(&call->request, call->arena, "origin");

	if (site != NULL)
		return strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
	return origin == NULL ||
		   strcmp(origin, request_base_url(&call->request, call->arena)) == 0;
}

/* The last parameter of a name, whose parameters no handler sees; NULL: there is none. */
static const char *
take_param(HttpParams *params, const char *name)
{
	const char *value = NULL;
	int kept = 0;

	for (int i = 0; i < params->count; i++)
	{
		if (strcmp(params->items[i].name, name) == 0)
			value = params->items[i].value;
		else
			params->items[kept++] = params->items[i];
	}
	params->count = kept;
	return value;
}

/*
 * What a browser sends in the name of its owner changes something only if he sent it: a
 * form of a page of ours, which holds what no other site knows.
 */
static bool
check_sender(ServiceCall *call, const Service *service, SkyError *err)
{
	const Principal *principal = principal_get();
	const char *shown = request_header(&call->request, call->arena, "x-csrf-token");
	const char *field = take_param(&call->params, "csrf");

	if (!service->writes || strcmp(call->request.method, "GET") == 0 ||
		strcmp(call->request.method, "HEAD") == 0)
		return true;
	if (shown == NULL)
		shown = field;
	if ((service->credentials != CREDENTIALS_PAGE || is_from_here(call)) &&
		(principal == NULL || principal->csrf == NULL ||
		 (shown != NULL && strcmp(shown, principal->csrf) == 0)))
		return true;
	sky_error(err, SKY_E_FORBIDDEN, -1, "this was not sent from a page of this archive");
	return sky_error_hint(err, "Load the page again, and send it from there.");
}

/* Find who answers, and let him. */
static bool
serve(ServiceCall *call, const Service *service, const char *path, SkyError *err)
{
	if (service == NULL)
	{
		sky_error(err, SKY_E_NOT_FOUND, -1, "there is nothing at %s", path);
		return sky_error_hint(err, "The start page is at /.");
	}
	if (!service_takes(service, call->request.method))
	{
		sky_error(err, SKY_E_METHOD, -1, "%s takes no %s", path, call->request.method);
		return sky_error_hint(err, "Methods are %s.", service->methods);
	}
	if ((int64) call->request.body_length > service->max_body)
	{
		sky_error(err, SKY_E_TOO_LARGE, -1, "the body of the request is too large");
		return sky_error_hint(
			err, "%s takes at most %ld bytes.", path, service->max_body);
	}
	return limits_count(call, err) && read_params(call, service, err) &&
		   check_sender(call, service, err) && service->handler(call, err);
}

static Datum
bytes_datum(const Sink *sink)
{
	return PointerGetDatum(cstring_to_text_with_len(sink->buffer, (int) sink->used));
}

/* The answer as a row: status, headers, body and, if wanted, stream. */
static Datum
answer_row(const ServiceCall *call, bool with_stream)
{
	bool streams = call->stream != NULL;
	bool nulls[4] = {false, false, streams, !streams};
	Datum values[4] = {
		Int32GetDatum(call->status),
		bytes_datum(&call->headers),
		streams ? (Datum) 0 : bytes_datum(&call->body),
		streams ? CStringGetTextDatum(call->stream) : (Datum) 0,
	};

	return HeapTupleGetDatum(heap_form_tuple(answer_type(with_stream), values, nulls));
}

/* The type of that row, made at the first call of the session. */
static TupleDesc
answer_type(bool with_stream)
{
	static TupleDesc types[2];

	if (types[with_stream] == NULL)
	{
		MemoryContext outer = MemoryContextSwitchTo(TopMemoryContext);
		TupleDesc type = CreateTemplateTupleDesc(with_stream ? 4 : 3);

		TupleDescInitEntry(type, 1, "status", INT4OID, -1, 0);
		TupleDescInitEntry(type, 2, "headers", TEXTOID, -1, 0);
		TupleDescInitEntry(type, 3, "body", BYTEAOID, -1, 0);
		if (with_stream)
			TupleDescInitEntry(type, 4, "stream", TEXTOID, -1, 0);
		types[with_stream] = BlessTupleDesc(type);
		MemoryContextSwitchTo(outer);
	}
	return types[with_stream];
}
