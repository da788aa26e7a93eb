/*
 * Polygons against independent reckoning: star-shaped polygons of any size are unions of
 * triangles round their centre, whose inside, area and centroid follow from scratch.
 */
#include <stdlib.h>

#include "geo/box.h"
#include "geo/polygon.h"
#include "unit/geo_random.h"
#include "unit/unit.h"

#define STAR_MAX 40

/* A polygon round a centre, with the vertices in order of their angle. */
typedef struct Star
{
	Vec centre;
	Vec vertices[STAR_MAX];
	size_t count;
} Star;

static Arena arena;

static Star
draw_star(double smallest, double largest)
{
	Star star = {.centre = draw_direction(), .count = 4 + draw_bits() % (STAR_MAX - 4)};
	bool backwards = draw_bits() % 2 != 0;

	for (size_t i = 0; i < star.count; i++)
	{
		double angle = 2 * M_PI * ((double) i + draw(0, 0.9)) / (double) star.count;
		size_t place = backwards ? star.count - 1 - i : i;

		star.vertices[place] = step_from(star.centre, draw(smallest, largest), angle);
	}
	return star;
}

static Polygon
star_polygon(const Star *star)
{
	Vec *copy = arena_array(&arena, star->count, sizeof(Vec));
	Polygon polygon;

	memcpy(copy, star->vertices, star->count * sizeof(Vec));
	polygon_init_vectors(&polygon, copy, star->count, &arena);
	return polygon;
}

/* [a b c], from differences so that it holds for the smallest triangles. */
static long double
triple(Vec a, Vec b, Vec c)
{
	long double bx = (long double) b.x - a.x;
	long double by = (long double) b.y - a.y;
	long double bz = (long double) b.z - a.z;
	long double cx = (long double) c.x - a.x;
	long double cy = (long double) c.y - a.y;
	long double cz = (long double) c.z - a.z;

	return (by * cz - bz * cy) * a.x + (bz * cx - bx * cz) * a.y +
		   (bx * cy - by * cx) * a.z;
}

/* Does a direction lie in one of the star's triangles?  *margin: how clear that is. */
static bool
star_contains(const Star *star, Vec p, double *margin)
{
	bool inside = false;

	*margin = 1;
	for (size_t i = 0; i < star->count; i++)
	{
		Vec a = star->vertices[i];
		Vec b = star->vertices[(i + 1) % star->count];
		long double turn = triple(star->centre, a, b) > 0 ? 1 : -1;
		long double first = turn * triple(star->centre, a, p);
		long double second = turn * triple(star->centre, p, b);
		long double side = turn * triple(a, b, p);

		*margin = fmin(*margin,
					   (double) fminl(fabsl(side), fminl(fabsl(first), fabsl(second))));
		if (first > 0 && second > 0 && side > 0)
			inside = true;
	}
	return inside;
}

/* Area of a triangle by L'Huilier's theorem, from the lengths of its sides. */
static long double
lhuilier(long double a, long double b, long double c)
{
	long double s = (a + b + c) / 2;

	return 4 * atanl(sqrtl(fmaxl(0,
								 tanl(s / 2) * tanl((s - a) / 2) * tanl((s - b) / 2) *
									 tanl((s - c) / 2))));
}

static long double
angle_between(Vec a, Vec b)
{
	long double x = a.x - b.x;
	long double y = a.y - b.y;
	long double z = a.z - b.z;

	return 2 * asinl(fminl(1, sqrtl(x * x + y * y + z * z) / 2));
}

/* Sum of the star's triangles: up to the whole sphere. */
static long double
star_area(const Star *star)
{
	long double sum = 0;

	for (size_t i = 0; i < star->count; i++)
	{
		Vec a = star->vertices[i];
		Vec b = star->vertices[(i + 1) % star->count];

		sum += lhuilier(angle_between(star->centre, a),
						angle_between(a, b),
						angle_between(b, star->centre));
	}
	return sum;
}

/* Inside and area of many stars whose vertices lie so far from the centre [rad]. */
static void
check_stars(double smallest, double largest, int stars, const char *name)
{
	int wrong = 0;
	int tried = 0;
	double area_error = 0;
	char title[120];

	for (int i = 0; i < stars; i++)
	{
		Star star = draw_star(smallest, largest);
		Polygon polygon = star_polygon(&star);
		long double area = star_area(&star);
		bool far_side = area > 2 * M_PI;

		area = far_side ? 4 * M_PI - area : area;
		area_error =
			fmax(area_error, (double) (fabsl(polygon_area(&polygon) - area) / area));
		for (int k = 0; k < 200; k++)
		{
			double margin;
			Vec p = k % 4 == 0 ? draw_direction()
							   : step_from(star.centre,
										   draw(0, fmin(1.2 * largest, M_PI)),
										   draw(0, 7));
			bool inside = star_contains(&star, p, &margin) != far_side;

			if (margin < 1e-15 * largest)
				continue;
			tried++;
			wrong += polygon_contains_point(&polygon, p, GEO_TOUCH) != inside;
		}
		arena_fini(&arena);
	}
	snprintf(title, sizeof(title), "%s: inside", name);
	if (!ok(wrong == 0 && tried > 100 * stars, title))
		printf("# %d of %d wrong\n", wrong, tried);
	snprintf(title, sizeof(title), "%s: area", name);
	/* Unit vectors hold 1e-16: what that is to the size. */
	is_near(area_error, 0, fmax(1e-11, 1e-14 / smallest), title);
}

/* Integral of the direction over a triangle, by halving its sides again and again. */
static Vec
triangle_moment(Vec a, Vec b, Vec c, int depth)
{
	Vec ab;
	Vec bc;
	Vec ca;
	Vec sum;

	if (depth == 0)
	{
		double area = (double) lhuilier(
			angle_between(a, b), angle_between(b, c), angle_between(c, a));

		return vec_scale(vec_unit(vec_add(vec_add(a, b), c)), area);
	}
	ab = vec_unit(vec_add(a, b));
	bc = vec_unit(vec_add(b, c));
	ca = vec_unit(vec_add(c, a));
	sum = vec_add(triangle_moment(a, ab, ca, depth - 1),
				  triangle_moment(ab, b, bc, depth - 1));
	sum = vec_add(sum, triangle_moment(ca, bc, c, depth - 1));
	return vec_add(sum, triangle_moment(ab, bc, ca, depth - 1));
}

static void
check_centroids(
	double smallest, double largest, int depth, double tolerance, const char *name)
{
	double error = 0;

	for (int i = 0; i < 20; i++)
	{
		Star star = draw_star(smallest, largest);
		Polygon polygon = star_polygon(&star);
		Vec sum = {0, 0, 0};

		for (size_t k = 0; k < star.count; k++)
			sum = vec_add(sum,
						  triangle_moment(star.centre,
										  star.vertices[k],
										  star.vertices[(k + 1) % star.count],
										  depth));
		if (star_area(&star) > 2 * M_PI)
			sum = vec_scale(sum, -1);
		error = fmax(error, vec_angle(polygon_centroid(&polygon), vec_unit(sum)));
		arena_fini(&arena);
	}
	is_near(error / largest, 0, tolerance, name);
}

static Polygon
polygon_of(const SkyPoint *vertices, size_t count)
{
	Polygon polygon;

	polygon_init(&polygon, vertices, count, &arena);
	return polygon;
}

#define POLYGON(...)                                                                     \
	polygon_of((const SkyPoint[]){__VA_ARGS__},                                          \
			   sizeof((const SkyPoint[]){__VA_ARGS__}) / sizeof(SkyPoint))

static bool
inside(const Polygon *polygon, double lon, double lat)
{
	return polygon_contains_point(polygon, vec_from_degrees(lon, lat), GEO_TOUCH);
}

static void
test_special_places(void)
{
	Polygon octant = POLYGON({0, 0}, {90, 0}, {0, 90});
	Polygon wrap = POLYGON({359, -1}, {1, -1}, {1, 1}, {359, 1});
	Polygon pole = POLYGON({0, 80}, {120, 80}, {240, 80});
	Polygon north = POLYGON({0, 0}, {120, 0}, {240, 0});
	Polygon south = POLYGON({240, 0}, {120, 0}, {0, 0});
	Polygon spot = POLYGON({10, 20}, {10, 20}, {370, 20});
	Polygon line = POLYGON({10, 20}, {10, 30}, {10, 25});
	Polygon closed = POLYGON({10, 20}, {12, 20}, {12, 22}, {10, 20});
	Polygon tiny =
		POLYGON({180, 60}, {180.0000000001, 60}, {180.0000000001, 60.0000000001});

	is_near(polygon_area(&octant), M_PI / 2, 1e-15, "area of an octant");
	ok(inside(&octant, 45, 0) && inside(&octant, 0, 45) && inside(&octant, 77, 90),
	   "its sides and corners belong to it");
	ok(!inside(&octant, 45, -1e-12) && !inside(&octant, -1e-12, 45),
	   "what is next to it does not");
	ok(inside(&wrap, 0, 0) && inside(&wrap, 360, 0.5) && !inside(&wrap, 180, 0),
	   "over longitude 0");
	ok(inside(&pole, 0, 90) && inside(&pole, 60, 85) && !inside(&pole, 60, 75),
	   "round a pole");
	is_near(polygon_area(&north), 2 * M_PI, 1e-12, "area of a hemisphere");
	ok(inside(&north, 17, 1) && !inside(&north, 17, -1),
	   "of two equal sides the left one");
	ok(inside(&south, 17, -1) && !inside(&south, 17, 1),
	   "in the other order the other one");
	ok(inside(&spot, 10, 20) && !inside(&spot, 10, 20.0000001), "a polygon of one place");
	is_near(polygon_area(&spot), 0, 0, "has no area");
	ok(inside(&line, 10, 29) && !inside(&line, 10.0000001, 29),
	   "a polygon without a width");
	is_near(vec_angle(polygon_centroid(&line), vec_from_degrees(10, 25)),
			0,
			1e-9,
			"has the mean of its ends as centroid");
	ok(inside(&closed, 11.5, 20.5) && !inside(&closed, 10.5, 21.5),
	   "a first vertex repeated");
	ok(inside(&tiny, 180.00000000008, 60.00000000002) &&
		   !inside(&tiny, 180.00000000002, 60.00000000008),
	   "less than a microarcsecond");
	arena_fini(&arena);
}

/*
 * Corners of boxes are those of a gnomonic rectangle.  Made by
 * /usr/bin/python3 -c 'from astropy.wcs import WCS; from math import tan, radians as r
 * for lon, lat, w, h in ((30, 40, 20, 10), (200, -85, 60, 30), (0, 90, 4, 2)):
 *     x = WCS(naxis=2); x.wcs.ctype = ["RA---TAN", "DEC--TAN"]; x.wcs.crval = [lon, lat]
 *     x.wcs.cdelt = [57.29577951308232] * 2; x.wcs.crpix = [0, 0]; x.wcs.lonpole = 180
 *     print(repr(x.wcs_pix2world([[tan(r(w / 2)), tan(r(h / 2))]], 1)[0]))'
 */
static void
test_boxes(void)
{
	static const struct
	{
		SkyBox box;
		double lon;
		double lat;
	} cases[] = {
		{{30, 40, 20, 10}, 43.95074533696356, 44.142397765020455},
		{{200, -85, 60, 30}, 258.47947108665437, -55.154802095115166},
		{{0, 90, 4, 2}, 116.5580680165811, 87.76429506217757},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		Vec vertices[BOX_VERTICES];
		Polygon polygon;

		box_vertices(&cases[i].box, vertices);
		is_near(vec_angle(vertices[1], vec_from_degrees(cases[i].lon, cases[i].lat)),
				0,
				1e-14,
				"north-eastern corner of a box as astropy has it");
		polygon_init_vectors(&polygon, vertices, BOX_VERTICES, &arena);
		is_near(polygon_area(&polygon), box_area(&cases[i].box), 1e-14, "its area");
	}
	for (int size = 0; size <= 180; size += 45)
	{
		SkyBox box = {50, -30, size, 180};
		Vec vertices[BOX_VERTICES];
		Polygon polygon;

		box_vertices(&box, vertices);
		polygon_init_vectors(&polygon, vertices, BOX_VERTICES, &arena);
		is_near(polygon_area(&polygon), 4 * M_PI * size / 360, 1e-13, "a lune of a box");
		ok(inside(&polygon, 50, -30) && inside(&polygon, 50, 60) &&
			   !inside(&polygon, 230, 30.001),
		   "holds its arms");
	}
	arena_fini(&arena);
}

int
main(void)
{
	arena_init_malloc(&arena, 0);
	check_stars(1e-9, 3e-9, 200, "milliarcseconds");
	check_stars(1e-5, 2e-5, 200, "arcseconds");
	check_stars(0.01, 0.03, 400, "degrees");
	check_stars(0.5, 1.3, 400, "up to 75 degrees");
	check_stars(1.0, 2.2, 600, "near a hemisphere");
	check_stars(1.9, 2.6, 400, "up to 149 degrees, meaning the other side");
	check_centroids(1e-7, 2e-7, 2, 1e-6, "centroid: tens of milliarcseconds");
	check_centroids(0.001, 0.003, 2, 1e-7, "centroid: arcminutes");
	check_centroids(0.2, 0.6, 5, 1e-4, "centroid: tens of degrees");
	test_special_places();
	test_boxes();
	return unit_done();
}
