#ifndef SHIM_HTTP_H
#define SHIM_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "body.h"
#include "guard.h"
#include "head.h"
#include "loop.h"
#include "shim.h"

/*
 * One client connection: reads requests, writes answers, keeps the time limits.  What is
 * asked for is decided elsewhere (front.h, call.h).
 *
 * libh2o brings sockets and the loop, not its HTTP/1 server: version 2.2.5 hides both
 * lengths of a request, takes the whole body before anyone may refuse it, closes slow
 * senders without a word and has no limit for slow readers.
 */
typedef struct Http Http;
struct st_h2o_socket_t;

#define REQUEST_ID_MAX 64
#define HTTP_PIECES	   16			/* of one batch */
#define HTTP_BATCH	   (256 * 1024) /* bytes; a batch is full when it has so many */

/* What a connection belongs to: one thread. */
typedef struct HttpServer
{
	Shim *shim;
	Loop *loop;
	struct Pool *pool;
	struct ParkLot *lot; /* of requests that wait for a notice */
	Memo *memo;			 /* of credentials */
	Http *connections;
	uint64_t id_seed[2];
	int64_t local_port;
	LogBatch lines; /* of the requests of this turn of the loop */
} HttpServer;

/* One request on its way, until the last byte of its answer is written. */
typedef struct Request
{
	Head head;
	Body body;
	char id[REQUEST_ID_MAX + 1];
	char remote[48];
	const char *base_url;
	Who who;
	RouteTable *routes;
	const Route *route;
	int64_t body_limit;
	int64_t began_us;
	/* For the log. */
	int status;
	int64_t bytes;
	int64_t queue_us;
	int64_t database_us;
	char sqlstate[6];
	const char *error;
} Request;

/* The head of an answer. */
typedef struct Reply
{
	int status;
	Slice headers;		  /* lines "Name: value\n" of the extension; checked here */
	const char *allow;	  /* NULL: no Allow */
	const char *location; /* NULL: no Location of ours */
	const char *type;	  /* Content-Type of our own answers; NULL: in headers */
	int64_t length;		  /* of the body; -1: not known */
	bool retry;			  /* Retry-After */
	bool preflight;		  /* answer a CORS preflight */
} Reply;

/* Who makes the answer. */
typedef struct HttpOwner
{
	void (*drained)(void *owner); /* the batch is written: more may be put */
	void (*gone)(void *owner);	  /* the client left; do not touch the connection again */
} HttpOwner;

/* Take an accepted socket. */
extern void http_accept(HttpServer *server, struct st_h2o_socket_t *socket);
/* Close what is idle; a request that a client has sent already is still served. */
extern void http_stop(HttpServer *server);

extern HttpServer *http_server(Http *http);
extern Request *http_request(Http *http);
/* Memory that lives as long as the request. */
extern void *http_alloc(Http *http, size_t size);
extern char *http_text(Http *http, Slice text);
extern void http_own(Http *http, const HttpOwner *owner, void *arg);

/*
 * Begin an answer; nothing is written yet, so it may be begun again with another.  If it
 * ends before the first batch is written, its length is told even if it was not known.
 */
extern void http_begin(Http *http, const Reply *reply);
/* Add to the batch, which takes over what release frees.  Not for HEAD. */
extern void
http_put(Http *http, const char *data, size_t len, void (*release)(void *), void *owned);
extern bool http_is_full(const Http *http);
extern size_t http_batch_size(const Http *http);
/* Is a batch on its way?  Then nothing may be put. */
extern bool http_is_writing(const Http *http);
/* Write the batch; drained will be called. */
extern void http_push(Http *http);
/*
 * Write the batch and end the answer; the owner is not called again.  whole: if not, the
 * client must see that the answer is broken.
 */
extern void http_end(Http *http, bool whole);

/* A whole short answer in plain text: "404 Not Found: why". */
extern void http_refuse(Http *http, int status, const char *why);

#endif
