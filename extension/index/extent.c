/*
 * extent.c
 *		The extents of shapes: how far they reach along each axis.
 */
#include "index/extent.h"

#include "geo/angle.h"
#include "geo/range.h"

/* How far something reaches along an axis. */
typedef struct Reach
{
	double low;
	double high;
} Reach;

#define REACH_NONE ((Reach){2.0, -2.0})

static inline Reach
reach_join(Reach a, Reach b)
{
	return (Reach){fmin(a.low, b.low), fmax(a.high, b.high)};
}

static inline double
along(Vec v, int axis)
{
	return axis == 0 ? v.x : axis == 1 ? v.y : v.z;
}

/* Distance from the axis. */
static inline double
across(Vec v, int axis)
{
	return axis == 0   ? sqrt(v.y * v.y + v.z * v.z)
		   : axis == 1 ? sqrt(v.x * v.x + v.z * v.z)
					   : sqrt(v.x * v.x + v.y * v.y);
}

/* From the cosine of the largest angle to the axis to that of the smallest. */
static Reach
disc_reach(Vec centre, double radius, int axis)
{
	double cosine = cos_half(radius);
	double sine = sin_half(radius);
	double to_centre = along(centre, axis);
	double off = across(centre, axis);

	return (Reach){
		-to_centre >= cosine ? -1.0 : to_centre * cosine - off * sine,
		to_centre >= cosine ? 1.0 : to_centre * cosine + off * sine,
	};
}

/*
 * A side reaches farthest at one of its ends, or where its great circle does if that lies
 * between them: there the way turns back along the axis.
 */
static Reach
side_reach(const Arc *side, int axis)
{
	double start = along(side->start, axis);
	double end = along(side->end, axis);
	double ahead_first = along(vec_cross(side->centre, side->start), axis);
	double ahead_last = along(vec_cross(side->centre, side->end), axis);
	Reach reach = {fmin(start, end), fmax(start, end)};

	if (ahead_first > 0 && ahead_last < 0)
		reach.high = fmax(reach.high, across(side->centre, axis));
	if (ahead_first < 0 && ahead_last > 0)
		reach.low = fmin(reach.low, -across(side->centre, axis));
	return reach;
}

/* Besides its boundary, a polygon may hold the direction of an axis. */
static Reach
polygon_reach(const Polygon *polygon, int axis)
{
	Vec ahead = {axis == 0, axis == 1, axis == 2};
	Reach reach = REACH_NONE;

	for (const Arc *e = polygon->edges; e < polygon->edges + polygon->count; e++)
		reach = reach_join(reach, side_reach(e, axis));
	if (polygon_contains_point(polygon, ahead, GEO_TOUCH))
		reach.high = 1.0;
	if (polygon_contains_point(polygon, vec_scale(ahead, -1.0), GEO_TOUCH))
		reach.low = -1.0;
	return reach;
}

/* The cosines between two longitudes; sines if it is those that count. */
static Reach
longitude_reach(const double *range, double quarter)
{
	double west = range_longitude(range[0] - quarter);
	double east = west + range_span(range);
	double first = cos_half(remainder(west, 360.0));
	double last = cos_half(remainder(east, 360.0));

	return (Reach){
		(west <= 180.0 && east >= 180.0) || east >= 540.0 ? -1.0 : fmin(first, last),
		east >= 360.0 || west == 0.0 ? 1.0 : fmax(first, last),
	};
}

/* All between two longitudes and two latitudes. */
static Reach
range_reach(const double *range, int axis)
{
	Reach cosines = {fmin(cos_half(range[2]), cos_half(range[3])),
					 range[2] <= 0.0 && range[3] >= 0.0
						 ? 1.0
						 : fmax(cos_half(range[2]), cos_half(range[3]))};
	Reach turn;

	if (axis == 2)
		return (Reach){sin_quarter(range[2]), sin_quarter(range[3])};
	turn = longitude_reach(range, axis == 0 ? 0.0 : 90.0);
	return (Reach){turn.low * (turn.low < 0 ? cosines.high : cosines.low),
				   turn.high * (turn.high > 0 ? cosines.high : cosines.low)};
}

static Reach region_reach(const Region *region, int axis);

/* What a formula takes away is not looked at: the reach is too large there. */
static Reach
node_reach(const RegionFormula *formula, uint32_t self, int axis)
{
	const RegionNode *nodes = formula->nodes;
	Reach reach;

	switch (nodes[self].kind)
	{
		case REGION_RANGE:
			return range_reach(nodes[self].range, axis);
		case REGION_NOT:
			return (Reach){-1.0, 1.0};
		case REGION_DIFFERENCE:
			return node_reach(formula, self + 1, axis);
		case REGION_UNION:
			reach = REACH_NONE;
			for (uint32_t i = self + 1; i < nodes[self].end; i = nodes[i].end)
				reach = reach_join(reach, node_reach(formula, i, axis));
			return reach;
		case REGION_INTERSECTION:
			reach = (Reach){-1.0, 1.0};
			for (uint32_t i = self + 1; i < nodes[self].end; i = nodes[i].end)
			{
				Reach part = node_reach(formula, i, axis);

				reach.low = fmax(reach.low, part.low);
				reach.high = fmin(reach.high, part.high);
			}
			return reach;
		default:
			return region_reach(&formula->shapes[nodes[self].shape], axis);
	}
}

static Reach
region_reach(const Region *region, int axis)
{
	if (region_is_round(region))
		return disc_reach(region_centre(region), region->circle.radius, axis);
	if (region->shape == SHAPE_REGION)
		return node_reach(region->formula, 0, axis);
	return polygon_reach(&region->polygon, axis);
}

/* The greatest float not above a number less the margin. */
static float
round_down(double value)
{
	double wanted = value - EXTENT_MARGIN;
	float rounded = (float) wanted;

	return (double) rounded <= wanted ? rounded : nextafterf(rounded, -INFINITY);
}

/* Is something taken away in the formula, so that nothing may be left? */
static bool
may_be_empty(const Region *region)
{
	const RegionFormula *formula = region->formula;

	if (region->shape != SHAPE_REGION)
		return false;
	for (uint32_t i = 0; i < formula->node_count; i++)
	{
		if (formula->nodes[i].kind > REGION_UNION)
			return true;
	}
	return false;
}

static Extent
extent_of_reaches(const Reach *reaches)
{
	Extent extent;

	for (int axis = 0; axis < 3; axis++)
	{
		extent.low[axis] = round_down(reaches[axis].low);
		extent.high[axis] = -round_down(-reaches[axis].high);
	}
	return extent;
}

Extent
extent_of_region(const Region *region, RegionPoll poll)
{
	Reach reaches[3];

	if (may_be_empty(region) && !region_intersects(region, region, poll))
		return EXTENT_ANY;
	for (int axis = 0; axis < 3; axis++)
		reaches[axis] = region_reach(region, axis);
	return extent_of_reaches(reaches);
}

/* Of more ranges the cells of this order are looked at, 0.2 degrees wide. */
#define MANY_RANGES 4096
#define MANY_ORDER	8

/* A cell of a MOC counts as met from as near as a 64th of its size. */
#define CELL_ROOM 1.1

/* The largest cell that begins at a key and ends before another: its bits [keys]. */
static int
cell_bits(int64_t lo, int64_t hi)
{
	int bits = 0;

	while (bits < 2 * HEALPIX_MAX_ORDER && (lo & ((INT64_C(4) << bits) - 1)) == 0 &&
		   lo + (INT64_C(4) << bits) <= hi)
		bits += 2;
	return bits;
}

static void
add_cells(Reach *reaches, const MocRange *range)
{
	for (int64_t lo = range->lo; lo < range->hi;)
	{
		int bits = cell_bits(lo, range->hi);
		CoverCell cell = cover_cell(HEALPIX_MAX_ORDER - bits / 2, lo >> bits);
		double reach = CELL_ROOM * cell.reach;

		for (int axis = 0; axis < 3; axis++)
		{
			double middle = along(cell.centre, axis);

			reaches[axis] = reach_join(
				reaches[axis],
				(Reach){fmax(middle - reach, -1.0), fmin(middle + reach, 1.0)});
		}
		lo += INT64_C(1) << bits;
	}
}

Extent
extent_of_moc(const Moc *moc, Arena *arena, RegionPoll poll)
{
	Reach reaches[3] = {REACH_NONE, REACH_NONE, REACH_NONE};
	Moc cells = *moc;

	if (moc->count == 0)
		return EXTENT_ANY;
	if (moc->count > MANY_RANGES && moc->order > MANY_ORDER)
		cells = moc_degrade(
			moc, MANY_ORDER, arena_array(arena, moc->count, sizeof(MocRange)));
	for (size_t i = 0; i < cells.count; i++)
	{
		poll();
		add_cells(reaches, &cells.ranges[i]);
	}
	return extent_of_reaches(reaches);
}

bool
extent_is_tight(SkyShape shape)
{
	return shape == SHAPE_POINT || shape == SHAPE_CIRCLE || shape == SHAPE_BOX ||
		   shape == SHAPE_POLYGON;
}

Extent
extent_of_position(double lon, double lat)
{
	Region place = {.shape = SHAPE_POINT, .circle = {.lon = lon, .lat = lat}};

	if (!isfinite(lon) || !(fabs(lat) <= 90.0))
		return EXTENT_NOWHERE;
	return extent_of_region(&place, NULL);
}
