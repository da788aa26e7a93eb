#ifndef INDEX_EXTENT_TREE_H
#define INDEX_EXTENT_TREE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "index/extent.h"

/*
 * How a tree of extents grows, so that a search looks at few of them.  What a page costs
 * is how often it is read, which grows with the surface of the extent of all on it, times
 * the number of its entries, which are all looked at then.
 */

/* What an extent costs below a node that holds a certain one so far. */
extern float extent_penalty(const Extent *node, const Extent *added);

/*
 * Part 2 or more extents in two, each with a third of them at least.  order: the numbers
 * of the extents, the first part before the second; returns how many the first one has.
 */
extern size_t
extent_split(const Extent *const *extents, size_t count, uint32_t *order, Arena *arena);

/*
 * Place in the order in which a new tree is filled: extents of like size together, among
 * these neighbours on the sky.
 */
extern uint64_t extent_order(const Extent *extent);

#endif
