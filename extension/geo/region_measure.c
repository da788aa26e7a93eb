/*
 * region_measure.c
 *		Area and centroid of any shape.
 *
 * What has no knots has a formula.  Of all else, unions and polygons that cross
 * themselves, the boundary is gone along piece by piece, each with the region on its
 * left.
 */
#include <math.h>

#include "geo/angle.h"
#include "geo/arrangement.h"
#include "geo/box.h"
#include "geo/measure.h"
#include "geo/region.h"

#define SQUARE_DEGREES (DEGREES_PER_RADIAN * DEGREES_PER_RADIAN)
#define WHOLE_SPHERE   (4.0 * M_PI)

/* Up to here a larger touch is tried [rad]: 40 microarcseconds. */
#define LARGEST_TOUCH 2e-10

typedef struct Tracing
{
	bool begun;
	bool inside;   /* what was seen last, for regions without a boundary */
	double pieces; /* of the boundary; each end may be off by a touch */
	Measure measure;
} Tracing;

/* Go along a piece of the region's boundary. */
static bool
trace_piece(void *state, const Piece *piece)
{
	Tracing *tracing = state;
	bool left = (piece->sides[0] & SIDE_LEFT) != 0;
	bool right = (piece->sides[0] & SIDE_RIGHT) != 0;
	Vec start = left ? piece->start : piece->end;
	Vec end = left ? piece->end : piece->start;

	if (piece->arc == NULL || piece->turn > 0)
		tracing->inside = left;
	if (piece->turn == 0 || left == right || piece->repeated)
		return false;
	if (!tracing->begun)
		tracing->measure = measure_round(start);
	tracing->begun = true;
	tracing->pieces++;
	if (piece->arc->cosine == 0.0)
		measure_side(&tracing->measure, start, end);
	else
		measure_turn(&tracing->measure,
					 start,
					 end,
					 &(MeasureTurn){.centre = piece->arc->centre,
									.radius = piece->arc->radius,
									.angle = left ? piece->turn : -piece->turn});
	return false;
}

/*
 * Where boundaries run a few nanoarcseconds from each other, whether they count as one
 * may be seen differently from either; then the lines are not closed.  A larger touch
 * settles it.
 */
static Tracing
trace_region(const Region *region, RegionPoll poll)
{
	Tracing tracing;

	for (double touch = ARRANGEMENT_TOUCH; touch < LARGEST_TOUCH; touch *= 30.0)
	{
		Arrangement how = {.regions = {region},
						   .limits = {BOUNDS_WHOLE, BOUNDS_WHOLE},
						   .touch = touch,
						   .find_repeated = true,
						   .poll = poll,
						   .visit = trace_piece,
						   .state = &tracing};

		tracing = (Tracing){0};
		arrangement_visit(&how);
		if (vec_length(tracing.measure.way) <= touch * (16.0 + tracing.pieces))
			break;
	}
	return tracing;
}

/* Is the region nearly all of the sky, rather than nearly nothing? */
static bool
is_nearly_all(const Region *region)
{
	static const SkyPoint any[] = {{12.3, 45.6}, {201.7, -8.9}, {293.1, -61.4}};
	int inside = 0;

	for (size_t i = 0; i < sizeof(any) / sizeof(any[0]); i++)
		inside += region_contains_position(region, any[i].lon, any[i].lat);
	return inside >= 2;
}

static double
traced_area(const Region *region, const Tracing *tracing)
{
	double area;

	if (!tracing->begun)
		return tracing->inside ? WHOLE_SPHERE : 0;
	area = measure_area(&tracing->measure);
	/* Rounding must not decide between nothing and all. */
	if (fabs(area) <= GEO_TOUCH * tracing->measure.length)
		return is_nearly_all(region) ? WHOLE_SPHERE : 0;
	return area < 0 ? area + WHOLE_SPHERE : area;
}

/* Does the formula for polygons without knots not hold? */
static bool
must_trace(const Region *region, RegionPoll poll)
{
	return region->shape == SHAPE_REGION ||
		   (region->shape == SHAPE_POLYGON && arrangement_is_knotted(region, poll));
}

double
region_area(const Region *region, RegionPoll poll)
{
	Tracing tracing;
	double sine;

	if (must_trace(region, poll))
	{
		tracing = trace_region(region, poll);
		return traced_area(region, &tracing) * SQUARE_DEGREES;
	}
	switch (region->shape)
	{
		case SHAPE_CIRCLE:
			/* 2 pi (1 - cos r), without the loss of digits for small r. */
			sine = sin_quarter(0.5 * region->circle.radius);
			return WHOLE_SPHERE * sine * sine * SQUARE_DEGREES;
		case SHAPE_BOX:
			return box_area(&region->box) * SQUARE_DEGREES;
		case SHAPE_POLYGON:
			return polygon_area(&region->polygon) * SQUARE_DEGREES;
		default:
			return 0.0;
	}
}

/* Some middle of one shape. */
static Vec
middle_of_shape(const Region *shape)
{
	return region_is_round(shape) ? region_centre(shape)
								  : polygon_centroid(&shape->polygon);
}

/* A middle of what has no area: of all its shapes. */
static Vec
middle_of_region(const Region *region)
{
	const RegionFormula *formula = region->formula;
	Vec sum = {0, 0, 0};

	if (region->shape != SHAPE_REGION)
		return middle_of_shape(region);
	for (uint32_t i = 0; i < formula->shape_count; i++)
		sum = vec_add(sum, middle_of_shape(&formula->shapes[i]));
	return vec_length(sum) > 1e-9 ? vec_unit(sum) : middle_of_shape(&formula->shapes[0]);
}

static Vec
traced_centroid(const Region *region, RegionPoll poll)
{
	Tracing tracing = trace_region(region, poll);
	Vec moment = measure_moment(&tracing.measure);

	/* A line has no area, and parts opposite each other may balance. */
	if (!tracing.begun || vec_length(moment) <= GEO_TOUCH * tracing.measure.length)
		return middle_of_region(region);
	return vec_unit(moment);
}

SkyPoint
region_centroid(const Region *region, RegionPoll poll)
{
	SkyPoint point;

	if (region_is_round(region))
		return (SkyPoint){region->circle.lon, region->circle.lat};
	if (region->shape == SHAPE_BOX)
		return (SkyPoint){region->box.lon, region->box.lat};
	vec_to_degrees(must_trace(region, poll) ? traced_centroid(region, poll)
											: polygon_centroid(&region->polygon),
				   &point.lon,
				   &point.lat);
	return point;
}
