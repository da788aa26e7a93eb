/* One client connection, by states: each says what input and time mean. */
#include "http.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "front.h"
#include "http_state.h"

#define LINGER_MS	  1000			/* for a client that still sends */
#define STOP_GRACE_MS 1000			/* for one that was just accepted, when all stops */
#define LINGER_MAX	  (1024 * 1024) /* bytes thrown away meanwhile */
#define PIPELINE_MAX  (16 * 1024)	/* input taken while an answer is made */
#define STATUS_GONE	  499			/* in the log: the client left first */

static void on_input(h2o_socket_t *socket, const char *err);
static void on_time(void *arg);

HttpServer *
http_server(Http *http)
{
	return http->server;
}

Request *
http_request(Http *http)
{
	return http->request;
}

void *
http_alloc(Http *http, size_t size)
{
	return h2o_mem_alloc_pool(&http->pool, size);
}

char *
http_text(Http *http, Slice text)
{
	return h2o_strdup(&http->pool, text.data != NULL ? text.data : "", text.len).base;
}

void
http_own(Http *http, const HttpOwner *owner, void *arg)
{
	http->owner = owner;
	http->owner_arg = arg;
}

void
http_set_state(Http *http, HttpState state)
{
	const Config *config = http_config(http);
	const int64_t limits[] = {
		[HTTP_IDLE] = config->idle_timeout,
		[HTTP_HEAD] = config->head_timeout,
		[HTTP_BODY] = config->head_timeout,
		[HTTP_LINGER] = LINGER_MS,
		[HTTP_LAST] = 0,
		[HTTP_CALL] = 0,
	};

	http->state = state;
	http->window = 0;
	if (limits[state] > 0)
		timer_start(http->server->loop, &http->timer, limits[state], on_time, http);
	else
		timer_stop(&http->timer);
}

void
http_watch_reader(Http *http)
{
	const Config *config = http_config(http);
	int64_t half = config->queue_timeout / 2; /* those who wait shall profit */

	timer_start(http->server->loop,
				&http->timer,
				half > 0 && half < config->stall_timeout ? half : config->stall_timeout,
				on_time,
				http);
}

void
http_accept(HttpServer *server, struct st_h2o_socket_t *socket)
{
	Http *http = calloc(1, sizeof(*http));

	if (http == NULL)
	{
		h2o_socket_close(socket);
		return;
	}
	http->server = server;
	http->socket = socket;
	socket->data = http;
	h2o_mem_init_pool(&http->pool);
	http->next = server->connections;
	if (http->next != NULL)
		http->next->prev = http;
	server->connections = http;
	__atomic_add_fetch(&server->shim->clients, 1, __ATOMIC_RELAXED);
	http_set_state(http, HTTP_IDLE);
	h2o_socket_read_start(socket, on_input);
}

/* The request is over: log it, give everything back. */
static void
finish_request(Http *http)
{
	Request *request = http->request;

	if (request == NULL)
		return;
	http_release(http);
	front_log(http->server, request);
	route_table_release(request->routes);
	body_free(&request->body, http->server->shim);
	http->request = NULL;
	http->out = NULL;
	http->owner = NULL;
	h2o_mem_clear_pool(&http->pool);
}

void
http_close(Http *http, const char *why)
{
	HttpServer *server = http->server;

	timer_stop(&http->timer);
	if (http->owner != NULL)
	{
		const HttpOwner *owner = http->owner;

		http->owner = NULL;
		owner->gone(http->owner_arg);
	}
	if (http->request != NULL && why != NULL)
	{
		http->request->error = why;
		http->request->status = STATUS_GONE;
	}
	finish_request(http);
	if (http->prev != NULL)
		http->prev->next = http->next;
	else
		server->connections = http->next;
	if (http->next != NULL)
		http->next->prev = http->prev;
	h2o_socket_close(http->socket);
	h2o_mem_clear_pool(&http->pool);
	__atomic_sub_fetch(&server->shim->clients, 1, __ATOMIC_RELAXED);
	free(http);
}

void
http_next(Http *http)
{
	bool closing =
		http->closing || __atomic_load_n(&http->server->shim->stopping, __ATOMIC_RELAXED);

	finish_request(http);
	if (http->broken)
	{
		http_close(http, NULL);
		return;
	}
	if (closing)
	{
		/* A close with unread input would destroy the answer on its way. */
		shutdown(h2o_socket_get_fd(http->socket), SHUT_WR);
		http_set_state(http, HTTP_LINGER);
		http->lingered = http->socket->input->size;
		h2o_buffer_consume(&http->socket->input, http->socket->input->size);
		h2o_socket_read_start(http->socket, on_input);
		return;
	}
	http->searched = 0;
	http_set_state(http, HTTP_IDLE);
	h2o_socket_read_start(http->socket, on_input);
	if (http->socket->input->size > 0)
		http_read_head(http);
}

static void
on_input(h2o_socket_t *socket, const char *err)
{
	Http *http = socket->data;

	if (err != NULL)
	{
		http_close(http, "the client closed the connection");
		return;
	}
	switch (http->state)
	{
		case HTTP_IDLE:
		case HTTP_HEAD:
			http_read_head(http);
			break;
		case HTTP_BODY:
			http_read_body(http);
			break;
		case HTTP_CALL:
		case HTTP_LAST:
			if (socket->input->size > PIPELINE_MAX)
				h2o_socket_read_stop(socket);
			break;
		case HTTP_LINGER:
			http->lingered += socket->input->size;
			h2o_buffer_consume(&socket->input, socket->input->size);
			if (http->lingered > LINGER_MAX)
				http_close(http, NULL);
			break;
	}
}

static void
on_time(void *arg)
{
	Http *http = arg;
	const Config *config = http_config(http);

	switch (http->state)
	{
		case HTTP_IDLE:
		case HTTP_LINGER:
			http_close(http, NULL);
			break;
		case HTTP_HEAD:
			http_new_request(http);
			http_refuse(http, 408, "the request head took too long");
			break;
		case HTTP_BODY:
			if (h2o_socket_is_writing(http->socket))
				http_close(http, "the client stopped reading");
			else if ((int64_t) http->window * 1000 >=
					 config->min_rate * config->head_timeout)
				http_set_state(http, HTTP_BODY);
			else
				http_refuse(http, 408, "the request body comes too slowly");
			break;
		case HTTP_CALL:
		case HTTP_LAST:
			if (http_is_slow_reader(http))
				http_close(http, "the client reads too slowly");
			else
				http_watch_reader(http);
			break;
	}
}

void
http_stop(HttpServer *server)
{
	for (Http *http = server->connections, *next; http != NULL; http = next)
	{
		next = http->next;
		if (http->state == HTTP_IDLE && http->served)
			http_close(http, NULL);
		else if (http->state == HTTP_IDLE)
			timer_start(server->loop, &http->timer, STOP_GRACE_MS, on_time, http);
	}
}
