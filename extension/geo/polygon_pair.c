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
 * Do two edges cross, each passing from one side of the other to the other side?  Where
 * an end lies on the other edge the answer is arbitrary; callers look at the ends first.
 */
static bool
edges_cross(const Edge *e, const Edge *f)
{
	double f_start = edge_side(e, f->start);
	double f_end = edge_side(e, f->end);
	double e_start = edge_side(f, e->start);
	double e_end = edge_side(f, e->end);
	Vec on_e;
	Vec on_f;

	if ((f_start > 0) == (f_end > 0) || (e_start > 0) == (e_end > 0))
		return false;
	/* Both great circles meet twice; it must be the same place on either edge. */
	on_e = vec_add(vec_scale(e->start, fabs(e_end)), vec_scale(e->end, fabs(e_start)));
	on_f = vec_add(vec_scale(f->start, fabs(f_end)), vec_scale(f->end, fabs(f_start)));
	return vec_dot(on_e, on_f) > 0;
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
		poll();
		for (const Edge *f = b->edges; f < b->edges + b->count; f++)
		{
			if (!edges_apart(e, f) && (ends_touch(e, f) || edges_cross(e, f)))
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
 * The next place after a certain angle [rad] where the outer boundary has a vertex on the
 * edge, or the edge's end.  Between two such places the edge lies all inside, all outside
 * or all on the boundary, as long as nothing crosses it.
 */
static double
next_split(const Edge *edge, const Polygon *outer, double after)
{
	double next = vec_angle(edge->start, edge->end);

	for (const Edge *f = outer->edges; f < outer->edges + outer->count; f++)
	{
		if (!edges_apart(edge, f) && edge_touches_point(edge, f->start, GEO_TOUCH))
		{
			double angle = edge_angle(edge, f->start);

			if (angle > after + PIECE_TOUCH && angle < next)
				next = angle;
		}
	}
	return next;
}

/* Does an edge lie in the outer polygon with all its points? */
static bool
polygon_contains_edge(const Edge *edge, const Polygon *outer, void (*poll)(void))
{
	double length = vec_angle(edge->start, edge->end);
	double from = 0;

	poll();
	for (const Edge *f = outer->edges; f < outer->edges + outer->count; f++)
	{
		if (!edges_apart(edge, f) && edges_cross(edge, f) && !ends_touch(edge, f))
			return false;
	}
	do
	{
		double to = next_split(edge, outer, from);

		poll();
		if (!polygon_contains_point(
				outer, edge_point(edge, 0.5 * (from + to)), PIECE_TOUCH))
			return false;
		from = to;
	} while (from < length - PIECE_TOUCH);
	return true;
}

bool
polygon_contains_polygon(const Polygon *inner, const Polygon *outer, void (*poll)(void))
{
	if (polygons_apart(inner, outer))
		return false;
	for (const Edge *e = inner->edges; e < inner->edges + inner->count; e++)
	{
		if (!polygon_contains_edge(e, outer, poll))
			return false;
	}
	/*
	 * The boundary lies in outer.  So does the interior, unless it is the far side: it
	 * would then hold all that is outside of outer.
	 */
	return !polygon_contains_point(inner, outer->outside[0], 0);
}
