#ifndef GEO_OUTLINE_H
#define GEO_OUTLINE_H

#include "geo/region.h"

/*
 * The boundary of a region as arcs, whatever the region is made of.  The arcs of each
 * shape follow each other and form a closed line.
 */
typedef struct Outline
{
	const Region *region;
	uint32_t count;
	const Arc *arcs;
	BoundsTree tree;
	BoundsNode node; /* the tree of a disc */
	Arc rim[DISC_ARCS];
} Outline;

/* In place: arcs and tree may point into the outline itself. */
extern void outline_init(Outline *outline, const Region *region);

/* The arcs before and after an arc, round its shape. */
extern uint32_t outline_before(const Outline *outline, uint32_t number);
extern uint32_t outline_after(const Outline *outline, uint32_t number);

/*
 * The arcs of one simple shape: how many, and one of them.  None for points, places and
 * the whole sky, which have no boundary that parts anything.
 */
extern uint32_t shape_arc_count(const Region *shape);
extern Arc shape_arc(const Region *shape, uint32_t number);

/* Is a simple shape a single place, and which? */
extern bool shape_is_place(const Region *shape, Vec *place);

#endif
