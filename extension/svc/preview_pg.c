/*
 * preview_pg.c
 *		/preview: pictures of products.
 */
#include "postgres.h"

#include "fits/preview_pg.h"

#include "utils/timestamp.h"

#include "fits/product_pg.h"
#include "svc/file_answer.h"
#include "svc/service_table_pg.h"

/* A parameter that is a number between 0 and 1e9. */
static bool
read_number(ServiceCall *call, const char *name, int *number, SkyError *err)
{
	const char *value;
	char *end;
	long read;

	if (!http_params_single(&call->params, name, &value, err))
		return false;
	if (value == NULL)
		return true;
	read = strtol(value, &end, 10);
	if (*end != '\0' || end == value || read < 0 || read > 1000000000)
		return sky_error(err,
						 SKY_E_BAD_VALUE,
						 -1,
						 "%s is no number of pixels: \"%.40s\"",
						 name,
						 value);
	*number = (int) read;
	return true;
}

static bool
read_wish(ServiceCall *call, PreviewWish *wish, SkyError *err)
{
	const char *format;

	*wish = (PreviewWish){.width = PREVIEW_WIDTH};
	if (!read_number(call, "width", &wish->width, err) ||
		!read_number(call, "plane", &wish->plane, err) ||
		!http_params_single(&call->params, "format", &format, err))
		return false;
	if (format == NULL || preview_format(format, &wish->format))
		return true;
	sky_error(err, SKY_E_BAD_VALUE, -1, "previews have no format \"%.40s\"", format);
	return sky_error_hint(err, "Formats are png and jpeg.");
}

/* Name and version of the picture, before the file is closed. */
static ServedFile
served_file(const DataFile *file, const PreviewWish *wish)
{
	const char *slash = strrchr(file->path, '/');

	return (ServedFile){
		.etag = psprintf("\"%s\"", preview_version(file, wish)),
		.modified = file->status.st_mtim.tv_sec,
		.content_type = preview_media_type(wish->format),
		.name = psprintf("%s.%s",
						 slash != NULL ? slash + 1 : file->path,
						 wish->format == FITS_JPEG ? "jpg" : "png"),
	};
}

bool
preview_get(ServiceCall *call, SkyError *err)
{
	const char *name = http_decode(
		call->arena, call->suffix, strlen(call->suffix), false, "the path", err);
	PreviewWish wish;
	DataFile file;
	ServedFile served;
	HttpRange range;
	bytea *picture;

	if (name == NULL || !read_wish(call, &wish, err))
		return false;
	if (!product_file(name, &file))
		return sky_error(
			err, SKY_E_NOT_FOUND, -1, "there is no preview of \"%.200s\"", name);
	served = served_file(&file, &wish);
	picture = preview_make(&file, &wish);
	served.size = VARSIZE_ANY_EXHDR(picture);
	if (file_answer(call, &served, &range))
		sink_put(&call->body, VARDATA_ANY(picture) + range.first, range.length);
	return true;
}
