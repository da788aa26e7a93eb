/*
 * error_answer.c
 *		Error documents (DALI 1.1, sections 4.2 and 5.2; TAP 1.1, section 3.3).
 */
#include "svc/error_answer.h"

#include "svc/dali.h"
#include "svc/fault_text.h"
#include "svc/sql_error.h"
#include "writer/votable.h"

static bool wants_votable(const ServiceCall *call, const Service *service);
static const char *error_label(const Service *service, int status, const char *message);

void
error_answer(ServiceCall *call, const Service *service, int status, const char *message)
{
	const char *request_id =
		request_header(&call->request, call->arena, "sky-request-id");
	bool votable = wants_votable(call, service);

	call->status = status;
	call->stream = NULL;
	call->headers.used = 0;
	call->body.used = 0;
	if (votable)
	{
		WriterInfo info = {.name = "REQUEST_ID", .value = request_id};

		service_header(call, "Content-Type", "application/x-votable+xml");
		votable_error_document(
			&call->body, NULL, message, &info, request_id != NULL ? 1 : 0);
	}
	else
	{
		service_header(call, "Content-Type", "text/plain; charset=utf-8");
		sink_puts(&call->body, error_label(service, status, message));
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
wants_votable(const ServiceCall *call, const Service *service)
{
	DaliFormat format;

	if (service == NULL || service->errors != ERRORS_VOTABLE)
		return false;
	return !dali_format(&call->params, &format, NULL) || dali_is_votable(format.format);
}

/* What SODA 1.0, section 5.2, puts in front of a message, unless it is there. */
static const char *
error_label(const Service *service, int status, const char *message)
{
	if (service == NULL || service->errors != ERRORS_LABELLED ||
		strncmp(message, "MultiValuedParamNotSupported", 28) == 0)
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
