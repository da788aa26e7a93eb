/*
 * plan.c
 *		From shapes, wavelengths, times and polarisations to blocks of pixels.
 */
#include "fits_helper/plan.h"

#include <math.h>

#include "fits_helper/overlap.h"
#include "geo/shape_check.h"

#define STOKES_MAX 4

/* Does a pixel of the axis reach into the interval? */
typedef bool (*PixelTest)(const ImageWcs *wcs,
						  int axis,
						  int64_t pixel,
						  const void *wanted);

static bool
is_in_interval(const ImageWcs *wcs, int axis, int64_t pixel, const void *wanted)
{
	const FitsInterval *interval = wanted;
	FitsInterval reach;

	return wcs_reach_of(wcs, axis, pixel, &reach) && !(reach.hi < interval->lo) &&
		   !(reach.lo > interval->hi);
}

/* The codes of FITS, 1..4 and -1..-8, as bits 0..11: I Q U V RR LL RL LR XX YY XY YX. */
static bool
is_wanted_state(const ImageWcs *wcs, int axis, int64_t pixel, const void *wanted)
{
	const uint32_t *states = wanted;
	double code;
	int bit;

	if (!wcs_value_of(wcs, axis, (double) pixel, &code) || !(fabs(code) <= 8.5))
		return false;
	bit = code > 0.0 ? (int) lround(code) - 1 : STOKES_MAX - 1 - (int) lround(code);
	return bit >= 0 && bit < 32 && (*states >> bit & 1) != 0;
}

static bool
narrow_axis(
	const ImageWcs *wcs, int axis, PixelTest test, const void *wanted, Cutout *cutout)
{
	int64_t first = cutout->first[axis];
	int64_t last = cutout->last[axis];

	while (first <= last && !test(wcs, axis, first, wanted))
		first++;
	while (last > first && !test(wcs, axis, last, wanted))
		last--;
	cutout->first[axis] = first;
	cutout->last[axis] = last;
	return first <= last;
}

bool
wanted_init(Wanted *wanted, const Received *received, Arena *arena, SkyError *err)
{
	const FitsOrder *order = &received->order;
	SkyShape shape = (SkyShape) order->shape;

	*wanted = (Wanted){.order = order, .has_shape = order->shape != SHAPE_NONE};
	if (wanted->has_shape && !shape_check(shape, received->numbers, order->count, err))
		return false;
	if (wanted->has_shape)
		region_init(&wanted->region, shape, received->numbers, order->count, arena);
	return true;
}

bool
interval_is_limited(const FitsInterval *interval)
{
	return !isnan(interval->lo) || !isnan(interval->hi);
}

bool
wanted_has_pixels(const Wanted *wanted)
{
	for (int i = 0; i < FITS_MAX_AXES; i++)
		if (interval_is_limited(&wanted->order->pixels[i]))
			return true;
	return false;
}

bool
wanted_is_less(const Wanted *wanted)
{
	const FitsOrder *order = wanted->order;

	return wanted->has_shape || interval_is_limited(&order->band) ||
		   interval_is_limited(&order->time) || order->pol != 0 ||
		   wanted_has_pixels(wanted);
}

static bool
narrow_to_pixels(const FitsOrder *order, const Hdu *hdu, Cutout *cutout)
{
	for (int i = 0; i < hdu->axes; i++)
	{
		const FitsInterval *wanted = &order->pixels[i];
		double size = (double) hdu->sizes[i];

		if (wanted->hi < 1.0 || wanted->lo > size)
			return false;
		if (wanted->lo > 1.0)
			cutout->first[i] = (int64_t) ceil(wanted->lo);
		if (wanted->hi < size)
			cutout->last[i] = (int64_t) floor(wanted->hi);
		if (cutout->first[i] > cutout->last[i])
			return false;
	}
	return true;
}

/* To the pixels that the shape has something of. */
static bool
narrow_to_shape(const Wanted *wanted, const ImageWcs *wcs, Cutout *cutout)
{
	int axes[2] = {wcs->x, wcs->y};
	int64_t first[2];
	int64_t last[2];

	if (wcs->wcs == NULL || wcs->x < 0 ||
		!overlap_find(wcs, &wanted->region, first, last))
		return false;
	for (int i = 0; i < 2; i++)
	{
		cutout->first[axes[i]] = first[i];
		cutout->last[axes[i]] = last[i];
	}
	return true;
}

bool
plan_cutout(const Wanted *wanted, const ImageWcs *wcs, Cutout *cutout)
{
	const FitsOrder *order = wanted->order;

	for (int i = 0; i < FITS_MAX_AXES; i++)
	{
		cutout->first[i] = 1;
		cutout->last[i] = hdu_pixels(wcs->hdu, i);
	}
	if (!narrow_to_pixels(order, wcs->hdu, cutout))
		return false;
	if (interval_is_limited(&order->band) &&
		(wcs->band < 0 ||
		 !narrow_axis(wcs, wcs->band, is_in_interval, &order->band, cutout)))
		return false;
	if (interval_is_limited(&order->time) &&
		(wcs->time < 0 ||
		 !narrow_axis(wcs, wcs->time, is_in_interval, &order->time, cutout)))
		return false;
	if (order->pol != 0 &&
		(wcs->stokes < 0 ||
		 !narrow_axis(wcs, wcs->stokes, is_wanted_state, &order->pol, cutout)))
		return false;
	return !wanted->has_shape || narrow_to_shape(wanted, wcs, cutout);
}
