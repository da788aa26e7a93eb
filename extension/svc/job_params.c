/*
 * job_params.c
 *		Between the parameters of requests and those of jobs.
 */
#include "svc/job_params.h"

#include <string.h>
#include <strings.h>

/* About the job, not for what it runs (UWS 1.1, section 2.2.3). */
static const char *const control_names[] = {
	"ACTION", "DESTRUCTION", "EXECUTIONDURATION", "PHASE", "RUNID", "WAIT"};

HttpParams
job_params(const JobRecord *job, Arena *arena)
{
	HttpParams params = {.arena = arena};
	size_t room = (size_t) job->nparameters + 1;

	params.items = arena_alloc(arena, room * sizeof(HttpParam));
	for (int i = 0; i < job->nparameters; i++)
	{
		const JobParameter *parameter = &job->parameters[i];

		params.items[params.count++] = (HttpParam){.name = parameter->name,
												   .value = parameter->value,
												   .length = strlen(parameter->value)};
	}
	if (job->run_id != NULL)
		params.items[params.count++] = (HttpParam){
			.name = "RUNID", .value = job->run_id, .length = strlen(job->run_id)};
	params.room = (int) room;
	return params;
}

/* Is it for what the job runs? */
static bool
is_for_job(const HttpParam *param)
{
	for (size_t i = 0; i < sizeof(control_names) / sizeof(control_names[0]); i++)
	{
		if (strcasecmp(param->name, control_names[i]) == 0)
			return false;
	}
	return param->file_name == NULL;
}

/* Does what is sent take the place of a parameter? */
static bool
is_replaced(const HttpParams *sent, const char *name)
{
	return strcasecmp(name, "UPLOAD") != 0 && http_params_has(sent, name);
}

bool
job_params_merge(const JobRecord *job,
				 const HttpParams *sent,
				 size_t limit,
				 JobParameter **parameters,
				 int *count,
				 SkyError *err)
{
	int had = job != NULL ? job->nparameters : 0;
	size_t room = (size_t) had + (size_t) sent->count + 1;
	size_t bytes = 0;

	*parameters = arena_alloc(sent->arena, room * sizeof(JobParameter));
	*count = 0;
	for (int i = 0; i < had; i++)
	{
		if (!is_replaced(sent, job->parameters[i].name))
			(*parameters)[(*count)++] = job->parameters[i];
	}
	for (int i = 0; i < sent->count; i++)
	{
		const HttpParam *param = &sent->items[i];

		if (is_for_job(param))
			(*parameters)[(*count)++] =
				(JobParameter){.name = param->name, .value = param->value};
	}
	for (int i = 0; i < *count; i++)
		bytes += strlen((*parameters)[i].name) + strlen((*parameters)[i].value);
	if (bytes <= limit)
		return true;
	sky_error(err, SKY_E_TOO_LARGE, -1, "the parameters of the job are too long");
	return sky_error_hint(err, "Together they may have %zu bytes.", limit);
}
