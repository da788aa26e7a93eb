/*
 * polygon_distance.c
 *		Least and greatest distance from a direction to the boundary of a polygon.
 */
#include "geo/polygon.h"

/* Does a point lie over an edge: between the planes at right angles to it at its ends? */
static void
edge_place(const Arc *edge, Vec point, bool *over, bool *opposite)
{
	double after = vec_dot(point, vec_cross(edge->centre, edge->start));
	double before = vec_dot(point, vec_cross(edge->end, edge->centre));

	*over = after > 0 && before > 0;
	*opposite = after < 0 && before < 0;
}

/* Distance of a point from the great circle of an edge. */
static double
edge_circle_distance(const Arc *edge, Vec point)
{
	double off = fabs(vec_dot(edge->centre, vec_sub(point, edge->start)));

	return atan2(off, vec_length(vec_cross(edge->centre, point)));
}

static double
edge_nearest(const Arc *edge, Vec point)
{
	double least = fmin(vec_angle(point, edge->start), vec_angle(point, edge->end));
	bool over;
	bool opposite;

	edge_place(edge, point, &over, &opposite);
	return over ? fmin(least, edge_circle_distance(edge, point)) : least;
}

static double
edge_farthest(const Arc *edge, Vec point)
{
	double greatest = fmax(vec_angle(point, edge->start), vec_angle(point, edge->end));
	bool over;
	bool opposite;

	edge_place(edge, point, &over, &opposite);
	return opposite ? fmax(greatest, M_PI - edge_circle_distance(edge, point)) : greatest;
}

double
polygon_nearest(const Polygon *polygon, Vec point)
{
	double least = M_PI;
	double chord = 2.0;

	for (uint32_t n = 0; n < polygon->tree.count;)
	{
		const BoundsNode *node = &polygon->tree.nodes[n];

		if (bounds_nearest(&node->bounds, point) > chord + GEO_TOUCH)
		{
			n = node->skip;
			continue;
		}
		for (uint32_t i = node->first; i < node->first + node->count; i++)
			least = fmin(least, edge_nearest(&polygon->edges[i], point));
		chord = 2.0 * sin(0.5 * least);
		n++;
	}
	return least;
}

double
polygon_farthest(const Polygon *polygon, Vec point)
{
	double greatest = 0;
	double chord = 0;

	for (uint32_t n = 0; n < polygon->tree.count;)
	{
		const BoundsNode *node = &polygon->tree.nodes[n];

		if (bounds_farthest(&node->bounds, point) < chord - GEO_TOUCH)
		{
			n = node->skip;
			continue;
		}
		for (uint32_t i = node->first; i < node->first + node->count; i++)
			greatest = fmax(greatest, edge_farthest(&polygon->edges[i], point));
		chord = 2.0 * sin(0.5 * greatest);
		n++;
	}
	return greatest;
}
