/* What a client gets: batches of pieces, as fast as it takes them. */
#include <linux/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "challenge.h"
#include "http_state.h"
#include "pool.h"
#include "reply.h"
#include "status.h"

/* Small pieces are put together: a few in a scratch as small, many in a large one. */
#define SMALL_PIECE	 4096
#define SCRATCH_SIZE (64 * 1024)

void
http_release(Http *http)
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

/* Bytes that the client's side has taken, ever. */
static uint64_t
acknowledged(Http *http)
{
	struct tcp_info info = {0};
	socklen_t len = sizeof(info);

	getsockopt(h2o_socket_get_fd(http->socket), IPPROTO_TCP, TCP_INFO, &info, &len);
	return info.tcpi_bytes_acked;
}

static void
start_window(Http *http)
{
	http->acked = acknowledged(http);
	http->writing_us = clock_us();
}

bool
http_is_slow_reader(Http *http)
{
	const Config *config = http_config(http);
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

void
http_begin(Http *http, const Reply *reply)
{
	http_release(http);
	http->out = h2o_mem_alloc_pool(&http->pool, sizeof(*http->out));
	memset(http->out, 0, offsetof(HttpOut, vectors));
	http->out->reply = *reply;
	http->out->reply.headers.data = http_text(http, reply->headers);
	http->out->reply.location = challenge_login_page(http, reply->status);
	if (http->out->reply.location != NULL)
		http->out->reply.status = 303;
	http->out->empty = slice_is(http->request->head.method, "HEAD") ||
					   reply->status < 200 || reply->status == 204 ||
					   reply->status == 304;
	http->request->status = http->out->reply.status;
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

	if (out->scratch_len + len > out->scratch_size)
	{
		if (out->scratch_size == SCRATCH_SIZE)
			return false;
		out->scratch_size = out->scratch == NULL ? SMALL_PIECE : SCRATCH_SIZE;
		out->scratch = h2o_mem_alloc_pool(&http->pool, out->scratch_size);
		out->scratch_len = 0;
	}
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
	http_watch_reader(http);
	h2o_socket_write(http->socket, first, count, http_written);
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
		http_close(http, NULL);
	else if (out->npieces == 0 && out->head.len == 0 && *tail == '\0')
		http_next(http);
	else
		write_batch(http, tail);
}

void
http_written(h2o_socket_t *socket, const char *err)
{
	Http *http = socket->data;

	if (err != NULL)
	{
		http_close(http, "the client closed the connection");
		return;
	}
	if (http->state == HTTP_BODY)
	{
		http_read_body(http);
		return;
	}
	timer_stop(&http->timer);
	http_release(http);
	if (http->state == HTTP_LAST)
		http_next(http);
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
