/*
 * uws_pg.c
 *		Lists of jobs, jobs and their parts (UWS 1.1, section 2.2).
 */
#include "postgres.h"

#include "svc/uws_pg.h"

#include "base/guc_pg.h"
#include "job/commit_pg.h"
#include "svc/accept.h"
#include "svc/error_answer.h"
#include "svc/job_params.h"
#include "svc/sql_error.h"
#include "svc/utc_time.h"

#define LIST_MAX 1000 /* jobs of a list whose client names no number */

typedef bool (*UwsHandler)(const UwsCall *uws, SkyError *err);

static bool get_text(const UwsCall *uws, const char *text);
static bool get_phase(const UwsCall *uws, SkyError *err);
static bool get_quote(const UwsCall *uws, SkyError *err);
static bool get_duration(const UwsCall *uws, SkyError *err);
static bool get_destruction(const UwsCall *uws, SkyError *err);
static bool get_owner(const UwsCall *uws, SkyError *err);
static bool get_parameters(const UwsCall *uws, SkyError *err);
static bool get_error(const UwsCall *uws, SkyError *err);

/* What is below a job. */
static const struct
{
	const char *path;
	UwsHandler get;
	UwsHandler post;
	UwsHandler delete;
	bool named; /* there are things with names below it */
} resources[] = {
	{"", uws_get_job, uws_post_job, uws_delete_job, false},
	{"destruction", get_destruction, uws_post_destruction, NULL, false},
	{"error", get_error, NULL, NULL, false},
	{"executionduration", get_duration, uws_post_duration, NULL, false},
	{"owner", get_owner, NULL, NULL, false},
	{"parameters", get_parameters, uws_post_parameters, NULL, true},
	{"phase", get_phase, uws_post_phase, NULL, false},
	{"quote", get_quote, NULL, NULL, false},
	{"results", uws_get_results, NULL, NULL, true},
};

/* The next piece of a path, decoded; *path goes on behind the slash. */
static const char *
next_piece(Arena *arena, const char **path, SkyError *err)
{
	size_t length = strcspn(*path, "/");
	const char *piece = http_decode(arena, *path, length, false, "the path", err);

	*path += length + ((*path)[length] == '/');
	return piece;
}

static bool
not_found(const UwsCall *uws, SkyError *err)
{
	sky_error(
		err, SKY_E_NOT_FOUND, -1, "there is nothing at %s", uws->call->request.path);
	if (uws->job != NULL)
		return sky_error_hint(err, "The parts of a job are in UWS 1.1, section 2.2.1.");
	return sky_error_hint(err, "The list of your jobs is at %s.", uws->list_path);
}

/* Let the one answer who knows the method. */
static bool
dispatch(
	const UwsCall *uws, UwsHandler get, UwsHandler post, UwsHandler delete, SkyError *err)
{
	const char *method = uws->call->request.method;
	UwsHandler handler = strcmp(method, "POST") == 0	 ? post
						 : strcmp(method, "DELETE") == 0 ? delete
														 : get;

	if (handler != NULL)
		return handler(uws, err);
	return sky_error(
		err, SKY_E_METHOD, -1, "%s takes no %s", uws->call->request.path, method);
}

/* A job of this service; those of others are elsewhere. */
static const JobRecord *
find_job(const UwsService *service, const char *id, SkyError *err)
{
	const JobRecord *job = job_read(id);

	if (strcmp(job->service, service->name) == 0)
		return job;
	sky_error(err, SKY_E_NOT_FOUND, -1, "there is no job \"%s\" of this service", id);
	return NULL;
}

bool
uws_serve(ServiceCall *call, const UwsService *service, SkyError *err)
{
	Arena *arena = call->arena;
	const char *path = call->suffix;
	UwsCall uws = {.call = call, .service = service, .list_path = service->path};
	const char *id = next_piece(arena, &path, err);
	const char *part = id != NULL ? next_piece(arena, &path, err) : NULL;

	uws.name = part != NULL ? next_piece(arena, &path, err) : NULL;
	if (uws.name == NULL)
		return false;
	uws.list_url = arena_printf(
		arena, "%s%s", request_base_url(&call->request, arena), uws.list_path);
	uws.html = accept_prefers_html(request_header(&call->request, arena, "accept"));
	service_header(call, "Vary", "Accept");
	if (id[0] == '\0')
		return dispatch(&uws, uws_get_list, uws_post_list, NULL, err);
	uws.job = find_job(service, id, err);
	if (uws.job == NULL)
		return false;
	for (int i = 0; i < lengthof(resources); i++)
	{
		if (strcmp(resources[i].path, part) == 0 && path[0] == '\0' &&
			(resources[i].named || uws.name[0] == '\0'))
			return dispatch(
				&uws, resources[i].get, resources[i].post, resources[i].delete, err);
	}
	return not_found(&uws, err);
}

static void
put_xml_headers(ServiceCall *call)
{
	service_header(call, "Content-Type", "text/xml; charset=utf-8");
	service_header(call, "Cache-Control", "no-cache");
}

/* The filters of a job list (UWS 1.1, section 2.2.2.1). */
static bool
read_filter(const HttpParams *params, JobFilter *filter, SkyError *err)
{
	const char *after;
	const char *last;

	for (int i = 0; i < params->count; i++)
	{
		JobPhase phase;

		if (pg_strcasecmp(params->items[i].name, "PHASE") != 0)
			continue;
		if (!job_phase_parse(params->items[i].value, &phase))
		{
			sky_error(err,
					  SKY_E_BAD_VALUE,
					  -1,
					  "there is no phase \"%.40s\"",
					  params->items[i].value);
			return sky_error_hint(err,
								  "Phases are PENDING, QUEUED, EXECUTING, COMPLETED, "
								  "ERROR, ABORTED, HELD, SUSPENDED, ARCHIVED.");
		}
		filter->phases[phase] = true;
	}
	if (!http_params_single(params, "AFTER", &after, err) ||
		!http_params_single(params, "LAST", &last, err))
		return false;
	if (after != NULL &&
		(filter->after = utc_time_read(params->arena, after, "AFTER", err)) == NULL)
		return false;
	if (last == NULL)
		return true;
	filter->last = strtol(last, NULL, 10);
	if (filter->last > 0 && last[strspn(last, "0123456789")] == '\0')
		return true;
	sky_error(err, SKY_E_BAD_VALUE, -1, "LAST \"%.40s\" is not a number of jobs", last);
	return sky_error_hint(err, "Send an integer, 1 or more.");
}

bool
uws_get_list(const UwsCall *uws, SkyError *err)
{
	ServiceCall *call = uws->call;
	JobFilter filter = {.service = uws->service->name};
	JobRecord *jobs;
	bool limited;
	int count;

	if (!read_filter(&call->params, &filter, err))
		return false;
	limited = filter.last > 0;
	if (!limited)
		filter.last = LIST_MAX + 1;
	count = job_list(&filter, &jobs);
	if (!limited && count > LIST_MAX)
	{
		const char *query = call->request.query;

		service_redirect(call,
						 arena_printf(call->arena,
									  "%s?%s%sLAST=%d",
									  uws->list_path,
									  query,
									  query[0] != '\0' ? "&" : "",
									  LIST_MAX));
		return true;
	}
	if (uws->html)
		uws_list_page(uws, jobs, count);
	else
	{
		put_xml_headers(call);
		uws_put_jobs(&call->body, jobs, count, uws->list_url);
	}
	return true;
}

/* How long this client is to wait for a change [s] (UWS 1.1, section 2.2.1.2). */
static bool
read_wait(const UwsCall *uws, long *seconds, SkyError *err)
{
	const HttpParams *params = &uws->call->params;
	const char *wait;
	const char *phase;
	char *end;

	*seconds = 0;
	if (!http_params_single(params, "WAIT", &wait, err) ||
		!http_params_single(params, "PHASE", &phase, err))
		return false;
	if (wait == NULL)
		return true;
	*seconds = strtol(wait, &end, 10);
	if (wait[0] == '\0' || *end != '\0' || *seconds < -1)
	{
		sky_error(
			err, SKY_E_BAD_VALUE, -1, "WAIT \"%.40s\" is not a number of seconds", wait);
		return sky_error_hint(err,
							  "Send an integer; -1 waits as long as the service does.");
	}
	if (*seconds == -1 || *seconds > pgsky_job_wait)
		*seconds = pgsky_job_wait;
	if (!job_phase_is_active(uws->job->phase) ||
		(phase != NULL && pg_strcasecmp(phase, job_phase_name(uws->job->phase)) != 0))
		*seconds = 0;
	return true;
}

/*
 * Ask the HTTP program to hold this answer back until the phase changes.  When it asks
 * again it says how long the client has waited, and for a change of which phase.
 */
static void
park(const UwsCall *uws, long seconds)
{
	ServiceCall *call = uws->call;
	const char *phase = job_phase_name(uws->job->phase);
	const char *parked = request_header(&call->request, call->arena, "sky-parked");
	char *since = NULL;
	long waited = parked != NULL ? strtol(parked, &since, 10) : 0; /* [ms] */

	if (parked != NULL && strcmp(since, arena_printf(call->arena, " %s", phase)) != 0)
		return;
	if (waited < seconds * 1000)
		service_header(call,
					   "Sky-Park",
					   arena_printf(call->arena,
									"%ld %s %s",
									seconds * 1000 - waited,
									job_wake_key(uws->job->id),
									phase));
}

static const UwsProgress *
progress_of(Arena *arena, const JobRecord *job)
{
	JobProgress progress;
	UwsProgress *result;

	if (job->phase != JOB_EXECUTING || !job_progress(job->id, &progress))
		return NULL;
	result = arena_alloc(arena, sizeof(UwsProgress));
	*result = uws_progress(progress.rows, progress.expected, job->elapsed);
	return result;
}

bool
uws_get_job(const UwsCall *uws, SkyError *err)
{
	ServiceCall *call = uws->call;
	const UwsProgress *progress = progress_of(call->arena, uws->job);
	long seconds;

	if (!read_wait(uws, &seconds, err))
		return false;
	if (seconds > 0 && strcmp(call->request.method, "GET") == 0)
		park(uws, seconds);
	if (uws->html)
		uws_job_page(uws, progress);
	else
	{
		put_xml_headers(call);
		uws_put_job(&call->body, uws->job, uws->list_url, progress);
	}
	return true;
}

/* An atomic part: plain text, without a newline, as in the job's document. */
static bool
get_text(const UwsCall *uws, const char *text)
{
	service_header(uws->call, "Content-Type", "text/plain; charset=utf-8");
	service_header(uws->call, "Cache-Control", "no-cache");
	sink_puts(&uws->call->body, text != NULL ? text : "");
	return true;
}

static bool
get_phase(const UwsCall *uws, SkyError *err)
{
	return get_text(uws, job_phase_name(uws->job->phase));
}

static bool
get_quote(const UwsCall *uws, SkyError *err)
{
	return get_text(uws, uws->job->quote);
}

static bool
get_duration(const UwsCall *uws, SkyError *err)
{
	return get_text(uws,
					arena_printf(uws->call->arena, INT64_FORMAT, uws->job->duration));
}

static bool
get_destruction(const UwsCall *uws, SkyError *err)
{
	return get_text(uws, uws->job->destruction);
}

static bool
get_owner(const UwsCall *uws, SkyError *err)
{
	return get_text(uws, uws->job->owner);
}

/* All parameters, or the value of one. */
static bool
get_parameters(const UwsCall *uws, SkyError *err)
{
	if (uws->name[0] == '\0')
	{
		put_xml_headers(uws->call);
		uws_put_parameters(&uws->call->body, uws->job, uws->list_url);
		return true;
	}
	for (int i = 0; i < uws->job->nuploads; i++)
	{
		if (pg_strcasecmp(uws->job->uploads[i].id, uws->name) == 0)
			return uws_get_file(uws, &uws->job->uploads[i], "sky.upload", err);
	}
	for (int i = 0; i < uws->job->nparameters; i++)
	{
		if (pg_strcasecmp(uws->job->parameters[i].name, uws->name) == 0)
			return get_text(uws, uws->job->parameters[i].value);
	}
	return not_found(uws, err);
}

/* Why there are no results, as the error document of the format that was asked for. */
static bool
get_error(const UwsCall *uws, SkyError *err)
{
	const Service service = {.errors = uws->service->errors};

	if (uws->job->message == NULL || uws->job->phase == JOB_HELD)
	{
		sky_error(err, SKY_E_NOT_FOUND, -1, "job %s has no error", uws->job->id);
		return sky_error_hint(err, "Its phase is %s.", job_phase_name(uws->job->phase));
	}
	uws->call->params = job_params(uws->job, uws->call->arena);
	error_answer(uws->call, &service, 200, uws->job->message);
	return true;
}

/* In the words of the error documents. */
const char *
uws_explain_error(const char *sqlstate, const char *message, const char *hint)
{
	const SqlErrorRule *rule = sql_error_rule(sqlstate);
	const char *text = rule->keep ? message : rule->message;

	if (!rule->keep)
		hint = rule->hint;
	if (text == NULL || text[0] == '\0')
		text = "the service failed";
	return hint != NULL ? psprintf("%s\nHint: %s", text, hint) : pstrdup(text);
}
