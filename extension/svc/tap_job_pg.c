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
#include "job/store_pg.h"
#include "svc/enter_pg.h"
#include "svc/job_params.h"
#include "svc/sql_error.h"
#include "svc/tap_query_pg.h"
#include "writer/copy_pg.h"

#define JOB_MEMORY_MAX ((size_t) 512 * 1024 * 1024) /* [bytes] */

static void
send_to_store(OutputSink *output, char *bytes, size_t size)
{
	store_write(output->state, bytes, size);
}

static void
run_tap(JobRun *run)
{
	static const OutputTarget store = {.send = send_to_store};
	Arena *arena = palloc0(sizeof(Arena));
	SkyError err = {0};
	HttpParams params;
	TapQuery query = {0};

	client_enter(run->job->role, false, pgsky_job_temp_space);
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
	run->result.id = "result";
	run->result.mime_type = query.format.content_type;
	run->result.file_name =
		arena_printf(arena, "result.%s", query.format.format->file_extension);
	run->result.rows =
		(int64) writer_copy_into(query.statement, output_sink_create(&store, run->file));
}

/* The words of the error documents. */
static const char *
explain_error(const char *sqlstate, const char *message, const char *hint)
{
	const SqlErrorRule *rule = sql_error_rule(sqlstate);
	const char *text = rule->keep ? message : rule->message;

	if (!rule->keep)
		hint = rule->hint;
	if (text == NULL || text[0] == '\0')
		text = "the service failed";
	return hint != NULL ? psprintf("%s\nHint: %s", text, hint) : pstrdup(text);
}

void
tap_job_init(void)
{
	static const JobService tap = {
		.name = "tap", .run = run_tap, .explain = explain_error};

	job_add_service(&tap);
}
