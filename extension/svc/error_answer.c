/*
 * error_answer.c
 *		Error documents (DALI 1.1, sections 4.2 and 5.2; TAP 1.1, section 3.3).
 */
#include "svc/error_answer.h"

#include <string.h>

#include "base/table.h"
#include "svc/dali.h"
#include "svc/fault_text.h"
#include "svc/sql_error.h"
#include "writer/json_text.h"
#include "writer/votable.h"

#define INFOS_MAX 3

/* How a kind of service tells errors. */
typedef struct ErrorDialect
{
	const char *votable; /* media type of its VOTables; NULL: errors are text */
	/* Which format was asked for: that decides.  NULL: VOTable in any case. */
	bool (*format)(const HttpParams *params, DaliFormat *format, SkyError *err);
	const char *(*label)(int status, const char *message); /* goes before the message */
	const char *info; /* name of a further INFO with the message; NULL: none */
	WriterInfo said;  /* another one that is always there; without a name: none */
	bool in_band;	  /* mistakes of clients come with status 200 */
	const char *json; /* an object in JSON, up to the message that ends it; NULL: none */
	const char *void_key; /* the message where a credential is wrong; NULL: that of all */
} ErrorDialect;

static const char *no_label(int status, const char *message);
static const char *sia_label(int status, const char *message);

static const ErrorDialect dialects[] = {
	[ERRORS_TEXT] = {.label = no_label},
	[ERRORS_VOTABLE] = {.votable = "application/x-votable+xml",
						.format = dali_format,
						.label = no_label},
	[ERRORS_LABELLED] = {.label = soda_error_label},
	[ERRORS_SIA] = {.votable = "application/x-votable+xml",
					.format = dali_response_format,
					.label = sia_label},
	[ERRORS_SSA] = {.votable = "text/xml",
					.label = no_label,
					.said = {"SERVICE_PROTOCOL", "1.1", "SSAP"},
					.in_band = true},
	[ERRORS_SCS] = {.votable = "text/xml",
					.label = no_label,
					.info = "Error",
					.in_band = true},
	[ERRORS_DETAIL] = {.label = no_label, .json = "{\"detail\": "},
	[ERRORS_STATUS] = {.label = no_label,
					   .json = "{\"status\": \"failed\", \"result\": null, \"message\": ",
					   .void_key = "API key could not be verified or has expired."},
};

static bool wants_votable(const ServiceCall *call, const ErrorDialect *dialect);
static void
put_votable(ServiceCall *call, const ErrorDialect *dialect, const char *message);

void
error_answer(ServiceCall *call, const Service *service, int status, const char *message)
{
	const ErrorDialect *dialect =
		&dialects[service != NULL ? service->errors : ERRORS_TEXT];

	if (status == 401 && dialect->void_key != NULL)
		message = dialect->void_key;
	message = arena_printf(call->arena, "%s%s", dialect->label(status, message), message);
	call->status = dialect->in_band && status == 400 ? 200 : status;
	call->stream = NULL;
	call->headers.used = 0;
	call->body.used = 0;
	if (wants_votable(call, dialect))
		put_votable(call, dialect, message);
	else if (dialect->json != NULL)
	{
		service_header(call, "Content-Type", "application/json");
		sink_puts(&call->body, dialect->json);
		json_put_string(&call->body, message, strlen(message));
		sink_puts(&call->body, "}\n");
	}
	else
	{
		service_header(call, "Content-Type", "text/plain; charset=utf-8");
		sink_puts(&call->body, message);
		sink_putc(&call->body, '\n');
	}
	service_header(call, "Cache-Control", "no-store");
}

void
error_answer_fault(ServiceCall *call, const Service *service, const SkyError *fault)
{
	int status = sql_error_rule(sky_error_sqlstate(fault->code))->status;
	const char *text = call->fault_text;

	if (text == NULL)
	{
		call->body.used = 0;
		fault_text_put(&call->body, fault, NULL);
		text = arena_strndup(call->arena, call->body.buffer, call->body.used);
	}
	error_answer(call, service, status, text);
}

void
error_answer_sql(ServiceCall *call,
				 const Service *service,
				 const char *sqlstate,
				 const char *message,
				 const char *hint)
{
	const SqlErrorRule *rule = sql_error_rule(sqlstate);
	const char *request_id =
		request_header(&call->request, call->arena, "sky-request-id");
	const char *text = rule->keep ? message : rule->message;

	if (!rule->keep)
		hint = rule->hint;
	if (text == NULL || text[0] == '\0')
		text = "the service failed";
	if (hint != NULL && hint[0] != '\0')
		text = arena_printf(call->arena, "%s\nHint: %s", text, hint);
	else if (!rule->keep && request_id != NULL)
		text = arena_printf(call->arena,
							"%s\nThe log of the service knows more under request id %s.",
							text,
							request_id);
	error_answer(call, service, rule->status, text);
}

/* What a client sends for a table in VOTable gets its errors in VOTable. */
static bool
wants_votable(const ServiceCall *call, const ErrorDialect *dialect)
{
	DaliFormat format = {.format = table_format_by_name("votable")};

	return dialect->votable != NULL &&
		   (dialect->format == NULL || !dialect->format(&call->params, &format, NULL) ||
			dali_is_votable(format.format));
}

static void
put_votable(ServiceCall *call, const ErrorDialect *dialect, const char *message)
{
	const char *request_id =
		request_header(&call->request, call->arena, "sky-request-id");
	WriterInfo infos[INFOS_MAX];
	int count = 0;

	if (dialect->info != NULL)
		infos[count++] = (WriterInfo){.name = dialect->info, .value = message};
	if (dialect->said.name != NULL)
		infos[count++] = dialect->said;
	if (request_id != NULL)
		infos[count++] = (WriterInfo){.name = "REQUEST_ID", .value = request_id};
	service_header(call, "Content-Type", dialect->votable);
	votable_error_document(&call->body, NULL, message, infos, count);
}

static const char *
no_label(int status, const char *message)
{
	(void) status;
	(void) message;
	return "";
}

const char *
soda_error_label(int status, const char *message)
{
	static const char *const labels[] = {"AuthenticationError: ",
										 "AuthorizationError: ",
										 "Error: ",
										 "MultiValuedParamNotSupported: ",
										 "ServiceUnavailable: ",
										 "UsageError: "};

	for (size_t i = 0; i < SKY_LENGTH(labels); i++)
		if (strncmp(message, labels[i], strlen(labels[i])) == 0)
			return "";
	switch (status)
	{
		case 401:
			return "AuthenticationError: ";
		case 403:
			return "AuthorizationError: ";
		case 503:
			return "ServiceUnavailable: ";
		default:
			return status < 500 ? "UsageError: " : "Error: ";
	}
}

/* SIA 2.0, section 3.2; DataLink 1.1, section 3.4. */
static const char *
sia_label(int status, const char *message)
{
	(void) message;
	if (status == 503)
		return "TransientFault: ";
	return status < 500 ? "UsageFault: " : "FatalFault: ";
}
