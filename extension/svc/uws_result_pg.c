/*
 * uws_result_pg.c
 *		Files of jobs: whole, in parts, or not at all when the client has them already.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "svc/enter_pg.h"
#include "svc/file_answer.h"
#include "svc/uws_pg.h"

static const JobFile *find_result(const JobRecord *job, const char *id);
static void put_file(const UwsCall *uws, const JobFile *file, const char *function);

bool
uws_get_results(const UwsCall *uws, SkyError *err)
{
	ServiceCall *call = uws->call;
	const JobFile *result;

	if (uws->name[0] == '\0')
	{
		service_header(call, "Content-Type", "text/xml; charset=utf-8");
		service_header(call, "Cache-Control", "no-cache");
		uws_put_results(&call->body, uws->job, uws->list_url);
		return true;
	}
	result = find_result(uws->job, uws->name);
	if (result == NULL)
	{
		sky_error(err,
				  SKY_E_NOT_FOUND,
				  -1,
				  "job %s has no result \"%.40s\"",
				  uws->job->id,
				  uws->name);
		return sky_error_hint(err, "Its phase is %s.", job_phase_name(uws->job->phase));
	}
	return uws_get_file(uws, result, "sky.result", err);
}

bool
uws_get_file(const UwsCall *uws, const JobFile *file, const char *function, SkyError *err)
{
	if (job_file_is_stored(file))
	{
		put_file(uws, file, function);
		return true;
	}
	sky_error(err,
			  SKY_E_NOT_FOUND,
			  -1,
			  "the file \"%.40s\" of job %s is lost",
			  file->id,
			  uws->job->id);
	return sky_error_hint(err, "Run the query again.");
}

static const JobFile *
find_result(const JobRecord *job, const char *id)
{
	for (int i = 0; i < job->nresults; i++)
	{
		if (strcmp(job->results[i].id, id) == 0)
			return &job->results[i];
	}
	return NULL;
}

static void
put_file(const UwsCall *uws, const JobFile *file, const char *function)
{
	ServiceCall *call = uws->call;
	ServedFile served = {
		.etag = arena_printf(call->arena, "\"%s\"", file->sha256),
		.modified = -1,
		.size = file->size,
		.content_type = file->mime_type,
		.name = file->file_name,
	};
	HttpRange range;

	if (!file_answer(call, &served, &range))
		return;
	client_take_time();
	call->stream = arena_printf(call->arena,
								"COPY (SELECT %s('%s', %s, " INT64_FORMAT
								", " INT64_FORMAT ")) TO STDOUT (FORMAT raw)",
								function,
								uws->job->id,
								quote_literal_cstr(file->id),
								range.first,
								range.length);
}
