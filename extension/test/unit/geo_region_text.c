/* Regions from and to text: STC-S and DALI 1.2, exact for any formula, clear on faults.
 */
#include <stdlib.h>

#include "geo/region_words.h"
#include "geo/shape_check.h"
#include "geo/shape_text.h"
#include "geo/vec.h"
#include "unit/geo_random.h"
#include "unit/unit.h"

static Arena arena;

/* The text of what a text is read as, or "SQLSTATE message" of its fault. */
static const char *
read_text(const char *text)
{
	static char fault[2048];
	SkyError err = {0};
	size_t count;
	double *words = shape_parse(SHAPE_REGION, text, &arena, &count, &err);
	char *out;

	if (words == NULL)
	{
		snprintf(
			fault, sizeof(fault), "%s %s", sky_error_sqlstate(err.code), err.message);
		return fault;
	}
	out = arena_alloc(&arena, REGION_TEXT_SIZE(count));
	region_print(out, words);
	return out;
}

static void
test_forms(void)
{
	static const char *const cases[][2] = {
		{"Circle 10 20 1", "Circle ICRS 10 20 1"},
		{"circle ICRS TOPOCENTER SPHERICAL2 10 20 1", "Circle ICRS 10 20 1"},
		{"CIRCLE FK5 10 20 1 unit deg", "Circle ICRS 10 20 1"},
		{"Circle J2000 10 20 1 unit deg deg", "Circle ICRS 10 20 1"},
		{"Circle UNKNOWNFrame(10, 20, 1)", "Circle ICRS 10 20 1"},
		{"Position ICRS 1 2", "Position ICRS 1 2"},
		{"POINT 1 2", "Position ICRS 1 2"},
		{"Box 1 2 3 4", "Box ICRS 1 2 3 4"},
		{"polygon 1 2 3 4 5 7", "Polygon ICRS 1 2 3 4 5 7"},
		{"PositionInterval ICRS 10 -5 20 5", "PositionInterval ICRS 10 -5 20 5"},
		{"range 10 20 -5 5", "PositionInterval ICRS 10 -5 20 5"},
		{"range 350 370 -90 90", "PositionInterval ICRS 350 -90 370 90"},
		{"AllSky ICRS", "AllSky ICRS"},
		{"union(circle 1 2 3 circle 4 5 6)", "Union ICRS (Circle 1 2 3 Circle 4 5 6)"},
		{"Union ICRS (Circle 1 2 3, Not (Box 4 5 6 7))",
		 "Union ICRS (Circle 1 2 3 Not (Box 4 5 6 7))"},
		{"Union ICRS (Circle ICRS 1 2 3 Polygon ICRS 1 2 3 4 5 7)",
		 "Union ICRS (Circle 1 2 3 Polygon 1 2 3 4 5 7)"},
		{"Union FK5 TOPOCENTER (Circle 1 2 3 Circle 1 2 4)",
		 "Union ICRS (Circle 1 2 3 Circle 1 2 4)"},
		{"Difference (AllSky Circle 1 2 3)", "Difference ICRS (AllSky Circle 1 2 3)"},
		{"Intersection[Circle 1 2 3 Circle 2 2 3]",
		 "Intersection ICRS (Circle 1 2 3 Circle 2 2 3)"},
		{"circle 1 2 3 polygon 1 2 3 4 5 7 range 1 2 3 4",
		 "Union ICRS (Circle 1 2 3 Polygon 1 2 3 4 5 7 PositionInterval 1 3 2 4)"},
		{"Circle 1 2 3 unit deg Circle 4 5 6 unit deg",
		 "Union ICRS (Circle 1 2 3 Circle 4 5 6)"},
		{"Union (Circle 1 2 3)", "Union ICRS (Circle 1 2 3)"},
		{"Circle GALACTIC ICRS 1 2 3", "22P02 invalid text for a region: a second frame"},
		{"Union GALACTIC (Circle ICRS 1 2 3)",
		 "22P02 invalid text for a region: a second frame"},
		{"", "22P02 invalid text for a region: a shape is expected here"},
		{"1 2 3", "22P02 invalid text for a region: a shape is expected here"},
		{"Circle", "22P02 a circle has 3 numbers, not 0"},
		{"Circle 1 2", "22P02 a circle has 3 numbers, not 2"},
		{"Circle 1 2 3)", "22P02 invalid text for a region: a shape is expected here"},
		{"Circle 1 2 3,", "22P02 invalid text for a region: a number is missing"},
		{"Circle 1 2 3 icrs",
		 "22P02 invalid text for a region: a shape is expected here"},
		{"Circle 1 Circle 2 3 4", "22P02 a circle has 3 numbers, not 1"},
		{"Circle 1 95 3", "22003 latitude 95 is out of range"},
		{"range 1 2 5 -5", "22003 the latitudes of a range descend"},
		{"range 1 2 3", "22P02 a range has 4 numbers, not 3"},
		{"AllSky 1", "22P02 invalid text for a region: the whole sky has no numbers"},
		{"Union", "22P02 invalid text for a region: a bracket is expected here"},
		{"Union ()", "22P02 invalid text for a region: a shape is missing"},
		{"Union (Circle 1 2 3", "22P02 invalid text for a region: a bracket is open"},
		{"Union (Circle 1 2 3]",
		 "22P02 invalid text for a region: a shape is expected here"},
		{"Not (Circle 1 2 3 Circle 4 5 6)",
		 "22P02 invalid text for a region: of what is Not there is one"},
		{"Ellipse 1 2 3 4 5",
		 "0A000 invalid text for a region: \"Ellipse\" is not supported"},
		{"Convex 1 0 0 0.5",
		 "0A000 invalid text for a region: \"Convex\" is not supported"},
		{"Circle FK4 1 2 3", "0A000 invalid text for a region: \"FK4\" is not supported"},
		{"Circle CART2 1 2 3",
		 "22P02 invalid text for a region: \"CART2\" is not understood"},
		{"Circle 1 2 3 unit rad",
		 "22P02 invalid text for a region: only degrees are read"},
		{"range GALACTIC 1 2 3 4",
		 "22P02 invalid text for a region: a range of another frame is no range of ICRS"},
		{"Time 2020-01-01",
		 "22P02 invalid text for a region: \"Time\" is not understood"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is(read_text(cases[i][0]), cases[i][1], cases[i][0]);
	arena_fini(&arena);
}

static double
distance_from(const double *position, double lon, double lat)
{
	return vec_angle(vec_from_degrees(position[0], position[1]),
					 vec_from_degrees(lon, lat));
}

/*
 * Other frames, by
 * /usr/bin/python3 -c 'from astropy.coordinates import *
 * c = SkyCoord(Galactic(l="10d", b="20d")).icrs; print(repr(c.ra.deg), repr(c.dec.deg))
 * import erfa; from numpy import degrees as d, radians as r
 * print(d(erfa.eceq06(2451545.0, 0, r(10), r(20))))'
 */
static void
test_frames(void)
{
	size_t count;
	double *words =
		shape_parse(SHAPE_REGION, "Circle GALACTIC 10 20 1", &arena, &count, NULL);

	ok(distance_from(words + 2, 254.28494358415125, -9.782228772216493) < 2e-15 &&
		   words[4] == 1,
	   "a circle in galactic coordinates");
	words = shape_parse(SHAPE_REGION, "Position ECLIPTIC 10 20", &arena, &count, NULL);
	ok(distance_from(words + 2, 0.8458732872850369, 22.25349466074027) < 1e-14,
	   "a position in ecliptic coordinates");
	words = shape_parse(SHAPE_REGION, "Box GALACTIC 10 20 2 4", &arena, &count, NULL);
	ok(words[0] == REGION_POLYGON && count == 10, "a box there is a polygon here");
	words = shape_parse(SHAPE_REGION, "Box GALACTIC 10 20 180 4", &arena, &count, NULL);
	ok(words[0] == REGION_POLYGON && count == 18, "with all vertices if it is wide");
	words = shape_parse(SHAPE_POLYGON, "Box GALACTIC 10 20 2 4", &arena, &count, NULL);
	ok(words == NULL, "which is asked for as the box that it was");
	words = shape_parse(SHAPE_BOX, "Box GALACTIC 10 20 2 4", &arena, &count, NULL);
	ok(words == NULL, "and is none");
	words = shape_parse(SHAPE_REGION, "Union GALACTIC (AllSky)", &arena, &count, NULL);
	ok(words != NULL, "the whole sky is that of any frame");
	arena_fini(&arena);
}

/* A formula at random, in prefix order. */
static size_t
draw_words(double *to, int depth)
{
	static const size_t counts[] = {
		[REGION_POINT] = 2, [REGION_CIRCLE] = 3, [REGION_BOX] = 4, [REGION_POLYGON] = 8};
	RegionKind kind =
		(RegionKind) (1 + draw_bits() % (depth > 0 ? REGION_KINDS - 1 : REGION_SKY));
	size_t count = REGION_HEAD;

	to[0] = kind;
	to[1] = 0;
	if (kind >= REGION_UNION)
	{
		to[1] = kind == REGION_NOT ? 1 : (double) (1 + draw_bits() % 3);
		for (int i = 0; i < (int) to[1]; i++)
			count += draw_words(to + count, depth - 1);
		return count;
	}
	if (kind == REGION_RANGE)
	{
		to[1] = 4;
		to[2] = draw(-400, 400);
		to[3] = draw(-400, 400);
		to[4] = draw(-90, 0);
		to[5] = draw(0, 90);
	}
	else if (kind != REGION_SKY)
	{
		to[1] = (double) counts[kind];
		for (size_t i = 0; i < counts[kind]; i++)
			to[2 + i] = i % 2 == 0 && i < 2 ? draw(0, 360) : draw(0, 80);
	}
	return count + (size_t) to[1];
}

static void
test_round_trip(void)
{
	int wrong = 0;

	for (int i = 0; i < 20000; i++)
	{
		double words[4000];
		size_t count = draw_words(words, 3);
		char *text = arena_alloc(&arena, REGION_TEXT_SIZE(count));
		size_t length = region_print(text, words);
		size_t back_count;
		double *back = shape_parse(SHAPE_REGION, text, &arena, &back_count, NULL);

		wrong += length >= REGION_TEXT_SIZE(count) || back == NULL ||
				 back_count != count || memcmp(back, words, count * sizeof(double)) != 0;
		if (i % 100 == 0)
			arena_fini(&arena);
	}
	ok(wrong == 0, "formulas read back to the same bits");
	arena_fini(&arena);
}

static bool
is_region(const double *words, size_t count)
{
	return region_check(words, count, NULL);
}

#define IS_REGION(...)                                                                   \
	is_region((const double[]){__VA_ARGS__},                                             \
			  sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static void
test_stored_forms(void)
{
	ok(IS_REGION(REGION_CIRCLE, 3, 1, 2, 3), "a circle");
	ok(!is_region((const double[]){0}, 0), "nothing");
	ok(!IS_REGION(REGION_CIRCLE), "half a head");
	ok(!IS_REGION(REGION_CIRCLE, 3, 1, 2), "too few numbers");
	ok(!IS_REGION(REGION_CIRCLE, 3, 1, 2, 3, 4), "too many");
	ok(!IS_REGION(0, 3, 1, 2, 3) && !IS_REGION(REGION_KINDS, 1, 2, 2, 1, 2) &&
		   !IS_REGION(2.5, 3, 1, 2, 3) && !IS_REGION(NAN, 3, 1, 2, 3) &&
		   !IS_REGION(REGION_CIRCLE, -1) && !IS_REGION(REGION_CIRCLE, 1e300) &&
		   !IS_REGION(REGION_CIRCLE, NAN),
	   "no kind, no count");
	ok(!IS_REGION(REGION_UNION, 0) && !IS_REGION(REGION_NOT, 2, 1, 2, 3, 4, 1, 2, 3, 4),
	   "operations on nothing, or on too much");
	ok(!IS_REGION(REGION_UNION, 100000, 1, 2, 3, 4), "members that are not there");
	ok(IS_REGION(REGION_SKY, 0) && !IS_REGION(REGION_SKY, 1, 1), "the whole sky");
	ok(!IS_REGION(REGION_RANGE, 4, 1, 2, NAN, 4), "a range of what is no number");
	{
		double words[3 * REGION_MAX_DEPTH + 20];
		size_t count = 0;

		for (int i = 0; i <= REGION_MAX_DEPTH; i++)
		{
			words[count++] = REGION_NOT;
			words[count++] = 1;
		}
		words[count++] = REGION_SKY;
		words[count++] = 0;
		ok(!is_region(words, count) && is_region(words + 2, count - 2),
		   "as deep as may be");
	}
}

static void
test_combining(void)
{
	const double circle[] = {REGION_CIRCLE, 3, 1, 2, 3};
	const double both[] = {REGION_UNION, 2, REGION_SKY, 0, REGION_SKY, 0};
	const RegionWords a = {circle, 5};
	const RegionWords b = {both, 6};
	double to[20];
	char text[2000];

#define COMBINED(kind, first, second, expected)                                          \
	ok(region_check(to, region_combine(to, kind, first, second), NULL), #kind);          \
	region_print(text, to);                                                              \
	is(text, expected, expected)

	COMBINED(REGION_UNION, &a, &a, "Union ICRS (Circle 1 2 3 Circle 1 2 3)");
	COMBINED(REGION_UNION, &a, &b, "Union ICRS (Circle 1 2 3 AllSky AllSky)");
	COMBINED(REGION_UNION, &b, &a, "Union ICRS (AllSky AllSky Circle 1 2 3)");
	COMBINED(REGION_UNION, &b, &b, "Union ICRS (AllSky AllSky AllSky AllSky)");
	COMBINED(REGION_INTERSECTION,
			 &b,
			 &a,
			 "Intersection ICRS (Union (AllSky AllSky) Circle 1 2 3)");
	COMBINED(REGION_NOT, &a, NULL, "Not ICRS (Circle 1 2 3)");
	COMBINED(REGION_DIFFERENCE,
			 &a,
			 &b,
			 "Difference ICRS (Circle 1 2 3 Union (AllSky AllSky))");
}

static void
test_limits(void)
{
	size_t shapes = REGION_MAX_WORDS / 5;
	char *text = malloc(shapes * 14 + 100);
	char *at = text;
	size_t count;
	SkyError err = {0};

	for (size_t i = 0; i < shapes; i++)
		at += sprintf(at, "circle 1 2 3 ");
	ok(shape_parse(SHAPE_REGION, text, &arena, &count, &err) == NULL &&
		   err.code == SKY_E_LIMIT,
	   "a region that is too large");
	at[-13] = '\0';
	ok(shape_parse(SHAPE_REGION, text, &arena, &count, NULL) != NULL &&
		   count == (shapes - 1) * 5 + 2,
	   "the largest");
	strcpy(text, "");
	for (int i = 0; i < 1000; i++)
		strcpy(text + 5 * i, "not (");
	err = (SkyError){0};
	ok(shape_parse(SHAPE_REGION, text, &arena, &count, &err) == NULL &&
		   err.code == SKY_E_TOO_COMPLEX,
	   "nested too deep");
	free(text);
	arena_fini(&arena);
}

int
main(void)
{
	arena_init_malloc(&arena, 0);
	test_forms();
	test_frames();
	test_round_trip();
	test_stored_forms();
	test_combining();
	test_limits();
	return unit_done();
}
