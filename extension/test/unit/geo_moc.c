/*
 * MOCs: text forms, operations against sets of cells one by one, shapes against positions
 * drawn at random.
 */
#include <stdlib.h>

#include "geo/angle.h"
#include "geo/cover_shape.h"
#include "geo/healpix.h"
#include "geo/moc.h"
#include "unit/geo_random.h"
#include "unit/unit.h"

static Arena arena;

static void
never_poll(void)
{
}

/* The text of what a text is read as, or "SQLSTATE message" of its fault. */
static const char *
read_text(const char *text)
{
	static char fault[1024];
	SkyError err = {0};
	Moc moc;

	if (moc_parse(text, &arena, &moc, &err))
		return moc_print(&moc, &arena);
	snprintf(fault, sizeof(fault), "%s %s", sky_error_sqlstate(err.code), err.message);
	return fault;
}

static void
test_text(void)
{
	static const char *const cases[][2] = {
		/* The example of MOC 2.0, section 4.3.2. */
		{"1/1 2 4 2/12-14 21 23 25 8/", "1/1-2 4 2/12-14 21 23 25 8/"},
		{"{\"1\":[1,2,4],\"2\":[12,13,14,21,23,25],\"8\":[]}",
		 "1/1-2 4 2/12-14 21 23 25 8/"},
		{" s1/1,2,4\n2/12-14,21,23,25\t8/ ", "1/1-2 4 2/12-14 21 23 25 8/"},
		{"2/0-3", "1/0 2/"},
		{"2/3 0 2 1", "1/0 2/"},
		{"1/0 2/0 3/15", "1/0 3/"},
		{"0/0-11", "0/0-11"},
		{"29/0", "29/0"},
		{"29/3458764513820540927", "29/3458764513820540927"},
		{"5/", "5/"},
		{"5/ 3/", "5/"},
		{"{}", "0/"},
		{"{\"3\":[]}", "3/"},
		{"{ \"3\" : [ 1 , 2 ] , \"4\" : [ ] }", "3/1-2 4/"},
		{"", "22P02 invalid text for a MOC: an order is expected first"},
		{"1", "22P02 invalid text for a MOC: an order is expected first"},
		{"1/x", "22P02 invalid text for a MOC: a number is expected here"},
		{"1/-3", "22P02 invalid text for a MOC: a number is expected here"},
		{"1/3-", "22P02 invalid text for a MOC: a number is expected here"},
		{"1/3-2", "22P02 invalid text for a MOC: the cells descend"},
		{"1/48", "22003 order 1 has no cell beyond 47"},
		{"1/99999999999999999999999999", "22003 order 1 has no cell beyond 47"},
		{"30/1", "22003 a MOC has no order beyond 29"},
		{"t61/1", "22P02 invalid text for a MOC: times are not supported"},
		{"{\"1\":[1,2}", "22P02 invalid text for a MOC: a comma is missing"},
		{"{\"1\":[1 2]}", "22P02 invalid text for a MOC: a comma is missing"},
		{"{\"1\":[1]} x", "22P02 invalid text for a MOC: nothing is expected here"},
		{"{1:[1]}", "22P02 invalid text for a MOC: an order in quotes is expected here"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is(read_text(cases[i][0]), cases[i][1], cases[i][1]);
	arena_fini(&arena);
}

#define TEST_ORDER 2
#define TEST_CELLS 192

/* Cells of TEST_ORDER at random, in runs. */
static Moc
draw_moc(bool cells[TEST_CELLS])
{
	MocRange *ranges = arena_array(&arena, TEST_CELLS, sizeof(MocRange));
	const int shift = 2 * (HEALPIX_MAX_ORDER - TEST_ORDER);
	size_t count = 0;
	bool in = false;
	uint64_t change = 1 + draw_bits() % 20;

	for (int64_t i = 0; i < TEST_CELLS; i++)
	{
		in = draw_bits() % change == 0 ? !in : in;
		cells[i] = in;
		if (in)
			ranges[count++] = (MocRange){i << shift, (i + 1) << shift};
	}
	return moc_of_ranges(TEST_ORDER, ranges, count);
}

static bool
is_same(const Moc *moc, const bool cells[TEST_CELLS])
{
	const int shift = 2 * (HEALPIX_MAX_ORDER - TEST_ORDER);

	if (!moc_check(moc, NULL))
		return false;
	for (int64_t i = 0; i < TEST_CELLS; i++)
	{
		if (moc_holds(moc, i << shift) != cells[i] ||
			moc_holds(moc, ((i + 1) << shift) - 1) != cells[i] ||
			moc_share(moc, i << shift, (i + 1) << shift) !=
				(cells[i] ? MOC_ALL : MOC_NOTHING))
			return false;
	}
	return true;
}

static void
test_operations(void)
{
	int wrong = 0;

	for (int i = 0; i < 5000; i++)
	{
		bool a_cells[TEST_CELLS];
		bool b_cells[TEST_CELLS];
		bool expected[TEST_CELLS];
		Moc a = draw_moc(a_cells);
		Moc b = draw_moc(b_cells);
		MocRange *to = arena_array(&arena, TEST_CELLS, sizeof(MocRange));
		Moc result;
		bool contained = true;
		bool met = false;
		int64_t count = 0;
		char *text = moc_print(&a, &arena);
		Moc back;

		for (int k = 0; k < TEST_CELLS; k++)
		{
			contained &= !a_cells[k] || b_cells[k];
			met |= a_cells[k] && b_cells[k];
			count += a_cells[k];
		}
		wrong += !is_same(&a, a_cells);
		wrong += moc_contains(&a, &b) != contained;
		wrong += moc_intersects(&a, &b) != met;
		wrong += moc_cells(&a) != count;
		wrong +=
			fabs(moc_area(&a) - 41252.961249419272 * (double) count / TEST_CELLS) > 1e-9;
		wrong += !moc_parse(text, &arena, &back, NULL) || moc_compare(&a, &back) != 0;
		for (MocOperation op = MOC_UNION; op <= MOC_DIFFERENCE; op++)
		{
			for (int k = 0; k < TEST_CELLS; k++)
				expected[k] = op == MOC_UNION		   ? a_cells[k] || b_cells[k]
							  : op == MOC_INTERSECTION ? a_cells[k] && b_cells[k]
													   : a_cells[k] && !b_cells[k];
			result = moc_combine(op, &a, &b, to);
			wrong += !is_same(&result, expected);
		}
		for (int k = 0; k < TEST_CELLS; k++)
			expected[k] = !a_cells[k];
		result = moc_complement(&a, to);
		wrong += !is_same(&result, expected);
		for (int k = 0; k < TEST_CELLS; k++)
			expected[k] = a_cells[k & ~3] || a_cells[(k & ~3) + 1] ||
						  a_cells[(k & ~3) + 2] || a_cells[(k & ~3) + 3];
		result = moc_degrade(&a, 1, to);
		wrong += !is_same(&result, expected) || result.order != 1;
		arena_fini(&arena);
	}
	ok(wrong == 0, "operations, relations and text of random MOCs");
}

static void
test_check(void)
{
	const MocRange fine[] = {{0, 4}, {8, 16}};
	const MocRange touching[] = {{0, 4}, {4, 16}};
	const MocRange descending[] = {{8, 16}, {0, 4}};
	const MocRange empty[] = {{4, 4}};
	const MocRange below[] = {{-4, 4}};
	const MocRange beyond[] = {{0, INT64_MAX}};

#define IS_MOC(order, ranges)                                                            \
	moc_check(&(Moc){order, ranges, sizeof(ranges) / sizeof(MocRange)}, NULL)
	ok(IS_MOC(28, fine) && IS_MOC(29, fine), "a MOC");
	ok(!IS_MOC(27, fine), "cells finer than its order");
	ok(!IS_MOC(30, fine) && !IS_MOC(-1, fine), "no order");
	ok(!IS_MOC(29, touching) && !IS_MOC(29, descending) && !IS_MOC(29, empty) &&
		   !IS_MOC(29, below) && !IS_MOC(29, beyond),
	   "no ranges of a MOC");
}

/* A disc or a star. */
static Region
draw_region(Vec centre, double size)
{
	double *numbers = arena_array(&arena, 24, sizeof(double));
	Region region;

	if (draw_bits() % 2 == 0)
	{
		vec_to_degrees(centre, &numbers[0], &numbers[1]);
		numbers[2] = size * DEGREES_PER_RADIAN;
		region_init(&region, SHAPE_CIRCLE, numbers, 3, &arena);
		return region;
	}
	for (int i = 0; i < 12; i++)
		vec_to_degrees(step_from(centre, size * draw(0.3, 1), 2 * M_PI * i / 12),
					   &numbers[2 * i],
					   &numbers[2 * i + 1]);
	region_init(&region, SHAPE_POLYGON, numbers, 24, &arena);
	return region;
}

static Moc
moc_of(const Region *region, int order)
{
	Moc moc = {0};

	moc_of_shape(cover_region(region, &arena),
				 (MocLimits){.order = order, .poll = never_poll},
				 &arena,
				 &moc,
				 NULL);
	return moc;
}

/* Cells that have no position within a sixteenth of their size of the shape. */
static int
count_idle(const Region *region, const Moc *moc)
{
	int shift = 2 * (HEALPIX_MAX_ORDER - moc->order);
	double near = 1.02 / (double) (1 << moc->order) / 16;
	int idle = 0;

	for (size_t i = 0; i < moc->count; i++)
	{
		for (int64_t c = moc->ranges[i].lo >> shift; c < moc->ranges[i].hi >> shift; c++)
		{
			HealpixCell cell = healpix_cell(moc->order, c);
			bool found = false;

			for (int k = 0; k < 17 * 17 && !found; k++)
			{
				Vec v = healpix_direction(cell, k % 17 / 16.0, k / 17 / 16.0);

				found = (region_sides(region, v, (Vec){0, 0, 0}, near) & SIDE_ON) != 0;
			}
			idle += !found;
		}
	}
	return idle;
}

static void
test_shapes(void)
{
	int missed = 0;
	int idle = 0;
	int wrong = 0;
	int holding[2] = {0};
	int meeting[2] = {0};

	for (int i = 0; i < 300; i++)
	{
		double size = pow(10, draw(-4, -0.3));
		Vec centre = draw_direction();
		Region region = draw_region(centre, size);
		Region other = draw_region(step_from(centre, size * draw(0, 5), draw(0, 7)),
								   size * draw(0.2, 5));
		int order = (int) (log2(1 / size) + draw(0, 3));
		Moc moc = moc_of(&region, order);
		Moc others = moc_of(&other, order);
		const CoverShape *shape = cover_region(&region, &arena);
		bool held = moc_holds_shape(&others, shape, &arena, never_poll);
		bool met = moc_meets_shape(&others, shape, &arena, never_poll);

		wrong += !moc_check(&moc, NULL);
		wrong += !moc_holds_shape(&moc, shape, &arena, never_poll);
		wrong += !moc_meets_shape(&moc, shape, &arena, never_poll);
		/* As sets of cells, both are told by the MOC of the shape. */
		wrong += held != moc_contains(&moc, &others);
		wrong += met != moc_intersects(&moc, &others);
		holding[held]++;
		meeting[met]++;
		idle += count_idle(&region, &moc);
		for (int k = 0; k < 300; k++)
		{
			double lon;
			double lat;
			int64_t key = 0;

			vec_to_degrees(
				step_from(centre, size * draw(0, 1.1), draw(0, 7)), &lon, &lat);
			healpix_key(lon, lat, &key);
			missed +=
				region_contains_position(&region, lon, lat) && !moc_holds(&moc, key);
		}
		arena_fini(&arena);
	}
	ok(missed == 0, "the MOC of a shape holds its positions");
	if (!ok(idle == 0, "and no cell that the shape does not come near"))
		printf("# %d\n", idle);
	if (!ok(wrong == 0, "shapes within MOCs, and meeting them"))
		printf("# %d\n", wrong);
	ok(holding[0] > 15 && holding[1] > 15 && meeting[0] > 30 && meeting[1] > 30,
	   "with all answers");
}

static void
test_limits(void)
{
	Region region;
	Moc moc;
	SkyError err = {0};

	region_init(&region, SHAPE_CIRCLE, (const double[]){0, 0, 100}, 3, &arena);
	ok(!moc_of_shape(cover_region(&region, &arena),
					 (MocLimits){.order = 29, .poll = never_poll},
					 &arena,
					 &moc,
					 &err) &&
		   err.code == SKY_E_LIMIT,
	   "too many cells are refused");
	arena_fini(&arena);
}

static void
test_centroids(void)
{
	Region region;
	Moc moc;
	SkyPoint centre;

	region_init(&region, SHAPE_CIRCLE, (const double[]){123, -45, 10}, 3, &arena);
	moc = moc_of(&region, 9);
	centre = moc_centroid(&moc);
	is_near(centre.lon, 123, 0.01, "centroid of a disc's MOC");
	is_near(centre.lat, -45, 0.01, "and its latitude");
	moc_parse("0/4", &arena, &moc, NULL);
	centre = moc_centroid(&moc);
	is_near(centre.lon, 0, 1e-9, "centroid of a face on the equator");
	is_near(centre.lat, 0, 1e-9, "and its latitude");
	arena_fini(&arena);
}

int
main(void)
{
	arena_init_malloc(&arena, 0);
	test_text();
	test_operations();
	test_check();
	test_shapes();
	test_centroids();
	test_limits();
	return unit_done();
}
