#ifndef GEO_BOUNDS_H
#define GEO_BOUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "geo/vec.h"

/*
 * Boxes with sides along x, y and z round parts of the sphere, and a tree of them over a
 * row of items that lie near their neighbours in the row, as the edges of a boundary do.
 */
typedef struct Bounds
{
	Vec low;
	Vec high;
} Bounds;

#define BOUNDS_WHOLE ((Bounds){{-2, -2, -2}, {2, 2, 2}})
#define BOUNDS_EMPTY ((Bounds){{2, 2, 2}, {-2, -2, -2}})

/* The box round all directions within a chord of one. */
static inline Bounds
bounds_round(Vec centre, double chord)
{
	Vec reach = {chord, chord, chord};

	return (Bounds){vec_sub(centre, reach), vec_add(centre, reach)};
}

/*
 * The box round an arc of a circle of that radius [sine], shorter than half of it: it
 * bulges over its chord by no more than its sagitta.
 */
extern Bounds bounds_of_arc(Vec start, Vec end, double radius);

extern Bounds bounds_join(const Bounds *a, const Bounds *b);
extern Bounds bounds_common(const Bounds *a, const Bounds *b);

static inline bool
bounds_meet(const Bounds *a, const Bounds *b, double gap)
{
	return a->low.x <= b->high.x + gap && b->low.x <= a->high.x + gap &&
		   a->low.y <= b->high.y + gap && b->low.y <= a->high.y + gap &&
		   a->low.z <= b->high.z + gap && b->low.z <= a->high.z + gap;
}

static inline bool
bounds_hold(const Bounds *bounds, Vec v, double gap)
{
	return v.x >= bounds->low.x - gap && v.x <= bounds->high.x + gap &&
		   v.y >= bounds->low.y - gap && v.y <= bounds->high.y + gap &&
		   v.z >= bounds->low.z - gap && v.z <= bounds->high.z + gap;
}

/* Least and greatest chord from a direction to the box. */
extern double bounds_nearest(const Bounds *bounds, Vec v);
extern double bounds_farthest(const Bounds *bounds, Vec v);

/*
 * Nodes in the order of a walk through the tree: the next node is the first below this
 * one; skip is the one after all that are below.  A node without others below it has
 * items.
 *
 *	for (n = 0; n < tree->count;)
 *		if (cannot matter(tree->nodes[n].bounds)) n = tree->nodes[n].skip;
 *		else look at the items of tree->nodes[n], n++;
 */
typedef struct BoundsNode
{
	Bounds bounds;
	uint32_t skip;
	uint32_t first; /* item */
	uint32_t count; /* of items; 0: has nodes below */
} BoundsNode;

typedef struct BoundsTree
{
	BoundsNode *nodes;
	uint32_t count;
} BoundsTree;

/* Items of one node. */
#define BOUNDS_ITEMS 6

/*
 * A tree over items 0..count-1; box tells the box of one.  Where there are so few that a
 * search gains nothing the tree is one node with all, and no box is asked for.
 */
typedef Bounds (*BoundsOf)(const void *items, uint32_t item);
extern BoundsTree
bounds_tree(const void *items, uint32_t count, BoundsOf box, Arena *arena);

#endif
