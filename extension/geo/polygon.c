/*
 * polygon.c
 *		Polygons on the sphere: preparation, points inside.
 *
 * Inside is told by counting: the arc from a point to a direction known to be outside
 * crosses the boundary an odd number of times.  A vertex counts to one side of that arc
 * by the sign of one dot product, the same for both edges that meet there, so a
 * crossing at a vertex is never counted twice or missed.
 */
#include "geo/polygon.h"

#include "geo/polygon_path.h"

/* A polygon up to here [chord] lies on one side of a great circle with room to spare. */
#define SMALL_CAP 1.2855752193730785 /* 2 sin(80 deg / 2) */

/* Directions tried as outside of a large polygon. */
#define CANDIDATES 200

static Arc
edge_between(Vec start, Vec end)
{
	Vec across = vec_cross_twice(start, end);
	double size = vec_length(across);

	return arc_of_side(
		start, end, size > 0 ? vec_scale(across, 1.0 / size) : vec_perpendicular(start));
}

static Bounds
edge_bounds(const void *edges, uint32_t number)
{
	return arc_bounds((const Arc *) edges + number);
}

static bool
same_vec(Vec a, Vec b)
{
	return a.x == b.x && a.y == b.y && a.z == b.z;
}

/* Drop vertices that repeat the one before; at least one stays. */
static size_t
drop_repeated(Vec *vertices, size_t count)
{
	size_t kept = 1;

	for (size_t i = 1; i < count; i++)
	{
		if (!same_vec(vertices[i], vertices[kept - 1]))
			vertices[kept++] = vertices[i];
	}
	while (kept > 1 && same_vec(vertices[kept - 1], vertices[0]))
		kept--;
	return kept;
}

/* Centre and cap round the vertices; a cap below a hemisphere holds the edges too. */
static void
find_cap(Polygon *polygon, const Vec *vertices, size_t count)
{
	Vec sum = {0, 0, 0};

	for (size_t i = 0; i < count; i++)
		sum = vec_add(sum, vertices[i]);
	if (vec_length(sum) > 1e-3 * (double) count)
	{
		polygon->centre = vec_unit(sum);
		polygon->cap = 0;
		for (size_t i = 0; i < count; i++)
			polygon->cap =
				fmax(polygon->cap, vec_length(vec_sub(vertices[i], polygon->centre)));
		if (polygon->cap < SMALL_CAP)
			return;
	}
	/* In no special place: not on the boundary, its antipode no vertex. */
	polygon->centre = vec_unit(
		vec_add(vec_perpendicular(vertices[0]), vec_scale(vertices[0], 0.41421356)));
	polygon->cap = POLYGON_NO_CAP;
}

/* How often a path crosses the boundary, but for the edges near its start. */
typedef struct Crossings
{
	bool odd;
	uint32_t touching; /* edges near the start */
} Crossings;

typedef struct Walk
{
	Vec start;
	Path path;
	double touch; /* what is nearer to the start is not crossed but touched */
} Walk;

static void
cross_edges(const Walk *walk, const Arc *edges, uint32_t count, Crossings *all)
{
	double side = vec_dot(walk->path.normal, edges[0].start);

	for (const Arc *e = edges; e < edges + count; e++)
	{
		double next = vec_dot(walk->path.normal, e->end);

		if (fabs(vec_dot(e->centre, vec_sub(walk->start, e->start))) <= walk->touch &&
			arc_touches(e, walk->start, walk->touch))
			all->touching++;
		else if ((side >= 0) != (next >= 0))
			all->odd ^= path_crosses(&walk->path, e, side, next);
		side = next;
	}
}

static Crossings
count_crossings(const Polygon *polygon, const Walk *walk)
{
	Crossings all = {0};

	for (uint32_t n = 0; n < polygon->tree.count;)
	{
		const BoundsNode *node = &polygon->tree.nodes[n];

		if (!path_may_meet(&walk->path, &node->bounds, walk->touch))
		{
			n = node->skip;
			continue;
		}
		if (node->count > 0)
			cross_edges(walk, polygon->edges + node->first, node->count, &all);
		n++;
	}
	return all;
}

/* A place on the boundary from which a large polygon is explored. */
typedef struct Spot
{
	const Arc *edge; /* the only one through the place; NULL if there is none such */
	Vec place;
} Spot;

/* Is there just one edge near a place of the boundary? */
static bool
is_lone(const Polygon *polygon, Vec place)
{
	const double near = 1e-12;
	int found = 0;

	for (uint32_t n = 0; n < polygon->tree.count && found < 2;)
	{
		const BoundsNode *node = &polygon->tree.nodes[n];

		if (!bounds_hold(&node->bounds, place, near))
		{
			n = node->skip;
			continue;
		}
		for (uint32_t i = node->first; i < node->first + node->count; i++)
			found += arc_touches(&polygon->edges[i], place, near);
		n++;
	}
	return found == 1;
}

static double
edge_chord(const Arc *edge)
{
	return vec_length(vec_sub(edge->end, edge->start));
}

/*
 * Find a place on a long edge, no vertex and on no other edge; on a short one if need be.
 */
static Spot
find_spot(const Polygon *polygon)
{
	double longest = 0;

	for (const Arc *e = polygon->edges; e < polygon->edges + polygon->count; e++)
		longest = fmax(longest, edge_chord(e));
	for (double least = 0.5 * longest; least >= 0; least -= 0.5 * longest)
	{
		for (const Arc *e = polygon->edges; e < polygon->edges + polygon->count; e++)
		{
			/* At no special share of the edge. */
			Vec place = vec_unit(vec_add(vec_scale(e->start, 0.58578643762690495),
										 vec_scale(e->end, 0.41421356237309505)));

			if (edge_chord(e) >= least && is_lone(polygon, place))
				return (Spot){e, place};
		}
	}
	return (Spot){0};
}

/*
 * Is a direction outside of a large polygon?  Walk there from the spot, by the side of
 * the edge that the spot lies on.  False also where that is not certain.
 */
static bool
surely_outside(const Polygon *polygon, const Spot *spot, bool left, Vec candidate)
{
	Walk walk = {.start = spot->place,
				 .path = path_between(spot->place, candidate),
				 .touch = GEO_TOUCH};
	double side = vec_dot(spot->edge->centre, candidate);

	if (fabs(side) < 1e-6 || vec_length(walk.path.normal) < 2e-3 ||
		polygon_nearest(polygon, candidate) < 1e-6)
		return false;
	return ((side > 0) == left) == count_crossings(polygon, &walk).odd;
}

/*
 * Find two directions outside of a polygon that no small cap holds.  Where there is no
 * spot the boundary runs there and back, and any direction is outside.
 */
static void
find_outside(Polygon *polygon)
{
	Spot spot = find_spot(polygon);
	bool left = polygon_interior_is_left(polygon);
	int found = 0;

	polygon->outside[0] = polygon->outside[1] = polygon->centre;
	for (int i = 0; i < CANDIDATES && found < 2 && spot.edge != NULL; i++)
	{
		/* A spiral with the golden angle spreads evenly over the sphere. */
		double z = 1.0 - (2.0 * i + 1.0) / CANDIDATES;
		double across = sqrt(1.0 - z * z);
		double turn = 2.399963229728653 * i;
		Vec candidate = {across * cos(turn), across * sin(turn), z};

		if (!surely_outside(polygon, &spot, left, candidate))
			continue;
		if (found == 1 && fabs(vec_dot(candidate, polygon->outside[0])) > 0.9)
			continue;
		polygon->outside[found++] = candidate;
	}
	if (found == 1)
		polygon->outside[1] = polygon->outside[0];
}

void
polygon_init(Polygon *polygon, const SkyPoint *vertices, size_t count, Arena *arena)
{
	Vec *vectors = arena_array(arena, count, sizeof(Vec));

	for (size_t i = 0; i < count; i++)
		vectors[i] = vec_from_degrees(vertices[i].lon, vertices[i].lat);
	polygon_init_vectors(polygon, vectors, count, arena);
}

void
polygon_init_vectors(Polygon *polygon, Vec *vertices, size_t count, Arena *arena)
{
	count = drop_repeated(vertices, count);
	*polygon = (Polygon){.count = count};
	polygon->edges = arena_array(arena, count, sizeof(Arc));
	for (size_t i = 0; i < count; i++)
		polygon->edges[i] = edge_between(vertices[i], vertices[(i + 1) % count]);
	polygon->tree = bounds_tree(polygon->edges, (uint32_t) count, edge_bounds, arena);
	find_cap(polygon, vertices, count);
	if (polygon->cap < POLYGON_NO_CAP)
	{
		polygon->outside[0] = vec_perpendicular(polygon->centre);
		polygon->outside[1] = vec_cross(polygon->centre, polygon->outside[0]);
	}
	else
		find_outside(polygon);
}

Bounds
polygon_bounds(const Polygon *polygon)
{
	return polygon->cap < POLYGON_NO_CAP ? bounds_round(polygon->centre, polygon->cap)
										 : BOUNDS_WHOLE;
}

/* Is a direction farther from the centre than any part? */
static inline bool
beyond_cap(const Polygon *polygon, Vec point, double touch)
{
	Vec from_centre = vec_sub(point, polygon->centre);
	double reach = polygon->cap + 2 * touch;

	return vec_dot(from_centre, from_centre) > reach * reach;
}

PolygonSide
polygon_side(const Polygon *polygon, Vec point, double touch)
{
	Vec outside = polygon->outside[0];
	Walk walk = {.start = point, .touch = touch};
	Crossings crossings;

	if (beyond_cap(polygon, point, touch))
		return POLYGON_OUT;
	if (fabs(vec_dot(point, outside)) > 0.99)
		outside = polygon->outside[1];
	walk.path = path_between(point, outside);
	crossings = count_crossings(polygon, &walk);
	if (crossings.touching > 0)
		return POLYGON_BORDER;
	return crossings.odd ? POLYGON_IN : POLYGON_OUT;
}

unsigned
polygon_sides(const Polygon *polygon, Vec place, Vec left, double touch)
{
	Walk walks[2];
	double turns[2];
	int steeper;
	bool here;
	bool there;
	Crossings crossings;

	if (beyond_cap(polygon, place, touch))
		return 0;
	for (int i = 0; i < 2; i++)
	{
		walks[i] = (Walk){.start = place,
						  .path = path_between(place, polygon->outside[i]),
						  .touch = touch};
		turns[i] = vec_dot(walks[i].path.from_inward, left);
	}
	steeper = fabs(turns[1]) > fabs(turns[0]);
	crossings = count_crossings(polygon, &walks[steeper]);
	if (crossings.touching == 0)
		return crossings.odd ? SIDE_ALL : 0;
	/* The side by which the walk leaves the line, and the other one. */
	here = crossings.odd;
	there = crossings.odd ^ (crossings.touching % 2 == 1);
	return SIDE_ON | ((turns[steeper] > 0 ? here : there) ? SIDE_LEFT : 0) |
		   ((turns[steeper] > 0 ? there : here) ? SIDE_RIGHT : 0);
}
