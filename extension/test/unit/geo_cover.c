/*
 * Covers against the shapes themselves: no position may be missed, none be called inside
 * that is not.  Arguments: how many shapes to try (default 1500), seed.
 */
#include <stdlib.h>

#include "geo/angle.h"
#include "geo/cover_shape.h"
#include "unit/geo_random.h"
#include "unit/unit.h"

static Arena arena;

/* The farthest corner of any cell is within the reach that the cover takes for it. */
static void
test_reach(void)
{
	int wrong = 0;

	for (int order = 0; order <= HEALPIX_MAX_ORDER; order++)
	{
		int64_t cells = healpix_cells(order);

		for (int64_t i = 0; i < (cells < 20000 ? cells : 20000); i++)
		{
			int64_t index =
				cells < 20000 ? i : (int64_t) (draw_bits() % (uint64_t) cells);
			HealpixCell cell = healpix_cell(order, index);
			CoverCell at = cover_cell(order, index);

			for (int corner = 0; corner < 4; corner++)
			{
				Vec place = healpix_direction(cell, corner & 1, corner >> 1);

				wrong += vec_length(vec_sub(place, at.centre)) > at.reach;
			}
		}
	}
	ok(wrong == 0, "no cell reaches beyond its disc");
}

static void
test_near(void)
{
	int missed = 0;
	int given = 0;

	for (int i = 0; i < 300000; i++)
	{
		Vec centre = draw_direction();
		double angle = pow(10, draw(-9.5, -1.1));
		int order = (int) (draw_bits() % 30);
		int64_t cells[4];
		double lon;
		double lat;
		int count;
		int64_t index;
		bool found = false;

		vec_to_degrees(centre, &lon, &lat);
		count = cover_near(lon, lat, 2 * sin(angle / 2), order, cells);
		if (count == 0)
			continue;
		given++;
		index = healpix_index(
			order,
			step_from(centre, angle * (i % 2 == 0 ? 1 : draw(0, 1)), draw(0, 2 * M_PI)));
		for (int j = 0; j < count; j++)
			found = found || cells[j] == index;
		missed += !found;
	}
	ok(given > 100000, "most discs meet few cells of their size");
	ok(missed == 0, "and these hold all of the disc");
}

/* A shape with all that the tests need of it. */
typedef struct Sample
{
	double numbers[80];
	size_t count;
	SkyShape shape;
	Region region;
} Sample;

static void
put_direction(Sample *sample, Vec v)
{
	vec_to_degrees(
		v, &sample->numbers[sample->count], &sample->numbers[sample->count + 1]);
	sample->count += 2;
}

/* Centres where the numbering is odd, too: poles, borders of faces, the meridian of 0. */
static Vec
draw_centre(void)
{
	switch (draw_bits() % 6)
	{
		case 0:
			return vec_unit((Vec){draw(-1e-9, 1e-9), draw(-1e-9, 1e-9), 1});
		case 1:
			return (Vec){0, 0, -1};
		case 2:
			return vec_from_degrees(45.0 * (double) (draw_bits() % 8), draw(-90, 90));
		case 3:
			return healpix_direction(
				healpix_cell(3, (int64_t) (draw_bits() % 768)), draw(0, 1), 0);
		default:
			return draw_direction();
	}
}

static void
draw_sample(Sample *sample)
{
	Vec centre = draw_centre();
	double size = draw_bits() % 4 == 0 ? draw(0, 180) : pow(10, draw(-9, 2.2));

	sample->count = 0;
	put_direction(sample, centre);
	switch (draw_bits() % 3)
	{
		case 0:
			sample->shape = SHAPE_CIRCLE;
			sample->numbers[2] = draw_bits() % 8 == 0 ? 0.0 : fmin(size, 180.0);
			sample->count = 3;
			break;
		case 1:
			sample->shape = SHAPE_BOX;
			sample->numbers[2] = fmin(size, 180.0);
			sample->numbers[3] = fmin(size * pow(10, draw(-3, 1)), 180.0);
			sample->count = 4;
			break;
		default:
		{
			size_t vertices = 3 + draw_bits() % 30;
			double turn =
				draw_bits() % 4 == 0 ? 5 : 1; /* star-shaped, or crossing itself */

			sample->shape = SHAPE_POLYGON;
			sample->count = 0;
			for (size_t i = 0; i < vertices; i++)
				put_direction(
					sample,
					step_from(centre,
							  fmin(size, 160) * RADIANS_PER_DEGREE * draw(0.2, 1),
							  2 * M_PI * turn * ((double) i + draw(0, 0.9)) /
								  (double) vertices));
		}
	}
	region_init(&sample->region, sample->shape, sample->numbers, sample->count, &arena);
}

/* A position where mistakes would show: near the border, near the centre, or anywhere. */
static Vec
draw_probe(const Sample *sample)
{
	double off = pow(10, draw(-16, -6)) * (draw_bits() % 2 ? 1 : -1);

	if (draw_bits() % 5 == 0)
		return draw_direction();
	if (sample->shape == SHAPE_CIRCLE)
		return step_from(vec_from_degrees(sample->numbers[0], sample->numbers[1]),
						 fabs(sample->numbers[2] * RADIANS_PER_DEGREE + off),
						 draw(0, 2 * M_PI));
	else
	{
		const Polygon *polygon = &sample->region.polygon;
		const Arc *e = &polygon->edges[draw_bits() % polygon->count];
		double at = draw_bits() % 4 == 0 ? 0 : draw(0, 1);
		Vec on = vec_add(vec_scale(e->start, 1 - at), vec_scale(e->end, at));

		return vec_unit(vec_add(vec_unit(on), vec_scale(e->centre, off)));
	}
}

static const CoverRange *
find_range(const Cover *cover, int64_t key)
{
	for (const CoverRange *r = cover->ranges; r < cover->ranges + cover->count; r++)
	{
		if (r->lo <= key && key < r->hi)
			return r;
	}
	return NULL;
}

static int missed;
static int wrong_inside;
static int wrong_outside;
static int undecided;
static int probes;

static void
probe_cover(const Cover *cover, bool contained, int64_t key)
{
	const CoverRange *range = find_range(cover, key);
	CoverCell cell = cover_key_cell(key);
	CoverSide side = COVER_OUT;

	probes++;
	if (range != NULL)
		side = range->shape != NULL ? cover_side(range->shape, &cell) : COVER_IN;
	missed += contained && range == NULL;
	wrong_outside += contained && range != NULL && side == COVER_OUT;
	wrong_inside += !contained && side == COVER_IN;
	undecided += side == COVER_PART;
}

static bool
is_well_formed(const Cover *cover, size_t most)
{
	for (size_t i = 0; i < cover->count; i++)
	{
		const CoverRange *r = &cover->ranges[i];

		if (r->lo >= r->hi || (i > 0 && r->lo < r[-1].hi))
			return false;
	}
	return cover->count <= most;
}

/* What of the first sample is not in the second, as a formula. */
static const CoverShape *
cover_difference(const Sample samples[2])
{
	double *words =
		arena_array(&arena, samples[0].count + samples[1].count + 6, sizeof(double));
	Region *region = arena_new(&arena, Region);
	size_t count = 0;

	words[count++] = REGION_DIFFERENCE;
	words[count++] = 2;
	for (int i = 0; i < 2; i++)
	{
		words[count++] = samples[i].shape;
		words[count++] = (double) samples[i].count;
		memcpy(words + count, samples[i].numbers, samples[i].count * sizeof(double));
		count += samples[i].count;
	}
	region_init(region, SHAPE_REGION, words, count, &arena);
	return cover_region(region, &arena);
}

static void
test_samples(int count)
{
	int malformed = 0;

	for (int i = 0; i < count; i++)
	{
		/* Room that is dropped as a whole. */
		Sample samples[2];
		const CoverShape *shapes[2];
		CoverLimits limits = {(int) (draw_bits() % 30), 4 + draw_bits() % 60};
		Cover covers[5];

		arena_init_malloc(&arena, 0);
		for (int j = 0; j < 2; j++)
		{
			draw_sample(&samples[j]);
			shapes[j] = cover_region(&samples[j].region, &arena);
			covers[j] = cover_make(shapes[j], limits, &arena);
			malformed += !is_well_formed(&covers[j], 8 * limits.cells + 12);
		}
		covers[2] = cover_make(cover_set(true, shapes, 2, &arena), limits, &arena);
		covers[3] = cover_make(cover_set(false, shapes, 2, &arena), limits, &arena);
		shapes[1] = cover_rest(shapes[1], &arena);
		covers[4] = cover_make(cover_set(true, shapes, 2, &arena), limits, &arena);
		covers[4] = cover_make(cover_difference(samples), limits, &arena);
		for (int j = 0; j < 200; j++)
		{
			Vec probe = draw_probe(&samples[j % 2]);
			double lon;
			double lat;
			int64_t key = -1;
			bool in[2];

			vec_to_degrees(probe, &lon, &lat);
			healpix_key(lon, lat, &key);
			in[0] = region_contains_position(&samples[0].region, lon, lat);
			in[1] = region_contains_position(&samples[1].region, lon, lat);
			probe_cover(&covers[0], in[0], key);
			probe_cover(&covers[1], in[1], key);
			probe_cover(&covers[2], in[0] && in[1], key);
			probe_cover(&covers[3], in[0] || in[1], key);
			probe_cover(&covers[4], in[0] && !in[1], key);
			probe_cover(&covers[4], in[0] && !in[1], key);
		}
		arena_fini(&arena);
	}
	ok(malformed == 0, "ranges ascend and are bounded in number");
	ok(missed == 0, "no position is missed");
	ok(wrong_outside == 0, "none is called outside that is inside");
	ok(wrong_inside == 0, "none is called inside that is outside");
	ok(undecided < probes, "some are decided");
	printf("# %d probes, %d missed, %d and %d wrong, %d undecided\n",
		   probes,
		   missed,
		   wrong_outside,
		   wrong_inside,
		   undecided);
}

/* Few ranges for small shapes, hardly more area than that of the shape for large ones. */
static void
test_economy(void)
{
	CoverLimits limits = {9, 512};
	double ranges = 0;
	double rows = 0;

	arena_init_malloc(&arena, 0);
	for (int i = 0; i < 2000; i++)
	{
		Vec centre = draw_direction();
		double lon;
		double lat;
		Cover cover;

		vec_to_degrees(centre, &lon, &lat);
		cover = cover_make(cover_cone(lon, lat, 1 / 3600.0, &arena), limits, &arena);
		ranges += (double) cover.count;
		cover = cover_make(cover_cone(lon, lat, 5, &arena), limits, &arena);
		for (size_t j = 0; j < cover.count; j++)
			rows += (double) (cover.ranges[j].hi - cover.ranges[j].lo);
	}
	ok(ranges / 2000 < 1.05, "a second of arc takes one range");
	rows /= 2000.0 * (double) healpix_cells(HEALPIX_MAX_ORDER) *
			pow(sin(2.5 * RADIANS_PER_DEGREE), 2);
	ok(rows > 1 && rows < 1.1, "5 degrees take little more than their area");
	arena_fini(&arena);
}

int
main(int argc, char **argv)
{
	if (argc > 2)
		random_bits = strtoull(argv[2], NULL, 10);
	test_reach();
	test_near();
	test_economy();
	test_samples(argc > 1 ? atoi(argv[1]) : 1500);
	return unit_done();
}
