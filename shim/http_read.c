/* What a client sends: heads and bodies of requests. */
#include <string.h>

#include "front.h"
#include "http_state.h"

Request *
http_new_request(Http *http)
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

void
http_read_head(Http *http)
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
			http_set_state(http, HTTP_HEAD);
		return;
	}
	request = http_new_request(http);
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
	http_set_state(http, HTTP_BODY);
	front_admit(http, request); /* may answer at once */
	if (http->state == HTTP_BODY && http->request == request && http->out == NULL)
	{
		static h2o_iovec_t go_on = {H2O_STRLIT("HTTP/1.1 100 Continue\r\n\r\n")};

		if (request->head.expect_continue && http->socket->input->size == 0 &&
			(request->head.chunked || request->head.content_length > 0))
			h2o_socket_write(http->socket, &go_on, 1, http_written);
		else
			http_read_body(http);
	}
}

void
http_read_body(Http *http)
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
			http_set_state(http, HTTP_CALL);
			front_start(http, request);
		}
	}
}
