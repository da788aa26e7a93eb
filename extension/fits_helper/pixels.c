/*
 * pixels.c
 *		Pixels of cutouts, as they are stored.
 *
 * Plain images are copied from the mapping row by row.  Compressed ones are read through
 * cfitsio a slab at a time, unscaled, and turned to the byte order of the file.
 */
#include "fits_helper/pixels.h"

#include <stdlib.h>

#define SLAB (4 * 1024 * 1024) /* [bytes] read at a time, unless one row is more */

bool
pixels_size(const Hdu *hdu, const Cutout *cutout, size_t *size)
{
	*size = hdu_pixel_size(hdu);
	for (int i = 0; i < hdu->axes; i++)
		if (__builtin_mul_overflow(*size, (size_t) cutout_size(cutout, i), size))
			return false;
	return *size < (size_t) 1 << 62;
}

/* The next row of the block: all axes but the lowest ones count up; false after the last.
 */
static bool
advance(int64_t *at, const Cutout *cutout, int lowest, int axes)
{
	for (int i = lowest; i < axes; i++)
	{
		if (++at[i] <= cutout->last[i])
			return true;
		at[i] = cutout->first[i];
	}
	return false;
}

static bool
read_plain(
	const FitsFile *file, const Hdu *hdu, const Cutout *cutout, PixelTaker take, void *to)
{
	size_t pixel = hdu_pixel_size(hdu);
	size_t row = (size_t) cutout_size(cutout, 0) * pixel;
	int64_t at[FITS_MAX_AXES];

	memcpy(at, cutout->first, sizeof(at));
	do
	{
		size_t offset = 0;

		for (int i = hdu->axes - 1; i >= 0; i--)
			offset = offset * (size_t) hdu->sizes[i] + (size_t) (at[i] - 1);
		take(to, file->bytes + hdu->data + offset * pixel, row);
	} while (advance(at, cutout, 1, hdu->axes));
	return true;
}

static int
type_of(int bitpix)
{
	switch (bitpix)
	{
		case BYTE_IMG:
			return TBYTE;
		case SHORT_IMG:
			return TSHORT;
		case LONG_IMG:
			return TINT;
		case LONGLONG_IMG:
			return TLONGLONG;
		case FLOAT_IMG:
			return TFLOAT;
		default:
			return TDOUBLE;
	}
}

static void
swap(char *bytes, size_t size, size_t pixel)
{
	for (size_t i = 0; pixel > 1 && i < size; i += pixel)
		for (size_t j = 0; j < pixel / 2; j++)
		{
			char byte = bytes[i + j];

			bytes[i + j] = bytes[i + pixel - 1 - j];
			bytes[i + pixel - 1 - j] = byte;
		}
}

/* As many rows at once as a slab holds: of the second axis only, which all images tile.
 */
static int64_t
rows_at_once(const Hdu *hdu, const Cutout *cutout, size_t row)
{
	int64_t rows = hdu->axes > 1 ? cutout_size(cutout, 1) : 1;
	int64_t most = (int64_t) (SLAB / row);

	return most < 1 ? 1 : rows < most ? rows : most;
}

static bool
read_compressed(FitsFile *file,
				const Hdu *hdu,
				const Cutout *cutout,
				PixelTaker take,
				void *to,
				SkyError *err)
{
	size_t pixel = hdu_pixel_size(hdu);
	size_t row = (size_t) cutout_size(cutout, 0) * pixel;
	int64_t rows = rows_at_once(hdu, cutout, row);
	char *slab = malloc((size_t) rows * row);
	long step[FITS_MAX_AXES] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
	int64_t at[FITS_MAX_AXES];
	int status = 0;

	if (slab == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	memcpy(at, cutout->first, sizeof(at));
	fits_set_bscale(file->fits, 1.0, 0.0, &status);
	do
	{
		long first[FITS_MAX_AXES];
		long last[FITS_MAX_AXES];
		int64_t here = 1;

		for (int i = 0; i < hdu->axes; i++)
			first[i] = last[i] = at[i];
		last[0] = cutout->last[0];
		if (hdu->axes > 1)
		{
			int64_t left = cutout->last[1] - at[1] + 1;

			here = rows < left ? rows : left;
			last[1] = at[1] += here - 1;
		}
		fits_read_subset(file->fits,
						 type_of(hdu->bitpix),
						 first,
						 last,
						 step,
						 NULL,
						 slab,
						 NULL,
						 &status);
		if (status != 0)
			break;
		swap(slab, (size_t) here * row, pixel);
		take(to, slab, (size_t) here * row);
	} while (advance(at, cutout, 1, hdu->axes));
	free(slab);
	return status == 0 || file_fault(err, status);
}

bool
pixels_read(FitsFile *file,
			const Hdu *hdu,
			const Cutout *cutout,
			PixelTaker take,
			void *to,
			SkyError *err)
{
	return hdu->compressed ? read_compressed(file, hdu, cutout, take, to, err)
						   : read_plain(file, hdu, cutout, take, to);
}
