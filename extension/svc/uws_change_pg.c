/*
 * uws_change_pg.c
 *		What changes jobs: POST and DELETE (UWS 1.1, section 2.2.3).
 *
 * Each is answered with the address of what to look at next.
 */
#include "postgres.h"

#include "base/guc_pg.h"
#include "svc/dali.h"
#include "svc/job_params.h"
#include "svc/utc_time.h"
#include "svc/uws_pg.h"

#define PARAMETERS_EXTRA ((size_t) 64 * 1024) /* [bytes] beside the longest query */

static bool read_duration(const HttpParams *params, int64 *seconds, SkyError *err);
static bool read_destruction(const HttpParams *params, const char **time, SkyError *err);

static bool
see_job(const UwsCall *uws, const char *id)
{
	service_redirect(uws->call,
					 arena_printf(uws->call->arena, "%s/%s", uws->list_path, id));
	return true;
}

static size_t
parameters_limit(void)
{
	return (size_t) pgsky_max_query_length * 1024 + PARAMETERS_EXTRA;
}

/* PHASE, which may be RUN and, where there is something to abort, ABORT. */
static bool
read_action(const HttpParams *params, bool abortable, const char **action, SkyError *err)
{
	if (!http_params_single(params, "PHASE", action, err))
		return false;
	if (*action == NULL || pg_strcasecmp(*action, "RUN") == 0 ||
		(abortable && pg_strcasecmp(*action, "ABORT") == 0))
		return true;
	sky_error(err, SKY_E_BAD_VALUE, -1, "PHASE cannot be set to \"%.40s\"", *action);
	return sky_error_hint(err, "Send PHASE=RUN%s.", abortable ? " or PHASE=ABORT" : "");
}

/* Create a job. */
bool
uws_post_list(const UwsCall *uws, SkyError *err)
{
	const HttpParams *params = &uws->call->params;
	const char *remote =
		request_header(&uws->call->request, uws->call->arena, "sky-remote");
	JobRequest request = {
		.service = uws->service->name,
		.share = arena_printf(
			uws->call->arena, "anonymous at %s", remote != NULL ? remote : "home"),
		.duration = -1,
	};
	const char *action;

	if (!read_action(params, false, &action, err) ||
		!dali_run_id(params, &request.run_id, err) ||
		!read_destruction(params, &request.destruction, err) ||
		!read_duration(params, &request.duration, err) ||
		!job_params_merge(NULL, params, parameters_limit(), &request.input, err))
		return false;
	request.run = action != NULL;
	return see_job(uws, job_create(&request));
}

bool
uws_post_phase(const UwsCall *uws, SkyError *err)
{
	const char *action;

	if (!read_action(&uws->call->params, true, &action, err))
		return false;
	if (action == NULL)
	{
		sky_error(err, SKY_E_BAD_VALUE, -1, "parameter PHASE is missing");
		return sky_error_hint(err, "Send PHASE=RUN or PHASE=ABORT.");
	}
	if (pg_strcasecmp(action, "RUN") == 0)
		job_run(uws->job);
	else
		job_abort(uws->job);
	return see_job(uws, uws->job->id);
}

bool
uws_delete_job(const UwsCall *uws, SkyError *err)
{
	job_delete(uws->job);
	service_redirect(uws->call, uws->list_path);
	return true;
}

/* For clients that cannot send DELETE. */
bool
uws_post_job(const UwsCall *uws, SkyError *err)
{
	const char *action;

	if (!http_params_single(&uws->call->params, "ACTION", &action, err))
		return false;
	if (action != NULL && pg_strcasecmp(action, "DELETE") == 0)
		return uws_delete_job(uws, err);
	sky_error(err, SKY_E_BAD_VALUE, -1, "a job takes no such POST");
	return sky_error_hint(
		err, "Send ACTION=DELETE, or post to the job's phase or parameters.");
}

/* DESTRUCTION as a time, NULL where it was not sent. */
static bool
read_destruction(const HttpParams *params, const char **time, SkyError *err)
{
	if (!http_params_single(params, "DESTRUCTION", time, err))
		return false;
	if (*time != NULL)
		*time = utc_time_read(params->arena, *time, "DESTRUCTION", err);
	return err->code == SKY_OK;
}

/* EXECUTIONDURATION, which is left as it was where it was not sent. */
static bool
read_duration(const HttpParams *params, int64 *seconds, SkyError *err)
{
	const char *text;

	if (!http_params_single(params, "EXECUTIONDURATION", &text, err))
		return false;
	if (text == NULL)
		return true;
	if (text[0] == '\0' || strlen(text) > 18 || text[strspn(text, "0123456789")] != '\0')
	{
		sky_error(err,
				  SKY_E_BAD_VALUE,
				  -1,
				  "EXECUTIONDURATION \"%.40s\" is not a number of seconds",
				  text);
		return sky_error_hint(err,
							  "Send an integer; 0 asks for the longest run there is.");
	}
	*seconds = strtol(text, NULL, 10);
	return true;
}

static bool
missing(const char *name, SkyError *err)
{
	return sky_error(err, SKY_E_BAD_VALUE, -1, "parameter %s is missing", name);
}

bool
uws_post_destruction(const UwsCall *uws, SkyError *err)
{
	const char *time;

	if (!read_destruction(&uws->call->params, &time, err))
		return false;
	if (time == NULL)
		return missing("DESTRUCTION", err);
	job_set_destruction(uws->job, time);
	return see_job(uws, uws->job->id);
}

bool
uws_post_duration(const UwsCall *uws, SkyError *err)
{
	int64 seconds = -1;

	if (!read_duration(&uws->call->params, &seconds, err))
		return false;
	if (seconds < 0)
		return missing("EXECUTIONDURATION", err);
	job_set_duration(uws->job, seconds);
	return see_job(uws, uws->job->id);
}

bool
uws_post_parameters(const UwsCall *uws, SkyError *err)
{
	const HttpParams *params = &uws->call->params;
	const char *run_id;
	JobInput input;

	if (!dali_run_id(params, &run_id, err) ||
		!job_params_merge(uws->job, params, parameters_limit(), &input, err))
		return false;
	if (run_id != NULL)
		job_set_run_id(uws->job, run_id);
	job_set_input(uws->job, &input);
	return see_job(uws, uws->job->id);
}
