/*
 * soda_job_pg.c
 *		/soda/async: cutouts as jobs, each a result of its own (SODA 1.0, section 6).
 *
 * What meets nothing is a result, too: a text that says so.
 */
#include "postgres.h"

#include "svc/soda_job_pg.h"

#include "miscadmin.h"

#include "base/arena_pg.h"
#include "base/report_pg.h"
#include "job/job_pg.h"
#include "job/store_pg.h"
#include "svc/enter_pg.h"
#include "svc/error_answer.h"
#include "svc/job_copy_pg.h"
#include "svc/job_params.h"
#include "svc/rows_pg.h"
#include "svc/service_table_pg.h"
#include "svc/soda_request_pg.h"
#include "svc/sql_error.h"
#include "svc/uws_pg.h"

#define JOB_MEMORY_MAX ((size_t) 512 * 1024 * 1024) /* [bytes] */
#define FILE_MAX	   "4194304" /* [bytes] of a cutout that comes with its plan */

static void
begin_result(JobRun *run, int number, const char *mime_type, const char *extension)
{
	const char *id = psprintf("cutout-%d", number);

	job_run_result(run,
				   &(JobResult){.id = id,
								.mime_type = mime_type,
								.file_name = psprintf("%s.%s", id, extension)});
}

static void
put_nothing(JobRun *run, int number, const SodaCutout *cutout)
{
	const char *text =
		psprintf("Error: the product has nothing of this: %s\n", cutout->said);

	begin_result(run, number, "text/plain; charset=utf-8", "txt");
	store_write(run->file, text, strlen(text));
}

/* One cutout; number: from 1. */
static void
put_cutout(JobRun *run, int number, const SodaCutout *cutout)
{
	Rows rows;
	RowText file;
	bool is_empty;
	bool is_whole;
	const char *arguments = soda_cutout_arguments(cutout, 0);

	rows_begin();
	rows = rows_read(
		psprintf("SELECT size::text, file FROM sky.cutout_within(%s, most => " FILE_MAX
				 ")",
				 arguments),
		NULL,
		1);
	file = row_text(&rows, 0, 2);
	is_empty = row_text(&rows, 0, 1).bytes == NULL;
	is_whole = file.bytes != NULL;
	if (is_empty)
		put_nothing(run, number, cutout);
	else
		begin_result(run, number, "application/fits", "fits");
	if (is_whole)
		store_write(run->file, file.bytes, file.length);
	rows_end();
	if (!is_empty && !is_whole)
		job_copy(run,
				 psprintf("COPY (SELECT sky.cutout_pieces(%s)) TO STDOUT (FORMAT raw)",
						  arguments));
}

static void
run_soda(JobRun *run)
{
	Arena *arena = palloc0(sizeof(Arena));
	SkyError err = {0};
	HttpParams params;
	const SodaRequest *request;

	client_enter_job(run->job);
	arena_init_context(arena, CurrentMemoryContext, JOB_MEMORY_MAX);
	params = job_params(run->job, arena);
	request = soda_request_read(&params, &err);
	if (request == NULL)
		sky_report(&err, NULL);
	for (int i = 0; i < soda_request_count(request); i++)
	{
		SodaCutout cutout = soda_request_cutout(request, i);

		CHECK_FOR_INTERRUPTS();
		put_cutout(run, i + 1, &cutout);
	}
}

static const char *
explain_error(const char *sqlstate, const char *message, const char *hint)
{
	const char *text = uws_explain_error(sqlstate, message, hint);

	return psprintf(
		"%s%s", soda_error_label(sql_error_rule(sqlstate)->status, text), text);
}

bool
soda_async(ServiceCall *call, SkyError *err)
{
	static const UwsService soda = {
		.name = "soda",
		.path = "/soda/async",
		.errors = ERRORS_LABELLED,
		.form =
			"<p>New cutouts:</p>\n"
			"<p><label>of ID <input name=\"ID\" size=\"60\" required=\"required\"/></label></p>\n"
			"<p><label>within POS <input name=\"POS\" size=\"40\" required=\"required\""
			" placeholder=\"CIRCLE 50.67 -37.2 0.05\"/></label></p>\n",
	};

	return uws_serve(call, &soda, err);
}

void
soda_job_init(void)
{
	static const JobService soda = {
		.name = "soda", .run = run_soda, .explain = explain_error};

	job_add_service(&soda);
}
