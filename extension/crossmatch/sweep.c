/*
 * sweep.c
 *		Near positions of two sides, one of them in the order of its keys.
 *
 * Ranges become active when the keys reach them and are let go when the keys pass them,
 * so that a key meets few more discs than hold it.
 */
#include "crossmatch/sweep.h"

#include <math.h>

#include "base/radix.h"
#include "geo/angle.h"
#include "geo/cover_shape.h"

/*
 * How far a position may lie from the centre of its key's cell [chord]: 2.0e-9 and the
 * rounding of keys, with room for rounding here.
 */
#define PLACE_REACH 2.2e-9

/* Discs are anywhere in memory: so many ranges ahead they are called for. */
#define DISCS_AHEAD 8

/* Rounding of squared chords [relative]. */
#define CHORD_ROUNDING 1e-14

/* What is kept free in ranges for a disc: as many as a cover may have. */
static size_t
ranges_of_cover(size_t cells)
{
	return 4 * cells + 12;
}

void
sweep_init(
	Sweep *sweep, size_t max_discs, CoverLimits limits, Arena *arena, Arena *scratch)
{
	*sweep = (Sweep){
		.arena = arena,
		.scratch = scratch,
		.limits = limits,
		.max_discs = max_discs,
		.max_ranges = max_discs + max_discs / 2 + ranges_of_cover(limits.cells),
	};
	sweep->discs = arena_alloc(arena, max_discs * sizeof(SweepDisc));
	sweep->ranges = arena_alloc(arena, sweep->max_ranges * sizeof(SweepRange));
}

bool
sweep_is_full(const Sweep *sweep)
{
	return sweep->disc_count == sweep->max_discs ||
		   sweep->max_ranges - sweep->range_count < ranges_of_cover(sweep->limits.cells);
}

static void
add_range(Sweep *sweep, int64_t lo, int64_t hi)
{
	SweepRange *last = sweep->ranges + sweep->range_count;
	uint32_t disc = (uint32_t) (sweep->disc_count - 1);

	if (sweep->range_count > 0 && last[-1].disc == disc && last[-1].hi == lo)
		last[-1].hi = hi;
	else
	{
		*last = (SweepRange){lo, hi, disc};
		sweep->range_count++;
	}
}

/* The deepest order at which a small disc meets four cells at most. */
static int
order_near(const Sweep *sweep, double chord)
{
	/* cover_near() reckons with three chords across. */
	int order = chord > 0 ? -ilogb(3.0 * chord) - 1 : HEALPIX_MAX_ORDER;

	return order < sweep->limits.order ? order : sweep->limits.order;
}

/* Cover a small disc with few cells; false where that cannot be. */
static bool
cover_small(Sweep *sweep, double lon, double lat, double chord)
{
	int order = order_near(sweep, chord);
	int shift = 2 * (HEALPIX_MAX_ORDER - order);
	int64_t cells[4];
	int count;

	if (chord >= 0.1)
		return false;
	count = cover_near(lon, lat, chord, order, cells);
	for (int i = 1; i < count; i++)
	{
		int64_t cell = cells[i];
		int at = i;

		for (; at > 0 && cells[at - 1] > cell; at--)
			cells[at] = cells[at - 1];
		cells[at] = cell;
	}
	for (int i = 0; i < count; i++)
		add_range(sweep, cells[i] << shift, (cells[i] + 1) << shift);
	return count > 0;
}

static void
cover_any(Sweep *sweep, double lon, double lat, double radius)
{
	const CoverShape *cone = cover_cone(lon, lat, radius, sweep->scratch);
	Cover cover = cover_make(cone, sweep->limits, sweep->scratch);

	for (size_t i = 0; i < cover.count; i++)
		add_range(sweep, cover.ranges[i].lo, cover.ranges[i].hi);
	arena_fini(sweep->scratch);
}

bool
sweep_add(Sweep *sweep, double lon, double lat, double radius)
{
	SweepDisc *disc = &sweep->discs[sweep->disc_count++];
	double chord;
	double inner;
	double outer;

	if (!(isfinite(lon) && fabs(lat) <= 90.0 && radius >= 0.0))
		return false;
	chord = 2.0 * sin_quarter(fmin(0.5 * radius, 90.0));
	inner = chord - PLACE_REACH;
	outer = chord + PLACE_REACH;
	disc->centre = vec_from_degrees(lon, lat);
	disc->inner = inner > 0.0 ? inner * inner * (1.0 - CHORD_ROUNDING) : 0.0;
	disc->outer = outer * outer * (1.0 + CHORD_ROUNDING);
	if (sweep->limits.cells > SWEEP_FEW_CELLS || !cover_small(sweep, lon, lat, chord))
		cover_any(sweep, lon, lat, radius);
	return true;
}

void
sweep_add_doubt(Sweep *sweep)
{
	sweep->discs[sweep->disc_count++] = (SweepDisc){.outer = INFINITY};
	add_range(sweep, 0, INT64_MAX);
}

void
sweep_take_back(Sweep *sweep)
{
	sweep->disc_count--;
}

/* Few ranges, or ranges that are in order already, need no passes. */
#define FEW_RANGES 64

/* Sort the ranges by where they begin; spare has room for as many. */
static void
sort_ranges(Sweep *sweep, SweepRange *spare)
{
	SweepRange *ranges = sweep->ranges;
	size_t count = sweep->range_count;
	size_t sorted = count > 0 ? 1 : 0;

	while (sorted < count &&
		   (count <= FEW_RANGES || ranges[sorted].lo >= ranges[sorted - 1].lo))
	{
		SweepRange range = ranges[sorted];
		size_t at = sorted++;

		for (; at > 0 && ranges[at - 1].lo > range.lo; at--)
			ranges[at] = ranges[at - 1];
		ranges[at] = range;
	}
	if (sorted < count)
		sweep->ranges = radix_sort(ranges,
								   spare,
								   count,
								   sizeof(SweepRange),
								   offsetof(SweepRange, lo),
								   0,
								   2 * HEALPIX_MAX_ORDER + 4);
}

/* Where a window that begins with a range ends: past the last range it is joined with. */
static size_t
window_end(const Sweep *sweep, size_t first, int64_t gap, int64_t *hi)
{
	size_t at = first + 1;

	*hi = sweep->ranges[first].hi;
	for (; at < sweep->range_count && sweep->ranges[at].lo - gap <= *hi; at++)
	{
		if (sweep->ranges[at].hi > *hi)
			*hi = sweep->ranges[at].hi;
	}
	return at;
}

void
sweep_start(Sweep *sweep, int64_t gap)
{
	_Static_assert(sizeof(CoverRange) <= sizeof(SweepRange), "no room for windows");
	SweepRange *ranges = sweep->ranges;
	SweepRange *spare =
		arena_alloc(sweep->arena, sweep->range_count * sizeof(SweepRange));
	int64_t hi;

	sort_ranges(sweep, spare);
	/* What sorting leaves over is room for the windows. */
	sweep->windows = (CoverRange *) (sweep->ranges == ranges ? spare : ranges);
	for (size_t at = 0; at < sweep->range_count;)
	{
		int64_t lo = sweep->ranges[at].lo;

		at = window_end(sweep, at, gap, &hi);
		sweep->windows[sweep->window_count++] = (CoverRange){lo, hi, NULL};
	}
	sweep_rewind(sweep);
}

void
sweep_rewind(Sweep *sweep)
{
	sweep->next = 0;
	sweep->active_count = 0;
	sweep->candidate = 0;
	sweep->first_end = INT64_MAX;
}

/* Let go the ranges that end at or before a key. */
static void
leave_ranges(Sweep *sweep, int64_t key)
{
	size_t kept = 0;

	sweep->first_end = INT64_MAX;
	for (size_t i = 0; i < sweep->active_count; i++)
	{
		SweepActive range = sweep->active[i];

		if (range.hi <= key)
			continue;
		sweep->active[kept++] = range;
		if (range.hi < sweep->first_end)
			sweep->first_end = range.hi;
	}
	sweep->active_count = kept;
}

static void
activate(Sweep *sweep, const SweepRange *range)
{
	if (sweep->active_count == sweep->max_active)
	{
		SweepActive *active = sweep->active;

		sweep->max_active = sweep->max_active > 0 ? 2 * sweep->max_active : 64;
		sweep->active =
			arena_alloc(sweep->arena, sweep->max_active * sizeof(SweepActive));
		if (active != NULL)
			memcpy(sweep->active, active, sweep->active_count * sizeof(SweepActive));
	}
	sweep->active[sweep->active_count++] = (SweepActive){range->hi, range->disc};
	if (range->hi < sweep->first_end)
		sweep->first_end = range->hi;
}

void
sweep_enter(Sweep *sweep, int64_t key)
{
	if (key >= sweep->first_end)
		leave_ranges(sweep, key);
	for (; sweep->next < sweep->range_count && sweep->ranges[sweep->next].lo <= key;
		 sweep->next++)
	{
		const SweepRange *range = &sweep->ranges[sweep->next];

		if (sweep->range_count - sweep->next > DISCS_AHEAD)
			__builtin_prefetch(&sweep->discs[range[DISCS_AHEAD].disc]);
		if (range->hi > key)
			activate(sweep, range);
	}
	sweep->candidate = 0;
	if (sweep->active_count > 0)
		sweep->place = healpix_direction(healpix_cell(HEALPIX_MAX_ORDER, key), 0.5, 0.5);
}

SweepPair
sweep_next(Sweep *sweep, uint32_t *disc)
{
	while (sweep->candidate < sweep->active_count)
	{
		uint32_t at = sweep->active[sweep->candidate++].disc;
		const SweepDisc *d = &sweep->discs[at];
		Vec from_centre = vec_sub(sweep->place, d->centre);
		double distance = vec_dot(from_centre, from_centre);

		if (distance > d->outer)
			continue;
		*disc = at;
		return distance < d->inner ? SWEEP_SURE : SWEEP_MAYBE;
	}
	return SWEEP_NONE;
}
