/*
 * Relations of shapes against independent tests: half spaces and separating planes for
 * convex polygons, sampled boundaries for others, and sides that are shared by
 * construction.
 */
#include <stdlib.h>

#include "geo/angle.h"
#include "geo/region.h"
#include "unit/geo_random.h"
#include "unit/unit.h"

#define MOST 24

/* A polygon with its vertices counter-clockwise round a centre. */
typedef struct Ring
{
	Vec centre;
	Vec vertices[MOST];
	size_t count;
} Ring;

static Arena arena;

static void
never_poll(void)
{
}

static Ring
draw_ring(Vec centre, double smallest, double largest, bool convex)
{
	Ring ring = {.centre = centre, .count = 3 + draw_bits() % (MOST - 3)};
	double size = draw(smallest, largest);

	for (size_t i = 0; i < ring.count; i++)
	{
		double angle = 2 * M_PI * ((double) i + draw(0, 0.4)) / (double) ring.count;

		ring.vertices[i] =
			step_from(centre, convex ? size : draw(smallest, largest), angle);
	}
	return ring;
}

static Region
ring_region(const Ring *ring)
{
	Vec *copy = arena_array(&arena, ring->count, sizeof(Vec));
	Region region = {.shape = SHAPE_POLYGON};

	memcpy(copy, ring->vertices, ring->count * sizeof(Vec));
	polygon_init_vectors(&region.polygon, copy, ring->count, &arena);
	return region;
}

static Region
circle_region(Vec centre, double radius)
{
	double values[3];
	Region region;

	vec_to_degrees(centre, &values[0], &values[1]);
	values[2] = radius * DEGREES_PER_RADIAN;
	region_init(&region, radius == 0 ? SHAPE_POINT : SHAPE_CIRCLE, values, 3, &arena);
	return region;
}

static Vec
side_normal(const Ring *ring, size_t i)
{
	return vec_unit(vec_cross(ring->vertices[i], ring->vertices[(i + 1) % ring->count]));
}

/* How deep a direction lies in a convex ring, as the sine; negative outside. */
static double
depth_in(const Ring *ring, Vec p)
{
	double depth = 1;

	for (size_t i = 0; i < ring->count; i++)
		depth = fmin(depth, vec_dot(side_normal(ring, i), p));
	return depth;
}

/*
 * Greatest depth of the far ring beyond a side of the near one: > 0 if that parts them.
 */
static double
gap_between(const Ring *near, const Ring *far)
{
	double gap = -1;

	for (size_t i = 0; i < near->count; i++)
	{
		Vec normal = side_normal(near, i);
		double least = 1;

		for (size_t k = 0; k < far->count; k++)
			least = fmin(least, -vec_dot(normal, far->vertices[k]));
		gap = fmax(gap, least);
	}
	return gap;
}

/* Expectation against answer, unless the case is too close to call. */
static void
judge(bool got, double clearance, int counts[2], int *wrong)
{
	if (fabs(clearance) < 1e-12)
		return;
	counts[clearance > 0]++;
	*wrong += got != (clearance > 0);
}

static bool
both_seen(const int counts[2])
{
	return counts[0] > 200 && counts[1] > 200;
}

static void
test_convex_polygons(void)
{
	int inside[2] = {0};
	int meeting[2] = {0};
	int wrong = 0;

	for (int i = 0; i < 4000; i++)
	{
		double size = pow(10, draw(-6, -0.5));
		Ring a = draw_ring(draw_direction(), 0.3 * size, size, true);
		Ring b = draw_ring(step_from(a.centre, draw(0, 1.6) * size, draw(0, 7)),
						   0.05 * size,
						   size,
						   true);
		Region ra = ring_region(&a);
		Region rb = ring_region(&b);
		double depth = 1;

		for (size_t k = 0; k < b.count; k++)
			depth = fmin(depth, depth_in(&a, b.vertices[k]));
		judge(region_contains(&rb, &ra, never_poll), depth, inside, &wrong);
		judge(region_intersects(&ra, &rb, never_poll),
			  -fmax(gap_between(&a, &b), gap_between(&b, &a)),
			  meeting,
			  &wrong);
		wrong += region_intersects(&ra, &rb, never_poll) !=
				 region_intersects(&rb, &ra, never_poll);
		arena_fini(&arena);
	}
	ok(wrong == 0, "convex polygons: contains and intersects");
	ok(both_seen(inside) && both_seen(meeting), "with all answers");
}

static void
test_circle_and_polygon(void)
{
	int inside[2] = {0};
	int around[2] = {0};
	int wrong = 0;

	for (int i = 0; i < 6000; i++)
	{
		double size = pow(10, draw(-6, -0.1));
		Ring ring = draw_ring(draw_direction(), 0.3 * size, size, true);
		Vec centre = step_from(ring.centre, draw(0, 1.2) * size, draw(0, 7));
		double radius = draw(0, 1.5) * size;
		Region polygon = ring_region(&ring);
		Region circle = circle_region(centre, radius);
		Region rest = circle_region(vec_scale(centre, -1), M_PI - radius);
		double depth = asin(depth_in(&ring, centre)) - radius;
		double reach = radius;

		judge(region_contains(&circle, &polygon, never_poll), depth, inside, &wrong);
		/* A cap below a hemisphere holds a polygon if it holds the vertices. */
		for (size_t k = 0; k < ring.count; k++)
			reach = fmin(reach, radius - vec_angle(centre, ring.vertices[k]));
		if (radius < 1.5)
			judge(region_contains(&polygon, &circle, never_poll), reach, around, &wrong);
		/* A polygon misses a circle just when the rest of the sky contains it. */
		wrong += region_intersects(&circle, &polygon, never_poll) ==
				 region_contains(&polygon, &rest, never_poll);
		wrong += region_intersects(&polygon, &rest, never_poll) ==
				 region_contains(&polygon, &circle, never_poll);
		arena_fini(&arena);
	}
	ok(wrong == 0, "circles and polygons, circles over 90 degrees too");
	ok(both_seen(inside) && both_seen(around), "with all answers");
}

/* A direction on the boundary of a ring. */
static Vec
draw_boundary(const Ring *ring)
{
	size_t i = draw_bits() % ring->count;
	double share = draw(0, 1);

	return vec_unit(vec_add(vec_scale(ring->vertices[i], share),
							vec_scale(ring->vertices[(i + 1) % ring->count], 1 - share)));
}

static bool
any_vertex_in(const Ring *ring, const Region *region, double touch)
{
	bool found = false;

	for (size_t i = 0; i < ring->count; i++)
		found =
			found || polygon_contains_point(&region->polygon, ring->vertices[i], touch);
	return found;
}

/* Compare with samples of the boundary of b; returns how many answers differ. */
static int
compare_samples(const Ring *a, const Ring *b, int samples, int inside[2], int meeting[2])
{
	Region ra = ring_region(a);
	Region rb = ring_region(b);
	bool contained = !any_vertex_in(a, &rb, 0);
	bool met = any_vertex_in(a, &rb, 0) || any_vertex_in(b, &ra, 0);

	for (int k = 0; k < samples; k++)
	{
		bool in_a = polygon_contains_point(&ra.polygon, draw_boundary(b), GEO_TOUCH);

		contained = contained && in_a;
		met = met || in_a;
	}
	inside[contained]++;
	meeting[met]++;
	return (region_contains(&rb, &ra, never_poll) != contained) +
		   (region_intersects(&ra, &rb, never_poll) != met);
}

static void
test_other_polygons(void)
{
	int inside[2] = {0};
	int meeting[2] = {0};
	int wrong = 0;

	for (int i = 0; i < 3000; i++)
	{
		double size = pow(10, draw(-6, 0.3));
		Ring a = draw_ring(draw_direction(), 0.2 * size, size, false);
		double share = draw(0.02, 1);
		Vec centre = step_from(a.centre, draw(0, 2.5) * share * size, draw(0, 7));
		Ring b = draw_ring(centre, 0.2 * share * size, share * size, false);

		/* Samples miss a corner now and then: look closer before complaining. */
		if (compare_samples(&a, &b, 200, inside, meeting) > 0)
			wrong += compare_samples(&a, &b, 500000, inside, meeting);
		arena_fini(&arena);
	}
	if (!ok(wrong == 0, "polygons of any form: as their sampled boundaries say"))
		printf("# %d wrong\n", wrong);
	ok(both_seen(inside) && both_seen(meeting), "with all answers");
}

/* Triangles cut from a polygon share sides with it and with each other. */
static void
test_shared_sides(void)
{
	int wrong = 0;

	for (int i = 0; i < 1500; i++)
	{
		double size = pow(10, draw(-7, -0.1));
		Ring whole = draw_ring(draw_direction(), 0.2 * size, size, false);
		Region all = ring_region(&whole);
		Region last = {0};

		for (size_t k = 0; k < whole.count; k++)
		{
			Ring cut = {.count = 4};
			Region part;

			cut.vertices[0] = whole.centre;
			cut.vertices[1] = whole.vertices[k];
			cut.vertices[3] = whole.vertices[(k + 1) % whole.count];
			cut.vertices[2] = vec_unit(vec_add(vec_scale(cut.vertices[1], 0.7),
											   vec_scale(cut.vertices[3], 0.3)));
			part = ring_region(&cut);
			wrong += !region_contains(&part, &all, never_poll);
			wrong += region_contains(&all, &part, never_poll);
			wrong += !region_contains(&part, &part, never_poll);
			if (k > 0)
				wrong += !region_intersects(&part, &last, never_poll) ||
						 region_contains(&part, &last, never_poll);
			last = part;
		}
		wrong += !region_contains(&all, &all, never_poll);
		arena_fini(&arena);
	}
	if (!ok(wrong == 0, "shared sides belong to both, whatever the size"))
		printf("# %d wrong\n", wrong);
}

static Region
region_of(SkyShape shape, const double *values, size_t count)
{
	Region region;

	region_init(&region, shape, values, count, &arena);
	return region;
}

#define REGION(shape, ...)                                                               \
	region_of((shape),                                                                   \
			  (const double[]){__VA_ARGS__},                                             \
			  sizeof((const double[]){__VA_ARGS__}) / sizeof(double))
#define POINT(...)	 REGION(SHAPE_POINT, __VA_ARGS__)
#define CIRCLE(...)	 REGION(SHAPE_CIRCLE, __VA_ARGS__)
#define BOX(...)	 REGION(SHAPE_BOX, __VA_ARGS__)
#define POLYGON(...) REGION(SHAPE_POLYGON, __VA_ARGS__)

/* A square with a square hole, reached by a cut from the first corner. */
#define HOLED POLYGON(0, 0, 8, 0, 8, 8, 0, 8, 0, 0, 3, 3, 3, 5, 5, 5, 5, 3, 3, 3)

typedef struct Case
{
	Region inner;
	Region outer;
	bool contained;
	bool met;
	const char *what;
} Case;

static void
test_cases(void)
{
	const Case cases[] = {
		{POINT(10, 21), CIRCLE(10, 20, 1), true, true, "point on the rim"},
		{POINT(10, 20), POINT(370, 20), true, true, "a point and itself a turn later"},
		{POINT(77, 90), POINT(-5, 90), true, true, "the pole is one point"},
		{CIRCLE(0, 0.1, 0.2),
		 CIRCLE(0, 0, 0.3),
		 true,
		 true,
		 "circle touching from inside"},
		{CIRCLE(0, 0.5, 0.2),
		 CIRCLE(0, 0, 0.3),
		 false,
		 true,
		 "circle touching from outside"},
		{CIRCLE(0, 0.500001, 0.2), CIRCLE(0, 0, 0.3), false, false, "circle farther off"},
		{CIRCLE(0, 0, 100), CIRCLE(10, 0, 120), true, true, "circles over 90 degrees"},
		{CIRCLE(0, 0, 100),
		 CIRCLE(180, 0, 100),
		 false,
		 true,
		 "circles that overlap all round"},
		{CIRCLE(0, 0, 180), CIRCLE(9, 9, 180), true, true, "the whole sky in itself"},
		{BOX(0, 0, 9, 9), CIRCLE(9, 9, 180), true, true, "a box in the whole sky"},
		{CIRCLE(45, 45, 0),
		 POLYGON(0, 0, 90, 0, 0, 90),
		 true,
		 true,
		 "circle of radius 0"},
		{CIRCLE(45, 5, 5),
		 POLYGON(0, 0, 90, 0, 0, 90),
		 true,
		 true,
		 "circle touching a side"},
		{CIRCLE(45, 5, 5.000001),
		 POLYGON(0, 0, 90, 0, 0, 90),
		 false,
		 true,
		 "circle over a side"},
		{CIRCLE(45, -5, 5),
		 POLYGON(0, 0, 90, 0, 0, 90),
		 false,
		 true,
		 "touching from outside"},
		{CIRCLE(45, -6, 5),
		 POLYGON(0, 0, 90, 0, 0, 90),
		 false,
		 false,
		 "circle off a polygon"},
		{POLYGON(0, 0, 90, 0, 0, 90),
		 CIRCLE(45, 35, 56),
		 true,
		 true,
		 "octant in a circle"},
		{POLYGON(0, 0, 90, 0, 0, 90),
		 CIRCLE(0, 0, 90),
		 true,
		 true,
		 "octant up to the rim"},
		{POLYGON(0, 0, 90, 0, 0, 90),
		 CIRCLE(225, -35.3, 150),
		 false,
		 true,
		 "hole in the octant"},
		{POLYGON(0, 0, 120, 0, 240, 0), CIRCLE(0, 90, 90), true, true, "hemispheres"},
		{POLYGON(0, 0, 120, 0, 240, 0),
		 CIRCLE(0, -90, 90),
		 false,
		 true,
		 "hemispheres touching"},
		{POLYGON(0, 0, 120, 0, 240, 0),
		 POLYGON(240, 0, 120, 0, 0, 0),
		 false,
		 true,
		 "opposite hemispheres"},
		{BOX(0, 0, 2, 2),
		 POLYGON(0, 0, 120, 0, 240, 0),
		 false,
		 true,
		 "box over a hemisphere's rim"},
		{BOX(0, 1, 2, 2), BOX(0, 1, 2, 2), true, true, "box in itself"},
		{BOX(0, 0, 2, 2), CIRCLE(0, 0, 1), false, true, "box and its inner circle"},
		{CIRCLE(0, 0, 1), BOX(0, 0, 2, 2), true, true, "inner circle of a box"},
		{CIRCLE(0, 0, 1), BOX(0, 0, 2, 1.999), false, true, "box too flat for it"},
		{POINT(1, 0), BOX(0, 0, 2, 2), true, true, "point on the side of a box"},
		{POINT(359, 1), BOX(0, 0, 2, 2.001), true, true, "box over longitude 0"},
		{POINT(180, 89), BOX(0, 90, 4, 4), true, true, "box on a pole"},
		{BOX(0, 0, 180, 180), CIRCLE(0, 0, 90), true, true, "half of the sky as a box"},
		{CIRCLE(0, 0, 90), BOX(0, 0, 180, 180), true, true, "and back"},
		{POINT(0, -90), BOX(50, 0, 1, 180), true, true, "box from pole to pole"},
		{POLYGON(0, 0, 4, 0, 4, 4, 2, 1, 0, 4),
		 POLYGON(0, 0, 4, 0, 4, 5, 0, 5),
		 true,
		 true,
		 "dented in whole"},
		{POLYGON(0, 0, 4, 0, 4, 3.9, 0, 3.9),
		 POLYGON(0, 0, 4, 0, 4, 4, 2, 1, 0, 4),
		 false,
		 true,
		 "across a dent"},
		{POLYGON(0.5, 2.9, 3.5, 2.9, 2, 3.5),
		 POLYGON(0, 0, 4, 0, 4, 4, 2, 1, 0, 4),
		 false,
		 true,
		 "over a dent"},
		{POLYGON(1.9, 2.9, 2.1, 2.9, 2, 3.5),
		 POLYGON(0, 0, 4, 0, 4, 4, 2, 1, 0, 4),
		 false,
		 false,
		 "in a dent"},
		{POLYGON(4, 0, 8, 0, 8, 4, 4, 4),
		 POLYGON(0, 0, 4, 0, 4, 4, 0, 4),
		 false,
		 true,
		 "side by side"},
		{POLYGON(4, 4, 8, 4, 8, 8),
		 POLYGON(0, 0, 4, 0, 4, 4, 0, 4),
		 false,
		 true,
		 "corner to corner"},
		{POLYGON(1, 0, 3, 0, 2, 2),
		 POLYGON(0, 0, 4, 0, 2, 4),
		 true,
		 true,
		 "side on a longer side"},
		{POLYGON(1, 1, 1, 1, 1, 1),
		 POLYGON(0, 0, 4, 0, 2, 4),
		 true,
		 true,
		 "polygon of one place"},
		{POLYGON(1, 0, 2, 0, 3, 0),
		 POLYGON(0, 0, 4, 0, 2, 4),
		 true,
		 true,
		 "line on a side"},
		{POLYGON(0, 0, 4, 4, 4, 0, 0, 4),
		 POLYGON(0, 0, 4, 4, 4, 0, 0, 4),
		 true,
		 true,
		 "a bow tie in itself"},
		{POLYGON(0, 0, 4, 0, 4, 4, 0, 4),
		 POLYGON(0, 0, 4, 4, 4, 0, 0, 4),
		 false,
		 true,
		 "a square in a bow tie"},
		{POLYGON(2, 0, 2, 1, 3, 0),
		 POLYGON(0, 0, 4, 4, 4, 0, 0, 4),
		 false,
		 false,
		 "in its gap"},
		{POLYGON(2, 2, 6, 2, 6, 6, 2, 6), HOLED, false, true, "round a hole"},
		{POLYGON(0.5, 0.5, 7, 0.5, 7, 0.9), HOLED, true, true, "beside a hole"},
		{POLYGON(3.5, 3.5, 4.5, 3.5, 4, 4.5), HOLED, false, false, "in a hole"},
		{CIRCLE(4, 4, 2), HOLED, false, true, "circle round a hole"},
		{POLYGON(0, 80, 1208, 0, 80, 0, 240, 0),
		 POLYGON(0, 80, 1208, 0, 80, 0, 240, 0),
		 true,
		 true,
		 "a large one with a side twice there"},
		{POLYGON(0, -90, -90, 0, 70, 0, 0, 0, -9, 0, -90, 0),
		 POLYGON(0, -90, -90, 0, 70, 0, 0, 0, -9, 0, -90, 0),
		 true,
		 true,
		 "a long way there and back"},
		{BOX(8, 81, 180, 0), BOX(8, 81, 180, 0), true, true, "half a great circle"},
		{POLYGON(1, 1, 1, 1, 1, 1), POINT(1, 1), true, true, "that place"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		const Case *c = &cases[i];

		ok(region_contains(&c->inner, &c->outer, never_poll) == c->contained &&
			   region_intersects(&c->inner, &c->outer, never_poll) == c->met &&
			   region_intersects(&c->outer, &c->inner, never_poll) == c->met,
		   c->what);
	}
	ok(!region_contains_position(&cases[3].outer, NAN, 0) &&
		   !region_contains_position(&cases[9].outer, NAN, 0) &&
		   !region_contains_position(&cases[9].outer, 0, INFINITY) &&
		   !region_contains_position(&cases[9].outer, 0, 91),
	   "what is no position lies nowhere");
	arena_fini(&arena);
}

static void
test_measures(void)
{
	Region sky = CIRCLE(0, 0, 180);
	Region cap = CIRCLE(0, 90, 1e-9);
	Region box = BOX(30, 90, 2, 3);
	Region lune = BOX(30, 0, 90, 180);
	Region point = POINT(1, 2);
	Region octant = POLYGON(0, 0, 90, 0, 0, 90);
	SkyPoint centre = region_centroid(&box, never_poll);

	is_near(region_area(&sky, never_poll), 41252.96124941928, 1e-10, "the whole sky");
	is_near(region_area(&cap, never_poll) / (M_PI * 1e-18),
			1,
			1e-14,
			"a circle of microarcseconds");
	is_near(region_area(&lune, never_poll),
			41252.96124941928 / 4,
			1e-10,
			"a box that is a quarter");
	is_near(region_area(&octant, never_poll), 41252.96124941928 / 8, 1e-10, "an octant");
	is_near(region_area(&point, never_poll), 0, 0, "a point");
	ok(centre.lon == 30 && centre.lat == 90, "the centre of a box is as given");
	centre = region_centroid(&octant, never_poll);
	is_near(centre.lon, 45, 1e-13, "the centre of an octant");
	is_near(centre.lat, 35.264389682754654, 1e-13, "and its latitude, asin(1/sqrt(3))");
	ok(region_contains_position(&octant, centre.lon, centre.lat), "lies inside");
	centre = region_centroid(&point, never_poll);
	ok(centre.lon == 1 && centre.lat == 2, "the centre of a point");
	vec_to_degrees((Vec){1, -1e-300, 0}, &centre.lon, &centre.lat);
	ok(centre.lon == 0, "a longitude is below 360");
	arena_fini(&arena);
}

int
main(void)
{
	arena_init_malloc(&arena, 0);
	test_cases();
	test_measures();
	test_convex_polygons();
	test_circle_and_polygon();
	test_other_polygons();
	test_shared_sides();
	return unit_done();
}
