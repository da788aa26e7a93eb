/*
 * picture.c
 *		Pictures as PNG and JPEG.
 */
#include "fits_helper/picture.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off: after stdio.h, whose names it uses. */
#include <jpeglib.h>
/* clang-format on */

#define JPEG_QUALITY 88
#define PNG_LEVEL	 3 /* of zlib: noise gets no smaller with more */

bool
picture_init(Picture *picture, int width, int height, int level, SkyError *err)
{
	size_t size = (size_t) width * (size_t) height;

	*picture = (Picture){.width = width, .height = height, .levels = malloc(size)};
	if (picture->levels == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	memset(picture->levels, level, size);
	return true;
}

void
picture_free(Picture *picture)
{
	free(picture->levels);
	picture->levels = NULL;
}

static unsigned char *
row_of(const Picture *picture, int row)
{
	return picture->levels + (size_t) row * (size_t) picture->width;
}

static void
take_png(png_structp png, png_bytep bytes, size_t size)
{
	sink_put(png_get_io_ptr(png), bytes, size);
}

static void
flush_png(png_structp png)
{
	(void) png;
}

static bool
put_png(Sink *sink, const Picture *picture, SkyError *err)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png != NULL ? png_create_info_struct(png) : NULL;
	png_color_16 hole = {0};

	if (info == NULL || setjmp(png_jmpbuf(png)))
	{
		png_destroy_write_struct(&png, &info);
		return sky_error(err, SKY_E_MEMORY, -1, "the picture cannot be written");
	}
	png_set_write_fn(png, sink, take_png, flush_png);
	png_set_IHDR(png,
				 info,
				 (png_uint_32) picture->width,
				 (png_uint_32) picture->height,
				 8,
				 PNG_COLOR_TYPE_GRAY,
				 PNG_INTERLACE_NONE,
				 PNG_COMPRESSION_TYPE_DEFAULT,
				 PNG_FILTER_TYPE_DEFAULT);
	if (picture->has_holes)
		png_set_tRNS(png, info, NULL, 0, &hole);
	png_set_compression_level(png, PNG_LEVEL);
	png_write_info(png, info);
	for (int i = 0; i < picture->height; i++)
		png_write_row(png, row_of(picture, i));
	png_write_end(png, NULL);
	png_destroy_write_struct(&png, &info);
	return true;
}

typedef struct JpegError
{
	struct jpeg_error_mgr manager; /* first: libjpeg knows this part alone */
	jmp_buf back;
} JpegError;

static void
fail_jpeg(j_common_ptr jpeg)
{
	longjmp(((JpegError *) jpeg->err)->back, 1);
}

static bool
put_jpeg(Sink *sink, const Picture *picture, SkyError *err)
{
	struct jpeg_compress_struct jpeg;
	JpegError error;
	unsigned char *volatile bytes = NULL;
	unsigned long size = 0;
	unsigned char *made = NULL;

	jpeg.err = jpeg_std_error(&error.manager);
	error.manager.error_exit = fail_jpeg;
	if (setjmp(error.back))
	{
		jpeg_destroy_compress(&jpeg);
		free(bytes);
		return sky_error(err, SKY_E_MEMORY, -1, "the picture cannot be written");
	}
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &made, &size);
	jpeg.image_width = (JDIMENSION) picture->width;
	jpeg.image_height = (JDIMENSION) picture->height;
	jpeg.input_components = 1;
	jpeg.in_color_space = JCS_GRAYSCALE;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, JPEG_QUALITY, TRUE);
	jpeg_start_compress(&jpeg, TRUE);
	while (jpeg.next_scanline < jpeg.image_height)
	{
		JSAMPROW row = row_of(picture, (int) jpeg.next_scanline);

		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	bytes = made;
	jpeg_destroy_compress(&jpeg);
	sink_put(sink, bytes, size);
	free(bytes);
	return true;
}

bool
picture_put(Sink *sink, const Picture *picture, FitsPicture format, SkyError *err)
{
	return format == FITS_JPEG ? put_jpeg(sink, picture, err)
							   : put_png(sink, picture, err);
}
