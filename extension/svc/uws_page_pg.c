/*
 * uws_page_pg.c
 *		Jobs for people with a browser, at the same addresses as for programs.
 */
#include "postgres.h"

#include <math.h>

#include "svc/page_pg.h"
#include "svc/uws_pg.h"
#include "writer/xml_escape.h"

#define REFRESH_S	"2"
#define QUERY_SHOWN 100000 /* [bytes] of a parameter */

static void put_state(const UwsCall *uws, const UwsProgress *progress);
static void put_results(const UwsCall *uws);
static void put_parameters(const UwsCall *uws);
static void put_buttons(const UwsCall *uws);
static void put_button(
	Sink *sink, const char *path, const char *name, const char *value, const char *label);

void
uws_job_page(const UwsCall *uws, const UwsProgress *progress)
{
	ServiceCall *call = uws->call;
	const JobRecord *job = uws->job;

	/* A page that changes by itself looks again. */
	if (job->phase == JOB_QUEUED || job->phase == JOB_EXECUTING)
		service_header(call, "Refresh", REFRESH_S);
	page_begin(call,
			   arena_printf(call->arena,
							"Job %s: %s",
							job->run_id != NULL ? job->run_id : job->id,
							job_phase_name(job->phase)),
			   "");
	service_header(call, "Cache-Control", "no-cache");
	if (job->message != NULL)
	{
		sink_puts(&call->body, "<pre>");
		xml_put_text(&call->body, job->message, strlen(job->message));
		sink_puts(&call->body, "</pre>\n");
	}
	put_results(uws);
	put_state(uws, progress);
	put_buttons(uws);
	put_parameters(uws);
	sink_printf(&call->body,
				"<p><a href=\"%s\">Your jobs</a>, <a href=\"/\">this archive</a></p>\n",
				uws->list_path);
	page_end(call);
}

/* A duration [s] as people say it. */
static const char *
duration_text(Arena *arena, double seconds)
{
	if (seconds < 60)
		return arena_printf(arena, "%.1f s", seconds);
	if (seconds < 3600)
		return arena_printf(
			arena, "%d min %d s", (int) (seconds / 60), (int) fmod(seconds, 60));
	return arena_printf(
		arena, "%d h %d min", (int) (seconds / 3600), (int) (fmod(seconds, 3600) / 60));
}

static void
put_progress(Sink *sink, Arena *arena, const UwsProgress *progress)
{
	if (progress == NULL)
		return;
	page_row(sink, "Rows so far", arena_printf(arena, INT64_FORMAT, progress->rows));
	if (progress->percent >= 0)
		sink_printf(
			sink,
			"<tr><th>Progress</th><td><progress max=\"100\" value=\"%.1f\"></progress>"
			" about %.0f %%</td></tr>\n",
			progress->percent,
			progress->percent);
	if (progress->remaining >= 0)
		page_row(sink, "Remaining", duration_text(arena, progress->remaining));
}

static void
put_state(const UwsCall *uws, const UwsProgress *progress)
{
	const JobRecord *job = uws->job;
	Arena *arena = uws->call->arena;
	Sink *sink = &uws->call->body;

	sink_puts(sink, "<table>\n");
	page_row(sink, "Phase", job_phase_name(job->phase));
	put_progress(sink, arena, progress);
	if (job->start_time != NULL)
		page_row(sink, "Run time", duration_text(arena, job->elapsed));
	page_row(sink, "Job", job->id);
	page_row(
		sink, "Owner", job->owner != NULL ? job->owner : "whoever knows this address");
	page_row(sink, "Created", job->creation_time);
	page_row(sink, "Started", job->start_time);
	page_row(sink, "Ended", job->end_time);
	page_row(sink,
			 "Longest run",
			 job->duration > 0 ? duration_text(arena, (double) job->duration)
							   : "no limit");
	page_row(sink, "Kept until", job->destruction);
	sink_puts(sink, "</table>\n");
}

/* A file to save: path is below the job, and ends with its name in a URL. */
static void
put_file(const UwsCall *uws, const JobFile *file, const char *path, const char *name)
{
	Sink *sink = &uws->call->body;

	sink_printf(sink, "<p><a href=\"%s/%s/%s/", uws->list_path, uws->job->id, path);
	http_encode(sink, file->id);
	sink_puts(sink, "\"><b>");
	xml_put_text(sink, name, strlen(name));
	sink_printf(sink, "</b></a>, %s", page_size(uws->call->arena, file->size));
	if (file->rows >= 0)
		sink_printf(sink, ", " INT64_FORMAT " rows", file->rows);
	sink_puts(sink, "</p>\n");
}

static void
put_results(const UwsCall *uws)
{
	for (int i = 0; i < uws->job->nresults; i++)
		put_file(uws, &uws->job->results[i], "results", uws->job->results[i].file_name);
}

static void
put_parameters(const UwsCall *uws)
{
	Sink *sink = &uws->call->body;
	const JobRecord *job = uws->job;

	if (job->nparameters > 0)
		sink_puts(sink, "<h2>Parameters</h2>\n");
	for (int i = 0; i < job->nparameters; i++)
	{
		const JobParameter *parameter = &job->parameters[i];

		sink_puts(sink, "<h3>");
		xml_put_text(sink, parameter->name, strlen(parameter->name));
		sink_puts(sink, "</h3>\n<pre>");
		xml_put_text(sink, parameter->value, strnlen(parameter->value, QUERY_SHOWN));
		sink_puts(sink, "</pre>\n");
	}
	for (int i = 0; i < job->nuploads; i++)
		put_file(uws, &job->uploads[i], "parameters", job->uploads[i].id);
}

static void
put_button(
	Sink *sink, const char *path, const char *name, const char *value, const char *label)
{
	sink_printf(sink,
				"<form action=\"%s\" method=\"post\" style=\"display:inline\">"
				"<input type=\"hidden\" name=\"%s\" value=\"%s\"/>",
				path,
				name,
				value);
	page_put_csrf(sink);
	sink_printf(sink, "<button type=\"submit\">%s</button></form>\n", label);
}

/* What may be done with the job as it is. */
static void
put_buttons(const UwsCall *uws)
{
	const JobRecord *job = uws->job;
	Sink *sink = &uws->call->body;
	const char *path = arena_printf(uws->call->arena, "%s/%s", uws->list_path, job->id);
	const char *phase = arena_printf(uws->call->arena, "%s/phase", path);

	sink_puts(sink, "<p>");
	if (job_may_move(job->phase, JOB_QUEUED))
		put_button(sink, phase, "PHASE", "RUN", "Run");
	if (job_may_move(job->phase, JOB_ABORTED))
		put_button(sink, phase, "PHASE", "ABORT", "Abort");
	put_button(sink, path, "ACTION", "DELETE", "Delete");
	sink_puts(sink, "</p>\n");
}

void
uws_list_page(const UwsCall *uws, const JobRecord *jobs, int count)
{
	ServiceCall *call = uws->call;
	Sink *sink = &call->body;

	page_begin(call, "Your jobs", "");
	service_header(call, "Cache-Control", "no-cache");
	sink_printf(sink,
				"<form action=\"%s\" method=\"post\">\n%s"
				"<p><label>called <input name=\"RUNID\" size=\"20\"/></label>\n"
				"<input type=\"hidden\" name=\"PHASE\" value=\"RUN\"/>",
				uws->list_path,
				uws->service->form);
	page_put_csrf(sink);
	sink_puts(sink, "<button type=\"submit\">Run</button></p>\n</form>\n");
	if (count == 0)
		sink_puts(sink,
				  "<p>No jobs are listed. Jobs of anonymous users are never listed: "
				  "keep their addresses.</p>\n");
	else
		sink_puts(sink, "<table>\n<tr><th>Job</th><th>Phase</th><th>Created</th></tr>\n");
	for (int i = 0; i < count; i++)
	{
		sink_printf(sink, "<tr><td><a href=\"%s/%s\">", uws->list_path, jobs[i].id);
		if (jobs[i].run_id != NULL)
			xml_put_text(sink, jobs[i].run_id, strlen(jobs[i].run_id));
		else
			sink_puts(sink, jobs[i].id);
		sink_printf(sink,
					"</a></td><td>%s</td><td>%s</td></tr>\n",
					job_phase_name(jobs[i].phase),
					jobs[i].creation_time);
	}
	if (count > 0)
		sink_puts(sink, "</table>\n");
	page_end(call);
}
