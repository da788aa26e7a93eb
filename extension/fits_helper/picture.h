#ifndef FITS_HELPER_PICTURE_H
#define FITS_HELPER_PICTURE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/sink.h"
#include "fits/order.h"

/* A picture in levels of grey, the upper left corner first; malloc'd. */
typedef struct Picture
{
	int width;
	int height;
	unsigned char *levels;
	bool has_holes; /* level 0 is nothing: transparent where the format has that */
} Picture;

/* Make one of a single level; false with a fault if there is no memory for it. */
extern bool
picture_init(Picture *picture, int width, int height, int level, SkyError *err);
extern void picture_free(Picture *picture);

/* Write it as a file. */
extern bool
picture_put(Sink *sink, const Picture *picture, FitsPicture format, SkyError *err);

#endif
