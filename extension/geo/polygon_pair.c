/*
 * polygon_pair.c
 *		Relations of two polygons, edge by edge.
 */
#include "geo/polygon_pair.h"

/* A piece of boundary checked by its middle may stray this much from a shared side. */
#define PIECE_TOUCH (4 * GEO_TOUCH)

/* Are two edges so far apart that they cannot touch?  In doubt no. */
static inline bool
edges_apart(const Edge *e, const Edge *f)
{
	Vec between = vec_sub(e->middle, f->middle);
	double reach = e->reach + f->reach + 2 * GEO_TOUCH;

	return vec_dot(between, between) > reach * reach;
}

static double
edge_side(const Edge *edge, Vec point)
{
	return vec_dot(edge->normal, vec_sub(point, edge->start));
}

/*
 * Do two edges cross, each passing from one side of the other to the other side, and at
 * which place of the first (of any length)?  Where an end lies on the other edge the
 * answer is arbitrary; callers look at the ends too.
 */
static bool
edges_cross(const Edge *e, const Edge *f, Vec *on_e)
{
	double f_start = edge_side(e, f->start);
	double f_end = edge_side(e, f->end);
	double e_start = edge_side(f, e->start);
	double e_end = edge_side(f, e->end);
	Vec on_f;

	if ((f_start > 0) == (f_end > 0) || (e_start > 0) == (e_end > 0))
		return false;
	/* Both great circles meet twice; it must be the same place on either edge. */
	*on_e = vec_add(vec_scale(e->start, fabs(e_end)), vec_scale(e->end, fabs(e_start)));
	on_f = vec_add(vec_scale(f->start, fabs(f_end)), vec_scale(f->end, fabs(f_start)));
	return vec_dot(*on_e, on_f) > 0;
}

/* Does an end of one edge lie on the other? */
static bool
ends_touch(const Edge *e, const Edge *f)
{
	return edge_touches_point(e, f->start, GEO_TOUCH) ||
		   edge_touches_point(e, f->end, GEO_TOUCH) ||
		   edge_touches_point(f, e->start, GEO_TOUCH) ||
		   edge_touches_point(f, e->end, GEO_TOUCH);
}

/* Can the caps round two polygons not touch? */
static bool
polygons_apart(const Polygon *a, const Polygon *b)
{
	double chord = vec_length(vec_sub(a->centre, b->centre));

	/* A chord is shorter than its arc, but chords of three points obey the triangle. */
	return chord > a->cap + b->cap + 2 * GEO_TOUCH;
}

bool
polygon_meets_polygon(const Polygon *a, const Polygon *b, void (*poll)(void))
{
	if (polygons_apart(a, b))
		return false;
	if (polygon_contains_point(a, b->edges[0].start, GEO_TOUCH) ||
		polygon_contains_point(b, a->edges[0].start, GEO_TOUCH))
		return true;
	for (const Edge *e = a->edges; e < a->edges + a->count; e++)
	{
		Vec place;

		poll();
		for (const Edge *f = b->edges; f < b->edges + b->count; f++)
		{
			if (!edges_apart(e, f) && (ends_touch(e, f) || edges_cross(e, f, &place)))
				return true;
		}
	}
	return false;
}

/* The point of an edge at an angle from its start [rad]. */
static Vec
edge_point(const Edge *edge, double angle)
{
	Vec ahead = vec_cross(edge->normal, edge->start);

	return vec_unit(
		vec_add(vec_scale(edge->start, cos(angle)), vec_scale(ahead, sin(angle))));
}

/* How far along an edge a point on it lies [rad]. */
static double
edge_angle(const Edge *edge, Vec point)
{
	return copysign(
		vec_angle(edge->start, point),
		vec_dot(vec_cross(edge->normal, edge->start), vec_sub(point, edge->start)));
}

/*
 * The next place after a certain angle [rad] where the edge meets the boundary of a
 * polygon, at a vertex or crossing, or else the edge's end.  Between two such places it
 * lies all inside, all outside or all on the boundary.
 */
static double
next_split(const Edge *edge, const Polygon *polygon, double after)
{
	double next = vec_angle(edge->start, edge->end);

	for (const Edge *f = polygon->edges; f < polygon->edges + polygon->count; f++)
	{
		Vec place = f->start;
		double angle;

		if (edges_apart(edge, f))
			continue;
		if (edge_touches_point(edge, f->start, GEO_TOUCH))
		{
			angle = edge_angle(edge, f->start);
			if (angle > after + PIECE_TOUCH && angle < next)
				next = angle;
		}
		if (edges_cross(edge, f, &place))
		{
			angle = edge_angle(edge, vec_unit(place));
			if (angle > after + PIECE_TOUCH && angle < next)
				next = angle;
		}
	}
	return next;
}

/* Does the polygon hold a point off its boundary? */
static bool
holds_deep(const Polygon *polygon, Vec point)
{
	if (!polygon_contains_point(polygon, point, 0))
		return false;
	for (const Edge *e = polygon->edges; e < polygon->edges + polygon->count; e++)
	{
		if (edge_touches_point(e, point, PIECE_TOUCH))
			return false;
	}
	return true;
}

/* Does a polygon hold a point, its boundary included? */
static bool
holds(const Polygon *polygon, Vec point)
{
	return polygon_contains_point(polygon, point, PIECE_TOUCH);
}

/* Does a test give the same wanted answer for all pieces of an edge? */
static bool
all_pieces(const Edge *edge,
		   const Polygon *polygon,
		   bool (*test)(const Polygon *, Vec),
		   bool wanted,
		   void (*poll)(void))
{
	double length = vec_angle(edge->start, edge->end);
	double from = 0;

	do
	{
		double to = next_split(edge, polygon, from);

		poll();
		if (test(polygon, edge_point(edge, 0.5 * (from + to))) != wanted)
			return false;
		from = to;
	} while (from < length - PIECE_TOUCH);
	return true;
}

/*
 * One polygon lies in another if all its boundary does, and no boundary of the other is
 * inside it, where there may be a hole.  Last, it must not be the far side of the same
 * boundary: it would hold what is outside of the other.
 *
 * So a cut, where a boundary runs there and back, counts as boundary not to be crossed.
 */
bool
polygon_contains_polygon(const Polygon *inner, const Polygon *outer, void (*poll)(void))
{
	if (polygons_apart(inner, outer))
		return false;
	for (const Edge *e = inner->edges; e < inner->edges + inner->count; e++)
	{
		if (!all_pieces(e, outer, holds, true, poll))
			return false;
	}
	for (const Edge *f = outer->edges; f < outer->edges + outer->count; f++)
	{
		if (!all_pieces(f, inner, holds_deep, false, poll))
			return false;
	}
	return !polygon_contains_point(inner, outer->outside[0], 0);
}
