/* Identity, routes and limits of requests, and their line in the log. */
#include "front.h"

#include <arpa/inet.h>
#include <h2o.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "address.h"
#include "admin.h"
#include "call.h"
#include "utf8.h"

/* [bytes] of an answer that the database may give whole, in memory, instead of a stream.
 */
#define BODY_ROOM "65536"

/* Of the connection or of the shim's own business: the extension does not see them. */
static const char *const hidden_fields[] = {"connection",
											"cookie",
											"expect",
											"host",
											"keep-alive",
											"proxy-authorization",
											"proxy-connection",
											"te",
											"trailer",
											"transfer-encoding",
											"upgrade",
											"x-forwarded-for",
											"x-forwarded-host",
											"x-forwarded-proto",
											"forwarded",
											"x-request-id"};

/* A new id: 64 bits that no one else has drawn, in hexadecimal (splitmix64). */
static void
draw_id(HttpServer *server, char id[REQUEST_ID_MAX + 1])
{
	uint64_t z = server->id_seed[0] += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	z ^= (z >> 31) ^ server->id_seed[1];
	snprintf(id, REQUEST_ID_MAX + 1, "%016llx", (unsigned long long) z);
}

void
front_identify(HttpServer *server, Request *request, struct st_h2o_socket_t *socket)
{
	struct sockaddr_storage peer;

	draw_id(server, request->id);
	if (h2o_socket_getpeername(socket, (struct sockaddr *) &peer) > 0)
	{
		const void *address =
			peer.ss_family == AF_INET6
				? (const void *) &((struct sockaddr_in6 *) &peer)->sin6_addr
				: (const void *) &((struct sockaddr_in *) &peer)->sin_addr;

		inet_ntop(peer.ss_family, address, request->remote, sizeof(request->remote));
	}
}

/* An id that the client may choose: [A-Za-z0-9._-], 1 to 64 of them. */
static bool
is_request_id(Slice id)
{
	for (size_t i = 0; i < id.len; i++)
	{
		char c = id.data[i];

		if (!((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
			  c == '.' || c == '_' || c == '-'))
			return false;
	}
	return id.len >= 1 && id.len <= REQUEST_ID_MAX;
}

/* The last address of X-Forwarded-For that is not a proxy of ours. */
static void
believe_forwarded_for(Request *request, const char *trusted)
{
	Slice list = head_field(&request->head, "x-forwarded-for");

	while (list.len > 0)
	{
		size_t start = list.len;
		char address[sizeof(request->remote)];
		size_t len;

		while (start > 0 && list.data[start - 1] != ',')
			start--;
		while (start < list.len && list.data[start] == ' ')
			start++;
		len = list.len - start;
		if (len == 0 || len >= sizeof(address))
			return;
		memcpy(address, list.data + start, len);
		address[len] = '\0';
		if (!address_in(address, "::/0")) /* no address at all */
			return;
		memcpy(request->remote, address, len + 1);
		if (!address_in(address, trusted))
			return;
		while (start > 0 && strchr(", ", list.data[start - 1]) != NULL)
			start--;
		list.len = start;
	}
}

/* The URL under which clients see this service, without a slash at its end. */
static const char *
find_base_url(Http *http, const Request *request, bool trusted)
{
	HttpServer *server = http_server(http);
	const char *scheme = "http";
	Slice host = request->head.host;
	char *url;

	if (server->shim->config.base_url != NULL)
		return server->shim->config.base_url;
	if (trusted)
	{
		Slice told = head_field(&request->head, "x-forwarded-host");
		Slice proto = head_field(&request->head, "x-forwarded-proto");

		if (told.len > 0 && host_is_valid(told))
			host = told;
		if (proto.len == 5 && strncasecmp(proto.data, "https", 5) == 0)
			scheme = "https";
	}
	url = http_alloc(http, host.len + 64);
	if (host.len > 0)
		snprintf(url, host.len + 64, "%s://%.*s", scheme, (int) host.len, host.data);
	else
		snprintf(url,
				 host.len + 64,
				 "%s://localhost:%lld",
				 scheme,
				 (long long) server->local_port);
	return url;
}

static void
refuse_method(Http *http, const char *allow)
{
	static const char text[] = "405 Method Not Allowed: see the Allow field\n";
	Reply reply = {
		.status = 405,
		.allow = allow,
		.type = "text/plain; charset=utf-8",
		.length = (int64_t) sizeof(text) - 1,
	};

	http_begin(http, &reply);
	http_put(http, text, sizeof(text) - 1, NULL, NULL);
	http_end(http, true);
}

static void
answer_options(Http *http, const char *allow)
{
	Reply reply = {.status = 204, .allow = allow, .length = -1, .preflight = true};

	http_begin(http, &reply);
	http_end(http, true);
}

void
front_too_large(Http *http, Request *request)
{
	char why[96];

	snprintf(why,
			 sizeof(why),
			 "the body may have %lld bytes at most",
			 (long long) request->body_limit);
	http_refuse(http, 413, why);
}

/* There is a route: who asks, and how much does he send? */
static void
admit_body(Http *http, Request *request)
{
	Shim *shim = http_server(http)->shim;
	const char *why;
	int status = guard_check(http, request, &why);

	request->body_limit = request->route->takes_body ? request->route->max_body : 0;
	if (request->body_limit > shim->config.max_body)
		request->body_limit = shim->config.max_body;
	if (status != 0)
		http_refuse(http, status, why);
	else if (request->head.content_length > request->body_limit)
		front_too_large(http, request);
}

void
front_admit(Http *http, Request *request)
{
	Shim *shim = http_server(http)->shim;
	const Head *head = &request->head;
	Slice id = head_field(head, "x-request-id");
	bool trusted = address_in(request->remote, shim->config.trusted_proxy);
	RouteMatch match;

	if (is_request_id(id))
	{
		memcpy(request->id, id.data, id.len);
		request->id[id.len] = '\0';
	}
	if (trusted)
		believe_forwarded_for(request, shim->config.trusted_proxy);
	request->base_url = find_base_url(http, request, trusted);
	if (admin_answer(http, request))
		return;
	if (slice_is(head->path, "*"))
	{
		answer_options(http, "GET, HEAD, POST, OPTIONS");
		return;
	}
	request->routes = shim_routes(shim);
	if (request->routes == NULL)
	{
		http_refuse(http, 503, "the database is not ready yet");
		return;
	}
	match = route_find(request->routes,
					   head->path.data,
					   head->path.len,
					   head->method.data,
					   head->method.len);
	request->route = match.route;
	if (match.status != 404 && slice_is(head->method, "OPTIONS"))
		answer_options(http, http_text(http, (Slice){match.allow, strlen(match.allow)}));
	else if (match.status == 404)
		http_refuse(http, 404, "there is nothing at this address");
	else if (match.status == 405)
		refuse_method(http, http_text(http, (Slice){match.allow, strlen(match.allow)}));
	else
		admit_body(http, request);
}

void
front_start(Http *http, Request *request)
{
	call_start(http, request);
}

/* Does the extension see this field? */
static bool
is_shown(const HeadField *field, const Route *route)
{
	if (field->name.len >= 4 && memcmp(field->name.data, "sky-", 4) == 0)
		return false;
	if (credential_is_field(field->name))
		return route != NULL && route->credentials == ROUTE_OWN &&
			   slice_is(field->name, "authorization") && utf8_is_valid(field->value);
	for (size_t i = 0; i < sizeof(hidden_fields) / sizeof(hidden_fields[0]); i++)
		if (slice_is(field->name, hidden_fields[i]))
			return false;
	return utf8_is_valid(field->value); /* else it is no value in the database */
}

const char *
front_header_lines(Http *http, const Request *request)
{
	const Head *head = &request->head;
	size_t size =
		strlen(request->base_url) + strlen(request->id) + strlen(request->remote) + 96;
	char *lines;
	size_t len;

	for (int i = 0; i < head->nfields; i++)
		size += head->fields[i].name.len + head->fields[i].value.len + 3;
	lines = http_alloc(http, size);
	len = (size_t) snprintf(lines,
							size,
							"sky-base-url: %s\nsky-request-id: %s\nsky-remote: %s\n"
							"sky-room: " BODY_ROOM "\n",
							request->base_url,
							request->id,
							request->remote);
	for (int i = 0; i < head->nfields; i++)
	{
		const HeadField *field = &head->fields[i];

		if (is_shown(field, request->route))
			len += (size_t) snprintf(lines + len,
									 size - len,
									 "%.*s: %.*s\n",
									 (int) field->name.len,
									 field->name.data,
									 (int) field->value.len,
									 field->value.data);
	}
	return lines;
}

/* What a client has a say in gets a share of the line, so that the rest is there too. */
static void
put_slice(LogLine *line, const char *key, Slice text, size_t most)
{
	log_text(line, key, text.data, text.len < most ? text.len : most);
}

void
front_log(HttpServer *server, const Request *request)
{
	const Head *head = &request->head;
	Log *log = &server->shim->log;
	Slice agent = head_field(head, "user-agent");
	LogLine line;

	if (log->format == LOG_OFF)
		return;
	log_begin(&line, log, request->status >= 500 ? "error" : "info", "request");
	log_text(&line, "id", request->id, strlen(request->id));
	log_text(&line, "remote", request->remote, strlen(request->remote));
	put_slice(&line, "method", head->method, 32);
	put_slice(&line, "path", head->path, 512);
	log_number(&line, "status", request->status);
	log_number(&line, "received", (int64_t) request->body.len);
	log_number(&line, "sent", request->bytes);
	log_duration(&line, "queue_ms", request->queue_us);
	log_duration(&line, "db_ms", request->database_us);
	log_duration(&line, "total_ms", clock_us() - request->began_us);
	if (request->who.name != NULL)
		put_slice(
			&line, "user", (Slice){request->who.name, strlen(request->who.name)}, 64);
	if (request->sqlstate[0] != '\0')
		log_text(&line, "sqlstate", request->sqlstate, strlen(request->sqlstate));
	if (request->error != NULL)
		put_slice(&line, "error", (Slice){request->error, strlen(request->error)}, 400);
	if (agent.len > 0)
		put_slice(&line, "agent", agent, 200);
	log_gather(&line, &server->lines);
}
