#ifndef FITS_HELPER_PLAN_H
#define FITS_HELPER_PLAN_H

#include "fits_helper/wcs.h"
#include "geo/region.h"

/* What is wanted, with its shape made ready. */
typedef struct Wanted
{
	const FitsOrder *order;
	bool has_shape;
	Region region;
} Wanted;

/* Make what a received order wants ready; the region lies in the arena. */
extern bool
wanted_init(Wanted *wanted, const Received *received, Arena *arena, SkyError *err);

extern bool interval_is_limited(const FitsInterval *interval);

/* Are intervals of pixels wanted?  Anything less than all? */
extern bool wanted_has_pixels(const Wanted *wanted);
extern bool wanted_is_less(const Wanted *wanted);

/* The pixels of an image that are wanted, along each axis, counted from 1, both included.
 */
typedef struct Cutout
{
	int64_t first[FITS_MAX_AXES];
	int64_t last[FITS_MAX_AXES];
} Cutout;

/*
 * Find the pixels that meet what is wanted: the smallest block that holds them.  False if
 * there are none, or if the image cannot be cut so because it lacks such an axis.
 */
extern bool plan_cutout(const Wanted *wanted, const ImageWcs *wcs, Cutout *cutout);

static inline int64_t
cutout_size(const Cutout *cutout, int axis)
{
	return cutout->last[axis] - cutout->first[axis] + 1;
}

#endif
