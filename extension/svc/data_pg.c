/*
 * data_pg.c
 *		/data: the files of products.
 */
#include "postgres.h"

#include "storage/fd.h"
#include "utils/builtins.h"

#include "fits/product_pg.h"
#include "svc/enter_pg.h"
#include "svc/file_answer.h"
#include "svc/media_type.h"
#include "svc/service_table_pg.h"

static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static void
put_file(ServiceCall *call, const char *name, const DataFile *file)
{
	const char *version = data_file_version(file);
	ServedFile served = {
		.etag = psprintf("\"%s\"", version),
		.modified = file->status.st_mtim.tv_sec,
		.size = file->status.st_size,
		.content_type = media_type_of(file->path),
		.name = last_part(file->path),
	};
	HttpRange range;

	if (!file_answer(call, &served, &range))
		return;
	client_take_time();
	call->stream = arena_printf(call->arena,
								"COPY (SELECT sky.product_file(%s, " INT64_FORMAT
								", " INT64_FORMAT ", '%s')) TO STDOUT (FORMAT raw)",
								quote_literal_cstr(name),
								range.first,
								range.length,
								version);
}

bool
data_get(ServiceCall *call, SkyError *err)
{
	const char *name = http_decode(
		call->arena, call->suffix, strlen(call->suffix), false, "the path", err);
	DataFile file;

	if (name == NULL)
		return false;
	if (!product_file(name, &file))
		return sky_error(err, SKY_E_NOT_FOUND, -1, "there is no file \"%.200s\"", name);
	put_file(call, name, &file);
	CloseTransientFile(file.fd);
	return true;
}
