/*
 * plan.c
 *		From shapes, wavelengths, times and polarisations to blocks of pixels.
 *
 * A shape and an image overlap in an area whose boundary is made of the shape's boundary
 * within the image and of the image's within the shape; the smallest block round both is
 * what is cut out.  The shape's is followed in steps that miss its bulge by less than a
 * fiftieth of a pixel, the image's in half pixels and only if the shape leaves the image.
 */
#include "fits_helper/plan.h"

#include <math.h>

#include "geo/outline.h"
#include "geo/shape_check.h"

#define MAX_STEPS  20000 /* along an arc of the shape, or a side of the image */
#define STOKES_MAX 4

/* Pixels along two axes, as far as they were met. */
typedef struct Block
{
	double lo[2];
	double hi[2];
	bool leaves; /* something of the shape is beside the image */
} Block;

/* Meet a place, given in pixels. */
static void
meet(Block *block, const ImageWcs *wcs, double x, double y)
{
	double at[2] = {x, y};
	double end[2] = {(double) wcs->hdu->sizes[wcs->x], (double) wcs->hdu->sizes[wcs->y]};

	for (int i = 0; i < 2; i++)
		if (!(at[i] >= 0.5 && at[i] <= end[i] + 0.5))
		{
			block->leaves = true;
			return;
		}
	for (int i = 0; i < 2; i++)
	{
		block->lo[i] = fmin(block->lo[i], at[i]);
		block->hi[i] = fmax(block->hi[i], at[i]);
	}
}

static void
meet_direction(Block *block, const ImageWcs *wcs, Vec direction)
{
	SkyPoint place;
	double x;
	double y;

	vec_to_degrees(direction, &place.lon, &place.lat);
	if (wcs_pixel_of(wcs, place, &x, &y))
		meet(block, wcs, x, y);
	else
		block->leaves = true;
}

/* How far it is from pixel to pixel in the middle of the image [rad]. */
static double
pixel_step(const ImageWcs *wcs)
{
	double x = ((double) wcs->hdu->sizes[wcs->x] + 1.0) / 2.0;
	double y = ((double) wcs->hdu->sizes[wcs->y] + 1.0) / 2.0;
	SkyPoint a;
	SkyPoint b;

	if (!wcs_place_of(wcs, x, y, &a) || !wcs_place_of(wcs, x + 1.0, y, &b))
		return 0.0;
	return vec_length(
		vec_sub(vec_from_degrees(a.lon, a.lat), vec_from_degrees(b.lon, b.lat)));
}

/* Of a formula of shapes, what one has for a boundary may lie off all that is left. */
static bool
bounds_something(const Region *region, const Arc *arc, Vec place)
{
	return region->shape != SHAPE_REGION ||
		   region_sides(region, place, arc_left(arc, place), GEO_TOUCH) != 0;
}

static void
follow_arc(
	Block *block, const ImageWcs *wcs, const Region *region, const Arc *arc, double step)
{
	double turn = arc_azimuth(arc, arc->end);
	double length = fabs(turn) * (arc->cosine == 0.0 ? 1.0 : arc->sine);
	double wanted = step > 0.0 ? 4.0 + 4.0 * sqrt(length / step) : MAX_STEPS;
	int steps = (int) fmin(wanted, MAX_STEPS);

	for (int i = 0; i <= steps; i++)
	{
		Vec place = arc_place(arc, turn * i / steps);

		if (bounds_something(region, arc, place))
			meet_direction(block, wcs, place);
	}
}

static void
follow_shape(Block *block, const ImageWcs *wcs, const Region *region)
{
	double step = pixel_step(wcs);
	Outline outline;

	if (region_is_round(region))
		meet_direction(block, wcs, region_centre(region));
	outline_init(&outline, region);
	for (uint32_t i = 0; i < outline.count; i++)
		follow_arc(block, wcs, region, &outline.arcs[i], step);
}

/* Meet a place of the image's border if it belongs to the shape. */
static bool
meet_border(Block *block, const ImageWcs *wcs, const Region *region, double x, double y)
{
	SkyPoint place;

	if (!wcs_place_of(wcs, x, y, &place) ||
		!region_contains_position(region, place.lon, place.lat))
		return false;
	meet(block, wcs, x, y);
	return true;
}

/*
 * Follow one side of the image in half pixels; where it enters or leaves the shape, to a
 * thousandth of one.
 */
static void
follow_side(Block *block,
			const ImageWcs *wcs,
			const Region *region,
			const double from[2],
			const double to[2])
{
	double length = fabs(to[0] - from[0]) + fabs(to[1] - from[1]);
	int steps = (int) fmin(ceil(2.0 * length), MAX_STEPS);
	double dx = (to[0] - from[0]) / steps;
	double dy = (to[1] - from[1]) / steps;
	bool before = meet_border(block, wcs, region, from[0], from[1]);

	for (int i = 1; i <= steps; i++)
	{
		bool here = meet_border(block, wcs, region, from[0] + dx * i, from[1] + dy * i);
		double at = i - 0.5;

		for (double part = 0.25; here != before && part > 0.001; part /= 2.0)
		{
			bool between =
				meet_border(block, wcs, region, from[0] + dx * at, from[1] + dy * at);

			at += between == before ? part : -part;
		}
		before = here;
	}
}

static void
follow_image(Block *block, const ImageWcs *wcs, const Region *region)
{
	double right = (double) wcs->hdu->sizes[wcs->x] + 0.5;
	double top = (double) wcs->hdu->sizes[wcs->y] + 0.5;
	const double corners[4][2] = {{0.5, 0.5}, {right, 0.5}, {right, top}, {0.5, top}};
	bool inside = false;

	for (int i = 0; i < 4; i++)
		inside |= meet_border(block, wcs, region, corners[i][0], corners[i][1]);
	/* All of the boundary is in the image, and the image is not round it: no more to see.
	 */
	if (!inside && !block->leaves)
		return;
	for (int i = 0; i < 4; i++)
		follow_side(block, wcs, region, corners[i], corners[(i + 1) % 4]);
}

/* The pixel that a coordinate lies in; on the border of two the lower or the upper one.
 */
static int64_t
pixel_below(double at, int64_t size)
{
	int64_t pixel = (int64_t) ceil(at - 0.5);

	return pixel < 1 ? 1 : pixel > size ? size : pixel;
}

static int64_t
pixel_above(double at, int64_t size)
{
	int64_t pixel = (int64_t) floor(at + 0.5);

	return pixel < 1 ? 1 : pixel > size ? size : pixel;
}

static bool
narrow_to_shape(const Wanted *wanted, const ImageWcs *wcs, Cutout *cutout)
{
	Block block = {{INFINITY, INFINITY}, {-INFINITY, -INFINITY}, false};
	int axes[2] = {wcs->x, wcs->y};

	if (wcs->wcs == NULL || wcs->x < 0)
		return false;
	follow_shape(&block, wcs, &wanted->region);
	follow_image(&block, wcs, &wanted->region);
	for (int i = 0; i < 2; i++)
	{
		int64_t size = wcs->hdu->sizes[axes[i]];

		if (!(block.lo[i] <= block.hi[i]))
			return false;
		cutout->first[axes[i]] = pixel_above(block.lo[i], size);
		cutout->last[axes[i]] = pixel_below(block.hi[i], size);
		if (cutout->last[axes[i]] < cutout->first[axes[i]])
			cutout->last[axes[i]] = cutout->first[axes[i]];
	}
	return true;
}

/* Does a pixel of the axis reach into the interval? */
typedef bool (*PixelTest)(const ImageWcs *wcs,
						  int axis,
						  int64_t pixel,
						  const void *wanted);

static bool
is_in_interval(const ImageWcs *wcs, int axis, int64_t pixel, const void *wanted)
{
	const FitsInterval *interval = wanted;
	double a;
	double b;

	if (!wcs_value_of(wcs, axis, (double) pixel - 0.5, &a) ||
		!wcs_value_of(wcs, axis, (double) pixel + 0.5, &b))
		return false;
	return !(fmax(a, b) < interval->lo) && !(fmin(a, b) > interval->hi);
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

bool
plan_cutout(const Wanted *wanted, const ImageWcs *wcs, Cutout *cutout)
{
	const FitsOrder *order = wanted->order;

	for (int i = 0; i < wcs->hdu->axes; i++)
	{
		cutout->first[i] = 1;
		cutout->last[i] = wcs->hdu->sizes[i];
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
