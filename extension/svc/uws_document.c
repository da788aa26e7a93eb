/*
 * uws_document.c
 *		The XML documents of UWS 1.1, appendix B.
 */
#include "svc/uws_document.h"

#include <inttypes.h>

#include "svc/http_params.h"
#include "writer/xml_escape.h"

#define NAMESPACES                                                                       \
	" xmlns:uws=\"http://www.ivoa.net/xml/UWS/v1.0\""                                    \
	" xmlns:xlink=\"http://www.w3.org/1999/xlink\""                                      \
	" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static void put_text(Sink *sink, const char *tag, const char *text);
static void put_nillable(Sink *sink, const char *tag, const char *text);
static void put_parameters(Sink *sink,
						   const JobRecord *job,
						   const char *list_url,
						   const char *attributes);
static void put_results(Sink *sink,
						const JobRecord *job,
						const char *list_url,
						const char *attributes);
static void put_info(Sink *sink, const JobRecord *job, const UwsProgress *progress);

UwsProgress
uws_progress(int64_t rows, int64_t expected, double elapsed)
{
	UwsProgress progress = {.rows = rows, .percent = -1, .remaining = -1};

	if (expected <= 0 || rows < 0)
		return progress;
	/* More rows than expected: nothing is known of the rest. */
	if (rows >= expected)
		progress.percent = 99;
	else
		progress.percent = 100.0 * (double) rows / (double) expected;
	if (rows > 0 && rows < expected)
		progress.remaining = elapsed * (double) (expected - rows) / (double) rows;
	return progress;
}

void
uws_put_job(Sink *sink,
			const JobRecord *job,
			const char *list_url,
			const UwsProgress *progress)
{
	sink_puts(sink, XML_HEAD "<uws:job" NAMESPACES " version=\"1.1\">\n");
	put_text(sink, "jobId", job->id);
	if (job->run_id != NULL)
		put_text(sink, "runId", job->run_id);
	put_nillable(sink, "ownerId", job->owner);
	put_text(sink, "phase", job_phase_name(job->phase));
	put_nillable(sink, "quote", job->quote);
	put_text(sink, "creationTime", job->creation_time);
	put_nillable(sink, "startTime", job->start_time);
	put_nillable(sink, "endTime", job->end_time);
	sink_printf(sink,
				"<uws:executionDuration>%" PRId64 "</uws:executionDuration>\n",
				job->duration);
	put_nillable(sink, "destruction", job->destruction);
	put_parameters(sink, job, list_url, "");
	put_results(sink, job, list_url, "");
	if (job->message != NULL && job->phase != JOB_HELD)
	{
		sink_puts(sink, "<uws:errorSummary type=\"fatal\" hasDetail=\"true\">\n");
		put_text(sink, "message", job->message);
		sink_puts(sink, "</uws:errorSummary>\n");
	}
	put_info(sink, job, progress);
	sink_puts(sink, "</uws:job>\n");
}

void
uws_put_jobs(Sink *sink, const JobRecord *jobs, int count, const char *list_url)
{
	sink_puts(sink, XML_HEAD "<uws:jobs" NAMESPACES " version=\"1.1\">\n");
	for (int i = 0; i < count; i++)
	{
		sink_printf(sink, "<uws:jobref id=\"%s\" xlink:href=\"", jobs[i].id);
		xml_put_value(sink, list_url, strlen(list_url));
		sink_printf(sink, "/%s\">\n", jobs[i].id);
		put_text(sink, "phase", job_phase_name(jobs[i].phase));
		if (jobs[i].run_id != NULL)
			put_text(sink, "runId", jobs[i].run_id);
		put_nillable(sink, "ownerId", jobs[i].owner);
		put_text(sink, "creationTime", jobs[i].creation_time);
		sink_puts(sink, "</uws:jobref>\n");
	}
	sink_puts(sink, "</uws:jobs>\n");
}

void
uws_put_parameters(Sink *sink, const JobRecord *job, const char *list_url)
{
	sink_puts(sink, XML_HEAD);
	put_parameters(sink, job, list_url, NAMESPACES);
}

void
uws_put_results(Sink *sink, const JobRecord *job, const char *list_url)
{
	sink_puts(sink, XML_HEAD);
	put_results(sink, job, list_url, NAMESPACES);
}

static void
put_text(Sink *sink, const char *tag, const char *text)
{
	sink_printf(sink, "<uws:%s>", tag);
	xml_put_text(sink, text, strlen(text));
	sink_printf(sink, "</uws:%s>\n", tag);
}

/* An element that says so where there is nothing: an empty one would be no valid time. */
static void
put_nillable(Sink *sink, const char *tag, const char *text)
{
	if (text == NULL)
		sink_printf(sink, "<uws:%s xsi:nil=\"true\"/>\n", tag);
	else
		put_text(sink, tag, text);
}

/* Where the bytes of an upload are (UWS 1.1, section 2.2.3.1.1). */
static void
put_upload(Sink *sink, const JobRecord *job, const JobFile *upload, const char *list_url)
{
	sink_puts(sink, "<uws:parameter id=\"");
	xml_put_value(sink, upload->id, strlen(upload->id));
	sink_puts(sink, "\" byReference=\"true\">");
	xml_put_text(sink, list_url, strlen(list_url));
	sink_printf(sink, "/%s/parameters/", job->id);
	http_encode(sink, upload->id);
	sink_puts(sink, "</uws:parameter>\n");
}

static void
put_parameters(Sink *sink,
			   const JobRecord *job,
			   const char *list_url,
			   const char *attributes)
{
	sink_printf(sink, "<uws:parameters%s>\n", attributes);
	for (int i = 0; i < job->nparameters; i++)
	{
		const JobParameter *parameter = &job->parameters[i];

		sink_puts(sink, "<uws:parameter id=\"");
		xml_put_value(sink, parameter->name, strlen(parameter->name));
		sink_puts(sink, "\">");
		xml_put_text(sink, parameter->value, strlen(parameter->value));
		sink_puts(sink, "</uws:parameter>\n");
	}
	for (int i = 0; i < job->nuploads; i++)
		put_upload(sink, job, &job->uploads[i], list_url);
	sink_puts(sink, "</uws:parameters>\n");
}

static void
put_results(Sink *sink,
			const JobRecord *job,
			const char *list_url,
			const char *attributes)
{
	sink_printf(sink, "<uws:results%s>\n", attributes);
	for (int i = 0; i < job->nresults; i++)
	{
		const JobFile *result = &job->results[i];

		sink_printf(sink,
					"<uws:result id=\"%s\" xlink:type=\"simple\" xlink:href=\"",
					result->id);
		xml_put_value(sink, list_url, strlen(list_url));
		sink_printf(sink,
					"/%s/results/%s\" size=\"%" PRId64 "\"",
					job->id,
					result->id,
					result->size);
		xml_put_attribute(sink, "mime-type", result->mime_type);
		sink_puts(sink, "/>\n");
	}
	sink_puts(sink, "</uws:results>\n");
}

/* What UWS leaves to the service: how far the job is. */
static void
put_info(Sink *sink, const JobRecord *job, const UwsProgress *progress)
{
	if (job->attempt == 0 && job->phase != JOB_HELD)
		return;
	sink_puts(sink, "<uws:jobInfo>\n<progress");
	if (progress != NULL && progress->percent >= 0)
		sink_printf(sink, " percent=\"%.1f\"", progress->percent);
	sink_puts(sink, ">\n");
	if (progress != NULL && progress->rows >= 0)
		sink_printf(sink, "<rows>%" PRId64 "</rows>\n", progress->rows);
	if (job->nresults > 0 && job->results[0].rows >= 0)
		sink_printf(sink, "<rows>%" PRId64 "</rows>\n", job->results[0].rows);
	if (job->start_time != NULL)
		sink_printf(sink, "<elapsed>%.3f</elapsed>\n", job->elapsed);
	if (progress != NULL && progress->remaining >= 0)
		sink_printf(sink, "<remaining>%.3f</remaining>\n", progress->remaining);
	if (job->attempt > 1)
		sink_printf(sink, "<attempt>%d</attempt>\n", job->attempt);
	if (job->phase == JOB_HELD && job->message != NULL)
	{
		sink_puts(sink, "<held>");
		xml_put_text(sink, job->message, strlen(job->message));
		sink_puts(sink, "</held>\n");
	}
	sink_puts(sink, "</progress>\n</uws:jobInfo>\n");
}
