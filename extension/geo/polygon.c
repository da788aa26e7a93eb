/*
 * polygon.c
 *		Polygons on the sphere: preparation, points inside, distances.
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

static Edge
edge_between(Vec start, Vec end)
{
	Edge edge = {.start = start, .end = end};
	Vec across = vec_cross_twice(start, end);
	double size = vec_length(across);

	edge.normal = size > 0 ? vec_scale(across, 1.0 / size) : vec_perpendicular(start);
	edge.middle = vec_unit(vec_add(start, end));
	edge.reach = vec_length(vec_sub(edge.middle, start));
	return edge;
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

/* Is the number of edges that the path crosses odd?  One edge may be left out. */
static bool
path_crosses_odd(const Path *path, const Polygon *polygon, const Edge *without)
{
	bool odd = false;
	double side = vec_dot(path->normal, polygon->edges[0].start);

	for (const Edge *e = polygon->edges; e < polygon->edges + polygon->count; e++)
	{
		double next = vec_dot(path->normal, e->end);

		if ((side >= 0) != (next >= 0) && e != without)
			odd ^= path_crosses(path, e, side, next);
		side = next;
	}
	return odd;
}

/* A place on the boundary from which a large polygon is explored. */
typedef struct Spot
{
	const Edge *edge; /* the only one through the place; NULL if there is none such */
	Vec place;
} Spot;

/* Do other edges come near a place of an edge? */
static bool
is_shared(const Polygon *polygon, const Edge *edge, Vec place)
{
	for (const Edge *e = polygon->edges; e < polygon->edges + polygon->count; e++)
	{
		if (e != edge && edge_touches_point(e, place, 1e-12))
			return true;
	}
	return false;
}

/*
 * Find a place on a long edge, no vertex and on no other edge; on a short one if need be.
 */
static Spot
find_spot(const Polygon *polygon)
{
	double longest = 0;

	for (const Edge *e = polygon->edges; e < polygon->edges + polygon->count; e++)
		longest = fmax(longest, e->reach);
	for (double least = 0.5 * longest; least >= 0; least -= 0.5 * longest)
	{
		for (const Edge *e = polygon->edges; e < polygon->edges + polygon->count; e++)
		{
			/* At no special share of the edge. */
			Vec place = vec_unit(vec_add(vec_scale(e->start, 0.58578643762690495),
										 vec_scale(e->end, 0.41421356237309505)));

			if (e->reach >= least && !is_shared(polygon, e, place))
				return (Spot){e, place};
		}
	}
	return (Spot){0};
}

/*
 * Is a direction outside of a large polygon?  Walk from it to the spot and look from
 * which side one gets there.  False also where that is not certain.
 */
static bool
surely_outside(const Polygon *polygon, const Spot *spot, bool left, Vec candidate)
{
	Path path = path_between(candidate, spot->place);
	double side = vec_dot(spot->edge->normal, candidate);
	double least;
	double greatest;

	if (fabs(side) < 1e-6 || vec_length(path.normal) < 2e-3)
		return false;
	polygon_distances(polygon, candidate, &least, &greatest);
	if (least < 1e-6)
		return false;
	return ((side > 0) == left) == path_crosses_odd(&path, polygon, spot->edge);
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
	polygon->edges = arena_array(arena, count, sizeof(Edge));
	for (size_t i = 0; i < count; i++)
		polygon->edges[i] = edge_between(vertices[i], vertices[(i + 1) % count]);
	find_cap(polygon, vertices, count);
	if (polygon->cap < POLYGON_NO_CAP)
	{
		polygon->outside[0] = vec_perpendicular(polygon->centre);
		polygon->outside[1] = polygon->outside[0];
	}
	else
		find_outside(polygon);
}

bool
edge_touches_point(const Edge *edge, Vec point, double touch)
{
	Vec from_start = vec_sub(point, edge->start);
	Vec from_end = vec_sub(point, edge->end);

	if (fabs(vec_dot(edge->normal, from_start)) > touch)
		return false;
	if (vec_dot(from_start, from_start) <= touch * touch ||
		vec_dot(from_end, from_end) <= touch * touch)
		return true;
	return vec_dot(from_start, vec_cross(edge->normal, edge->start)) > 0 &&
		   vec_dot(from_end, vec_cross(edge->end, edge->normal)) > 0;
}

PolygonSide
polygon_side(const Polygon *polygon, Vec point, double touch)
{
	Vec from_centre = vec_sub(point, polygon->centre);
	double reach = polygon->cap + 2 * touch;
	Vec outside = polygon->outside[0];
	Path path;
	double side;
	bool odd = false;

	if (vec_dot(from_centre, from_centre) > reach * reach)
		return POLYGON_OUT;
	if (fabs(vec_dot(point, outside)) > 0.99)
		outside = polygon->outside[1];
	path = path_between(point, outside);
	side = vec_dot(path.normal, polygon->edges[0].start);
	for (const Edge *e = polygon->edges; e < polygon->edges + polygon->count; e++)
	{
		double next = vec_dot(path.normal, e->end);

		if (fabs(vec_dot(e->normal, vec_sub(point, e->start))) <= touch &&
			edge_touches_point(e, point, touch))
			return POLYGON_BORDER;
		if ((side >= 0) != (next >= 0))
			odd ^= path_crosses(&path, e, side, next);
		side = next;
	}
	return odd ? POLYGON_IN : POLYGON_OUT;
}

/*
 * Least and greatest distance from a point to an edge.  Over the edge itself the distance
 * to its great circle counts, elsewhere that to the nearer (farther) end.
 */
static void
edge_distances(const Edge *edge, Vec point, double *least, double *greatest)
{
	double to_start = vec_angle(point, edge->start);
	double to_end = vec_angle(point, edge->end);
	double after = vec_dot(point, vec_cross(edge->normal, edge->start));
	double before = vec_dot(point, vec_cross(edge->end, edge->normal));
	double off = fabs(vec_dot(edge->normal, vec_sub(point, edge->start)));
	double to_circle = atan2(off, vec_length(vec_cross(edge->normal, point)));

	*least = fmin(to_start, to_end);
	*greatest = fmax(to_start, to_end);
	if (after > 0 && before > 0)
		*least = fmin(*least, to_circle);
	else if (after < 0 && before < 0)
		*greatest = fmax(*greatest, M_PI - to_circle);
}

void
polygon_distances(const Polygon *polygon, Vec point, double *least, double *greatest)
{
	*least = M_PI;
	*greatest = 0;
	for (const Edge *e = polygon->edges; e < polygon->edges + polygon->count; e++)
	{
		double near;
		double far;

		edge_distances(e, point, &near, &far);
		*least = fmin(*least, near);
		*greatest = fmax(*greatest, far);
	}
}
