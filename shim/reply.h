#ifndef SHIM_REPLY_H
#define SHIM_REPLY_H

#include "http.h"

/* How the body of an answer is delimited. */
typedef struct ReplyFrame
{
	int64_t length; /* -1: no Content-Length */
	bool chunked;
	bool close;
} ReplyFrame;

/*
 * The head of an answer in the request's memory.  The one encoder of header fields: what
 * the extension gives is checked line by line, so nothing can end a field early, and
 * what belongs to the connection is ours.
 */
extern Slice reply_head(Http *http, const Reply *reply, const ReplyFrame *frame);

#endif
