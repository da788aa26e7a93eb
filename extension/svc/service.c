/*
 * service.c
 *		What handlers use to build an answer.
 */
#include "svc/service.h"

#include <string.h>

bool
service_take_end(ServiceCall *call, const char *end, const char **place)
{
	size_t length = strlen(call->suffix);
	size_t tail = strlen(end);

	if (length < tail || strcmp(call->suffix + length - tail, end) != 0)
		return false;
	*place = arena_strndup(call->arena, call->suffix, length - tail);
	return true;
}

void
service_header(ServiceCall *call, const char *name, const char *value)
{
	sink_puts(&call->headers, name);
	sink_puts(&call->headers, ": ");
	for (; *value != '\0'; value++)
	{
		unsigned char c = (unsigned char) *value;

		sink_putc(&call->headers, c < ' ' || c == 0x7F ? ' ' : (char) c);
	}
	sink_putc(&call->headers, '\n');
}

/* The second form of a name is for other characters than those of ASCII (RFC 6266). */
static void
put_disposition(Sink *headers, const char *disposition, const char *name)
{
	bool plain = true;

	sink_printf(headers, "Content-Disposition: %s; filename=\"", disposition);
	for (const char *c = name; *c != '\0'; c++)
	{
		bool kept = *c >= ' ' && *c <= '~' && strchr("\"\\%", *c) == NULL;

		plain &= kept;
		sink_putc(headers, kept ? *c : '_');
	}
	sink_putc(headers, '"');
	if (!plain)
	{
		sink_puts(headers, "; filename*=UTF-8''");
		http_encode(headers, name);
	}
	sink_putc(headers, '\n');
}

void
service_file(ServiceCall *call, const char *content_type, const char *file_name)
{
	static const char *const shown[] = {
		"text/html", "text/plain", "application/json", "image/png", "image/jpeg"};
	const char *disposition = "attachment";

	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
	{
		if (strncmp(content_type, shown[i], strlen(shown[i])) == 0)
			disposition = "inline";
	}
	service_header(call, "Content-Type", content_type);
	put_disposition(&call->headers, disposition, file_name);
	service_header(
		call, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
	service_header(call, "Cache-Control", "no-cache");
}

void
service_redirect(ServiceCall *call, const char *path)
{
	call->status = 303;
	service_header(
		call,
		"Location",
		arena_printf(
			call->arena, "%s%s", request_base_url(&call->request, call->arena), path));
	service_header(call, "Content-Type", "text/plain; charset=utf-8");
	service_header(call, "Cache-Control", "no-cache");
	sink_printf(&call->body, "See %s\n", path);
}
