/* The sweep against every pair. */
#include <stdlib.h>

#include "crossmatch/sweep.h"
#include "geo/separation.h"
#include "unit/geo_random.h"
#include "unit/unit.h"

#define DISCS	  300
#define POSITIONS 3000
#define ROUNDS	  30

typedef struct Disc
{
	double lon;
	double lat;
	double radius;
} Disc;

typedef struct Position
{
	double lon;
	double lat;
	int64_t key;
} Position;

static Disc discs[DISCS];
static Position positions[POSITIONS];
static bool candidate[POSITIONS][DISCS];
static bool sure[POSITIONS][DISCS];

/* From nothing through milliarcseconds to the whole sky, and what is no radius. */
static double
draw_radius(void)
{
	static const double odd[] = {0, 1e-9, 90, 89.9, 90.1, 179.9999999, 180, 200, -1, NAN};

	if (draw_bits() % 8 == 0)
		return odd[draw_bits() % (sizeof(odd) / sizeof(odd[0]))];
	return 180 * pow(10, draw(-12, 0));
}

/* Somewhere special or anywhere: poles, seams of HEALPix, the meridian of 0. */
static Vec
draw_centre(void)
{
	HealpixCell cell;

	switch (draw_bits() % 4)
	{
		case 0:
			cell = healpix_cell(2, (int64_t) (draw_bits() % 192));
			return healpix_direction(
				cell, (double) (draw_bits() % 2), (double) (draw_bits() % 2));
		case 1:
			return vec_from_degrees(draw(-1e-7, 1e-7), draw(-90, 90));
		default:
			return draw_direction();
	}
}

static void
draw_disc(Disc *disc)
{
	vec_to_degrees(draw_centre(), &disc->lon, &disc->lat);
	disc->radius = draw_radius();
	switch (draw_bits() % 64)
	{
		case 0:
			disc->lon = NAN;
			break;
		case 1:
			disc->lat = 90.5;
			break;
		case 2:
			disc->lon += 720;
			break;
		case 3:
			disc->lat = disc->lat < 0 ? -90 : 90;
			break;
	}
}

/* Many on the rims, where it matters. */
static void
draw_position(Position *position)
{
	const Disc *disc = &discs[draw_bits() % DISCS];
	Vec there;

	do
	{
		if (draw_bits() % 4 == 0 || !isfinite(disc->lon) || !(fabs(disc->lat) <= 90))
			there = draw_centre();
		else
		{
			double factor = draw_bits() % 2 ? 1 + draw(-1e-9, 1e-9) : draw(0, 2);
			double r = isnan(disc->radius) ? 1 : disc->radius;

			there = step_from(vec_from_degrees(disc->lon, disc->lat),
							  fmin(r * factor, 180) * M_PI / 180,
							  draw(0, 2 * M_PI));
		}
		vec_to_degrees(there, &position->lon, &position->lat);
	} while (!healpix_key(position->lon, position->lat, &position->key));
}

static int
by_key(const void *a, const void *b)
{
	int64_t x = ((const Position *) a)->key;
	int64_t y = ((const Position *) b)->key;

	return (x > y) - (x < y);
}

/* Look up the positions in the windows alone; returns how many rules were broken. */
static int
run_sweep(CoverLimits limits, int64_t gap)
{
	Arena arena;
	Arena scratch;
	Sweep sweep;
	int wrong = 0;
	size_t at = 0;

	memset(candidate, 0, sizeof(candidate));
	memset(sure, 0, sizeof(sure));
	arena_init_malloc(&arena, 0);
	arena_init_malloc(&scratch, 0);
	sweep_init(&sweep, DISCS * 40, limits, &arena, &scratch);
	for (int i = 0; i < DISCS; i++)
	{
		wrong += sweep_is_full(&sweep);
		sweep_add(&sweep, discs[i].lon, discs[i].lat, discs[i].radius);
	}
	sweep_start(&sweep, gap);
	for (size_t w = 0; w < sweep.window_count; w++)
	{
		const CoverRange *window = &sweep.windows[w];

		wrong += window->hi <= window->lo;
		wrong += w > 0 && window[-1].hi >= window->lo - gap;
		for (; at < POSITIONS && positions[at].key < window->hi; at++)
		{
			uint32_t disc;
			SweepPair pair;

			if (positions[at].key < window->lo)
				continue;
			sweep_enter(&sweep, positions[at].key);
			while ((pair = sweep_next(&sweep, &disc)) != SWEEP_NONE)
			{
				wrong += candidate[at][disc];
				candidate[at][disc] = true;
				sure[at][disc] = pair == SWEEP_SURE;
			}
		}
	}
	arena_fini(&arena);
	arena_fini(&scratch);
	return wrong;
}

typedef struct Tally
{
	long pairs;
	long missed;
	long far;
	long not_sure;
	long unsettled;
} Tally;

static void
compare(Tally *tally)
{
	for (int p = 0; p < POSITIONS; p++)
	{
		for (int d = 0; d < DISCS; d++)
		{
			const Disc *disc = &discs[d];
			double distance =
				separation_deg(disc->lon, disc->lat, positions[p].lon, positions[p].lat);

			tally->pairs += distance <= disc->radius;
			tally->missed += distance <= disc->radius && !candidate[p][d];
			tally->far += candidate[p][d] && !(distance <= disc->radius + 3e-7) &&
						  disc->radius < 170;
			tally->not_sure += sure[p][d] && !(distance < disc->radius);
			tally->unsettled += candidate[p][d] && !sure[p][d] &&
								distance < disc->radius - 3e-7 && disc->radius < 170;
		}
	}
}

int
main(void)
{
	static const CoverLimits limits[] = {
		{29, SWEEP_FEW_CELLS}, {12, 8}, {29, 32}, {9, 4}};
	Tally tally = {0};
	int wrong = 0;

	for (int round = 0; round < ROUNDS; round++)
	{
		for (int i = 0; i < DISCS; i++)
			draw_disc(&discs[i]);
		for (int i = 0; i < POSITIONS; i++)
			draw_position(&positions[i]);
		qsort(positions, POSITIONS, sizeof(Position), by_key);
		wrong += run_sweep(limits[round % 4], round % 3 == 0 ? 0 : 1 << 20);
		compare(&tally);
	}
	ok(wrong == 0, "windows are ascending and apart; no pair comes twice");
	ok(tally.pairs > 500000, "there are pairs");
	ok(tally.missed == 0, "none is missed");
	ok(tally.far == 0, "candidates are no farther than a milliarcsecond from the disc");
	ok(tally.not_sure == 0, "what is sure is inside");
	ok(tally.unsettled == 0, "in doubt is only what is near the rim");
	return unit_done();
}
