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
	size_t room = (size_t) job->nparameters + (size_t) job->nuploads + 1;

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

void
job_params_add_upload(HttpParams *params, const JobFile *upload, const char *bytes)
{
	params->items[params->count++] = (HttpParam){.name = upload->id,
												 .value = bytes,
												 .length = (size_t) upload->size,
												 .file_name = upload->file_name};
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

/* Does one of the items "table,param:name" of an UPLOAD ask for that name? */
static bool
asks_for(const char *upload, const char *name)
{
	size_t length = strlen(name);

	for (const char *item = upload; item[0] != '\0'; item += item[0] == ';')
	{
		const char *end = item + strcspn(item, ";");
		const char *comma = memchr(item, ',', (size_t) (end - item));

		if (comma != NULL && strncasecmp(comma + 1, "param:", 6) == 0 &&
			(size_t) (end - comma - 7) == length &&
			strncasecmp(comma + 7, name, length) == 0)
			return true;
		item = end;
	}
	return false;
}

static bool
is_asked_for(const JobInput *input, const char *name)
{
	for (int i = 0; i < input->nparameters; i++)
	{
		const JobParameter *parameter = &input->parameters[i];

		if (strcasecmp(parameter->name, "UPLOAD") == 0 &&
			asks_for(parameter->value, name))
			return true;
	}
	return false;
}

/* The files that are wanted. */
static bool
take_contents(const HttpParams *sent, JobInput *input, SkyError *err)
{
	input->contents =
		arena_alloc(sent->arena, ((size_t) sent->count + 1) * sizeof(JobContent));
	for (int i = 0; i < sent->count; i++)
	{
		const HttpParam *param = &sent->items[i];

		if (param->file_name == NULL || !is_asked_for(input, param->name))
			continue;
		for (int j = 0; j < input->ncontents; j++)
		{
			if (strcasecmp(input->contents[j].name, param->name) == 0)
				return sky_error(
					err, SKY_E_BAD_VALUE, -1, "two files are named \"%s\"", param->name);
		}
		input->contents[input->ncontents++] = (JobContent){
			.name = param->name, .bytes = param->value, .length = param->length};
	}
	return true;
}

/* The parameters that stay, and those that are new. */
static void
take_parameters(const JobRecord *job, const HttpParams *sent, JobInput *input)
{
	int had = job != NULL ? job->nparameters : 0;
	size_t room = (size_t) had + (size_t) sent->count + 1;

	input->parameters = arena_alloc(sent->arena, room * sizeof(JobParameter));
	for (int i = 0; i < had; i++)
	{
		if (!is_replaced(sent, job->parameters[i].name))
			input->parameters[input->nparameters++] = job->parameters[i];
	}
	for (int i = 0; i < sent->count; i++)
	{
		const HttpParam *param = &sent->items[i];

		if (is_for_job(param))
			input->parameters[input->nparameters++] =
				(JobParameter){.name = param->name, .value = param->value};
	}
}

bool
job_params_merge(const JobRecord *job,
				 const HttpParams *sent,
				 size_t limit,
				 JobInput *input,
				 SkyError *err)
{
	size_t bytes = 0;

	*input = (JobInput){0};
	take_parameters(job, sent, input);
	for (int i = 0; i < input->nparameters; i++)
		bytes += strlen(input->parameters[i].name) + strlen(input->parameters[i].value);
	if (bytes <= limit)
		return take_contents(sent, input, err);
	sky_error(err, SKY_E_TOO_LARGE, -1, "the parameters of the job are too long");
	return sky_error_hint(err, "Together they may have %zu bytes.", limit);
}
