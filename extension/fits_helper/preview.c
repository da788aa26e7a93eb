/*
 * preview.c
 *		Pictures of files, for people who look for one.
 *
 * Shown is the unit that was asked for, or the largest image, or the first spectrum.
 */
#include <stdlib.h>

#include "fits_helper/plot.h"
#include "fits_helper/sample.h"
#include "fits_helper/stretch.h"
#include "fits_helper/tasks.h"

/* What a unit can be shown as. */
typedef enum Kind
{
	KIND_NOTHING,
	KIND_TABLE, /* a spectrum in columns */
	KIND_CURVE, /* a spectrum along an axis */
	KIND_IMAGE,
} Kind;

static Kind
kind_of(FitsFile *file, const Hdu *hdu)
{
	Spectrum spectrum = {0};
	SkyError err = {0};
	bool found;

	if (hdu->kind == HDU_IMAGE)
		return spectrum_is_image(hdu) ? KIND_CURVE : KIND_IMAGE;
	if (hdu->kind != HDU_TABLE)
		return KIND_NOTHING;
	found = spectrum_of_table(file, &spectrum, &err);
	spectrum_free(&spectrum);
	return found ? KIND_TABLE : KIND_NOTHING;
}

static double
area_of(const Hdu *hdu)
{
	return hdu->kind == HDU_IMAGE && hdu->axes > 1
			   ? (double) hdu->sizes[0] * (double) hdu->sizes[1]
			   : 0;
}

/* Go to the unit that is to be shown. */
static bool
choose(FitsFile *file, int wanted, Hdu *hdu, Kind *kind, SkyError *err)
{
	Hdu best = {0};
	Hdu here;

	*kind = KIND_NOTHING;
	for (int i = 0; file_hdu(file, i, &here, err); i++)
	{
		Kind is = wanted < 0 || wanted == i ? kind_of(file, &here) : KIND_NOTHING;

		if (is > *kind ||
			(is == *kind && is == KIND_IMAGE && area_of(&here) > area_of(&best)))
		{
			*kind = is;
			best = here;
		}
	}
	if (err->code != SKY_OK)
		return false;
	if (*kind == KIND_NOTHING)
		return sky_error(err,
						 SKY_E_NOT_FOUND,
						 -1,
						 "there is nothing in the file to make a picture of");
	return file_hdu(file, best.number, hdu, err);
}

static bool
show_image(FitsFile *file,
		   const Hdu *hdu,
		   const FitsOrder *order,
		   Picture *picture,
		   SkyError *err)
{
	Samples samples = {0};
	Limits limits;
	bool done =
		sample_image(file, hdu, (int) order->width, order->plane, &samples, err) &&
		picture_init(picture, samples.width, samples.height, 0, err);

	if (done)
	{
		limits = zscale(samples.values, (size_t) samples.width * (size_t) samples.height);
		picture->has_holes = true;
	}
	/* Images of FITS begin at the bottom. */
	for (int y = 0; done && y < samples.height; y++)
		for (int x = 0; x < samples.width; x++)
			picture->levels[(samples.height - 1 - y) * samples.width + x] =
				asinh_level(&limits, samples.values[y * samples.width + x]);
	free(samples.values);
	return done;
}

static bool
show_curve(FitsFile *file, const Hdu *hdu, int width, Picture *picture, SkyError *err)
{
	Spectrum spectrum = {0};
	bool done = (hdu->kind == HDU_IMAGE ? spectrum_of_image(file, hdu, &spectrum, err)
										: spectrum_of_table(file, &spectrum, err)) &&
				plot_spectrum(&spectrum, width, picture, err);

	spectrum_free(&spectrum);
	return done;
}

bool
preview(const Received *received, Sink *sink, SkyError *err)
{
	const FitsOrder *order = &received->order;
	Picture picture = {0};
	FitsFile file;
	Hdu hdu;
	Kind kind;
	bool done;

	if (order->width < FITS_WIDTH_MIN || order->width > FITS_WIDTH_MAX)
		return sky_error(
			err, SKY_E_BAD_VALUE, -1, "no picture is %u pixels wide", order->width);
	done =
		file_begin(&file, received, err) && choose(&file, order->hdu, &hdu, &kind, err);
	if (done && kind == KIND_IMAGE)
		done = show_image(&file, &hdu, order, &picture, err);
	else if (done)
		done = show_curve(&file, &hdu, (int) order->width, &picture, err);
	done = done && picture_put(sink, &picture, (FitsPicture) order->picture, err);
	picture_free(&picture);
	file_end(&file);
	return done;
}
