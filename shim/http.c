/* One client connection, by states: each says what input and time mean. */
#include "http.h"

#include <arpa/inet.h>
#include <h2o.h>
#include <linux/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "front.h"
#include "pool.h"
#include "reply.h"
#include "status.h"

#define PIPELINE_MAX  (16 * 1024)	/* input taken while an answer is made */
#define LINGER_MS	  1000			/* for a client that still sends */
#define STOP_GRACE_MS 1000			/* for one that was just accepted, when all stops */
#define LINGER_MAX	  (1024 * 1024) /* bytes thrown away meanwhile */
#define SCRATCH_SIZE  (64 * 1024)	/* where small pieces are put together */
#define SMALL_PIECE	  4096
#define STATUS_GONE	  499 /* in the log: the client left first */

typedef enum HttpState
{
	HTTP_IDLE,	 /* between requests */
	HTTP_HEAD,	 /* part of a head has come */
	HTTP_BODY,	 /* the head is taken */
	HTTP_CALL,	 /* someone makes the answer */
	HTTP_LAST,	 /* the last bytes are being written */
	HTTP_LINGER, /* throwing away input before the close */
} HttpState;

typedef struct HttpPiece
{
	void (*release)(void *owned);
	void *owned;
} HttpPiece;

/* The batch being put or written. */
typedef struct HttpOut
{
	Reply reply;
	bool begun; /* the head is built */
	bool chunked;
	bool empty; /* HEAD and such: the body is not written */
	int npieces;
	size_t size;
	char *scratch;
	size_t scratch_len;
	HttpPiece pieces[HTTP_PIECES];
	Slice head;
	char size_line[24];
	h2o_iovec_t vectors[HTTP_PIECES + 3];
} HttpOut;

struct Http
{
	HttpServer *server;
	Http *next;
	Http *prev;
	h2o_socket_t *socket;
	HttpState state;
	bool closing; /* after this answer */
	bool served;  /* at least one request */
	bool broken;  /* by a reset: nothing else says that the answer is not whole */
	size_t searched;
	size_t window; /* bytes of the body since the timer was started */
	size_t lingered;
	uint64_t acked;		/* bytes, when the window below began */
	int64_t writing_us; /* began to look how fast the answer is taken */
	Chunked chunked;
	Timer timer;
	Request *request; /* in pool */
	HttpOut *out;	  /* in pool */
	const HttpOwner *owner;
	void *owner_arg;
	h2o_mem_pool_t pool;
};

static void on_input(h2o_socket_t *socket, const char *err);
static void on_written(h2o_socket_t *socket, const char *err);
static void on_time(void *arg);
static void read_request(Http *http);
static void read_body(Http *http);

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

static const Config *
config_of(const Http *http)
{
	return &http->server->shim->config;
}

static void
set_state(Http *http, HttpState state)
{
	const Config *config = config_of(http);
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
	set_state(http, HTTP_IDLE);
	h2o_socket_read_start(socket, on_input);
}

/* Free what the batch holds. */
static void
release_pieces(Http *http)
{
	HttpOut *out = http->out;

	if (out == NULL)
		return;
	for (int i = 0; i < out->npieces; i++)
		if (out->pieces[i].release != NULL)
			out->pieces[i].release(out->pieces[i].owned);
	out->npieces = 0;
	out->size = 0;
	out->scratch_len = 0;
	out->head = (Slice){NULL, 0};
}

/* The request is over: log it, give everything back. */
static void
finish_request(Http *http)
{
	Request *request = http->request;

	if (request == NULL)
		return;
	release_pieces(http);
	front_log(http->server, request);
	route_table_release(request->routes);
	body_free(&request->body, http->server->shim);
	http->request = NULL;
	http->out = NULL;
	http->owner = NULL;
	h2o_mem_clear_pool(&http->pool);
}

/* Close now; whoever makes the answer is told. */
static void
close_connection(Http *http, const char *why)
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

/* The answer is written: next request, or goodbye. */
static void
next_request(Http *http)
{
	bool closing =
		http->closing || __atomic_load_n(&http->server->shim->stopping, __ATOMIC_RELAXED);

	finish_request(http);
	if (http->broken)
	{
		close_connection(http, NULL);
		return;
	}
	if (closing)
	{
		/* A close with unread input would destroy the answer on its way. */
		shutdown(h2o_socket_get_fd(http->socket), SHUT_WR);
		set_state(http, HTTP_LINGER);
		http->lingered = http->socket->input->size;
		h2o_buffer_consume(&http->socket->input, http->socket->input->size);
		h2o_socket_read_start(http->socket, on_input);
		return;
	}
	http->searched = 0;
	set_state(http, HTTP_IDLE);
	h2o_socket_read_start(http->socket, on_input);
	if (http->socket->input->size > 0)
		read_request(http);
}

static void
on_input(h2o_socket_t *socket, const char *err)
{
	Http *http = socket->data;

	if (err != NULL)
	{
		close_connection(http, "the client closed the connection");
		return;
	}
	switch (http->state)
	{
		case HTTP_IDLE:
		case HTTP_HEAD:
			read_request(http);
			break;
		case HTTP_BODY:
			read_body(http);
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
				close_connection(http, NULL);
			break;
	}
}

/* A request of which nothing is known yet. */
static Request *
new_request(Http *http)
{
	Request *request = h2o_mem_alloc_pool(&http->pool, sizeof(*request));

	memset(request, 0, sizeof(*request));
	request->began_us = clock_us();
	request->head.minor = 1;
	request->head.content_length = -1;
	http->request = request;
	http->served = true;
	http->closing = false;
	http->chunked = (Chunked){0};
	front_identify(http->server, request, http->socket);
	return request;
}

/* Look for a whole head in the input, and see whether it may go on. */
static void
read_request(Http *http)
{
	h2o_buffer_t *input = http->socket->input;
	Request *request;
	const char *why;
	char *copy;
	int len;
	int status;

	/* RFC 9112 section 2.2: empty lines before a request are no fault. */
	while (input->size >= 2 && memcmp(input->bytes, "\r\n", 2) == 0)
	{
		h2o_buffer_consume(&http->socket->input, 2);
		input = http->socket->input;
	}
	if (input->size == 0 || (input->size == 1 && input->bytes[0] == '\r'))
		return;
	len = head_length(input->bytes, input->size, http->searched);
	http->searched = input->size;
	if (len == 0)
	{
		if (http->state == HTTP_IDLE)
			set_state(http, HTTP_HEAD);
		return;
	}
	request = new_request(http);
	if (len < 0)
	{
		http_refuse(http,
					-len,
					len == -400	  ? "this is not HTTP"
					: len == -414 ? "the request target is too long, use POST"
								  : "the header fields are too long");
		return;
	}
	copy = h2o_mem_alloc_pool(&http->pool, (size_t) len);
	memcpy(copy, input->bytes, (size_t) len);
	h2o_buffer_consume(&http->socket->input, (size_t) len);
	status = head_parse(copy, (size_t) len, &request->head, &why);
	if (status != 0)
	{
		http->closing = true;
		http_refuse(http, status, why);
		return;
	}
	http->closing = !request->head.keep_alive;
	set_state(http, HTTP_BODY);
	front_admit(http, request); /* may answer at once */
	if (http->state == HTTP_BODY && http->request == request && http->out == NULL)
	{
		static h2o_iovec_t go_on = {H2O_STRLIT("HTTP/1.1 100 Continue\r\n\r\n")};

		if (request->head.expect_continue && http->socket->input->size == 0 &&
			(request->head.chunked || request->head.content_length > 0))
			h2o_socket_write(http->socket, &go_on, 1, on_written);
		else
			read_body(http);
	}
}

/* Move what has come of the body to its place; when it is whole, begin the answer. */
static void
read_body(Http *http)
{
	Request *request = http->request;
	h2o_buffer_t *input = http->socket->input;
	ChunkedResult progress = CHUNKED_DONE;
	size_t used = input->size;
	size_t len = input->size;

	if (h2o_socket_is_writing(http->socket))
		return; /* 100 Continue is on its way */
	if (request->head.chunked)
		progress = chunked_decode(&http->chunked, input->bytes, input->size, &used, &len);
	else
	{
		size_t left = request->head.content_length > 0
						  ? (size_t) request->head.content_length - request->body.len
						  : 0;

		used = len = len < left ? len : left;
		progress = len == left ? CHUNKED_DONE : CHUNKED_MORE;
	}
	http->window += used;
	http->closing = http->closing || progress == CHUNKED_BAD;
	/* In the order of the bytes: the same answer however they are cut up. */
	if ((int64_t) (request->body.len + len) > request->body_limit)
		front_too_large(http, request);
	else if (progress == CHUNKED_BAD)
		http_refuse(http, 400, "malformed chunked body");
	else if (!body_add(&request->body,
					   http->server->shim,
					   input->bytes,
					   len,
					   request->head.content_length) ||
			 (progress == CHUNKED_DONE && !body_end(&request->body)))
		http_refuse(http, 503, "too many large requests at the moment");
	else
	{
		h2o_buffer_consume(&http->socket->input, used);
		if (progress == CHUNKED_DONE)
		{
			set_state(http, HTTP_CALL);
			front_start(http, request);
		}
	}
}

/* Bytes that the client's side has taken, ever. */
static uint64_t
acknowledged(Http *http)
{
	struct tcp_info info = {0};
	socklen_t len = sizeof(info);

	getsockopt(h2o_socket_get_fd(http->socket), IPPROTO_TCP, TCP_INFO, &info, &len);
	return info.tcpi_bytes_acked;
}

/* Begin to look how fast the client takes what is being written. */
static void
watch_reader(Http *http)
{
	const Config *config = config_of(http);
	int64_t half = config->queue_timeout / 2; /* those who wait shall profit */

	timer_start(http->server->loop,
				&http->timer,
				half > 0 && half < config->stall_timeout ? half : config->stall_timeout,
				on_time,
				http);
}

static void
start_window(Http *http)
{
	http->acked = acknowledged(http);
	http->writing_us = clock_us();
}

/*
 * Does the client take its answer too slowly?  It must have taken something, at min-rate,
 * in each stall-timeout; and sooner more, while others wait for the connection it holds.
 */
static bool
is_slow_reader(Http *http)
{
	const Config *config = config_of(http);
	int64_t passed = (clock_us() - http->writing_us) / 1000;
	int64_t taken = (int64_t) (acknowledged(http) - http->acked);

	if (http->state == HTTP_CALL && pool_is_wanted(http->server->pool) &&
		taken < config->busy_rate * passed / 1000)
		return true;
	if (passed < config->stall_timeout)
		return false;
	start_window(http);
	return taken == 0 || taken < config->min_rate * passed / 1000;
}

static void
on_time(void *arg)
{
	Http *http = arg;
	const Config *config = config_of(http);

	switch (http->state)
	{
		case HTTP_IDLE:
		case HTTP_LINGER:
			close_connection(http, NULL);
			break;
		case HTTP_HEAD:
			new_request(http);
			http_refuse(http, 408, "the request head took too long");
			break;
		case HTTP_BODY:
			if (h2o_socket_is_writing(http->socket))
				close_connection(http, "the client stopped reading");
			else if ((int64_t) http->window * 1000 >=
					 config->min_rate * config->head_timeout)
				set_state(http, HTTP_BODY);
			else
				http_refuse(http, 408, "the request body comes too slowly");
			break;
		case HTTP_CALL:
		case HTTP_LAST:
			if (is_slow_reader(http))
				close_connection(http, "the client reads too slowly");
			else
				watch_reader(http);
			break;
	}
}

void
http_begin(Http *http, const Reply *reply)
{
	release_pieces(http);
	http->out = h2o_mem_alloc_pool(&http->pool, sizeof(*http->out));
	memset(http->out, 0, offsetof(HttpOut, vectors));
	http->out->reply = *reply;
	http->out->reply.headers.data = http_text(http, reply->headers);
	http->out->empty = slice_is(http->request->head.method, "HEAD") ||
					   reply->status < 200 || reply->status == 204 ||
					   reply->status == 304;
	http->request->status = reply->status;
}

/*
 * Choose how the body is delimited, now that it is known whether there is more to come.
 */
static void
build_head(Http *http, bool last)
{
	HttpOut *out = http->out;
	ReplyFrame frame = {.length = out->reply.length};

	if (frame.length < 0 && last && !out->empty)
		frame.length = (int64_t) out->size;
	if (out->reply.status < 200 || out->reply.status == 204 || out->reply.status == 304)
		frame.length = -1;
	out->chunked = frame.length < 0 && !out->empty && http->request->head.minor == 1;
	frame.chunked = out->chunked;
	if (frame.length < 0 && !out->chunked && !out->empty)
		http->closing = true; /* HTTP/1.0: the end of the connection ends the body */
	if (__atomic_load_n(&http->server->shim->stopping, __ATOMIC_RELAXED))
		http->closing = true;
	frame.close = http->closing;
	out->head = reply_head(http, &out->reply, &frame);
	out->begun = true;
}

/* Copy a piece behind the last one if that is small too: rows come one by one. */
static bool
put_small(Http *http, const char *data, size_t len)
{
	HttpOut *out = http->out;
	h2o_iovec_t *last = &out->vectors[1 + out->npieces];
	char *place;

	if (out->scratch == NULL)
		out->scratch = h2o_mem_alloc_pool(&http->pool, SCRATCH_SIZE);
	if (out->scratch_len + len > SCRATCH_SIZE)
		return false;
	place = out->scratch + out->scratch_len;
	memcpy(place, data, len);
	if (out->npieces > 0 && last->base + last->len == place)
		last->len += len;
	else
	{
		out->pieces[out->npieces] = (HttpPiece){NULL, NULL};
		out->vectors[2 + out->npieces++] = h2o_iovec_init(place, len);
	}
	out->scratch_len += len;
	out->size += len;
	return true;
}

void
http_put(Http *http, const char *data, size_t len, void (*release)(void *), void *owned)
{
	HttpOut *out = http->out;

	if (out->empty || len == 0)
	{
		if (release != NULL)
			release(owned);
		return;
	}
	if (len < SMALL_PIECE && release != NULL && put_small(http, data, len))
	{
		release(owned);
		return;
	}
	out->pieces[out->npieces] = (HttpPiece){release, owned};
	out->vectors[2 + out->npieces] = h2o_iovec_init(data, len);
	out->npieces++;
	out->size += len;
}

bool
http_is_full(const Http *http)
{
	return http->out->npieces == HTTP_PIECES || http->out->size >= HTTP_BATCH;
}

size_t
http_batch_size(const Http *http)
{
	return http->out->size;
}

bool
http_is_writing(const Http *http)
{
	return h2o_socket_is_writing(http->socket);
}

/* Write head, pieces and the marks of chunks; tail closes the body. */
static void
write_batch(Http *http, const char *tail)
{
	HttpOut *out = http->out;
	h2o_iovec_t *first = out->vectors + 2;
	size_t count = (size_t) out->npieces;

	if (out->chunked && out->npieces > 0)
	{
		int len = snprintf(out->size_line, sizeof(out->size_line), "%zx\r\n", out->size);

		*--first = h2o_iovec_init(out->size_line, (size_t) len);
		count++;
	}
	if (out->head.len > 0)
	{
		*--first = h2o_iovec_init(out->head.data, out->head.len);
		count++;
	}
	if (*tail != '\0')
		first[count++] = h2o_iovec_init(tail, strlen(tail));
	http->request->bytes += (int64_t) out->size;
	start_window(http);
	watch_reader(http);
	h2o_socket_write(http->socket, first, count, on_written);
}

void
http_push(Http *http)
{
	if (!http->out->begun)
		build_head(http, false);
	write_batch(http, http->out->chunked && http->out->npieces > 0 ? "\r\n" : "");
}

void
http_end(Http *http, bool whole)
{
	HttpOut *out = http->out;
	const char *tail = "";

	if (!out->begun)
		build_head(http, true);
	if (out->chunked && out->npieces > 0)
		tail = whole ? "\r\n0\r\n\r\n" : "";
	else if (out->chunked && whole)
		tail = "0\r\n\r\n";
	http->owner = NULL;
	http->state = HTTP_LAST;
	if (!whole)
	{
		/* Without a length or chunks only a reset says that something is missing. */
		struct linger reset = {.l_onoff = 1, .l_linger = 0};

		http->closing = true;
		http->broken = !out->chunked;
		if (http->broken)
			setsockopt(h2o_socket_get_fd(http->socket),
					   SOL_SOCKET,
					   SO_LINGER,
					   &reset,
					   sizeof(reset));
	}
	if (!whole && out->npieces == 0 && out->head.len == 0)
		close_connection(http, NULL);
	else if (out->npieces == 0 && out->head.len == 0 && *tail == '\0')
		next_request(http);
	else
		write_batch(http, tail);
}

/* A batch, or 100 Continue, has left for the kernel. */
static void
on_written(h2o_socket_t *socket, const char *err)
{
	Http *http = socket->data;

	if (err != NULL)
	{
		close_connection(http, "the client closed the connection");
		return;
	}
	if (http->state == HTTP_BODY)
	{
		read_body(http);
		return;
	}
	timer_stop(&http->timer);
	release_pieces(http);
	if (http->state == HTTP_LAST)
		next_request(http);
	else if (http->owner != NULL)
		http->owner->drained(http->owner_arg);
}

void
http_refuse(Http *http, int status, const char *why)
{
	char *text = h2o_mem_alloc_pool(&http->pool, 1024);
	Reply reply = {
		.status = status,
		.type = "text/plain; charset=utf-8",
		.retry = status == 503,
	};

	/* What follows on the connection cannot be trusted, or is a body nobody reads. */
	if (http->state == HTTP_HEAD || http->state == HTTP_IDLE || http->state == HTTP_BODY)
		http->closing = http->closing || http->request->head.method.len == 0 ||
						http->request->head.chunked ||
						http->request->head.content_length > 0;
	reply.length =
		snprintf(text, 1024, "%d %s: %s\n", status, status_reason(status), why);
	if (http->request->error == NULL)
		http->request->error = http_text(http, (Slice){why, strlen(why)});
	http_begin(http, &reply);
	http_put(http, text, (size_t) reply.length, NULL, NULL);
	http_end(http, true);
}

void
http_stop(HttpServer *server)
{
	for (Http *http = server->connections, *next; http != NULL; http = next)
	{
		next = http->next;
		if (http->state == HTTP_IDLE && http->served)
			close_connection(http, NULL);
		else if (http->state == HTTP_IDLE)
			timer_start(server->loop, &http->timer, STOP_GRACE_MS, on_time, http);
	}
}
