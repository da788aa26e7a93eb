/*
 * request.c
 *		Header lines, and the parameters of a request as one list.
 */
#include "svc/request.h"

#include <string.h>
#include <strings.h>

static const char *copy_quoted(char *to, const char *text);

const char *
request_header(const HttpRequest *request, Arena *arena, const char *name)
{
	size_t name_length = strlen(name);
	const char *line = request->headers;

	while (*line != '\0')
	{
		size_t length = strcspn(line, "\n");

		if (length > name_length && line[name_length] == ':' &&
			memcmp(line, name, name_length) == 0)
		{
			const char *value = line + name_length + 1;
			const char *end = line + length;

			while (value < end && (*value == ' ' || *value == '\t'))
				value++;
			while (end > value && (end[-1] == ' ' || end[-1] == '\r'))
				end--;
			return arena_strndup(arena, value, (size_t) (end - value));
		}
		line += length;
		if (*line == '\n')
			line++;
	}
	return NULL;
}

const char *
request_base_url(const HttpRequest *request, Arena *arena)
{
	const char *url = request_header(request, arena, "sky-base-url");

	return url != NULL ? url : "http://localhost";
}

bool
request_is_json(const HttpRequest *request, Arena *arena)
{
	const char *type = request_header(request, arena, "content-type");
	static const char json[] = "application/json";

	return type != NULL && strncasecmp(type, json, sizeof(json) - 1) == 0 &&
		   strchr("; \t", type[sizeof(json) - 1]) != NULL;
}

bool
request_params(const HttpRequest *request, HttpParams *params, SkyError *err)
{
	const char *type;

	if (!http_params_add_form(params, request->query, strlen(request->query), err))
		return false;
	if (request->body_length == 0 || strcmp(request->method, "PUT") == 0)
		return true;
	type = request_header(request, params->arena, "content-type");
	return http_params_add_body(params, type, request->body, request->body_length, err);
}

const char *
header_parameter(Arena *arena, const char *value, const char *name)
{
	size_t name_length = strlen(name);
	const char *at = strchr(value, ';');
	char *text = arena_alloc(arena, strlen(value) + 1);

	while (at != NULL)
	{
		size_t length;
		bool wanted;

		at += 1 + strspn(at + 1, " \t");
		length = strcspn(at, "=;");
		wanted = length == name_length && strncasecmp(at, name, length) == 0;
		at += length;
		if (at[0] == '=' && at[1] == '"')
			at = copy_quoted(text, at + 2);
		else if (at[0] == '=')
		{
			length = strcspn(at + 1, "; \t");
			memcpy(text, at + 1, length);
			text[length] = '\0';
			at += 1 + length;
		}
		else
			wanted = false;
		if (wanted)
			return text;
		at = strchr(at, ';');
	}
	return NULL;
}

/* Unescape the quoted string that begins at text into to; return what follows it. */
static const char *
copy_quoted(char *to, const char *text)
{
	while (*text != '\0' && *text != '"')
	{
		if (*text == '\\' && text[1] != '\0')
			text++;
		*to++ = *text++;
	}
	*to = '\0';
	return *text == '"' ? text + 1 : text;
}
