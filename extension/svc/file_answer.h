#ifndef SVC_FILE_ANSWER_H
#define SVC_FILE_ANSWER_H

#include "svc/http_range.h"
#include "svc/service.h"

/* A file that is there to be sent. */
typedef struct ServedFile
{
	const char *etag; /* a strong one, quotes included */
	int64_t modified; /* [s] since 1970; -1: not told */
	int64_t size;	  /* [bytes] */
	const char *content_type;
	const char *name; /* to save it under */
} ServedFile;

/*
 * Set status and headers by what the client has and wants of a file: whole, in part
 * (206), nothing new (304), of another version (412), or beyond its end (416).  True:
 * *range of it is to be streamed; the answer has its length.
 */
extern bool file_answer(ServiceCall *call, const ServedFile *file, HttpRange *range);

#endif
