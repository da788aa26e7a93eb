/*
 * auth_pg.c
 *		/auth, /api, /sso and /.well-known: keys, tokens, who am I (sql/73_auth.sql); and
 *		/login, /logout, /account, the same for people (sql/75_page.sql).
 *
 * The request becomes an object of its parameters, of a form or of a body in JSON; the
 * answer is a status and a document.  Nothing of it is kept by anybody on the way.
 */
#include "postgres.h"

#include "common/base64.h"
#include "common/jsonapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/json.h"

#include "base/owner_query_pg.h"
#include "base/principal_pg.h"
#include "svc/limits_pg.h"
#include "svc/page_pg.h"
#include "svc/service_table_pg.h"

/* The parameters as an object; of several with one name the last. */
static const char *
params_text(const HttpParams *params)
{
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfoChar(&text, '{');
	for (int i = 0; i < params->count; i++)
	{
		const HttpParam *param = &params->items[i];

		if (param->file_name != NULL)
			continue;
		appendStringInfoString(&text, text.len > 1 ? ", " : "");
		escape_json(&text, param->name);
		appendStringInfoString(&text, ": ");
		escape_json(&text, param->value);
	}
	appendStringInfoChar(&text, '}');
	return text.data;
}

/*
 * A program may say who it is in Authorization: Basic, both halves encoded as in a form
 * (RFC 6749, section 2.3.1): they become parameters of it.  What is malformed is no
 * program's.
 */
static bool
read_client(ServiceCall *call, SkyError *err)
{
	static const char basic[] = "Basic ";
	static const char nobody[] = "client_id=&client_secret=";
	const char *field = request_header(&call->request, call->arena, "authorization");
	const char *form;
	char *text;
	char *colon = NULL;
	int length;

	if (field == NULL || pg_strncasecmp(field, basic, strlen(basic)) != 0)
		return true;
	field += strlen(basic) + strspn(field + strlen(basic), " ");
	length = pg_b64_dec_len((int) strlen(field));
	text = palloc0(length + 1);
	length = pg_b64_decode(field, (int) strlen(field), text, length);
	if (length > 0)
		colon = memchr(text, ':', length);
	if (colon != NULL)
	{
		form = arena_printf(call->arena,
							"client_id=%.*s&client_secret=%s",
							(int) (colon - text),
							text,
							colon + 1);
		if (http_params_add_form(&call->params, form, strlen(form), NULL))
			return true;
	}
	return http_params_add_form(&call->params, nobody, strlen(nobody), err);
}

/* Is it an object?  The server would log a piece of what is none, secrets and all. */
static bool
is_object(char *body)
{
	JsonLexContext *lexer =
		makeJsonLexContextCstringLen(body, (int) strlen(body), PG_UTF8, true);

	return body[strspn(body, " \t\r\n")] == '{' &&
		   pg_verify_mbstr(PG_UTF8, body, (int) strlen(body), true) &&
		   pg_parse_json(lexer, &nullSemAction) == JSON_SUCCESS;
}

bool
auth_serve(ServiceCall *call, SkyError *err)
{
	static OwnerQuery answer = {
		.sql =
			"SELECT sky.auth_answer($1, $2, $3::pg_catalog.jsonb OPERATOR(pg_catalog.||)"
			" coalesce($4, '{}')::pg_catalog.jsonb, $5::pg_catalog.jsonb)",
		.narguments = 5};
	const Principal *principal = principal_get();
	const char *path = http_decode(call->arena,
								   call->request.path,
								   strlen(call->request.path),
								   false,
								   "the path",
								   err);
	char *body = NULL;
	char *text;

	if (path == NULL)
		return false;
	if (!read_client(call, err))
		return false;
	if (request_is_json(&call->request, call->arena) && call->request.body_length > 0)
		body = arena_strndup(call->arena, call->request.body, call->request.body_length);
	if (body != NULL && !is_object(body))
		return sky_error(
			err, SKY_E_BAD_VALUE, -1, "the body of the request is no object in JSON");

	const char *arguments[] = {call->request.method,
							   path,
							   params_text(&call->params),
							   body,
							   principal != NULL ? principal->text : NULL};

	text = owner_query(&answer, arguments);
	call->status = (int) strtol(text, &text, 10);
	service_header(call, "Content-Type", "application/json");
	service_header(call, "Cache-Control", "no-store");
	if (*text == ' ')
		sink_puts(&call->body, text + 1);
	return true;
}

/* The line that begins there, ended; *text is the next one. */
static char *
take_line(char **text)
{
	char *line = *text;
	char *end = strchrnul(line, '\n');

	*text = *end == '\n' ? end + 1 : end;
	*end = '\0';
	return line;
}

/*
 * An answer as sky.page makes it: status and title, header lines, a blank one, XHTML. The
 * line Form-Action is ours: where the answer to its form leads.
 */
static void
put_page(ServiceCall *call, char *text)
{
	static const char leads_to[] = "Form-Action: ";
	char *title = take_line(&text);
	const char *origin = NULL;
	bool account = strcmp(call->request.path, "/account") == 0;

	call->status = (int) strtol(title, &title, 10);
	service_header(call, "Cache-Control", "no-store");
	for (char *line = take_line(&text); *line != '\0'; line = take_line(&text))
	{
		if (strncmp(line, leads_to, strlen(leads_to)) == 0)
			origin = line + strlen(leads_to);
		else
			sink_printf(&call->headers, "%s\n", line);
	}
	if (call->status / 100 == 3)
		return;
	page_begin_to(call, title + 1, origin);
	sink_puts(&call->body, text);
	if (account)
		limits_put_table(call);
	page_end(call);
}

bool
auth_page(ServiceCall *call, SkyError *err)
{
	static OwnerQuery page = {.sql =
								  "SELECT sky.page_answer($1, $2, $3::pg_catalog.jsonb,"
								  " $4::pg_catalog.jsonb, $5)",
							  .narguments = 5};
	const Principal *principal = principal_get();
	const char *arguments[] = {call->request.method,
							   call->request.path,
							   params_text(&call->params),
							   principal != NULL ? principal->text : NULL,
							   request_base_url(&call->request, call->arena)};

	put_page(call, owner_query(&page, arguments));
	return true;
}
