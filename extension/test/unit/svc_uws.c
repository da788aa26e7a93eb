/* What the services of jobs read and write: times, ranges, Accept, parameters, XML. */
#include "svc/accept.h"
#include "svc/http_date.h"
#include "svc/http_range.h"
#include "svc/job_params.h"
#include "svc/media_type.h"
#include "svc/utc_time.h"
#include "svc/uws_document.h"
#include "unit/unit.h"

static Arena arena;

static void
test_times(void)
{
	static const struct
	{
		const char *text;
		const char *read; /* NULL: none */
	} cases[] = {
		{"2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z"},
		{"2026-01-02T03:04:05", "2026-01-02T03:04:05Z"},
		{"2026-01-02T03:04Z", "2026-01-02T03:04Z"},
		{"2026-01-02", "2026-01-02T00:00:00Z"},
		{"2026-01-02Z", "2026-01-02T00:00:00Z"},
		{"2024-02-29", "2024-02-29T00:00:00Z"},
		{"2023-02-29", NULL},
		{"1900-02-29", NULL},
		{"2000-02-29", "2000-02-29T00:00:00Z"},
		{"2026-13-01", NULL},
		{"2026-00-01", NULL},
		{"2026-01-32", NULL},
		{"0000-01-01", NULL},
		{"2026-01-02T24:00:00", NULL},
		{"2026-01-02T23:60", NULL},
		{"2026-01-02T23:59:60", NULL},
		{"2026-01-02T03:04:05+01:00", NULL},
		{"2026-01-02T03:04:05.Z", NULL},
		{"2026-01-02T", NULL},
		{"2026-01-02 03:04:05", NULL},
		{"2026-01-02T03:04:05ZZ", NULL},
		{"tomorrow", NULL},
		{"infinity", NULL},
		{"", NULL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		SkyError err = {0};

		is(utc_time_read(&arena, cases[i].text, "AFTER", &err),
		   cases[i].read,
		   cases[i].text);
		ok((err.code == SKY_OK) == (cases[i].read != NULL), "a fault where there is one");
	}
}

static void
test_ranges(void)
{
	static const struct
	{
		const char *text;
		HttpRange range; /* of 100 bytes */
	} cases[] = {
		{NULL, {RANGE_WHOLE, 0, 100}},
		{"bytes=0-9", {RANGE_PART, 0, 10}},
		{"Bytes=90-", {RANGE_PART, 90, 10}},
		{"bytes=90-1000", {RANGE_PART, 90, 10}},
		{"bytes=-10", {RANGE_PART, 90, 10}},
		{"bytes=-1000", {RANGE_PART, 0, 100}},
		{"bytes=99-99", {RANGE_PART, 99, 1}},
		{"bytes=0-99999999999999999999999", {RANGE_PART, 0, 100}},
		{"bytes=100-", {RANGE_OUTSIDE, 100, 0}},
		{"bytes=99999999999999999999-", {RANGE_OUTSIDE, 0, 0}},
		{"bytes=-0", {RANGE_OUTSIDE, 100, 0}},
		{"bytes=9-0", {RANGE_WHOLE, 0, 100}},
		{"bytes=0-1,5-6", {RANGE_WHOLE, 0, 100}},
		{"bytes=", {RANGE_WHOLE, 0, 100}},
		{"bytes=-", {RANGE_WHOLE, 0, 100}},
		{"bytes=a-b", {RANGE_WHOLE, 0, 100}},
		{"lines=0-9", {RANGE_WHOLE, 0, 100}},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		HttpRange range = http_range_read(cases[i].text, 100);

		ok(range.kind == cases[i].range.kind &&
			   (range.kind == RANGE_OUTSIDE || (range.first == cases[i].range.first &&
												range.length == cases[i].range.length)),
		   cases[i].text != NULL ? cases[i].text : "no range");
	}
	ok(http_range_read("bytes=0-", 0).kind == RANGE_OUTSIDE, "nothing has no part");
	ok(http_etag_listed("\"a\", W/\"b\" ,\"c\"", "\"b\""), "a weak tag in a list");
	ok(http_etag_listed("*", "\"b\""), "any tag");
	ok(!http_etag_listed("\"bb\"", "\"b\"") && !http_etag_listed("\"a\"", "\"b\"") &&
		   !http_etag_listed(NULL, "\"b\"") && !http_etag_listed("", "\"b\""),
	   "other tags");
}

static void
test_dates(void)
{
	static const char *const bad[] = {
		NULL,
		"",
		"Sun, 06 Nov 1994 08:49:37",
		"Sun, 06 Nov 1994 08:49:37 CET",
		"Sun, 06 ovD 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 08:49:37 GMT and more",
		"Sunday, 06-Nov-94 08:49:37 GMT",
	};
	char date[HTTP_DATE_SIZE];

	http_date_put(date, 784111777);
	is(date, "Sun, 06 Nov 1994 08:49:37 GMT", "the date of the standard");
	for (int64_t at = 0; at < INT64_C(250000000000); at += INT64_C(9876543217))
	{
		http_date_put(date, at);
		ok(http_date_read(date) == at, date);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok(http_date_read(bad[i]) == -1, bad[i] != NULL ? bad[i] : "no date");
	is(media_type_of("a/b.FITS"), "application/fits", "a FITS file");
	is(media_type_of("b.fits.gz"), "application/gzip", "one that gzip packed");
	is(media_type_of("fits"), "application/octet-stream", "a name without an end");
}

static void
test_accept(void)
{
	static const struct
	{
		const char *accept;
		bool html;
	} cases[] = {
		{NULL, false},
		{"*/*", false},
		{"text/html", true},
		{"text/html;q=0", false},
		{"text/html, application/xml", false},
		{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true},
		{"text/html;q=0.5, application/xhtml+xml, text/xml", false},
		{"application/xml", false},
		{"text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", false},
		{"text/htmlx", false},
		{"", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ok(accept_prefers_html(cases[i].accept) == cases[i].html,
		   cases[i].accept != NULL ? cases[i].accept : "no Accept");
}

/* Names and values of the merged parameters, or what is wrong. */
static const char *
merged(const JobRecord *job, const char *form, size_t limit)
{
	HttpParams sent = {.arena = &arena};
	SkyError err = {0};
	JobInput input;
	char *text = arena_strdup(&arena, "");

	if (!http_params_add_form(&sent, form, strlen(form), &err) ||
		!job_params_merge(job, &sent, limit, &input, &err))
		return arena_strdup(&arena, err.message);
	for (int i = 0; i < input.nparameters; i++)
		text = arena_printf(&arena,
							"%s%s=%s;",
							text,
							input.parameters[i].name,
							input.parameters[i].value);
	return text;
}

/* The names of the files that a job takes, or what is wrong. */
static const char *
contents(const JobRecord *job, const char *upload, const char *const *files)
{
	HttpParam items[8] = {{"UPLOAD", upload, strlen(upload), NULL}};
	HttpParams sent = {.arena = &arena, .items = items, .count = 1, .room = 8};
	SkyError err = {0};
	JobInput input;
	char *text = arena_strdup(&arena, "");

	for (; *files != NULL; files++)
		sent.items[sent.count++] = (HttpParam){*files, "bytes", 5, "name.csv"};
	if (!job_params_merge(job, &sent, 100, &input, &err))
		return arena_strdup(&arena, err.message);
	for (int i = 0; i < input.ncontents; i++)
		text = arena_printf(
			&arena, "%s%s:%zu;", text, input.contents[i].name, input.contents[i].length);
	return text;
}

static void
test_contents(void)
{
	JobParameter had[] = {{"upload", "a,param:old;b,http://h/param:no"}};
	JobRecord job = {.nparameters = 1, .parameters = had};

	is(contents(NULL, "t,param:F", (const char *const[]){"f", "g", "param:f", NULL}),
	   "f:5;",
	   "a file that is asked for, in any case, and no other");
	is(contents(NULL, "t,param:ff;;u,PARAM:g;", (const char *const[]){"f", "g", NULL}),
	   "g:5;",
	   "several in one parameter");
	is(contents(NULL, "param:f", (const char *const[]){"f", NULL}),
	   "",
	   "no table, no file");
	is(contents(NULL, "t,param:", (const char *const[]){"f", NULL}),
	   "",
	   "no name, no file");
	is(contents(&job, "t,param:f", (const char *const[]){"OLD", "no", NULL}),
	   "OLD:5;",
	   "one that the job asked for before");
	is(contents(NULL, "t,param:f", (const char *const[]){"f", "F", NULL}),
	   "two files are named \"F\"",
	   "two of a name");
}

static void
test_parameters(void)
{
	JobParameter had[] = {{"LANG", "ADQL"}, {"Query", "old"}, {"UPLOAD", "a,param:a"}};
	JobRecord job = {.run_id = "run", .nparameters = 3, .parameters = had};
	HttpParams params = job_params(&job, &arena);
	const char *run_id = NULL;

	is(merged(NULL, "LANG=ADQL&phase=RUN&RUNID=x&wait=1&QUERY=q&DESTRUCTION=d", 100),
	   "LANG=ADQL;QUERY=q;",
	   "what is about the job is left out");
	is(merged(&job, "query=new&UPLOAD=b,param:b&MAXREC=1", 100),
	   "LANG=ADQL;UPLOAD=a,param:a;query=new;UPLOAD=b,param:b;MAXREC=1;",
	   "names are replaced, uploads add up");
	is(merged(NULL, "a=1&a=2", 100), "a=1;a=2;", "two of a name stay two, for the job");
	is(merged(NULL, "a=12345", 5),
	   "the parameters of the job are too long",
	   "too much altogether");
	ok(http_params_single(&params, "RUNID", &run_id, NULL), "RUNID is a parameter");
	is(run_id, "run", "with its value");
	ok(params.count == 4, "beside the others");
}

static void
test_documents(void)
{
	JobParameter parameters[] = {{"QUERY", "a<b & \"c\"\r\n"}, {"x\"<", ""}};
	JobFile results[] = {{.id = "result",
						  .mime_type = "text/csv;header=\"a\"",
						  .size = 5000000000,
						  .rows = 7}};
	JobFile uploads[] = {{.id = "my \"t/ä"}};
	JobRecord job = {
		.id = "01234567-89ab-cdef-0123-456789abcdef",
		.phase = JOB_COMPLETED,
		.run_id = "<run>",
		.creation_time = "2026-01-02T03:04:05.678Z",
		.destruction = "2026-01-09T03:04:05.678Z",
		.duration = 60,
		.attempt = 1,
		.nparameters = 2,
		.parameters = parameters,
		.nresults = 1,
		.results = results,
		.nuploads = 1,
		.uploads = uploads,
	};
	UwsProgress progress = uws_progress(250, 1000, 2);
	Sink sink;

	sink_init_malloc(&sink);
	uws_put_job(&sink, &job, "http://h/tap/async", NULL);
	sink_putc(&sink, '\0');
	ok(strstr(sink.buffer, "<uws:runId>&lt;run&gt;</uws:runId>\n<uws:ownerId xsi:nil") !=
		   NULL,
	   "texts are escaped, absent ones nil");
	ok(strstr(sink.buffer,
			  "<uws:parameter id=\"QUERY\">a&lt;b &amp; \"c\"&#13;\n</uws:parameter>") !=
		   NULL,
	   "values of parameters");
	ok(strstr(sink.buffer, "<uws:parameter id=\"x&quot;&lt;\"></uws:parameter>") != NULL,
	   "names of parameters");
	ok(strstr(sink.buffer,
			  "xlink:href=\"http://h/tap/async/01234567-89ab-cdef-0123-456789abcdef/"
			  "results/result\" size=\"5000000000\" "
			  "mime-type=\"text/csv;header=&quot;a&quot;\"/>") != NULL,
	   "results");
	ok(strstr(sink.buffer,
			  "<uws:parameter id=\"my &quot;t/ä\" byReference=\"true\">"
			  "http://h/tap/async/01234567-89ab-cdef-0123-456789abcdef/parameters/"
			  "my%20%22t%2F%C3%A4</uws:parameter>") != NULL,
	   "uploads, by their addresses");
	ok(strstr(sink.buffer, "errorSummary") == NULL, "no error");

	sink.used = 0;
	job.phase = JOB_EXECUTING;
	job.nresults = 0;
	uws_put_job(&sink, &job, "http://h/tap/async", &progress);
	sink_putc(&sink, '\0');
	ok(strstr(sink.buffer,
			  "<progress percent=\"25.0\">\n<rows>250</rows>\n"
			  "<remaining>6.000</remaining>") != NULL,
	   "progress of a job that runs");
	ok(strstr(sink.buffer, "<uws:results>\n</uws:results>") != NULL,
	   "an empty list of results");

	sink.used = 0;
	job.phase = JOB_ERROR;
	job.message = "a < b";
	uws_put_job(&sink, &job, "http://h/tap/async", NULL);
	sink_putc(&sink, '\0');
	ok(strstr(sink.buffer,
			  "<uws:errorSummary type=\"fatal\" hasDetail=\"true\">\n"
			  "<uws:message>a &lt; b</uws:message>\n</uws:errorSummary>") != NULL,
	   "an error");
	sink_free_malloc(&sink);

	progress = uws_progress(0, 1000, 2);
	ok(progress.percent == 0 && progress.remaining < 0, "nothing yet: no end in sight");
	progress = uws_progress(2000, 1000, 2);
	ok(progress.percent == 99 && progress.remaining < 0, "more than expected");
	progress = uws_progress(5, 0, 2);
	ok(progress.percent < 0, "nothing expected");
}

int
main(void)
{
	arena_init_malloc(&arena, 0);
	test_times();
	test_ranges();
	test_dates();
	test_accept();
	test_parameters();
	test_contents();
	test_documents();
	arena_fini(&arena);
	return unit_done();
}
