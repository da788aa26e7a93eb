/*
 * outline.c
 *		Boundaries of regions as arcs.
 */
#include "geo/outline.h"

bool
shape_is_place(const Region *shape, Vec *place)
{
	if (region_is_round(shape))
	{
		*place = region_centre(shape);
		return shape->circle.radius == 0.0;
	}
	*place = shape->polygon.edges[0].start;
	return shape->polygon.count == 1;
}

uint32_t
shape_arc_count(const Region *shape)
{
	if (region_is_round(shape))
		return shape->circle.radius > 0.0 && shape->circle.radius < 180.0 ? DISC_ARCS : 0;
	return shape->polygon.count > 1 ? (uint32_t) shape->polygon.count : 0;
}

Arc
shape_arc(const Region *shape, uint32_t number)
{
	if (region_is_round(shape))
		return arc_of_disc(region_centre(shape), region_radius(shape), (int) number);
	return shape->polygon.edges[number];
}

void
outline_init(Outline *outline, const Region *region)
{
	outline->region = region;
	if (region->shape == SHAPE_REGION)
	{
		outline->count = region->formula->arc_count;
		outline->arcs = region->formula->arcs;
		outline->tree = region->formula->tree;
		return;
	}
	outline->count = shape_arc_count(region);
	if (!region_is_round(region))
	{
		outline->arcs = region->polygon.edges;
		outline->tree = region->polygon.tree;
		return;
	}
	for (uint32_t i = 0; i < outline->count; i++)
		outline->rim[i] = shape_arc(region, i);
	outline->arcs = outline->rim;
	outline->node =
		(BoundsNode){.bounds = BOUNDS_WHOLE, .skip = 1, .count = outline->count};
	outline->tree = (BoundsTree){.nodes = &outline->node, .count = 1};
}

/* The first arc of the shape that an arc belongs to, and how many it has. */
static uint32_t
shape_of_arc(const Outline *outline, uint32_t number, uint32_t *count)
{
	const RegionFormula *formula = outline->region->formula;
	uint32_t owner;

	if (outline->region->shape != SHAPE_REGION)
	{
		*count = outline->count;
		return 0;
	}
	owner = formula->owners[number];
	*count = formula->firsts[owner + 1] - formula->firsts[owner];
	return formula->firsts[owner];
}

uint32_t
outline_before(const Outline *outline, uint32_t number)
{
	uint32_t count;
	uint32_t first = shape_of_arc(outline, number, &count);

	return number > first ? number - 1 : first + count - 1;
}

uint32_t
outline_after(const Outline *outline, uint32_t number)
{
	uint32_t count;
	uint32_t first = shape_of_arc(outline, number, &count);

	return number + 1 < first + count ? number + 1 : first;
}
