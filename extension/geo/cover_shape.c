/*
 * cover_shape.c
 *		How cells lie to cones, to sets of shapes and to formulas.
 */
#include "geo/cover_shape.h"

#include "geo/angle.h"

static CoverSide
nothing_side(const CoverShape *shape, const CoverCell *cell)
{
	(void) shape;
	(void) cell;
	return COVER_OUT;
}

static double
nothing_area(const CoverShape *shape)
{
	(void) shape;
	return 0.0;
}

static const CoverOps nothing_ops = {.side = nothing_side, .area = nothing_area};

const CoverShape cover_nothing = {.ops = &nothing_ops, .cap_centre = {0, 0, 1}};

static CoverSide
everything_side(const CoverShape *shape, const CoverCell *cell)
{
	(void) shape;
	(void) cell;
	return COVER_IN;
}

static double
everything_area(const CoverShape *shape)
{
	(void) shape;
	return 4.0 * M_PI;
}

static const CoverOps everything_ops = {.side = everything_side, .area = everything_area};

const CoverShape cover_everything = {.ops = &everything_ops, .cap = POLYGON_NO_CAP};

static CoverSide
anything_side(const CoverShape *shape, const CoverCell *cell)
{
	(void) shape;
	(void) cell;
	return COVER_PART;
}

static const CoverOps anything_ops = {.side = anything_side};

const CoverShape cover_anything = {.ops = &anything_ops, .cap = POLYGON_NO_CAP};

/* The rest of the sky if far, which is a small disc round the antipode. */
typedef struct Cone
{
	CoverShape base;
	Vec centre;
	double chord;
	bool far; /* all that is not nearer to the centre than the chord */
} Cone;

/*
 * Chords, since squares of chords need no roots.  They obey the inequality of the
 * triangle, so that a cell is surely in or out; for radii past 90 degrees, where chords
 * hardly differ, the disc round the antipode is looked at.
 */
static CoverSide
cone_side(const CoverShape *shape, const CoverCell *cell)
{
	const Cone *cone = (const Cone *) shape;
	Vec from_centre = vec_sub(cell->centre, cone->centre);
	double distance = vec_dot(from_centre, from_centre);
	double outer = cone->chord + cell->reach;
	double inner = cone->chord - cell->reach;

	if (distance > outer * outer)
		return cone->far ? COVER_IN : COVER_OUT;
	if (inner > 0 && distance < inner * inner)
		return cone->far ? COVER_OUT : COVER_IN;
	return COVER_PART;
}

/* That of a cap is pi times the square of its chord. */
static double
cone_area(const CoverShape *shape)
{
	const Cone *cone = (const Cone *) shape;
	double cap = M_PI * cone->chord * cone->chord;

	return cone->far ? 4.0 * M_PI - cap : cap;
}

static const CoverOps cone_ops = {.side = cone_side, .area = cone_area};

const CoverShape *
cover_cone(double lon, double lat, double radius, Arena *arena)
{
	Cone *cone;
	Vec centre;

	if (!(isfinite(lon) && fabs(lat) <= 90.0 && radius >= 0.0))
		return &cover_nothing;
	if (radius >= 180.0)
		return &cover_everything;
	cone = arena_new(arena, Cone);
	centre = vec_from_degrees(lon, lat);
	cone->base.ops = &cone_ops;
	cone->far = radius > 90.0;
	cone->centre = cone->far ? vec_scale(centre, -1.0) : centre;
	cone->chord = 2.0 * sin_quarter(0.5 * (cone->far ? 180.0 - radius : radius));
	cone->base.cap_centre = centre;
	cone->base.cap = cone->far ? POLYGON_NO_CAP : cone->chord;
	return &cone->base;
}

typedef struct Set
{
	CoverShape base;
	bool all; /* of the parts, or else any */
	size_t count;
	const CoverShape *parts[];
} Set;

static CoverSide
set_side(const CoverShape *shape, const CoverCell *cell)
{
	const Set *set = (const Set *) shape;
	CoverSide decides = set->all ? COVER_OUT : COVER_IN;
	CoverSide result = set->all ? COVER_IN : COVER_OUT;

	for (size_t i = 0; i < set->count; i++)
	{
		CoverSide side = cover_side(set->parts[i], cell);

		if (side == decides)
			return side;
		if (side == COVER_PART)
			result = COVER_PART;
	}
	return result;
}

/* Only those parts that the cell does not decide. */
static const CoverShape *
set_narrow(const CoverShape *shape, const CoverCell *cell, Arena *arena)
{
	const Set *set = (const Set *) shape;
	Set *narrow;
	size_t left = 0;

	/* Of large sets few parts are left: take no more memory than for these. */
	for (size_t i = 0; i < set->count; i++)
		left += cover_side(set->parts[i], cell) == COVER_PART;
	narrow = arena_alloc(arena, sizeof(Set) + left * sizeof(CoverShape *));
	*narrow = (Set){.base = set->base, .all = set->all};
	for (size_t i = 0; i < set->count; i++)
	{
		const CoverShape *part = set->parts[i];

		if (cover_side(part, cell) == COVER_PART)
			narrow->parts[narrow->count++] =
				part->ops->narrow != NULL ? part->ops->narrow(part, cell, arena) : part;
	}
	return narrow->count == 1 ? narrow->parts[0] : &narrow->base;
}

static const CoverOps set_ops = {.side = set_side, .narrow = set_narrow};

const CoverShape *
cover_set(bool all, const CoverShape **parts, size_t count, Arena *arena)
{
	Set *set = arena_alloc(arena, sizeof(Set) + count * sizeof(CoverShape *));

	if (count == 1)
		return parts[0];
	*set = (Set){.base = {.ops = &set_ops, .cap = POLYGON_NO_CAP}, .all = all};
	for (size_t i = 0; i < count; i++)
	{
		if (all && parts[i]->cap < set->base.cap)
		{
			set->base.cap = parts[i]->cap;
			set->base.cap_centre = parts[i]->cap_centre;
		}
		set->parts[set->count++] = parts[i];
	}
	return &set->base;
}

typedef struct Rest
{
	CoverShape base;
	const CoverShape *part;
} Rest;

static CoverSide
rest_side(const CoverShape *shape, const CoverCell *cell)
{
	switch (cover_side(((const Rest *) shape)->part, cell))
	{
		case COVER_OUT:
			return COVER_IN;
		case COVER_IN:
			return COVER_OUT;
		default:
			return COVER_PART;
	}
}

static const CoverShape *
rest_narrow(const CoverShape *shape, const CoverCell *cell, Arena *arena)
{
	const CoverShape *part = ((const Rest *) shape)->part;

	return part->ops->narrow == NULL
			   ? shape
			   : cover_rest(part->ops->narrow(part, cell, arena), arena);
}

static double
rest_area(const CoverShape *shape)
{
	double area = cover_area(((const Rest *) shape)->part);

	return area < 0 ? area : 4.0 * M_PI - area;
}

static const CoverOps rest_ops = {
	.side = rest_side, .narrow = rest_narrow, .area = rest_area};

const CoverShape *
cover_rest(const CoverShape *part, Arena *arena)
{
	Rest *rest = arena_new(arena, Rest);

	rest->base = (CoverShape){.ops = &rest_ops, .cap = POLYGON_NO_CAP};
	rest->part = part;
	return &rest->base;
}

/* A node of a formula with all that are below it. */
static const CoverShape *
cover_node(const RegionFormula *formula, uint32_t self, Arena *arena)
{
	const RegionNode *nodes = formula->nodes;
	const RegionNode *node = &nodes[self];
	const CoverShape **parts;
	size_t count = 0;

	if (node->kind < REGION_RANGE)
		return cover_region(&formula->shapes[node->shape], arena);
	parts = arena_array(arena, node->end - self, sizeof(CoverShape *));
	for (uint32_t i = self + 1; i < node->end; i = nodes[i].end)
	{
		parts[count] = cover_node(formula, i, arena);
		if (node->kind == REGION_NOT || (node->kind == REGION_DIFFERENCE && count > 0))
			parts[count] = cover_rest(parts[count], arena);
		count++;
	}
	return count > 0 ? cover_set(node->kind != REGION_UNION, parts, count, arena)
					 : &cover_everything;
}

const CoverShape *
cover_region(const Region *region, Arena *arena)
{
	if (region->shape == SHAPE_REGION)
		return cover_node(region->formula, 0, arena);
	if (region->shape == SHAPE_POINT || region->shape == SHAPE_CIRCLE)
		return cover_cone(
			region->circle.lon, region->circle.lat, region->circle.radius, arena);
	return cover_polygon(&region->polygon, arena);
}
