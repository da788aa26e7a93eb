/*
 * region_formula.c
 *		Formulas over shapes: unions, intersections, differences, complements.
 */
#include "geo/region_formula.h"

#include "geo/outline.h"
#include "geo/range.h"
#include "geo/separation.h"

/* Unions with more members have them in a tree. */
#define LARGE_UNION 16

/* Nodes and shapes that one range becomes at most. */
#define RANGE_NODES	 7
#define RANGE_SHAPES 5

/* The hemispheres of a wider one are far enough apart on the far side [deg]. */
#define NARROW_RANGE 135.0

/* Above the rounding errors of unit vectors, for boxes round shapes. */
#define SLACK 1e-14

/* ---- preparation ---- */

typedef struct Builder
{
	RegionFormula *formula;
	const double *next; /* word of the stored formula */
	Arena *arena;
} Builder;

static uint32_t
begin_node(Builder *builder, RegionKind kind)
{
	uint32_t self = builder->formula->node_count++;

	builder->formula->nodes[self] = (RegionNode){.kind = kind};
	return self;
}

static void
add_shape(Builder *builder, SkyShape shape, const double *values, size_t count)
{
	RegionFormula *formula = builder->formula;
	RegionNode *node = &formula->nodes[begin_node(builder, (RegionKind) shape)];
	Region *region = &formula->shapes[formula->shape_count];

	region_init(region, shape, values, count, builder->arena);
	node->shape = formula->shape_count++;
	node->bounds = region_bounds(region);
	node->end = formula->node_count;
}

static void
add_disc(Builder *builder, double lon, double lat, double radius)
{
	add_shape(builder, SHAPE_CIRCLE, (const double[]){lon, lat, radius}, 3);
}

/* The box of an operation, from those of its members. */
static Bounds
join_members(const RegionFormula *formula, uint32_t self)
{
	const RegionNode *nodes = formula->nodes;
	const RegionNode *node = &nodes[self];
	Bounds bounds = BOUNDS_EMPTY;

	switch (node->kind)
	{
		case REGION_NOT:
			return BOUNDS_WHOLE;
		case REGION_DIFFERENCE:
			return nodes[self + 1].bounds;
		case REGION_UNION:
			for (uint32_t i = self + 1; i < node->end; i = nodes[i].end)
				bounds = bounds_join(&bounds, &nodes[i].bounds);
			return bounds;
		default:
			bounds = BOUNDS_WHOLE;
			for (uint32_t i = self + 1; i < node->end; i = nodes[i].end)
				bounds = bounds_common(&bounds, &nodes[i].bounds);
			return bounds;
	}
}

/* The members of a large union, as items of its tree. */
typedef struct Members
{
	const RegionNode *nodes;
	const uint32_t *children;
} Members;

static Bounds
member_bounds(const void *items, uint32_t item)
{
	const Members *members = items;

	return members->nodes[members->children[item]].bounds;
}

static void
plant_union(Builder *builder, uint32_t self)
{
	RegionNode *nodes = builder->formula->nodes;
	uint32_t count = 0;
	uint32_t *children;

	for (uint32_t i = self + 1; i < nodes[self].end; i = nodes[i].end)
		count++;
	if (count <= LARGE_UNION)
		return;
	children = arena_array(builder->arena, count, sizeof(uint32_t));
	count = 0;
	for (uint32_t i = self + 1; i < nodes[self].end; i = nodes[i].end)
		children[count++] = i;
	nodes[self].children = children;
	nodes[self].tree = bounds_tree(&(Members){.nodes = nodes, .children = children},
								   count,
								   member_bounds,
								   builder->arena);
}

static void
end_node(Builder *builder, uint32_t self)
{
	RegionFormula *formula = builder->formula;

	formula->nodes[self].end = formula->node_count;
	formula->nodes[self].bounds = join_members(formula, self);
	if (formula->nodes[self].kind == REGION_UNION)
		plant_union(builder, self);
}

/*
 * A range as discs: caps round the poles beyond its latitudes, and hemispheres beyond its
 * longitudes.
 */
static void
add_range(Builder *builder, const double *range)
{
	uint32_t self = begin_node(builder, REGION_RANGE);
	double span = range_span(range);
	double west = range_longitude(range[0]);
	double east = range_longitude(range[1]);

	builder->formula->nodes[self].range = range;
	if (range[2] > -90.0)
		add_disc(builder, 0.0, 90.0, 90.0 - range[2]);
	if (range[3] < 90.0)
		add_disc(builder, 0.0, -90.0, 90.0 + range[3]);
	if (span < 360.0)
	{
		uint32_t lune =
			begin_node(builder, span <= 180.0 ? REGION_INTERSECTION : REGION_UNION);

		add_disc(builder, west + 90.0, 0.0, 90.0);
		add_disc(builder, east - 90.0, 0.0, 90.0);
		/* What is near to both hemispheres must not be so on the far side too. */
		if (span <= NARROW_RANGE)
			add_disc(builder, west + 0.5 * span, 0.0, 90.0);
		end_node(builder, lune);
	}
	end_node(builder, self);
}

static void
add_nodes(Builder *builder)
{
	RegionKind kind = (RegionKind) builder->next[0];
	size_t count = (size_t) builder->next[1];
	const double *values = builder->next + REGION_HEAD;
	uint32_t self;

	builder->next = values;
	if (kind < REGION_UNION)
		builder->next += count;
	switch (kind)
	{
		case REGION_RANGE:
			add_range(builder, values);
			return;
		case REGION_SKY:
			add_disc(builder, 0.0, 0.0, 180.0);
			return;
		case REGION_UNION:
		case REGION_INTERSECTION:
		case REGION_DIFFERENCE:
		case REGION_NOT:
			self = begin_node(builder, kind);
			for (size_t i = 0; i < count; i++)
				add_nodes(builder);
			end_node(builder, self);
			return;
		default:
			add_shape(builder, (SkyShape) kind, values, count);
	}
}

static Bounds
bounds_of_stored_arc(const void *arcs, uint32_t number)
{
	return arc_bounds((const Arc *) arcs + number);
}

/* Lay out the boundaries of all shapes in one row. */
static void
gather_arcs(RegionFormula *formula, Arena *arena)
{
	uint32_t count = 0;

	formula->firsts = arena_array(arena, formula->shape_count + 1, sizeof(uint32_t));
	for (uint32_t i = 0; i < formula->shape_count; i++)
	{
		formula->firsts[i] = count;
		count += shape_arc_count(&formula->shapes[i]);
	}
	formula->firsts[formula->shape_count] = count;
	formula->arc_count = count;
	formula->arcs = arena_array(arena, count, sizeof(Arc));
	formula->owners = arena_array(arena, count, sizeof(uint32_t));
	for (uint32_t i = 0; i < formula->shape_count; i++)
	{
		for (uint32_t k = formula->firsts[i]; k < formula->firsts[i + 1]; k++)
		{
			formula->arcs[k] = shape_arc(&formula->shapes[i], k - formula->firsts[i]);
			formula->owners[k] = i;
		}
	}
	formula->tree = bounds_tree(formula->arcs, count, bounds_of_stored_arc, arena);
}

RegionFormula *
region_formula(const double *values, size_t count, Arena *arena)
{
	RegionFormula *formula = arena_new(arena, RegionFormula);
	Builder builder = {.formula = formula, .next = values, .arena = arena};
	size_t nodes = 0;
	size_t shapes = 0;

	for (const double *v = values; v < values + count; v += REGION_HEAD)
	{
		nodes += v[0] == REGION_RANGE ? RANGE_NODES : 1;
		shapes += v[0] == REGION_RANGE ? RANGE_SHAPES : v[0] < REGION_UNION;
		if (v[0] < REGION_UNION)
			v += (size_t) v[1];
	}
	formula->nodes = arena_array(arena, nodes, sizeof(RegionNode));
	formula->shapes = arena_array(arena, shapes, sizeof(Region));
	add_nodes(&builder);
	gather_arcs(formula, arena);
	return formula;
}

/* ---- questions ---- */

typedef struct Question
{
	Vec place;
	Vec left;
	double touch;
	const SkyPoint *position; /* [deg]; NULL: ask place and its sides */
} Question;

static unsigned
shape_sides(const Region *shape, const Question *q)
{
	if (q->position == NULL)
		return region_sides(shape, q->place, q->left, q->touch);
	if (region_is_round(shape))
		return region_contains_position(shape, q->position->lon, q->position->lat)
				   ? SIDE_ALL
				   : 0;
	return polygon_contains_point(&shape->polygon, q->place, GEO_TOUCH) ? SIDE_ALL : 0;
}

static unsigned
node_sides(const RegionFormula *formula, uint32_t self, const Question *q);

static unsigned
union_sides(const RegionFormula *formula, uint32_t self, const Question *q)
{
	const RegionNode *nodes = formula->nodes;
	const BoundsTree *tree = &nodes[self].tree;
	unsigned sides = 0;

	if (nodes[self].children == NULL)
	{
		for (uint32_t i = self + 1; i < nodes[self].end && sides != SIDE_ALL;
			 i = nodes[i].end)
			sides |= node_sides(formula, i, q);
		return sides;
	}
	for (uint32_t n = 0; n < tree->count && sides != SIDE_ALL;)
	{
		const BoundsNode *node = &tree->nodes[n];

		if (!bounds_hold(&node->bounds, q->place, q->touch + SLACK))
		{
			n = node->skip;
			continue;
		}
		for (uint32_t i = node->first; i < node->first + node->count; i++)
			sides |= node_sides(formula, nodes[self].children[i], q);
		n++;
	}
	return sides;
}

/* What of a place and its sides belongs to a node. */
static unsigned
node_sides(const RegionFormula *formula, uint32_t self, const Question *q)
{
	const RegionNode *nodes = formula->nodes;
	const RegionNode *node = &nodes[self];
	uint32_t member = self + 1;
	unsigned sides;

	if (!bounds_hold(&node->bounds, q->place, q->touch + SLACK))
		return 0;
	switch (node->kind)
	{
		case REGION_UNION:
			return union_sides(formula, self, q);
		case REGION_NOT:
			return ~node_sides(formula, member, q) & SIDE_ALL;
		case REGION_DIFFERENCE:
			sides = node_sides(formula, member, q);
			for (uint32_t i = nodes[member].end; i < node->end && sides != 0;
				 i = nodes[i].end)
				sides &= ~node_sides(formula, i, q);
			return sides;
		case REGION_RANGE:
			if (q->position != NULL)
				return range_contains(node->range, q->position->lon, q->position->lat)
						   ? SIDE_ALL
						   : 0;
			/* FALLTHROUGH */
		case REGION_INTERSECTION:
			sides = SIDE_ALL;
			for (uint32_t i = member; i < node->end && sides != 0; i = nodes[i].end)
				sides &= node_sides(formula, i, q);
			return sides;
		default:
			return shape_sides(&formula->shapes[node->shape], q);
	}
}

bool
region_formula_contains(const RegionFormula *formula, double lon, double lat)
{
	SkyPoint position = {lon, lat};
	Question q = {.place = vec_from_degrees(lon, lat), .position = &position};

	return node_sides(formula, 0, &q) != 0;
}

unsigned
region_formula_sides(const RegionFormula *formula, Vec place, Vec left, double touch)
{
	return node_sides(
		formula, 0, &(Question){.place = place, .left = left, .touch = touch});
}
