/*
 * overlap.c
 *		The pixels that a shape on the sky has something of.
 *
 * A shape and an image overlap in an area whose boundary is made of the shape's boundary
 * within the image and of the image's within the shape; the smallest block round both is
 * what is wanted.  The shape's is followed piece by piece, between the places where the
 * boundaries of its parts meet: in steps of some pixels, and shorter ones where it may
 * widen the block.  So it is seen where it leaves the image, too; but for images of which
 * not every pixel is found again by its place, as is so where longitudes go round more
 * than once: the sides of these are followed in half pixels.
 */
#include "fits_helper/overlap.h"

#include <math.h>

#include "geo/arrangement.h"

#define MAX_STEPS	 5000	/* along a piece of the shape's boundary */
#define BLIND_STEPS	 500	/* where the middle of the image is no place */
#define MAX_BORDER	 20000	/* along a side of the image */
#define MAX_HALVINGS 100000 /* of all steps, for coordinates that make no sense */
#define HALVINGS	 16		/* of a step */
#define SHORT		 0.5 /* both halves of such a step are as good as straight [pixels] */
#define EXACT		 0.001 /* what the block may lack [pixels] */

typedef struct Overlap
{
	const ImageWcs *wcs;
	const Region *region;
	double step;   /* from pixel to pixel [rad] */
	double end[2]; /* of the image, which begins at 0.5 */
	/* the block */
	double lo[2];
	double hi[2];
	bool leaves;  /* something of the shape is beside the image */
	int halvings; /* that were made */
} Overlap;

/* Where a direction is in the image, or beside it. */
typedef struct Spot
{
	double at[2];
	bool known;
	bool inside;
} Spot;

static void
meet(Overlap *overlap, const double at[2])
{
	for (int i = 0; i < 2; i++)
	{
		overlap->lo[i] = fmin(overlap->lo[i], at[i]);
		overlap->hi[i] = fmax(overlap->hi[i], at[i]);
	}
}

/* Meet a direction that belongs to the shape, if it is in the image. */
static Spot
meet_direction(Overlap *overlap, Vec direction)
{
	SkyPoint place;
	Spot spot;

	vec_to_degrees(direction, &place.lon, &place.lat);
	spot.known = wcs_pixel_of(overlap->wcs, place, &spot.at[0], &spot.at[1]);
	spot.inside = spot.known && spot.at[0] >= 0.5 && spot.at[0] <= overlap->end[0] &&
				  spot.at[1] >= 0.5 && spot.at[1] <= overlap->end[1];
	if (spot.inside)
		meet(overlap, spot.at);
	else
		overlap->leaves = true;
	return spot;
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

/* ---- the shape's boundary ---- */

/* A step along an arc: its start, middle and end, all of them met. */
typedef struct Step
{
	const Arc *arc;
	double azimuths[2];
	Spot spots[3];
	int halvings; /* left */
} Step;

static double
length_of(const Step *step)
{
	return hypot(step->spots[2].at[0] - step->spots[0].at[0],
				 step->spots[2].at[1] - step->spots[0].at[1]);
}

/* May a step have something in the image that is not in the block? */
static bool
may_widen(const Overlap *overlap, const Step *step)
{
	const Spot *spots = step->spots;
	int known = spots[0].known + spots[1].known + spots[2].known;
	bool widens = false;

	if (known < 3)
		return known > 0;
	for (int i = 0; i < 2; i++)
	{
		double start = spots[0].at[i];
		double end = spots[2].at[i];
		double bulge = 2.0 * fabs(spots[1].at[i] - 0.5 * (start + end));
		double lo = fmax(fmin(start, end) - bulge, 0.5);
		double hi = fmin(fmax(start, end) + bulge, overlap->end[i]);

		if (lo > hi)
			return false;
		widens |= lo < overlap->lo[i] - EXACT || hi > overlap->hi[i] + EXACT;
	}
	return widens;
}

/* Meet what of a straight step is in the image. */
static void
meet_straight(Overlap *overlap, const double from[2], const double to[2])
{
	double part[2] = {0.0, 1.0};

	for (int i = 0; i < 2; i++)
	{
		double way = to[i] - from[i];
		double low = (0.5 - from[i]) / way;
		double high = (overlap->end[i] - from[i]) / way;

		if (way == 0.0)
			continue; /* may_widen() saw that it is in the image along this axis */
		part[0] = fmax(part[0], fmin(low, high));
		part[1] = fmin(part[1], fmax(low, high));
	}
	for (int k = 0; k < 2 && part[0] <= part[1]; k++)
		meet(overlap,
			 (double[]){from[0] + (to[0] - from[0]) * part[k],
						from[1] + (to[1] - from[1]) * part[k]});
}

static void
follow_step(Overlap *overlap, Step *step)
{
	const Spot *spots = step->spots;
	double middle = 0.5 * (step->azimuths[0] + step->azimuths[1]);

	step->spots[1] = meet_direction(overlap, arc_place(step->arc, middle));
	if (!may_widen(overlap, step))
		return;
	if (spots[0].known && spots[1].known && spots[2].known && length_of(step) <= SHORT)
	{
		meet_straight(overlap, spots[0].at, spots[1].at);
		meet_straight(overlap, spots[1].at, spots[2].at);
		return;
	}
	if (step->halvings == 0 || overlap->halvings >= MAX_HALVINGS)
		return;
	overlap->halvings++;
	follow_step(overlap,
				&(Step){.arc = step->arc,
						.azimuths = {step->azimuths[0], middle},
						.spots = {[0] = spots[0], [2] = spots[1]},
						.halvings = step->halvings - 1});
	follow_step(overlap,
				&(Step){.arc = step->arc,
						.azimuths = {middle, step->azimuths[1]},
						.spots = {[0] = spots[1], [2] = spots[2]},
						.halvings = step->halvings - 1});
}

/*
 * Follow a piece that has the shape on one side alone, or is all there is of it.  The
 * ends of all its steps are met first: or each step round a circle would widen the block
 * anew.
 */
static bool
follow_piece(void *state, const Piece *piece)
{
	Overlap *overlap = state;
	const Arc *arc = piece->arc;
	Spot ends[MAX_STEPS + 1];
	double start;
	double wanted;
	int steps;

	if (piece->sides[0] == 0 || piece->sides[0] == SIDE_ALL)
		return false;
	ends[0] = meet_direction(overlap, piece->start);
	if (arc == NULL || piece->turn == 0.0)
		return false;
	start = arc_azimuth(arc, piece->start);
	wanted = 2.0 + 2.0 * sqrt(piece->turn * arc->sine / overlap->step);
	steps = (int) fmin(wanted, overlap->step > 0.0 ? MAX_STEPS : BLIND_STEPS);
	for (int i = 1; i < steps; i++)
		ends[i] =
			meet_direction(overlap, arc_place(arc, start + piece->turn * i / steps));
	ends[steps] = meet_direction(overlap, piece->end);
	for (int i = 0; i < steps; i++)
		follow_step(overlap,
					&(Step){.arc = arc,
							.azimuths = {start + piece->turn * i / steps,
										 start + piece->turn * (i + 1) / steps},
							.spots = {[0] = ends[i], [2] = ends[i + 1]},
							.halvings = HALVINGS});
	return false;
}

/* Who waits too long ends this program. */
static void
go_on(void)
{
}

static void
follow_shape(Overlap *overlap)
{
	Arrangement how = {.regions = {overlap->region},
					   .limits = {BOUNDS_WHOLE},
					   .touch = ARRANGEMENT_TOUCH,
					   .poll = go_on,
					   .visit = follow_piece,
					   .state = overlap};

	arrangement_visit(&how);
}

/* ---- the image's boundary ---- */

/* Meet a place of the image's border if it belongs to the shape. */
static bool
meet_border(Overlap *overlap, double x, double y)
{
	SkyPoint place;

	if (!wcs_place_of(overlap->wcs, x, y, &place) ||
		!region_contains_position(overlap->region, place.lon, place.lat))
		return false;
	meet(overlap, (double[]){x, y});
	return true;
}

/*
 * Follow one side of the image in half pixels; where it enters or leaves the shape, to a
 * thousandth of one.
 */
static void
follow_side(Overlap *overlap, const double from[2], const double to[2])
{
	double length = fabs(to[0] - from[0]) + fabs(to[1] - from[1]);
	int steps = (int) fmin(ceil(2.0 * length), MAX_BORDER);
	double dx = (to[0] - from[0]) / steps;
	double dy = (to[1] - from[1]) / steps;
	bool before = meet_border(overlap, from[0], from[1]);

	for (int i = 1; i <= steps; i++)
	{
		bool here = meet_border(overlap, from[0] + dx * i, from[1] + dy * i);
		double at = i - 0.5;

		for (double part = 0.25; here != before && part > 0.001; part /= 2.0)
		{
			bool between = meet_border(overlap, from[0] + dx * at, from[1] + dy * at);

			at += between == before ? part : -part;
		}
		before = here;
	}
}

/* Does the place of a corner lead back there? */
static bool
leads_back(const ImageWcs *wcs, const double corner[2])
{
	SkyPoint place;
	double x;
	double y;

	return wcs_place_of(wcs, corner[0], corner[1], &place) &&
		   wcs_pixel_of(wcs, place, &x, &y) &&
		   hypot(x - corner[0], y - corner[1]) <= SHORT;
}

static void
follow_image(Overlap *overlap)
{
	double right = overlap->end[0];
	double top = overlap->end[1];
	const double corners[4][2] = {{0.5, 0.5}, {right, 0.5}, {right, top}, {0.5, top}};
	bool lead_back = true;
	bool inside = false;

	for (int i = 0; i < 4; i++)
	{
		inside |= meet_border(overlap, corners[i][0], corners[i][1]);
		lead_back = lead_back && leads_back(overlap->wcs, corners[i]);
	}
	/* All of the boundary is in the image, and the image is not round it? */
	if (lead_back || (!inside && !overlap->leaves))
		return;
	for (int i = 0; i < 4; i++)
		follow_side(overlap, corners[i], corners[(i + 1) % 4]);
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

bool
overlap_find(const ImageWcs *wcs, const Region *region, int64_t first[2], int64_t last[2])
{
	int64_t sizes[2] = {wcs->hdu->sizes[wcs->x], wcs->hdu->sizes[wcs->y]};
	Overlap overlap = {.wcs = wcs,
					   .region = region,
					   .step = pixel_step(wcs),
					   .end = {(double) sizes[0] + 0.5, (double) sizes[1] + 0.5},
					   .lo = {INFINITY, INFINITY},
					   .hi = {-INFINITY, -INFINITY}};

	follow_shape(&overlap);
	follow_image(&overlap);
	for (int i = 0; i < 2; i++)
	{
		if (!(overlap.lo[i] <= overlap.hi[i]))
			return false;
		first[i] = pixel_above(overlap.lo[i], sizes[i]);
		last[i] = pixel_below(overlap.hi[i], sizes[i]);
		if (last[i] < first[i])
			last[i] = first[i];
	}
	return true;
}
