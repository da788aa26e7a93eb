/*
 * bounds.c
 *		Boxes round arcs, and trees of them.
 */
#include "geo/bounds.h"

/* So few items are looked at sooner than their boxes. */
#define FEW 16

Bounds
bounds_of_arc(Vec start, Vec end, double radius)
{
	Vec across = vec_sub(end, start);
	double half = 0.5 * vec_length(across) / radius;
	double sagitta = radius * (1.0 - sqrt(fmax(0.0, 1.0 - half * half)));
	Vec bulge = {sagitta, sagitta, sagitta};
	Bounds bounds = {
		{fmin(start.x, end.x), fmin(start.y, end.y), fmin(start.z, end.z)},
		{fmax(start.x, end.x), fmax(start.y, end.y), fmax(start.z, end.z)},
	};

	return (Bounds){vec_sub(bounds.low, bulge), vec_add(bounds.high, bulge)};
}

Bounds
bounds_join(const Bounds *a, const Bounds *b)
{
	return (Bounds){
		{fmin(a->low.x, b->low.x), fmin(a->low.y, b->low.y), fmin(a->low.z, b->low.z)},
		{fmax(a->high.x, b->high.x),
		 fmax(a->high.y, b->high.y),
		 fmax(a->high.z, b->high.z)},
	};
}

Bounds
bounds_common(const Bounds *a, const Bounds *b)
{
	return (Bounds){
		{fmax(a->low.x, b->low.x), fmax(a->low.y, b->low.y), fmax(a->low.z, b->low.z)},
		{fmin(a->high.x, b->high.x),
		 fmin(a->high.y, b->high.y),
		 fmin(a->high.z, b->high.z)},
	};
}

double
bounds_nearest(const Bounds *bounds, Vec v)
{
	Vec off = {
		fmax(0.0, fmax(bounds->low.x - v.x, v.x - bounds->high.x)),
		fmax(0.0, fmax(bounds->low.y - v.y, v.y - bounds->high.y)),
		fmax(0.0, fmax(bounds->low.z - v.z, v.z - bounds->high.z)),
	};

	return vec_length(off);
}

double
bounds_farthest(const Bounds *bounds, Vec v)
{
	Vec off = {
		fmax(v.x - bounds->low.x, bounds->high.x - v.x),
		fmax(v.y - bounds->low.y, bounds->high.y - v.y),
		fmax(v.z - bounds->low.z, bounds->high.z - v.z),
	};

	return vec_length(off);
}

typedef struct Builder
{
	const void *items;
	BoundsOf box;
	BoundsTree tree;
} Builder;

/* Add the node over some items and all below it; returns its box.  Halves each time. */
static Bounds
add_node(Builder *builder, uint32_t first, uint32_t count)
{
	uint32_t self = builder->tree.count++;
	BoundsNode *node = &builder->tree.nodes[self];

	node->first = first;
	node->count = 0;
	node->bounds = BOUNDS_EMPTY;
	if (count <= BOUNDS_ITEMS)
	{
		node->count = count;
		for (uint32_t i = first; i < first + count; i++)
		{
			Bounds box = builder->box(builder->items, i);

			node->bounds = bounds_join(&node->bounds, &box);
		}
	}
	else
	{
		Bounds left = add_node(builder, first, count / 2);
		Bounds right = add_node(builder, first + count / 2, count - count / 2);

		node->bounds = bounds_join(&left, &right);
	}
	node->skip = builder->tree.count;
	return node->bounds;
}

BoundsTree
bounds_tree(const void *items, uint32_t count, BoundsOf box, Arena *arena)
{
	Builder builder = {.items = items, .box = box};

	if (count <= FEW)
	{
		builder.tree.nodes = arena_alloc(arena, sizeof(BoundsNode));
		builder.tree.nodes[0] =
			(BoundsNode){.bounds = BOUNDS_WHOLE, .skip = 1, .count = count};
		builder.tree.count = 1;
		return builder.tree;
	}
	/* What is halved leaves at least BOUNDS_ITEMS / 2 in either part. */
	builder.tree.nodes =
		arena_array(arena, 2 * (count / (BOUNDS_ITEMS / 2)), sizeof(BoundsNode));
	add_node(&builder, 0, count);
	return builder.tree;
}
