/* One function for each scheme, in a table. */
#include "challenge.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "shim.h"

#define LOGIN_STANDARD "ivo://ivoa.net/sso#tls-with-password"

typedef struct Lines
{
	char *data;
	size_t len;
} Lines;

static void put(Lines *lines, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What has no room any more is left out. */
static void
put(Lines *lines, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(lines->data + lines->len, CHALLENGE_MAX - lines->len, format, args);
	va_end(args);
	if (n > 0 && (size_t) n < CHALLENGE_MAX - lines->len)
		lines->len += (size_t) n;
	lines->data[lines->len] = '\0';
}

/*
 * Does a person look at the answer in a browser?  Navigations and scripts name how they
 * fetch; older ones are known by what they accept, which no other client says.
 */
static bool
is_browser(const Head *head)
{
	Slice accept = head_field(head, "accept");
	Slice script = head_field(head, "x-requested-with");

	return head_field(head, "sec-fetch-mode").data != NULL || script.len > 0 ||
		   slice_is(accept, "text/html") ||
		   memmem(accept.data, accept.len, "application/xhtml+xml", 21) != NULL;
}

/* Is a page awaited that is to be shown in the place of another? */
static bool
is_navigation(const Head *head)
{
	Slice mode = head_field(head, "sec-fetch-mode");

	return mode.data != NULL ? slice_is(mode, "navigate") : is_browser(head);
}

static void
put_bearer(Lines *lines, const Config *config, const Request *request, int status)
{
	const Who *who = &request->who;
	const char *error = who->error;

	/* The database does not say more. */
	if (error == NULL && status == 401 && who->credential.kind != CREDENTIAL_NONE)
		error = "invalid_token";
	put(lines, "WWW-Authenticate: Bearer realm=\"%s\"", config->realm);
	if (error != NULL)
		put(lines, ", error=\"%s\"", error);
	if (who->why != NULL && error != NULL)
		put(lines, ", error_description=\"%s\"", who->why);
	if (error != NULL && strcmp(error, "insufficient_scope") == 0)
		put(lines, ", scope=\"%s\"", request->route->scope);
	put(lines, "\r\n");
}

/* Not for browsers: they would ask the person themselves, before any page is shown. */
static void
put_basic(Lines *lines, const Config *config, const Request *request, int status)
{
	(void) status;
	if (!is_browser(&request->head))
		put(lines,
			"WWW-Authenticate: Basic realm=\"%s\", charset=\"UTF-8\"\r\n",
			config->realm);
}

/* Where a token is to be had for a name and a password: a path below this service, or an
 * URL. */
static void
put_ivoa_bearer(Lines *lines, const Config *config, const Request *request, int status)
{
	(void) status;
	if (config->login_url == NULL)
		return;
	put(lines,
		"WWW-Authenticate: ivoa_bearer standard_id=\"" LOGIN_STANDARD
		"\", access_url=\"%s%s\"\r\n",
		config->login_url[0] == '/' && request->base_url != NULL ? request->base_url : "",
		config->login_url);
}

static const struct
{
	const char *name;
	void (*put)(Lines *lines, const Config *config, const Request *request, int status);
} schemes[] = {
	{"basic", put_basic},
	{"bearer", put_bearer},
	{"ivoa_bearer", put_ivoa_bearer},
};

bool
challenge_is_due(const Request *request, int status)
{
	return status == 401 || (status < 500 && request->who.error != NULL);
}

size_t
challenge_write(const Config *config, const Request *request, int status, char *out)
{
	Lines lines = {.data = out};
	const char *at = config->challenges;

	out[0] = '\0';
	while (*at != '\0')
	{
		size_t len = strcspn(at, ", ");

		for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
			if (strlen(schemes[i].name) == len &&
				strncasecmp(schemes[i].name, at, len) == 0)
				schemes[i].put(&lines, config, request, status);
		at += len;
		at += strspn(at, ", ");
	}
	return lines.len;
}

/* Append what a query string can hold; returns where it ends. */
static char *
put_encoded(char *out, Slice text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.len; i++)
	{
		unsigned char c = (unsigned char) text.data[i];

		if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
			(c != '\0' && strchr("-._~/", c) != NULL))
			*out++ = (char) c;
		else
		{
			*out++ = '%';
			*out++ = digits[c >> 4];
			*out++ = digits[c & 15];
		}
	}
	return out;
}

const char *
challenge_login_page(Http *http, int status)
{
	const Request *request = http_request(http);
	const Head *head = &request->head;
	const char *page = http_server(http)->shim->config.login_page;
	CredentialKind kind = request->who.credential.kind;
	char *url;
	char *end;

	if (status != 401 || page == NULL || page[0] == '\0' || request->base_url == NULL ||
		!slice_is(head->method, "GET") || !is_navigation(head) ||
		(kind != CREDENTIAL_NONE && kind != CREDENTIAL_SESSION))
		return NULL;
	url = http_alloc(http,
					 strlen(request->base_url) + strlen(page) + sizeof("?next=%3F") +
						 3 * (head->path.len + head->query.len));
	end = url + sprintf(url, "%s%s?next=", request->base_url, page);
	end = put_encoded(end, head->path);
	if (head->query.len > 0)
		end = put_encoded(put_encoded(end, (Slice){"?", 1}), head->query);
	*end = '\0';
	return url;
}
