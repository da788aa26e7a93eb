/*
 * shape_frame.c
 *		Shapes given in other frames than ICRS.
 */
#include "geo/shape_frame.h"

#include "geo/box.h"
#include "geo/frame.h"

/* A box as the polygon of its corners, in place of its numbers. */
static bool
box_to_polygon(Scan *scan, size_t head)
{
	const double *values = scan->values + head + REGION_HEAD;
	SkyBox box = {values[0], values[1], values[2], values[3]};
	Vec vertices[BOX_VERTICES];
	/* Corners alone, unless two of them lie opposite each other. */
	int step = box.width < 180.0 && box.height < 180.0 ? 2 : 1;

	box_vertices(&box, vertices);
	scan->count = head + REGION_HEAD;
	scan->values[head] = REGION_POLYGON;
	scan->values[head + 1] = 2 * BOX_VERTICES / step;
	for (int i = step - 1; i < BOX_VERTICES; i += step)
	{
		SkyPoint vertex;

		vec_to_degrees(vertices[i], &vertex.lon, &vertex.lat);
		if (!scan_put(scan, vertex.lon) || !scan_put(scan, vertex.lat))
			return false;
	}
	return true;
}

bool
shape_from_frame(Scan *scan, size_t head, const char *frame)
{
	const RefFrame *from = refframe_find(frame);
	const RefFrame *icrs = refframe_find("ICRS");
	double *values = scan->values + head + REGION_HEAD;
	size_t positions = 2;

	if (scan->values[head] == REGION_SKY)
		return true;
	if (scan->values[head] == REGION_RANGE)
	{
		scan_fail(scan, scan->at, "a range of another frame is no range of ICRS");
		return false;
	}
	if (scan->values[head] == REGION_BOX && !box_to_polygon(scan, head))
		return false;
	if (scan->values[head] == REGION_POLYGON)
		positions = scan->count - head - REGION_HEAD;
	for (size_t i = 0; i < positions; i += 2)
	{
		SkyPoint point = frame_turn(from, icrs, (SkyPoint){values[i], values[i + 1]});

		values[i] = point.lon;
		values[i + 1] = point.lat;
	}
	return true;
}
