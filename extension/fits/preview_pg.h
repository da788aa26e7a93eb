#ifndef FITS_PREVIEW_PG_H
#define FITS_PREVIEW_PG_H

#include "fits/data_file_pg.h"
#include "fits/order.h"

/* How a file is to be shown. */
typedef struct PreviewWish
{
	FitsPicture format;
	int width; /* of the longer side [pixels]; see FITS_WIDTH_MIN and FITS_WIDTH_MAX */
	int plane; /* of a cube, from 1; 0: the mean of all */
} PreviewWish;

#define PREVIEW_WIDTH 512

/* The format of a name ("png", "jpeg", "jpg", or media types); false: none has it. */
extern bool preview_format(const char *name, FitsPicture *format);
extern const char *preview_media_type(FitsPicture format);

/* A text that differs when the picture does. */
extern char *preview_version(const DataFile *file, const PreviewWish *wish);

/* The picture, which is made if there is none yet; closes the file.  Raises. */
extern bytea *preview_make(DataFile *file, const PreviewWish *wish);

#endif
