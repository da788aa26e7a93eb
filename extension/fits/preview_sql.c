/*
 * preview_sql.c
 *		sky.preview: pictures of products.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "storage/fd.h"
#include "utils/builtins.h"

#include "base/export_pg.h"
#include "base/report_pg.h"
#include "fits/helper_pg.h"
#include "fits/preview_cache_pg.h"
#include "fits/preview_pg.h"
#include "fits/product_pg.h"

/* Raised when pictures are made otherwise, so that those made before count no more. */
#define LOOK 2

static const struct
{
	const char *name;
	FitsPicture format;
} names[] = {
	{"png", FITS_PNG},
	{"image/png", FITS_PNG},
	{"jpeg", FITS_JPEG},
	{"jpg", FITS_JPEG},
	{"image/jpeg", FITS_JPEG},
};

bool
preview_format(const char *name, FitsPicture *format)
{
	for (int i = 0; i < lengthof(names); i++)
		if (pg_strcasecmp(name, names[i].name) == 0)
		{
			*format = names[i].format;
			return true;
		}
	return false;
}

const char *
preview_media_type(FitsPicture format)
{
	return format == FITS_JPEG ? "image/jpeg" : "image/png";
}

static char *
how_of(const PreviewWish *wish)
{
	return psprintf("look%d-%dx%d.%s",
					LOOK,
					wish->width,
					wish->plane,
					wish->format == FITS_JPEG ? "jpeg" : "png");
}

char *
preview_version(const DataFile *file, const PreviewWish *wish)
{
	return psprintf("%s-%s", data_file_version(file), how_of(wish));
}

static void
check_wish(const PreviewWish *wish)
{
	SkyError err = {0};

	if (wish->width < FITS_WIDTH_MIN || wish->width > FITS_WIDTH_MAX)
		sky_error(&err,
				  SKY_E_BAD_VALUE,
				  -1,
				  "the width of a preview is %d to %d pixels, not %d",
				  FITS_WIDTH_MIN,
				  FITS_WIDTH_MAX,
				  wish->width);
	else if (wish->plane < 0)
		sky_error(&err, SKY_E_BAD_VALUE, -1, "planes are counted from 1");
	if (err.code != SKY_OK)
		sky_report(&err, NULL);
}

static bytea *
ask_helper(const DataFile *file, const PreviewWish *wish)
{
	FitsOrder order = {
		.task = FITS_PREVIEW,
		.hdu = -1,
		.picture = wish->format,
		.width = (uint32_t) wish->width,
		.plane = wish->plane,
	};

	StringInfo answer;

	helper_ask(&order, NULL, file->fd);
	answer = helper_answer();
	SET_VARSIZE(answer->data, answer->len);
	return (bytea *) answer->data;
}

bytea *
preview_make(DataFile *file, const PreviewWish *wish)
{
	bytea *picture;
	char *name;

	check_wish(wish);
	name = preview_cache_name(file->path, data_file_version(file), how_of(wish));
	picture = preview_cache_get(name);
	if (picture != NULL)
	{
		CloseTransientFile(file->fd);
		return picture;
	}
	picture = ask_helper(file, wish);
	data_file_close(file);
	preview_cache_put(name, picture);
	return picture;
}

/* preview(product, width, format, plane) */
SKY_FUNCTION(preview)
{
	DataFile file = product_open_known(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	char *format = text_to_cstring(PG_GETARG_TEXT_PP(2));
	PreviewWish wish = {.width = PG_GETARG_INT32(1), .plane = PG_GETARG_INT32(3)};

	if (!preview_format(format, &wish.format))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("previews have no format \"%s\"", format),
				 errhint("Formats are png and jpeg.")));
	PG_RETURN_BYTEA_P(preview_make(&file, &wish));
}
