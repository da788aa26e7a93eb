/* Writing of response heads. */
#include "reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "answer.h"
#include "challenge.h"
#include "status.h"

#define OWN_FIELDS_MAX                                                                   \
	(2048 + CHALLENGE_MAX) /* bytes of the fields that do not come from the extension    \
							*/
#define RETRY_AFTER_S	5
#define PREFLIGHT_AGE_S 86400

/* Fields of the connection, never taken from the extension. */
static const char *const reserved_fields[] = {"access-control-allow-origin",
											  "access-control-expose-headers",
											  "connection",
											  "content-length",
											  "date",
											  "keep-alive",
											  "server",
											  "trailer",
											  "transfer-encoding",
											  "upgrade",
											  "www-authenticate",
											  "x-content-type-options",
											  "x-request-id",
											  "x-vo-authenticated"};

typedef struct Text
{
	char *data;
	size_t len;
	size_t size;
} Text;

static void put(Text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void
put(Text *text, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text->data + text->len, text->size - text->len, format, args);
	va_end(args);
	if (n > 0 && (size_t) n < text->size - text->len)
		text->len += (size_t) n; /* else the whole field is left out */
}

/* A "Name: value" line that may be sent as it is? */
static bool
is_sound(const char *line, size_t len)
{
	size_t name = 0;

	while (name < len &&
		   (strchr("-_", line[name]) != NULL ||
			(line[name] >= '0' && line[name] <= '9') ||
			((line[name] | 0x20) >= 'a' && (line[name] | 0x20) <= 'z')) &&
		   line[name] != '\0')
		name++;
	if (name == 0 || name == len || line[name] != ':')
		return false;
	if (strncasecmp(line, "sky-", 4) == 0)
		return false; /* said to us alone */
	for (size_t i = name; i < len; i++)
		if ((unsigned char) line[i] < ' ' || line[i] == 0x7f)
			return false;
	for (size_t i = 0; i < sizeof(reserved_fields) / sizeof(reserved_fields[0]); i++)
		if (strlen(reserved_fields[i]) == name &&
			strncasecmp(line, reserved_fields[i], name) == 0)
			return false;
	return true;
}

static void
put_extension_fields(Text *text, Slice lines)
{
	const char *at = lines.data;
	const char *end = lines.data + lines.len;

	while (at < end)
	{
		const char *stop = memchr(at, '\n', (size_t) (end - at));
		size_t len = stop != NULL ? (size_t) (stop - at) : (size_t) (end - at);

		if (is_sound(at, len))
			put(text, "%.*s\r\n", (int) len, at);
		at += len + 1;
	}
}

static void
put_cors(Text *text, const Reply *reply, const char *origin)
{
	if (origin[0] == '\0')
		return;
	put(text, "Access-Control-Allow-Origin: %s\r\n", origin);
	if (strcmp(origin, "*") != 0)
		put(text, "Vary: Origin\r\n");
	put(text,
		"Access-Control-Expose-Headers: Location, WWW-Authenticate, X-Request-Id, Retry-After, "
		"Content-Disposition, Content-Range, ETag, Server-Timing, X-VO-Authenticated\r\n");
	if (reply->preflight)
		put(text,
			"Access-Control-Allow-Methods: %s\r\n"
			"Access-Control-Allow-Headers: Authorization, Content-Type, X-Requested-With, "
			"X-Request-Id, Range, X-API-Key, X-Auth-Token, X-DL-AuthToken, "
			"X-Arcsecond-API-Authorization\r\n"
			"Access-Control-Max-Age: %d\r\n",
			reply->allow,
			PREFLIGHT_AGE_S);
}

/* Who was known, and how to become known; what is for one person is in no shared cache.
 */
static void
put_who(Text *text, Http *http, const Reply *reply)
{
	const Request *request = http_request(http);
	char challenges[CHALLENGE_MAX];

	if (request->who.name != NULL)
		put(text, "X-VO-Authenticated: %s\r\n", request->who.name);
	if (request->who.credential.kind != CREDENTIAL_NONE)
		put(text, "Cache-Control: private\r\n");
	if (!challenge_is_due(request, reply->status) &&
		answer_field(reply->headers, "Sky-Challenge").data == NULL)
		return;
	challenge_write(&http_server(http)->shim->config, request, reply->status, challenges);
	put(text, "%s", challenges);
}

Slice
reply_head(Http *http, const Reply *reply, const ReplyFrame *frame)
{
	const Config *config = &http_server(http)->shim->config;
	const Request *request = http_request(http);
	time_t now = time(NULL);
	struct tm utc;
	char date[40];
	size_t more = reply->location != NULL ? strlen(reply->location) : 0;
	Text text = {.size = OWN_FIELDS_MAX + 2 * reply->headers.len + more};

	text.data = http_alloc(http, text.size);
	gmtime_r(&now, &utc);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", &utc);
	put(&text,
		"HTTP/1.1 %d %s\r\nServer: pgsky/" SKY_VERSION "\r\nDate: %s\r\n",
		reply->status,
		status_reason(reply->status),
		date);
	if (frame->length >= 0)
		put(&text, "Content-Length: %lld\r\n", (long long) frame->length);
	if (frame->chunked)
		put(&text, "Transfer-Encoding: chunked\r\n");
	if (frame->close)
		put(&text, "Connection: close\r\n");
	else if (request->head.minor == 0)
		put(&text, "Connection: keep-alive\r\n");
	put(&text, "X-Request-Id: %s\r\nX-Content-Type-Options: nosniff\r\n", request->id);
	put_cors(&text, reply, config->cors_origin);
	if (reply->type != NULL)
		put(&text, "Content-Type: %s\r\n", reply->type);
	if (reply->allow != NULL)
		put(&text, "Allow: %s\r\n", reply->allow);
	if (reply->location != NULL)
		put(&text, "Location: %s\r\n", reply->location);
	if (reply->retry)
		put(&text, "Retry-After: %d\r\n", RETRY_AFTER_S);
	if (request->database_us > 0)
		put(&text,
			"Server-Timing: queue;dur=%.3f, db;dur=%.3f\r\n",
			(double) request->queue_us / 1000,
			(double) request->database_us / 1000);
	put_who(&text, http, reply);
	put_extension_fields(&text, reply->headers);
	put(&text, "\r\n");
	return (Slice){text.data, text.len};
}
