/* Parameters from query strings, forms and multipart bodies, hostile ones included. */
#include "svc/http_params.h"
#include "svc/request.h"
#include "unit/unit.h"

#define TYPE "multipart/form-data; boundary=xyz"

static Arena arena;
static HttpParams params;
static SkyError err;

static void
fresh(void)
{
	params = (HttpParams){.arena = &arena};
	err = (SkyError){0};
}

static bool
form(const char *text)
{
	fresh();
	return http_params_add_form(&params, text, strlen(text), &err);
}

static bool
body(const char *type, const char *text)
{
	fresh();
	return http_params_add_body(&params, type, text, strlen(text), &err);
}

static const char *
value(const char *name)
{
	const char *found = NULL;

	return http_params_single(&params, name, &found, &err) ? found : err.message;
}

static void
test_forms(void)
{
	ok(form("QUERY=SELECT+1%2B1&lang=ADQL&x&=y&&"), "a query string");
	ok(params.count == 4, "empty pairs do not count");
	is(value("query"), "SELECT 1+1", "plus is a blank, %2B a plus, names ignore case");
	is(value("LANG"), "ADQL", "the second parameter");
	is(value("x"), "", "a name alone has an empty value");
	is(value("absent"), NULL, "an absent one");
	ok(http_params_has(&params, "X") && !http_params_has(&params, "y"), "has");
	ok(form("q=a=b%26c"), "equals and ampersand in a value");
	is(value("q"), "a=b&c", "are kept");
	ok(form("a=1&A=2") && params.count == 2, "the same name twice parses");
	is(value("a"), "parameter a was sent more than once", "but has no single value");
	ok(!form("a=%4") && err.code == SKY_E_BAD_TEXT, "a cut percent sequence");
	ok(!form("a=%") && err.code == SKY_E_BAD_TEXT, "a percent sign at the end");
	ok(!form("a=50%zz") && err.code == SKY_E_BAD_TEXT, "a wrong percent sequence");
	ok(!form("a=x%00y") && err.code == SKY_E_ENCODING, "NUL");
	ok(!form("a=%ff") && err.code == SKY_E_ENCODING, "not UTF-8");
	ok(!form("%c3=1") && err.code == SKY_E_ENCODING, "a name that is not UTF-8");
	ok(form("a=Gr%C3%B6%C3%9fe"), "UTF-8");
	is(value("a"), "Größe", "is decoded");
}

static void
test_limits(void)
{
	char text[HTTP_PARAMS_MAX * 2 + 3];
	char name[HTTP_PARAM_NAME_MAX + 2];

	for (size_t i = 0; i <= HTTP_PARAMS_MAX; i++)
		memcpy(text + 2 * i, "a&", 3);
	ok(!form(text) && err.code == SKY_E_LIMIT, "too many parameters");
	text[HTTP_PARAMS_MAX * 2] = '\0';
	ok(form(text) && params.count == HTTP_PARAMS_MAX, "as many as allowed");
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	ok(!form(name) && err.code == SKY_E_LIMIT, "too long a name");
	ok(form(name + 1), "a name as long as allowed");
}

static void
test_bodies(void)
{
	ok(body("application/x-www-form-urlencoded; charset=UTF-8", "a=b"), "a form body");
	is(value("a"), "b", "is read");
	ok(body(NULL, "") && params.count == 0, "no body, no type");
	ok(!body(NULL, "a=b") && err.code == SKY_E_MEDIA_TYPE, "a body without type");
	ok(!body("text/xml", "<a/>") && err.code == SKY_E_MEDIA_TYPE, "a body of XML");
}

static void
test_multipart(void)
{
	ok(body("Multipart/Form-Data; charset=utf-8; Boundary=\"x\\yz\"",
			"preamble\r\n--xyz\r\nContent-Disposition: form-data; name=\"QUERY\"\r\n\r\n"
			"SELECT 1\r\n--xy\r\n--xyzz\r\n--xyz \t\r\n"
			"content-disposition: form-data; name=e\r\nContent-Type: text/plain\r\n\r\n"
			"\r\n--xyz--\r\nepilogue"),
	   "two parts");
	is(value("QUERY"), "SELECT 1\r\n--xy\r\n--xyzz", "what only looks like a boundary");
	is(value("e"), "", "an empty part");
	ok(body(TYPE,
			"--xyz\nContent-Disposition: form-data; filename=\"a;\\\"b.xml\"; "
			"name=t\n\n<x/>\n--xyz--"),
	   "bare line feeds, no last line end");
	ok(params.count == 1 && params.items[0].length == 4, "the content of a file");
	is(params.items[0].file_name, "a;\"b.xml", "its name");
	ok(body(TYPE, "--xyz--\r\n") && params.count == 0, "no part at all");
}

static void
test_broken_multipart(void)
{
	static const char head[] = "--xyz\r\nContent-Disposition: form-data; name=a\r\n";
	char text[HTTP_PART_HEAD_MAX + 256];

	ok(!body("multipart/form-data", "--xyz--"), "no boundary");
	is(err.message,
	   "the multipart body is malformed: its Content-Type names no proper boundary",
	   "is said so");
	ok(!body("multipart/form-data; boundary=\"\"", "--\r\n"), "an empty boundary");
	ok(!body(TYPE, "a=b"), "a form posted as multipart");
	ok(!body(TYPE, "--xyz\r\n"), "cut before the header");
	ok(!body(TYPE, head), "cut within the header");
	snprintf(text, sizeof(text), "%s\r\nvalue", head);
	ok(!body(TYPE, text), "cut within the content");
	ok(!body(TYPE, "--xyz\r\nno colon\r\n\r\n\r\n--xyz--"), "a header without colon");
	ok(!body(TYPE, "--xyz\r\n\r\nv\r\n--xyz--"), "a part without name");
	snprintf(text, sizeof(text), "%s\r\n\xFF\r\n--xyz--", head);
	ok(!body(TYPE, text) && err.code == SKY_E_ENCODING, "a value that is not UTF-8");
	snprintf(text,
			 sizeof(text),
			 "%sContent-Transfer-Encoding: base64\r\n\r\nYQ==\r\n--xyz--",
			 head);
	ok(!body(TYPE, text), "an encoding that nobody may use");
	snprintf(
		text, sizeof(text), "%sX: %*s\r\n\r\nv\r\n--xyz--", head, HTTP_PART_HEAD_MAX, "");
	ok(!body(TYPE, text), "a header without end");
}

static void
test_headers(void)
{
	HttpRequest request = {
		.method = "POST",
		.query = "a=1",
		.headers = "content-type: application/x-www-form-urlencoded \nx:\nx-y: z\n"
				   "sky-base-url: http://a:80\nlast: 1",
		.body = "b=2",
		.body_length = 3,
	};

	fresh();
	is(request_header(&request, &arena, "x-y"), "z", "a header");
	is(request_header(&request, &arena, "x"), "", "an empty header");
	is(request_header(&request, &arena, "last"), "1", "a last line without end");
	is(request_header(&request, &arena, "content"), NULL, "a prefix is no header");
	is(request_base_url(&request, &arena), "http://a:80", "the base URL");
	ok(request_params(&request, &params, &err) && params.count == 2, "both sources");
	is(value("b"), "2", "of parameters");
	request.method = "PUT";
	fresh();
	ok(request_params(&request, &params, &err) && params.count == 1,
	   "what is put is no form");
	is(header_parameter(&arena, "a; b=c;d = \"e\"; f", "b"), "c", "a bare value");
	is(header_parameter(&arena, "a; b=\"x;b=1\"; c=\"2", "c"), "2", "an open quote");
	is(header_parameter(&arena, "b=1", "b"), NULL, "the value itself is no parameter");
	is(header_parameter(&arena, "a; b", "b"), NULL, "a name without value");
}

int
main(void)
{
	arena_init_malloc(&arena, 0);
	test_forms();
	test_limits();
	test_bodies();
	test_multipart();
	test_broken_multipart();
	test_headers();
	arena_fini(&arena);
	return unit_done();
}
