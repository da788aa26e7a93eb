/*
 * Formulas over shapes against what must hold for any sets, against positions drawn at
 * random, and against areas known by other ways.
 */
#include <stdlib.h>

#include "geo/angle.h"
#include "geo/range.h"
#include "geo/region.h"
#include "unit/geo_random.h"
#include "unit/unit.h"

#define WHOLE_SKY 41252.96124941928 /* 360^2 / pi square degrees */

#define MOST_WORDS 2500

/* A stored formula in the making. */
typedef struct Words
{
	double list[MOST_WORDS];
	size_t count;
} Words;

static Arena arena;

static void
never_poll(void)
{
}

static void
add_words(Words *words, const double *list, size_t count)
{
	memcpy(words->list + words->count, list, count * sizeof(double));
	words->count += count;
}

static void
add_head(Words *words, RegionKind kind, size_t count)
{
	add_words(words, (const double[]){kind, (double) count}, 2);
}

/* A shape whose numbers are given. */
#define ADD(words, kind, ...)                                                            \
	(add_head(words, kind, sizeof((const double[]){__VA_ARGS__}) / sizeof(double)),      \
	 add_words(words,                                                                    \
			   (const double[]){__VA_ARGS__},                                            \
			   sizeof((const double[]){__VA_ARGS__}) / sizeof(double)))

static Region
make(const Words *words)
{
	double *kept = arena_array(&arena, words->count, sizeof(double));
	Region region;

	memcpy(kept, words->list, words->count * sizeof(double));
	region_init(&region, SHAPE_REGION, kept, words->count, &arena);
	return region;
}

/* An operation on two formulas, or on one. */
static Words
combine(RegionKind kind, const Words *a, const Words *b)
{
	Words words = {.count = 0};

	add_head(&words, kind, b == NULL ? 1 : 2);
	add_words(&words, a->list, a->count);
	if (b != NULL)
		add_words(&words, b->list, b->count);
	return words;
}

static bool
contains(const Words *inner, const Words *outer)
{
	Region a = make(inner);
	Region b = make(outer);

	return region_contains(&a, &b, never_poll);
}

static bool
intersects(const Words *first, const Words *second)
{
	Region a = make(first);
	Region b = make(second);

	return region_intersects(&a, &b, never_poll);
}

static double
area(const Words *words)
{
	Region region = make(words);

	return region_area(&region, never_poll);
}

/* Another reckoning of whether a formula holds a position, straight from its words. */
static bool
holds(const double **next, double lon, double lat)
{
	RegionKind kind = (RegionKind) (*next)[0];
	size_t count = (size_t) (*next)[1];
	const double *values = *next + 2;
	Region shape;
	bool result = kind == REGION_INTERSECTION;

	*next = values;
	switch (kind)
	{
		case REGION_UNION:
			for (size_t i = 0; i < count; i++)
				result |= holds(next, lon, lat);
			return result;
		case REGION_INTERSECTION:
			for (size_t i = 0; i < count; i++)
				result &= holds(next, lon, lat);
			return result;
		case REGION_DIFFERENCE:
			result = holds(next, lon, lat);
			for (size_t i = 1; i < count; i++)
				result &= !holds(next, lon, lat);
			return result;
		case REGION_NOT:
			return !holds(next, lon, lat);
		case REGION_SKY:
			return true;
		case REGION_RANGE:
			*next += count;
			return range_contains(values, lon, lat);
		default:
			*next += count;
			region_init(&shape, (SkyShape) kind, values, count, &arena);
			return region_contains_position(&shape, lon, lat);
	}
}

/* ---- drawing ---- */

/* The patch of sky that shapes are drawn in. */
typedef struct Patch
{
	Vec centre;
	double size; /* [rad] */
} Patch;

static SkyPoint
draw_place(const Patch *patch)
{
	Vec v = step_from(patch->centre, patch->size * sqrt(draw(0, 1)), draw(0, 7));
	SkyPoint place;

	vec_to_degrees(v, &place.lon, &place.lat);
	return place;
}

static void
draw_polygon(Words *words, const Patch *patch)
{
	size_t count = 3 + draw_bits() % 8;
	SkyPoint middle = draw_place(patch);
	Vec centre = vec_from_degrees(middle.lon, middle.lat);
	bool wild = draw_bits() % 4 == 0;

	add_head(words, REGION_POLYGON, 2 * count);
	for (size_t i = 0; i < count; i++)
	{
		double angle = wild ? draw(0, 7) : 2 * M_PI * (double) i / (double) count;
		Vec v = step_from(centre, patch->size * draw(0.2, 0.8), angle);
		SkyPoint place;

		vec_to_degrees(v, &place.lon, &place.lat);
		add_words(words, (const double[]){place.lon, place.lat}, 2);
	}
}

static void
draw_shape(Words *words, const Patch *patch)
{
	SkyPoint p = draw_place(patch);
	double size = patch->size * DEGREES_PER_RADIAN;

	switch (draw_bits() % 8)
	{
		case 0:
			ADD(words, REGION_BOX, p.lon, p.lat, size * draw(0, 1), size * draw(0, 1));
			break;
		case 1:
			ADD(words,
				REGION_RANGE,
				p.lon,
				p.lon + fmin(300, size * draw(0.1, 1) / cos(p.lat / 60)),
				fmax(-90, p.lat - size * draw(0, 0.5)),
				fmin(90, p.lat + size * draw(0, 0.5)));
			break;
		case 2:
		case 3:
		case 4:
			draw_polygon(words, patch);
			break;
		default:
			ADD(words, REGION_CIRCLE, p.lon, p.lat, fmin(170, size * draw(0.05, 0.9)));
			break;
	}
}

static void
draw_formula(Words *words, const Patch *patch, int depth)
{
	static const RegionKind kinds[] = {
		REGION_UNION, REGION_UNION, REGION_INTERSECTION, REGION_DIFFERENCE, REGION_NOT};
	RegionKind kind = kinds[draw_bits() % 5];
	size_t count = kind == REGION_NOT ? 1 : 2 + draw_bits() % 2;

	if (depth == 0 || draw_bits() % 4 == 0)
	{
		draw_shape(words, patch);
		return;
	}
	add_head(words, kind, count);
	for (size_t i = 0; i < count; i++)
		draw_formula(words, patch, depth - 1);
}

/* ---- tests ---- */

static void
test_positions(void)
{
	int wrong = 0;
	int seen[2] = {0};

	for (int i = 0; i < 600; i++)
	{
		Patch patch = {draw_direction(), pow(10, draw(-6, 0.3))};
		Words words = {.count = 0};
		Region region;

		draw_formula(&words, &patch, 3);
		region = make(&words);
		for (int k = 0; k < 40; k++)
		{
			SkyPoint p = draw_place(&patch);
			const double *next = words.list;
			bool expected = holds(&next, p.lon, p.lat);

			seen[expected]++;
			wrong += region_contains_position(&region, p.lon, p.lat) != expected;
		}
		arena_fini(&arena);
	}
	ok(wrong == 0 && seen[0] > 3000 && seen[1] > 3000, "positions in formulas");
}

/* What holds for any two sets. */
static int
count_broken_laws(const Words *a, const Words *b)
{
	Words both = combine(REGION_INTERSECTION, a, b);
	Words any = combine(REGION_UNION, a, b);
	Words less = combine(REGION_DIFFERENCE, a, b);
	Words not_a = combine(REGION_NOT, a, NULL);
	Words not_b = combine(REGION_NOT, b, NULL);
	Words not_any = combine(REGION_NOT, &any, NULL);
	Words neither = combine(REGION_INTERSECTION, &not_a, &not_b);
	bool meet = intersects(a, b);
	const bool laws[] = {
		contains(a, a),
		contains(a, &any),
		contains(b, &any),
		contains(&both, a),
		contains(&both, b),
		contains(&less, a),
		contains(&not_any, &neither),
		contains(&neither, &not_any),
		!intersects(&less, b),
		!intersects(a, &not_a),
		!intersects(&not_any, a),
		intersects(b, a) == meet,
		contains(a, &not_b) == !meet,
		intersects(a, &not_b) == !contains(a, b),
	};
	int broken = 0;

	for (size_t i = 0; i < sizeof(laws) / sizeof(laws[0]); i++)
	{
		broken += !laws[i];
		if (!laws[i])
			printf("# law %zu\n", i);
	}
	return broken;
}

static bool
areas_agree(const Words *a, const Words *b, double tolerance)
{
	Words both = combine(REGION_INTERSECTION, a, b);
	Words any = combine(REGION_UNION, a, b);
	Words less = combine(REGION_DIFFERENCE, a, b);
	Words not_a = combine(REGION_NOT, a, NULL);
	double area_a = area(a);
	double area_both = area(&both);

	return fabs(area(&any) + area_both - area_a - area(b)) <= tolerance &&
		   fabs(area(&less) + area_both - area_a) <= tolerance &&
		   fabs(area(&not_a) + area_a - WHOLE_SKY) <= 1e-9;
}

static void
test_laws(void)
{
	int broken = 0;
	int wrong_areas = 0;
	int meeting[2] = {0};

	for (int i = 0; i < 600; i++)
	{
		Patch patch = {draw_direction(), pow(10, draw(-6, 0.3))};
		Words a = {.count = 0};
		Words b = {.count = 0};
		double square = patch.size * patch.size * DEGREES_PER_RADIAN * DEGREES_PER_RADIAN;

		draw_formula(&a, &patch, (int) (draw_bits() % 3));
		draw_formula(&b, &patch, (int) (draw_bits() % 3));
		meeting[intersects(&a, &b)]++;
		broken += count_broken_laws(&a, &b);
		/* Of complements the whole sky's rounding counts. */
		wrong_areas +=
			!areas_agree(&a, &b, fmax(square * (1e-10 + 1e-15 / patch.size), 1e-10));
		arena_fini(&arena);
	}
	if (!ok(broken == 0, "laws of sets"))
		printf("# %d broken\n", broken);
	if (!ok(wrong_areas == 0, "areas of unions and intersections add up"))
		printf("# %d wrong\n", wrong_areas);
	ok(meeting[0] > 60 && meeting[1] > 60, "with all answers");
}

/* Areas against shares of positions, where no law ties them to each other. */
static void
test_sampled_areas(void)
{
	const int samples = 10000;
	int wrong = 0;

	for (int i = 0; i < 50; i++)
	{
		Patch patch = {draw_direction(), draw(0.1, 2)};
		Words words = {.count = 0};
		Region region;
		double share;
		int inside = 0;

		draw_formula(&words, &patch, 3);
		region = make(&words);
		for (int k = 0; k < samples; k++)
		{
			SkyPoint p;

			vec_to_degrees(draw_direction(), &p.lon, &p.lat);
			inside += region_contains_position(&region, p.lon, p.lat);
		}
		share = area(&words) / WHOLE_SKY;
		/* Five standard deviations. */
		wrong +=
			fabs(inside - share * samples) > 5 * sqrt(samples * share * (1 - share)) + 3;
		arena_fini(&arena);
	}
	ok(wrong == 0, "areas as random positions tell them");
}

/* Centroids against the mean of random positions in a union. */
static void
test_sampled_centroids(void)
{
	int wrong = 0;

	for (int i = 0; i < 50; i++)
	{
		Patch patch = {draw_direction(), pow(10, draw(-5, -1.5))};
		Words words = {.count = 0};
		Region region;
		Vec sum = {0, 0, 0};
		SkyPoint centre;
		int inside = 0;

		add_head(&words, REGION_UNION, 3);
		for (int k = 0; k < 3; k++)
			draw_shape(&words, &patch);
		region = make(&words);
		for (int k = 0; k < 20000; k++)
		{
			Vec v = step_from(
				patch.centre, 3 * patch.size * sqrt(draw(0, 1)), draw(0, 2 * M_PI));
			SkyPoint p;

			vec_to_degrees(v, &p.lon, &p.lat);
			if (region_contains_position(&region, p.lon, p.lat))
			{
				sum = vec_add(sum, v);
				inside++;
			}
		}
		centre = region_centroid(&region, never_poll);
		/* Drawn on the plane, not on the sphere: hence the first term. */
		if (inside > 300)
			wrong += vec_angle(vec_from_degrees(centre.lon, centre.lat), vec_unit(sum)) >
					 patch.size * (0.03 + 5 / sqrt(inside));
		arena_fini(&arena);
	}
	ok(wrong == 0, "centroids as random positions tell them");
}

/*
 * A polygon cut in parts that share sides: the union of the parts is the whole, without a
 * line between them.
 */
static void
test_parts(void)
{
	int wrong = 0;

	for (int i = 0; i < 300; i++)
	{
		Patch patch = {draw_direction(), pow(10, draw(-6, -0.2))};
		size_t count = 5 + draw_bits() % 12;
		Words whole = {.count = 0};
		Words parts = {.count = 0};
		SkyPoint rim[20];
		SkyPoint middle;

		vec_to_degrees(patch.centre, &middle.lon, &middle.lat);
		for (size_t k = 0; k < count; k++)
			vec_to_degrees(step_from(patch.centre,
									 patch.size * draw(0.3, 1),
									 2 * M_PI * (double) k / (double) count),
						   &rim[k].lon,
						   &rim[k].lat);
		add_head(&whole, REGION_POLYGON, 2 * count);
		add_words(&whole, &rim[0].lon, 2 * count);
		add_head(&parts, REGION_UNION, count);
		for (size_t k = 0; k < count; k++)
		{
			SkyPoint next = rim[(k + 1) % count];

			ADD(&parts,
				REGION_POLYGON,
				middle.lon,
				middle.lat,
				rim[k].lon,
				rim[k].lat,
				next.lon,
				next.lat);
		}
		wrong += !contains(&whole, &parts) || !contains(&parts, &whole) ||
				 !(fabs(area(&whole) / area(&parts) - 1) < 1e-9 + 1e-14 / patch.size);
		arena_fini(&arena);
	}
	if (!ok(wrong == 0, "parts that share sides make the whole"))
		printf("# %d wrong\n", wrong);
}

static double
centroid_error(const Words *words, double lon, double lat)
{
	Region region = make(words);
	SkyPoint centre = region_centroid(&region, never_poll);

	return vec_angle(vec_from_degrees(centre.lon, centre.lat),
					 vec_from_degrees(lon, lat));
}

static void
test_known_areas(void)
{
	Words words = {.count = 0};
	Region region;
	double r = 2 * RADIANS_PER_DEGREE;

	/*
	 * Twice the sector of a disc without the triangle of its centre and the crossings:
	 * /usr/bin/python3 -c 'from mpmath import *; mp.dps = 40; r, h = radians(2),
	 * radians(1) a, c = acos(tan(h) / tan(r)), asin(sin(h) / sin(r)) print(4 * (a * (1 -
	 * cos(r)) - (a + c - pi / 2)) * (180 / pi) ** 2)'
	 */
	add_head(&words, REGION_INTERSECTION, 2);
	ADD(&words, REGION_CIRCLE, 359, 0, 2);
	ADD(&words, REGION_CIRCLE, 1, 0, 2);
	is_near(area(&words), 4.913507517138701, 1e-13, "a lens of two discs");
	is_near(centroid_error(&words, 0, 0), 0, 1e-15, "its centroid");

	words.count = 0;
	add_head(&words, REGION_UNION, 2);
	ADD(&words, REGION_CIRCLE, 359, 0, 2);
	ADD(&words, REGION_CIRCLE, 359, 0, 2);
	is_near(area(&words),
			2 * M_PI * (1 - cos(r)) * DEGREES_PER_RADIAN * DEGREES_PER_RADIAN,
			1e-12,
			"a disc with itself");

	words.count = 0;
	ADD(&words, REGION_RANGE, 350, 20, 10, 30);
	is_near(area(&words),
			30 * (sin(30 * RADIANS_PER_DEGREE) - sin(10 * RADIANS_PER_DEGREE)) *
				DEGREES_PER_RADIAN,
			1e-11,
			"a range over longitude 0");
	words.count = 0;
	ADD(&words, REGION_RANGE, 0, 360, 60, 90);
	is_near(area(&words),
			360 * (1 - sin(60 * RADIANS_PER_DEGREE)) * DEGREES_PER_RADIAN,
			1e-11,
			"a range that is a cap");
	words.count = 0;
	ADD(&words, REGION_RANGE, 20, 290, -90, 90);
	is_near(area(&words), WHOLE_SKY * 0.75, 1e-9, "a lune of 270 degrees");
	is_near(centroid_error(&words, 155, 0), 0, 1e-14, "its centroid");
	words.count = 0;
	ADD(&words, REGION_RANGE, 20, 20, -90, 90);
	region = make(&words);
	is_near(area(&words), 0, 0, "a meridian");
	ok(region_contains_position(&region, 20, 33) &&
		   !region_contains_position(&region, 200, 33),
	   "is not the one opposite");

	words.count = 0;
	ADD(&words, REGION_SKY, 0);
	words.count -= 1;
	words.list[1] = 0;
	is_near(area(&words), WHOLE_SKY, 1e-10, "the whole sky");

	words.count = 0;
	add_head(&words, REGION_NOT, 1);
	ADD(&words, REGION_POINT, 10, 20);
	region = make(&words);
	is_near(area(&words), WHOLE_SKY, 1e-10, "all but a place");
	ok(!region_contains_position(&region, 10, 20) &&
		   region_contains_position(&region, 10, 20.1),
	   "which it lacks");
	ok(intersects(&words, &words) && contains(&words, &words), "meets itself");

	/* A bow tie by the odd-even rule: two triangles, not their difference. */
	words.count = 0;
	ADD(&words, REGION_POLYGON, 0, 0, 4, 4, 4, 0, 0, 4);
	{
		Words left = {.count = 0};
		Words right = {.count = 0};
		double crossing =
			atan(tan(4 * RADIANS_PER_DEGREE) * 0.5 / cos(2 * RADIANS_PER_DEGREE)) *
			DEGREES_PER_RADIAN;

		ADD(&left, REGION_POLYGON, 0, 0, 2, crossing, 0, 4);
		ADD(&right, REGION_POLYGON, 4, 0, 2, crossing, 4, 4);
		is_near(area(&words), area(&left) + area(&right), 1e-10, "a bow tie");
	}
	arena_fini(&arena);
}

/* Many members: found through the tree. */
static void
test_large_union(void)
{
	Words words = {.count = 0};
	double one = 4 * M_PI * pow(sin(0.05 * RADIANS_PER_DEGREE), 2) * DEGREES_PER_RADIAN *
				 DEGREES_PER_RADIAN;
	int inside = 0;
	Region region;

	add_head(&words, REGION_UNION, 400);
	for (int i = 0; i < 400; i++)
		ADD(&words, REGION_CIRCLE, (i % 40) * 7.5, (i / 40) * 3 - 15, 0.1);
	region = make(&words);
	is_near(area(&words) / (400 * one), 1, 1e-12, "the area of 400 discs");
	for (int i = 0; i < 400; i++)
		inside += region_contains_position(
			&region, (i % 40) * 7.5 + 0.05, (i / 40) * 3 - 15 + 0.05);
	ok(inside == 400 && !region_contains_position(&region, 0.75, 0), "holds its members");
	ok(contains(&words, &words), "contains itself");
	arena_fini(&arena);
}

int
main(void)
{
	arena_init_malloc(&arena, 0);
	test_known_areas();
	test_positions();
	test_laws();
	test_sampled_areas();
	test_sampled_centroids();
	test_parts();
	test_large_union();
	return unit_done();
}
