#ifndef SHIM_HTTP_STATE_H
#define SHIM_HTTP_STATE_H

#include <h2o.h>

#include "http.h"

/* What the files of a connection have in common; see http.c. */
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
	size_t scratch_size;
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

static inline const Config *
http_config(const Http *http)
{
	return &http->server->shim->config;
}

/* http.c: the connection. */
extern void http_set_state(Http *http, HttpState state);
/* Close now; whoever makes the answer is told.  why, if not NULL, is for the log. */
extern void http_close(Http *http, const char *why);
/* The answer is written: next request, or goodbye. */
extern void http_next(Http *http);
/* Look after a while how fast the client takes what is being written. */
extern void http_watch_reader(Http *http);

/* http_read.c: what the client sends. */
/* A request of which nothing is known yet. */
extern Request *http_new_request(Http *http);
/* Look for a whole head in the input, and see whether it may go on. */
extern void http_read_head(Http *http);
/* Move what has come of the body to its place; when it is whole, begin the answer. */
extern void http_read_body(Http *http);

/* http_write.c: what it gets. */
/* Free what the batch holds. */
extern void http_release(Http *http);
/* A batch, or 100 Continue, has left for the kernel. */
extern void http_written(h2o_socket_t *socket, const char *err);
/*
 * Does the client take its answer too slowly?  It must have taken something, at min-rate,
 * in each stall-timeout; and sooner more, while others wait for the connection it holds.
 */
extern bool http_is_slow_reader(Http *http);

#endif
