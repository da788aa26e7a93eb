/*
 * moc.c
 *		Multi-order coverage maps: sets of HEALPix cells as ranges of keys.
 *
 * Source: MOC 2.0 (IVOA 2022), section 4.
 */
#include "geo/moc.h"

#include <stdlib.h>

#include "geo/healpix.h"

#define WHOLE_SKY 41252.961249419272 /* square degrees */

static int
order_shift(int order)
{
	return 2 * (HEALPIX_MAX_ORDER - order);
}

static int64_t
order_mask(int order)
{
	return (INT64_C(1) << order_shift(order)) - 1;
}

bool
moc_check(const Moc *moc, SkyError *err)
{
	const int64_t end = healpix_cells(HEALPIX_MAX_ORDER);

	if (moc->order < 0 || moc->order > HEALPIX_MAX_ORDER)
	{
		sky_error(
			err, SKY_E_OUT_OF_RANGE, -1, "MOC order %d is out of range", moc->order);
		return sky_error_hint(err, "It must lie between 0 and %d.", HEALPIX_MAX_ORDER);
	}
	if (moc->count > MOC_MAX_RANGES)
	{
		sky_error(err,
				  SKY_E_LIMIT,
				  -1,
				  "a MOC of %zu ranges of cells is too large",
				  moc->count);
		return sky_error_hint(err, "At most %d are stored.", MOC_MAX_RANGES);
	}
	for (const MocRange *r = moc->ranges; r < moc->ranges + moc->count; r++)
	{
		if (r->lo < 0 || r->lo >= r->hi || r->hi > end ||
			(r > moc->ranges && r->lo <= r[-1].hi) ||
			((r->lo | r->hi) & order_mask(moc->order)) != 0)
		{
			sky_error(err, SKY_E_BAD_TEXT, -1, "these ranges are no MOC");
			return sky_error_detail(err,
									"Range %zu is out of range or out of order.",
									(size_t) (r - moc->ranges) + 1);
		}
	}
	return true;
}

static int
compare_ranges(const void *a, const void *b)
{
	int64_t x = ((const MocRange *) a)->lo;
	int64_t y = ((const MocRange *) b)->lo;

	return (x > y) - (x < y);
}

/* Add a range that begins after the last one or within it. */
static size_t
add_range(MocRange *to, size_t count, int64_t lo, int64_t hi)
{
	if (count > 0 && lo <= to[count - 1].hi)
	{
		if (hi > to[count - 1].hi)
			to[count - 1].hi = hi;
		return count;
	}
	to[count] = (MocRange){lo, hi};
	return count + 1;
}

Moc
moc_of_ranges(int order, MocRange *ranges, size_t count)
{
	size_t kept = 0;

	qsort(ranges, count, sizeof(MocRange), compare_ranges);
	for (size_t i = 0; i < count; i++)
		kept = add_range(ranges, kept, ranges[i].lo, ranges[i].hi);
	return (Moc){order, ranges, kept};
}

const MocRange *
moc_range_after(const Moc *moc, int64_t key)
{
	size_t low = 0;
	size_t high = moc->count;

	while (low < high)
	{
		size_t middle = low + (high - low) / 2;

		if (moc->ranges[middle].hi <= key)
			low = middle + 1;
		else
			high = middle;
	}
	return moc->ranges + low;
}

bool
moc_holds(const Moc *moc, int64_t key)
{
	const MocRange *range = moc_range_after(moc, key);

	return range < moc->ranges + moc->count && range->lo <= key;
}

MocShare
moc_share(const Moc *moc, int64_t lo, int64_t hi)
{
	const MocRange *range = moc_range_after(moc, lo);

	if (range == moc->ranges + moc->count || range->lo >= hi)
		return MOC_NOTHING;
	return range->lo <= lo && hi <= range->hi ? MOC_ALL : MOC_SOME;
}

bool
moc_contains(const Moc *inner, const Moc *outer)
{
	for (size_t i = 0; i < inner->count; i++)
	{
		if (moc_share(outer, inner->ranges[i].lo, inner->ranges[i].hi) != MOC_ALL)
			return false;
	}
	return true;
}

bool
moc_intersects(const Moc *a, const Moc *b)
{
	const Moc *few = a->count < b->count ? a : b;
	const Moc *many = few == a ? b : a;

	for (size_t i = 0; i < few->count; i++)
	{
		if (moc_share(many, few->ranges[i].lo, few->ranges[i].hi) != MOC_NOTHING)
			return true;
	}
	return false;
}

/* Going along the borders of ranges: how many have been passed, and the next. */
static int64_t
border_at(const Moc *moc, size_t passed)
{
	const MocRange *range = &moc->ranges[passed / 2];

	if (passed >= 2 * moc->count)
		return INT64_MAX;
	return passed % 2 == 0 ? range->lo : range->hi;
}

static bool
is_in(MocOperation operation, bool in_a, bool in_b)
{
	switch (operation)
	{
		case MOC_UNION:
			return in_a || in_b;
		case MOC_INTERSECTION:
			return in_a && in_b;
		default:
			return in_a && !in_b;
	}
}

Moc
moc_combine(MocOperation operation, const Moc *a, const Moc *b, MocRange *to)
{
	Moc result = {.order = a->order > b->order ? a->order : b->order, .ranges = to};
	size_t passed_a = 0;
	size_t passed_b = 0;
	int64_t begun = -1; /* the range in hand */

	while (passed_a < 2 * a->count || passed_b < 2 * b->count)
	{
		int64_t at_a = border_at(a, passed_a);
		int64_t at_b = border_at(b, passed_b);
		int64_t at = at_a < at_b ? at_a : at_b;
		bool in;

		passed_a += at_a == at;
		passed_b += at_b == at;
		in = is_in(operation, passed_a % 2 == 1, passed_b % 2 == 1);
		if (in && begun < 0)
			begun = at;
		else if (!in && begun >= 0)
		{
			to[result.count++] = (MocRange){begun, at};
			begun = -1;
		}
	}
	return result;
}

Moc
moc_complement(const Moc *moc, MocRange *to)
{
	const MocRange sky = {0, healpix_cells(HEALPIX_MAX_ORDER)};
	const Moc all = {moc->order, &sky, 1};

	return moc_combine(MOC_DIFFERENCE, &all, moc, to);
}

Moc
moc_degrade(const Moc *moc, int order, MocRange *to)
{
	Moc result = {.order = order < moc->order ? order : moc->order, .ranges = to};
	int64_t mask = order_mask(result.order);

	for (const MocRange *r = moc->ranges; r < moc->ranges + moc->count; r++)
		result.count = add_range(to, result.count, r->lo & ~mask, (r->hi + mask) & ~mask);
	return result;
}

/* Keys in all ranges together. */
static int64_t
count_keys(const Moc *moc)
{
	int64_t keys = 0;

	for (const MocRange *r = moc->ranges; r < moc->ranges + moc->count; r++)
		keys += r->hi - r->lo;
	return keys;
}

int64_t
moc_cells(const Moc *moc)
{
	return count_keys(moc) >> order_shift(moc->order);
}

double
moc_area(const Moc *moc)
{
	return (double) count_keys(moc) / (double) healpix_cells(HEALPIX_MAX_ORDER) *
		   WHOLE_SKY;
}

/* Sum of the centres of cells of a range, weighted by their areas. */
static Vec
range_moment(const MocRange *range)
{
	/* Larger cells are divided: their centres are not where they balance. */
	const int64_t largest = INT64_C(1) << order_shift(6);
	Vec sum = {0, 0, 0};
	int64_t size;

	for (int64_t at = range->lo; at < range->hi; at += size)
	{
		int order = HEALPIX_MAX_ORDER;
		HealpixCell cell;

		for (size = 1;
			 at % (4 * size) == 0 && at + 4 * size <= range->hi && size < largest;
			 order--)
			size *= 4;
		cell = healpix_cell(order, at / size);
		sum = vec_add(sum, vec_scale(healpix_direction(cell, 0.5, 0.5), (double) size));
	}
	return sum;
}

SkyPoint
moc_centroid(const Moc *moc)
{
	Vec sum = {0, 0, 0};
	SkyPoint centre = {0, 0};

	for (const MocRange *r = moc->ranges; r < moc->ranges + moc->count; r++)
		sum = vec_add(sum, range_moment(r));
	if (vec_length(sum) > 1e-9 * (double) count_keys(moc))
		vec_to_degrees(sum, &centre.lon, &centre.lat);
	return centre;
}

int
moc_compare(const Moc *a, const Moc *b)
{
	size_t common = a->count < b->count ? a->count : b->count;

	for (size_t i = 0; i < common; i++)
	{
		const MocRange *x = &a->ranges[i];
		const MocRange *y = &b->ranges[i];

		if (x->lo != y->lo)
			return x->lo < y->lo ? -1 : 1;
		if (x->hi != y->hi)
			return x->hi < y->hi ? -1 : 1;
	}
	if (a->count != b->count)
		return a->count < b->count ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}
