/*
 * extent_tree.c
 *		Trees of extents: where to add one, how to split a page, in which order to pack.
 */
#include "index/extent_tree.h"

#include <stdlib.h>

/* Entries of a page that is not full; a search that reads it looks at one more. */
#define PAGE_ENTRIES 220.0f

float
extent_penalty(const Extent *node, const Extent *added)
{
	Extent both = *node;
	float surface;

	extent_add(&both, added);
	surface = extent_surface(&both);
	return surface - extent_surface(node) + surface / PAGE_ENTRIES;
}

/* One extent, where it begins or ends along an axis. */
typedef struct Item
{
	float at;
	uint32_t number;
} Item;

/* Ways to sort: by the low ends and by the high ends along each axis. */
#define WAYS 6

static int
compare_items(const void *a, const void *b)
{
	const Item *x = a;
	const Item *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static void
sort_items(Item *items, const Extent *const *extents, size_t count, int way)
{
	for (size_t i = 0; i < count; i++)
	{
		items[i].number = (uint32_t) i;
		items[i].at = way < 3 ? extents[i]->low[way] : extents[i]->high[way - 3];
	}
	qsort(items, count, sizeof(Item), compare_items);
}

/* Where sorted extents are best cut in two, and what the parts cost then. */
typedef struct Cut
{
	size_t count; /* before the cut */
	float cost;
} Cut;

/* rest: room for count extents. */
static Cut
best_cut(const Item *items, const Extent *const *extents, size_t count, Extent *rest)
{
	size_t least = count < 3 ? 1 : count / 3;
	Cut best = {.cost = INFINITY};
	Extent first = *extents[items[0].number];

	rest[count - 1] = *extents[items[count - 1].number];
	for (size_t i = count - 1; i > least; i--)
	{
		rest[i - 1] = rest[i];
		extent_add(&rest[i - 1], extents[items[i - 1].number]);
	}
	for (size_t i = 1; i <= count - least; i++)
	{
		float cost = extent_surface(&first) * (float) i +
					 extent_surface(&rest[i]) * (float) (count - i);

		if (i >= least && (best.count == 0 || cost < best.cost))
			best = (Cut){i, cost};
		extent_add(&first, extents[items[i].number]);
	}
	return best;
}

size_t
extent_split(const Extent *const *extents, size_t count, uint32_t *order, Arena *arena)
{
	Item *items = arena_array(arena, count, sizeof(Item));
	Extent *rest = arena_array(arena, count, sizeof(Extent));
	Cut best = {.cost = INFINITY};

	for (int way = 0; way < WAYS; way++)
	{
		Cut cut;

		sort_items(items, extents, count, way);
		cut = best_cut(items, extents, count, rest);
		if (best.count > 0 && !(cut.cost < best.cost))
			continue;
		best = cut;
		for (size_t i = 0; i < count; i++)
			order[i] = items[i].number;
	}
	return best.count;
}

/* Bits of a place on the curve along each side of the square. */
#define CURVE_BITS 24

/*
 * How far along Hilbert's curve a place of the square lies, from its coordinates: at each
 * level the quarter, in a square that is turned so that the curve goes on in the next.
 */
static uint64_t
hilbert_place(uint32_t x, uint32_t y)
{
	uint64_t place = 0;

	for (int bit = CURVE_BITS - 1; bit >= 0; bit--)
	{
		uint32_t right = x >> bit & 1;
		uint32_t upper = y >> bit & 1;
		uint32_t swapped = x;

		place = place << 2 | ((3 * right) ^ upper);
		if (upper)
			continue;
		x = right ? ~y : y;
		y = right ? ~swapped : swapped;
	}
	return place;
}

/* One of 2^CURVE_BITS steps from -1 to 1. */
static uint32_t
curve_step(float value)
{
	const double steps = 1 << CURVE_BITS;

	return (uint32_t) fmin(fmax(0.5 * (value + 1.0) * steps, 0.0), steps - 1.0);
}

/*
 * Sizes are parted at 2^(5k): 1.8 degrees, 3.4 arcminutes, 6 arcseconds.  Then the images
 * of a survey stand together, and the few large ones apart: one of them on a page would
 * have nearly every search read it.  With more classes a search reads a page of each.
 */
#define CLASS_BITS 5

static uint64_t
size_class(float size)
{
	int exponent;

	frexpf(size, &exponent); /* at least -22 and at most 3 for what extents are */
	return (uint64_t) (exponent + 44) / CLASS_BITS;
}

uint64_t
extent_order(const Extent *extent)
{
	float centre[3];
	float size = 0.0f;
	float depth;
	int axis = 0;
	uint64_t face;

	for (int i = 0; i < 3; i++)
	{
		centre[i] = extent->low[i] + extent->high[i];
		size = fmaxf(size, extent->high[i] - extent->low[i]);
		if (fabsf(centre[i]) > fabsf(centre[axis]))
			axis = i;
	}
	/* The sides of a cube round the sky, and a curve on each. */
	depth = centre[axis] == 0.0f ? 1.0f : fabsf(centre[axis]);
	face = (uint64_t) axis * 2 + (centre[axis] < 0.0f);
	return size_class(size) << 52 | face << 48 |
		   hilbert_place(curve_step(centre[(axis + 1) % 3] / depth),
						 curve_step(centre[(axis + 2) % 3] / depth));
}
