/*
 * Extents, and trees and statistics of them, against the shapes themselves: whatever
 * stands in a relation must have extents that do.  Argument: how many pairs of shapes to
 * try (default 150000).
 */
#include <stdlib.h>

#include "geo/angle.h"
#include "index/extent_bins.h"
#include "index/extent_tree.h"
#include "unit/geo_random.h"
#include "unit/unit.h"

#define MOST_WORDS 160

typedef struct Sample
{
	SkyShape shape;
	double words[MOST_WORDS];
	size_t count;
	Region region;
	Extent extent;
} Sample;

static Arena arena;

static void
never_poll(void)
{
}

static void
put_word(Sample *sample, double word)
{
	sample->words[sample->count++] = word;
}

static void
put_place(Sample *sample, Vec place)
{
	double lon;
	double lat;

	vec_to_degrees(place, &lon, &lat);
	put_word(sample, lon);
	put_word(sample, lat);
}

/* A centre like another; or a pole, an axis, the meridian of 0, any. */
static Vec
draw_centre(const Vec *near, double size)
{
	if (near != NULL && draw_bits() % 8 != 0)
		return step_from(*near, fmin(size * draw(0, 2), M_PI), draw(0, 2 * M_PI));
	switch (draw_bits() % 4)
	{
		case 0:
			return (Vec){0, 0, draw_bits() % 2 ? 1 : -1};
		case 1:
			return vec_from_degrees(90.0 * (double) (draw_bits() % 4), 0);
		case 2:
			return vec_from_degrees(0, draw(-90, 90));
		default:
			return draw_direction();
	}
}

/* Numbers of a shape of some kind round a centre, of about that size [rad]. */
static void
put_shape(Sample *sample, SkyShape shape, Vec centre, double size)
{
	double degrees = fmin(size * DEGREES_PER_RADIAN, 180);
	size_t vertices = 3 + draw_bits() % 12;
	double turns = draw_bits() % 4 == 0 ? 2 : 1; /* a ring, or crossing itself */
	Vec place = centre;

	if (shape != SHAPE_POLYGON)
		put_place(sample, centre);
	switch (shape)
	{
		case SHAPE_CIRCLE:
			put_word(sample, draw_bits() % 16 == 0 ? 180 : degrees);
			break;
		case SHAPE_BOX:
			put_word(sample, degrees);
			put_word(sample, fmin(degrees * pow(10, draw(-4, 1)), 180));
			break;
		case SHAPE_POLYGON:
			for (size_t i = 0; i < vertices; i++)
			{
				/* Now and then a vertex twice: at last all of it one place. */
				if (i == 0 || draw_bits() % 8 != 0)
					place = step_from(centre,
									  fmin(size, 2.8) * draw(0.3, 1),
									  2 * M_PI * turns * (double) i / (double) vertices);
				put_place(sample, place);
			}
			break;
		default:
			break;
	}
}

/* A formula of a few shapes, or a range of longitudes and latitudes. */
static void
put_formula(Sample *sample, Vec centre, double size)
{
	double degrees = size * DEGREES_PER_RADIAN;
	size_t members = 1 + draw_bits() % 3;
	RegionKind kind = REGION_UNION + draw_bits() % 4;
	double lon;
	double lat;

	vec_to_degrees(centre, &lon, &lat);
	if (draw_bits() % 4 == 0)
	{
		put_word(sample, REGION_RANGE);
		put_word(sample, 4);
		put_word(sample, lon - degrees);
		put_word(sample, fmin(lon + degrees, lon - degrees + 360));
		put_word(sample, fmax(lat - degrees, -90));
		put_word(sample, fmin(lat + degrees, 90));
		return;
	}
	members = kind == REGION_NOT ? 1 : members;
	put_word(sample, kind);
	put_word(sample, (double) members);
	for (size_t i = 0; i < members; i++)
	{
		SkyShape shape = SHAPE_CIRCLE + draw_bits() % 3;
		size_t head = sample->count;

		put_word(sample, shape);
		put_word(sample, 0);
		put_shape(sample, shape, step_from(centre, size * draw(0, 1), draw(0, 6)), size);
		sample->words[head + 1] = (double) (sample->count - head - REGION_HEAD);
	}
}

static void
draw_sample(Sample *sample, SkyShape shape, const Vec *near, double size)
{
	Vec centre = draw_centre(near, size);

	if (draw_bits() % 16 == 0)
		size = 0;
	sample->shape = shape;
	sample->count = 0;
	if (shape == SHAPE_REGION)
		put_formula(sample, centre, size);
	else
		put_shape(sample, shape, centre, size);
	region_init(&sample->region, shape, sample->words, sample->count, &arena);
	sample->extent = extent_of_region(&sample->region, never_poll);
}

/* How many pairs stood in each relation, and how many of those were missed. */
typedef struct Tally
{
	int within;
	int met;
	int held;
	int missed;
	int loose; /* whose extents met and they did not */
} Tally;

static void
compare_pair(Tally *tally, const Sample *inner, const Sample *outer, Vec place)
{
	bool overlap = extent_overlaps(&inner->extent, &outer->extent);
	bool met = region_intersects(&inner->region, &outer->region, never_poll);
	bool within = region_contains(&inner->region, &outer->region, never_poll);
	double lon;
	double lat;
	Extent position;

	vec_to_degrees(place, &lon, &lat);
	position = extent_of_position(lon, lat);
	tally->met += met;
	tally->within += within;
	tally->missed += met && !overlap;
	tally->missed += within && !overlap;
	tally->missed += within && extent_is_tight(inner->shape) &&
					 !extent_within(&inner->extent, &outer->extent);
	tally->loose += overlap && !met;
	if (region_contains_position(&outer->region, lon, lat))
	{
		tally->held++;
		tally->missed += !extent_overlaps(&position, &outer->extent);
	}
}

static void
test_pairs(int count)
{
	Tally tally = {0};

	for (int i = 0; i < count; i++)
	{
		Sample a;
		Sample b;
		double size = pow(10, draw(-9, 0.5));
		Vec near;

		arena_init_malloc(&arena, 0);
		draw_sample(&a, SHAPE_POINT + draw_bits() % 5, NULL, size);
		near = vec_from_degrees(a.words[a.shape == SHAPE_REGION ? 2 : 0], 0);
		if (a.shape != SHAPE_REGION)
			near = vec_from_degrees(a.words[0], a.words[1]);
		draw_sample(
			&b, SHAPE_POINT + draw_bits() % 5, &near, size * pow(10, draw(-1, 1)));
		compare_pair(&tally, &a, &b, draw_centre(&near, size));
		compare_pair(&tally, &b, &a, draw_centre(&near, size));
		compare_pair(&tally, &a, &a, near);
		arena_fini(&arena);
	}
	printf("# %d pairs: %d within, %d met, %d positions held, %d met by extents alone\n",
		   3 * count,
		   tally.within,
		   tally.met,
		   tally.held,
		   tally.loose);
	ok(tally.missed == 0, "no pair of shapes is missed by their extents");
	ok(tally.within > count && tally.met > count && tally.held > count / 2,
	   "and many were in relations");
}

/* Neither does an extent exceed its shape: some of it is near each of its six sides. */
static void
test_tight(void)
{
	int loose = 0;

	for (int i = 0; i < 3000; i++)
	{
		Sample sample;
		Extent reached = EXTENT_NOWHERE;
		double size = pow(10, draw(-6, 0.4));
		Vec axes[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

		arena_init_malloc(&arena, 0);
		draw_sample(&sample, SHAPE_POINT + draw_bits() % 4, NULL, size);
		for (int j = 0; j < 2000; j++)
		{
			Extent place;
			double lon;
			double lat;
			Vec v;

			if (sample.shape <= SHAPE_CIRCLE)
				v = step_from(region_centre(&sample.region),
							  region_radius(&sample.region),
							  2 * M_PI * j / 2000);
			else
			{
				const Polygon *polygon = &sample.region.polygon;
				const Arc *e = &polygon->edges[(size_t) j % polygon->count];
				double at = draw(0, 1);

				v = vec_unit(vec_add(vec_scale(e->start, 1 - at), vec_scale(e->end, at)));
			}
			if (j < 6)
				v = vec_scale(axes[j % 3], j < 3 ? 1 : -1);
			vec_to_degrees(v, &lon, &lat);
			place = extent_of_position(lon, lat);
			if (j >= 6 || region_contains_position(&sample.region, lon, lat))
				extent_add(&reached, &place);
		}
		for (int axis = 0; axis < 3; axis++)
		{
			double slack = (double) EXTENT_SLACK + 0.02 * size;

			loose += (double) (reached.low[axis] - sample.extent.low[axis]) > slack;
			loose += (double) (sample.extent.high[axis] - reached.high[axis]) > slack;
		}
		arena_fini(&arena);
	}
	ok(loose == 0, "extents are no larger than their shapes");
}

static void
test_special(void)
{
	/* The intersection of two circles far from each other. */
	double empty[] = {
		REGION_INTERSECTION, 2, REGION_CIRCLE, 3, 0, 0, 1, REGION_CIRCLE, 3, 90, 0, 1};
	double range[] = {REGION_RANGE, 4, 350, 10, -10, 80};
	Extent nowhere[] = {extent_of_position(NAN, 0),
						extent_of_position(INFINITY, 0),
						extent_of_position(0, 90.1),
						extent_of_position(0, NAN)};
	Extent any;
	Extent place = extent_of_position(5, 6);
	Extent lune;
	Region region;
	int related = 0;

	arena_init_malloc(&arena, 0);
	region_init(&region, SHAPE_REGION, empty, sizeof(empty) / sizeof(double), &arena);
	any = extent_of_region(&region, never_poll);
	ok(extent_overlaps(&any, &place) && any.low[0] < -1,
	   "a region without positions may stand in any relation");
	for (int i = 0; i < 4; i++)
		related += extent_overlaps(&nowhere[i], &any) ||
				   extent_within(&nowhere[i], &any) || extent_within(&place, &nowhere[i]);
	ok(related == 0, "what is no position stands in none");
	region_init(&region, SHAPE_REGION, range, 6, &arena);
	lune = extent_of_region(&region, never_poll);
	is_near((double) lune.low[0], 0.17101007166283436, 1e-6, "a range: cos 80 cos 10");
	is_near((double) lune.high[0], 1, 1e-6, "holds longitude 0 on the equator");
	is_near((double) lune.low[1], -0.17364817766693033, 1e-6, "a range: -sin 10");
	is_near((double) lune.high[1], 0.17364817766693033, 1e-6, "sin 10");
	is_near((double) lune.low[2], -0.17364817766693033, 1e-6, "sin -10");
	is_near((double) lune.high[2], 0.98480775301220806, 1e-6, "sin 80");
	arena_fini(&arena);
}

/* Whatever a MOC holds is in its extent, also if that is told from coarser cells. */
static void
test_moc(void)
{
	int missed = 0;
	int wide = 0;
	Moc none = {.order = 3};
	Extent any;

	for (int i = 0; i < 300; i++)
	{
		int order = (int) (draw_bits() % 30);
		size_t count = i % 10 == 0 ? 9000 : 1 + draw_bits() % 20;
		int64_t step = INT64_C(1) << (2 * (HEALPIX_MAX_ORDER - order));
		int64_t least = (int64_t) (draw_bits() % (uint64_t) healpix_cells(order));
		MocRange *ranges;
		Moc moc;
		Extent extent;

		arena_init_malloc(&arena, 0);
		ranges = arena_array(&arena, count, sizeof(MocRange));
		for (size_t k = 0; k < count; k++)
		{
			int64_t cell = (least + (int64_t) (2 * k)) % healpix_cells(order);

			ranges[k] = (MocRange){cell * step, (cell + 1) * step};
		}
		moc = moc_of_ranges(order, ranges, count);
		extent = extent_of_moc(&moc, &arena, never_poll);
		for (size_t k = 0; k < moc.count; k += 1 + moc.count / 50)
		{
			HealpixCell cell = healpix_cell(order, moc.ranges[k].lo / step);
			Extent place;
			double lon;
			double lat;

			vec_to_degrees(healpix_direction(cell, draw(0, 1), draw(0, 1)), &lon, &lat);
			place = extent_of_position(lon, lat);
			missed += !extent_overlaps(&place, &extent);
		}
		wide += moc.count < 2 && order > 5 && extent_radius(&extent) > 0.1;
		arena_fini(&arena);
	}
	ok(missed == 0, "what a MOC holds is in its extent");
	ok(wide == 0, "which is small for a small cell");
	arena_init_malloc(&arena, 0);
	any = extent_of_moc(&none, &arena, never_poll);
	ok(any.low[0] < -1 && any.high[2] > 1,
	   "that without cells may stand in any relation");
	arena_fini(&arena);
}

/* Extents of small circles: in two clumps far from each other, or all over the sky. */
static void
draw_extents(Extent *extents, size_t count, bool clumped, double radius)
{
	for (size_t i = 0; i < count; i++)
	{
		Vec clump = {0, i % 2 ? 1 : -1, 0};
		Region circle = {.shape = SHAPE_CIRCLE, .circle = {.radius = radius}};

		vec_to_degrees(clumped ? step_from(clump, 0.1 * sqrt(draw(0, 1)), draw(0, 7))
							   : draw_direction(),
					   &circle.circle.lon,
					   &circle.circle.lat);
		extents[i] = extent_of_region(&circle, never_poll);
	}
}

#define MANY 900

static void
test_tree(void)
{
	static Extent extents[MANY];
	const Extent *refs[MANY];
	uint32_t order[MANY];
	bool seen[MANY] = {false};
	Extent sum[2] = {EXTENT_NOWHERE, EXTENT_NOWHERE};
	uint64_t turns = 0;
	size_t left;
	bool once = true;

	arena_init_malloc(&arena, 0);
	draw_extents(extents, MANY, true, 0.1);
	for (size_t i = 0; i < MANY; i++)
		refs[i] = &extents[i];
	left = extent_split(refs, MANY, order, &arena);
	for (size_t i = 0; i < MANY; i++)
	{
		once = once && !seen[order[i]];
		seen[order[i]] = true;
		extent_add(&sum[i >= left], refs[order[i]]);
	}
	ok(once && left >= MANY / 3 && MANY - left >= MANY / 3, "a split takes each once");
	ok(!extent_overlaps(&sum[0], &sum[1]), "and parts what lies apart");
	for (size_t few = 2; few < 8; few++)
	{
		left = extent_split(refs, few, order, &arena);
		ok(left >= 1 && left < few, "few are split");
	}
	for (size_t i = 0; i < 2; i++)
		ok(extent_penalty(&sum[i], &sum[i]) < extent_penalty(&sum[1 - i], &sum[i]),
		   "it costs less to stay than to go elsewhere");
	draw_extents(extents, MANY, false, 0.1);
	for (size_t i = 0; i + 1 < MANY; i++)
	{
		Extent near = extents[i];

		near.low[0] += 1e-6f;
		near.high[0] += 1e-6f;
		turns += extent_order(&extents[i]) >> 40 == extent_order(&near) >> 40;
	}
	ok(turns > MANY * 9 / 10, "neighbours stand together");
	draw_extents(extents, 1, false, 0.1);
	draw_extents(extents + 1, 1, false, 30);
	ok(extent_order(&extents[0]) >> 52 < extent_order(&extents[1]) >> 52,
	   "the small before the large");
	ok(extent_order(&EXTENT_ANY) >> 52 < 16, "sizes have room");
	arena_fini(&arena);
}

/* Shares by the bins beside counted ones, within a factor. */
static void
test_bins(void)
{
	static Extent extents[20000];
	ExtentBin bins[100];
	const double factor = 2.0;
	size_t count;
	Extent other;
	int wrong = 0;
	double sum = 0;

	arena_init_malloc(&arena, 0);
	draw_extents(extents, 20000, false, 0.5);
	draw_extents(extents, 5000, true, 0.5);
	count = extent_bins_make(bins, 100, extents, 20000, &arena);
	ok(count == 100, "as many bins as wanted");
	for (size_t i = 0; i < count; i++)
		sum += (double) bins[i].share;
	is_near(sum, 1, 1e-5, "shares add up");
	for (int i = 0; i < 300; i++)
	{
		Vec clump = {0, 1, 0};
		Region circle = {.shape = SHAPE_CIRCLE, .circle = {.radius = draw(8, 60)}};
		int met = 0;
		int within = 0;

		if (i % 2 == 0)
			clump = draw_direction();
		vec_to_degrees(clump, &circle.circle.lon, &circle.circle.lat);
		other = extent_of_region(&circle, never_poll);
		for (size_t k = 0; k < 20000; k++)
		{
			met += extent_overlaps(&extents[k], &other);
			within += extent_within(&extents[k], &other);
		}
		sum = 20000 * extent_bins_share(bins, count, EXTENT_OVERLAPS, &other);
		wrong += sum > factor * met || sum < met / factor;
		sum = 20000 * extent_bins_share(bins, count, EXTENT_WITHIN, &other);
		wrong += sum > factor * within || sum < within / factor;
	}
	ok(wrong == 0, "shares are right within a factor of 2");
	is_near(extent_bins_radius(bins, count), 0.5 * RADIANS_PER_DEGREE, 1e-4, "sizes");
	is_near(extent_bins_anywhere(bins, count, EXTENT_COVERS, 0),
			1.9e-5,
			1e-6,
			"the share of the sky that half a degree takes");
	/* 3/4 evenly; 1/8 each in two clumps of a chord of 0.1. */
	sum = extent_bins_pairs(bins, count, EXTENT_OVERLAPS, bins, count);
	ok(sum > 4.5e-4 && sum < 1.8e-3, "pairs, of which the clumps make most");
	draw_extents(extents, 3, false, 20);
	count = extent_bins_make(bins, 100, extents, 3, &arena);
	ok(count == 3, "no more bins than extents");
	is_near(extent_bins_share(bins, count, EXTENT_COVERS, &extents[1]),
			1.0 / 3,
			1e-6,
			"one of three");
	extents[1] = extents[0];
	extents[2] = extents[0];
	ok(extent_bins_make(bins, 100, extents, 3, &arena) == 1, "those alike are one bin");
	ok(extent_bins_make(bins, 100, extents, 0, &arena) == 0, "none of nothing");
	arena_fini(&arena);
}

int
main(int argc, char **argv)
{
	test_pairs(argc > 1 ? atoi(argv[1]) : 50000);
	test_tight();
	test_special();
	test_moc();
	test_tree();
	test_bins();
	return unit_done();
}
