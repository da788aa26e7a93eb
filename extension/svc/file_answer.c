/*
 * file_answer.c
 *		Files over HTTP: conditions and ranges (RFC 9110, sections 13 and 14).
 */
#include "svc/file_answer.h"

#include <inttypes.h>
#include <string.h>

#include "svc/http_date.h"

/*
 * Is it the file that the client goes on with?  No answer else: whoever changed it had
 * him put together two files.
 */
static bool
is_expected(const ServiceCall *call, const ServedFile *file)
{
	const char *tags = request_header(&call->request, call->arena, "if-match");
	const char *date = request_header(&call->request, call->arena, "if-unmodified-since");
	int64_t since = http_date_read(date);

	if (tags != NULL)
		return http_etag_listed(tags, file->etag);
	return file->modified < 0 || since < 0 || file->modified <= since;
}

/* Has the client the file as it is now?  Tags count before dates (section 13.2.2). */
static bool
is_known(const ServiceCall *call, const ServedFile *file)
{
	const char *tags = request_header(&call->request, call->arena, "if-none-match");
	const char *since = request_header(&call->request, call->arena, "if-modified-since");

	if (tags != NULL)
		return http_etag_listed(tags, file->etag);
	return file->modified >= 0 && http_date_read(since) >= file->modified;
}

/* What part of the file is wanted: everything where If-Range tells of another file. Parts
 * are for GET alone (section 14.2). */
static HttpRange
wanted_range(const ServiceCall *call, const ServedFile *file, const char *modified)
{
	const char *range = request_header(&call->request, call->arena, "range");
	const char *condition = request_header(&call->request, call->arena, "if-range");

	if (strcmp(call->request.method, "GET") != 0 ||
		(condition != NULL && strcmp(condition, file->etag) != 0 &&
		 strcmp(condition, modified) != 0))
		range = NULL;
	return http_range_read(range, file->size);
}

static void
put_content_range(ServiceCall *call, const HttpRange *range, int64_t size)
{
	const char *part = "*";

	if (range->kind == RANGE_PART)
		part = arena_printf(call->arena,
							"%" PRId64 "-%" PRId64,
							range->first,
							range->first + range->length - 1);
	service_header(call,
				   "Content-Range",
				   arena_printf(call->arena, "bytes %s/%" PRId64, part, size));
}

bool
file_answer(ServiceCall *call, const ServedFile *file, HttpRange *range)
{
	char modified[HTTP_DATE_SIZE] = "";

	service_file(call, file->content_type, file->name);
	service_header(call, "ETag", file->etag);
	service_header(call, "Accept-Ranges", "bytes");
	if (file->modified >= 0)
	{
		http_date_put(modified, file->modified);
		service_header(call, "Last-Modified", modified);
	}
	*range = wanted_range(call, file, modified);
	call->status = !is_expected(call, file)		  ? 412
				   : is_known(call, file)		  ? 304
				   : range->kind == RANGE_OUTSIDE ? 416
				   : range->kind == RANGE_PART	  ? 206
												  : 200;
	if (call->status == 206 || call->status == 416)
		put_content_range(call, range, file->size);
	if (call->status == 304 || call->status == 412 || call->status == 416)
		return false;
	service_header(
		call, "Sky-Length", arena_printf(call->arena, "%" PRId64, range->length));
	return true;
}
