/*
 * tap_job_pg.c
 *		Jobs of TAP: the query of /tap/sync, its answer into the store (TAP 1.1, section
 *		2.2).
 *
 * Parameters are checked only now, when the job runs: their faults are errors of the job.
 */
#include "postgres.h"

#include "svc/tap_job_pg.h"

#include "base/arena_pg.h"
#include "base/guc_pg.h"
#include "base/report_pg.h"
#include "job/job_pg.h"
#include "svc/enter_pg.h"
#include "svc/job_copy_pg.h"
#include "svc/job_params.h"
#include "svc/query_answer_pg.h"
#include "svc/service_table_pg.h"
#include "svc/tap_query_pg.h"
#include "svc/uws_pg.h"

#define JOB_MEMORY_MAX ((size_t) 512 * 1024 * 1024) /* [bytes] */

static void
run_tap(JobRun *run)
{
	Arena *arena = palloc0(sizeof(Arena));
	SkyError err = {0};
	HttpParams params;
	TapQuery query = {0};
	JobFile *result;

	client_enter_job(run->job);
	arena_init_context(arena, CurrentMemoryContext, JOB_MEMORY_MAX);
	params = job_params(run->job, arena);
	for (int i = 0; i < run->job->nuploads; i++)
	{
		const JobFile *upload = &run->job->uploads[i];

		job_params_add_upload(&params, upload, job_upload_bytes(upload));
	}
	if (!tap_query_read(&params, &query, &err))
	{
		if (query.fault_text != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg_internal("%s", query.fault_text)));
		sky_report(&err, NULL);
	}
	result = job_run_result(
		run,
		&(JobResult){.id = "result",
					 .mime_type = query.format.content_type,
					 .file_name = arena_printf(
						 arena, "result.%s", query.format.format->file_extension)});
	result->rows = job_copy(run, query_statement(&query.copy));
}

bool
tap_async(ServiceCall *call, SkyError *err)
{
	static const UwsService tap = {
		.name = "tap",
		.path = "/tap/async",
		.errors = ERRORS_VOTABLE,
		.form =
			"<p><label for=\"query\">A new job in ADQL:</label></p>\n"
			"<textarea id=\"query\" name=\"QUERY\" rows=\"6\" cols=\"80\"></textarea>\n"
			"<input type=\"hidden\" name=\"LANG\" value=\"ADQL\"/>\n",
	};

	return uws_serve(call, &tap, err);
}

void
tap_job_init(void)
{
	static const JobService tap = {
		.name = "tap", .run = run_tap, .explain = uws_explain_error};

	job_add_service(&tap);
}
