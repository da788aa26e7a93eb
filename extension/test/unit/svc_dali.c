/* RESPONSEFORMAT, MAXREC and RUNID as clients send them. */
#include "svc/dali.h"
#include "svc/error_answer.h"
#include "unit/unit.h"

static Arena arena;
static HttpParams params;
static SkyError err;

static void
form(const char *text)
{
	params = (HttpParams){.arena = &arena};
	err = (SkyError){0};
	http_params_add_form(&params, text, strlen(text), &err);
}

/* "name of the format|content type", or the message. */
static const char *
negotiated(const char *text)
{
	DaliFormat format;

	form(text);
	if (!dali_format(&params, &format, &err))
		return err.message;
	return arena_printf(&arena, "%s|%s", format.format->name, format.content_type);
}

static void
test_format(void)
{
	is(negotiated(""), "votable|application/x-votable+xml", "the default");
	is(negotiated("FORMAT=votable"), "votable|application/x-votable+xml", "a name");
	is(negotiated("responseformat=VOTABLE/b2"),
	   "votable|application/x-votable+xml",
	   "a nickname");
	is(negotiated("RESPONSEFORMAT=text/xml"),
	   "votable|text/xml",
	   "a media type is repeated");
	is(negotiated("RESPONSEFORMAT=application/x-votable%2Bxml;serialization=BINARY2"),
	   "votable|application/x-votable+xml;serialization=BINARY2",
	   "with its parameters");
	is(negotiated("RESPONSEFORMAT=application/x-votable+xml"),
	   "votable|application/x-votable+xml",
	   "a plus that came as a blank");
	is(negotiated("FORMAT=nonsense&RESPONSEFORMAT=votable"),
	   "votable|application/x-votable+xml",
	   "RESPONSEFORMAT goes before FORMAT");
	is(negotiated("FORMAT=&RESPONSEFORMAT="),
	   "votable|application/x-votable+xml",
	   "empty is as if absent");
	is(negotiated("FORMAT=a/b%0d%0aX:y"),
	   "result format \"a/b\r\nX:y\" does not exist",
	   "an unknown one");
	is(negotiated("FORMAT=text/xml%20"),
	   "votable|application/x-votable+xml",
	   "what cannot stand in a header is not repeated");
	is(negotiated("FORMAT=CSV"),
	   "tap_csv|text/csv;charset=utf-8",
	   "text says its encoding");
	is(negotiated("FORMAT=text/csv;header=present"),
	   "tap_csv|text/csv;header=present",
	   "but not against the client's own parameters");
	is(negotiated("FORMAT=raw"),
	   "result format \"raw\" does not exist",
	   "an internal format is none");
	is(negotiated("FORMAT=csv&FORMAT=tsv"),
	   "parameter FORMAT was sent more than once",
	   "two formats");
}

static int64_t
maxrec(const char *text)
{
	int64_t rows;

	form(text);
	return dali_maxrec(&params, 2000, 1000000, &rows, &err) ? rows : -1;
}

static void
test_maxrec(void)
{
	ok(maxrec("") == 2000, "the default");
	ok(maxrec("MAXREC=") == 2000, "an empty one");
	ok(maxrec("maxrec=0") == 0, "none");
	ok(maxrec("MAXREC=007") == 7, "leading zeros");
	ok(maxrec("MAXREC=1000000") == 1000000, "the hard limit");
	ok(maxrec("MAXREC=1000001") == 1000000, "more than the hard limit");
	ok(maxrec("MAXREC=99999999999999999999999999") == 1000000, "more than 64 bits");
	ok(maxrec("MAXREC=-1") == -1 && err.code == SKY_E_BAD_VALUE, "negative");
	ok(maxrec("MAXREC=1e3") == -1, "not an integer");
	ok(maxrec("MAXREC=%2B5") == -1, "a sign");
	ok(maxrec("MAXREC=1&MAXREC=1") == -1, "twice");
}

static void
test_run_id(void)
{
	const char *run_id;

	form("");
	ok(dali_run_id(&params, &run_id, &err) && run_id == NULL, "no RUNID");
	form("RUNID=night%201");
	ok(dali_run_id(&params, &run_id, &err), "a RUNID");
	is(run_id, "night 1", "is taken");
	form("RUNID=ööööööööööööööööööööööööööööööööööööööööööööööööööööööööööööööööXYZ");
	ok(dali_run_id(&params, &run_id, &err) && strlen(run_id) == 2 * DALI_RUNID_MAX,
	   "a long RUNID is cut between characters");
}

/* The body of an error document for a request with this query string. */
static const char *
document(const char *query, ServiceErrors errors)
{
	Service service = {.errors = errors};
	ServiceCall call = {.arena = &arena, .request.headers = "sky-request-id: r<1\n"};
	const char *text;

	form(query);
	call.params = params;
	sink_init_malloc(&call.headers);
	sink_init_malloc(&call.body);
	error_answer_sql(&call, &service, "XX000", "secret", "secret");
	sink_putc(&call.headers, '\0');
	text = arena_printf(&arena,
						"%d %s%.*s",
						call.status,
						call.headers.buffer,
						(int) call.body.used,
						call.body.buffer);
	sink_free_malloc(&call.headers);
	sink_free_malloc(&call.body);
	return text;
}

static void
test_documents(void)
{
	const char *plain = "500 Content-Type: text/plain; charset=utf-8\n"
						"Cache-Control: no-store\n"
						"the service failed\n"
						"The log of the service knows more under request id r<1.\n";
	const char *text = document("", ERRORS_VOTABLE);

	ok(strstr(text, "Content-Type: application/x-votable+xml") != NULL, "VOTable");
	ok(strstr(text, "value=\"ERROR\"") != NULL, "says ERROR");
	ok(strstr(text, "r&lt;1") != NULL && strstr(text, "secret") == NULL, "escaped, mute");
	is(document("", ERRORS_TEXT), plain, "plain text");
	is(document("FORMAT=csv", ERRORS_VOTABLE),
	   plain,
	   "plain text for those who want CSV");
	text = document("FORMAT=nonsense", ERRORS_VOTABLE);
	ok(strstr(text, "<VOTABLE") != NULL, "an unknown format gets VOTable");
	is(document("", ERRORS_DETAIL),
	   "500 Content-Type: application/json\nCache-Control: no-store\n"
	   "{\"detail\": \"the service failed\\n"
	   "The log of the service knows more under request id r<1.\"}\n",
	   "JSON with a detail");
	text = document("", ERRORS_STATUS);
	ok(strstr(text, "\n{\"status\": \"failed\", \"result\": null, \"message\": \"the ") !=
		   NULL,
	   "JSON with a status");
}

int
main(void)
{
	arena_init_malloc(&arena, 0);
	test_format();
	test_maxrec();
	test_run_id();
	test_documents();
	arena_fini(&arena);
	return unit_done();
}
