/*
 * pixels.c
 *		Pixels of cutouts, as they are stored.
 *
 * Plain images are copied from the mapping row by row.  Compressed ones are unpacked slab
 * by slab, here if their tiles are of the usual kind, else by cfitsio; unscaled both.
 */
#include "fits_helper/pixels.h"

#include <stdlib.h>

#include "fits_helper/tiles.h"

#define SLAB (32 * 1024 * 1024) /* [bytes] unpacked at a time, unless one row is more */

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
		file_will_read(file->bytes + hdu->data + offset * pixel, row);
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

/* Unpack a block of the current unit by cfitsio. */
static bool
unpack(FitsFile *file, const Hdu *hdu, const Cutout *block, char *to, SkyError *err)
{
	long step[FITS_MAX_AXES] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
	long first[FITS_MAX_AXES];
	long last[FITS_MAX_AXES];
	size_t size = 0;
	int status = 0;

	for (int i = 0; i < hdu->axes; i++)
	{
		first[i] = block->first[i];
		last[i] = block->last[i];
	}
	fits_set_bscale(file->fits, 1.0, 0.0, &status);
	fits_read_subset(
		file->fits, type_of(hdu->bitpix), first, last, step, NULL, to, NULL, &status);
	if (status != 0)
		return file_fault(err, status);
	pixels_size(hdu, block, &size);
	swap(to, size, hdu_pixel_size(hdu));
	return true;
}

/*
 * How a cutout is divided into slabs: along the highest axis of which a slab has room for
 * a part; of those above it a slab has one pixel.
 */
typedef struct Slabs
{
	int axis;
	int64_t step;
	size_t most; /* [bytes] of one */
} Slabs;

static Slabs
slabs_of(const Hdu *hdu, const Cutout *cutout)
{
	Slabs slabs = {.axis = 0,
				   .most = hdu_pixel_size(hdu) * (size_t) cutout_size(cutout, 0)};
	size_t below;

	slabs.step = cutout_size(cutout, 0);
	for (int i = 1; i < hdu->axes && slabs.most <= SLAB / 2; i++)
	{
		if (slabs.step < cutout_size(cutout, slabs.axis))
			break;
		below = slabs.most;
		slabs.axis = i;
		slabs.step = (int64_t) (SLAB / below);
		if (slabs.step > cutout_size(cutout, i))
			slabs.step = cutout_size(cutout, i);
		slabs.most = below * (size_t) slabs.step;
	}
	return slabs;
}

/* The slab that begins at a place; with tiles it ends where some do, if it can. */
static void
find_slab(const Slabs *slabs,
		  const Hdu *hdu,
		  const Tiles *tiles,
		  const Cutout *cutout,
		  Cutout *slab)
{
	int axis = slabs->axis;

	for (int i = 0; i < hdu->axes; i++)
		slab->last[i] = i < axis ? cutout->last[i] : slab->first[i];
	slab->last[axis] = slab->first[axis] + slabs->step - 1;
	if (slab->last[axis] >= cutout->last[axis])
		slab->last[axis] = cutout->last[axis];
	else if (tiles != NULL)
	{
		int64_t end = slab->last[axis] / tiles->sizes[axis] * tiles->sizes[axis];

		if (end >= slab->first[axis])
			slab->last[axis] = end;
	}
}

static bool
read_slabs(FitsFile *file,
		   const Hdu *hdu,
		   const Cutout *cutout,
		   const Tiles *tiles,
		   PixelTaker take,
		   void *to,
		   SkyError *err)
{
	Slabs slabs = slabs_of(hdu, cutout);
	char *pixels = malloc(slabs.most);
	Cutout slab = *cutout;
	bool done = pixels != NULL || sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	size_t size = 0;

	do
	{
		if (!done)
			break;
		find_slab(&slabs, hdu, tiles, cutout, &slab);
		pixels_size(hdu, &slab, &size);
		done = (tiles != NULL && tiles_read(tiles, hdu, &slab, pixels, err)) ||
			   (err->code == SKY_OK && unpack(file, hdu, &slab, pixels, err));
		if (done)
			take(to, pixels, size);
		slab.first[slabs.axis] = slab.last[slabs.axis];
	} while (advance(slab.first, cutout, slabs.axis, hdu->axes));
	free(pixels);
	return done;
}

static bool
read_compressed(FitsFile *file,
				const Hdu *hdu,
				const Cutout *cutout,
				PixelTaker take,
				void *to,
				SkyError *err)
{
	Tiles tiles;
	bool usual = tiles_open(&tiles, file, hdu, err);
	bool done = err->code == SKY_OK &&
				read_slabs(file, hdu, cutout, usual ? &tiles : NULL, take, to, err);

	tiles_close(&tiles);
	return done;
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
