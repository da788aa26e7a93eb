/*
 * polygon_measure.c
 *		Area and centroid of polygons.
 *
 * Both are taken round an origin near the vertices, with coordinates x and y across it
 * and z along it.  Then nothing large cancels, and a polygon of a microarcsecond is
 * measured as well as the coordinates allow.
 */
#include "geo/polygon.h"

/* Right-handed axes; z points to the origin of the measure. */
typedef struct Frame
{
	Vec x;
	Vec y;
	Vec z;
} Frame;

static Frame
frame_at(Vec origin)
{
	Frame frame = {.x = vec_perpendicular(origin), .z = origin};

	frame.y = vec_cross(origin, frame.x);
	return frame;
}

/* Coordinates of a direction; the third is z - 1, which keeps the digits of small z. */
static Vec
frame_offset(const Frame *frame, Vec v)
{
	Vec offset = vec_sub(v, frame->z);
	double x = vec_dot(offset, frame->x);
	double y = vec_dot(offset, frame->y);
	double z = vec_dot(v, frame->z);

	return (Vec){x, y, z > -0.5 ? -(x * x + y * y) / (1.0 + z) : z - 1.0};
}

/*
 * Signed area of the triangle between the origin and two directions [sr]:
 * tan(E/2) = [o a b] / (1 + o.a + a.b + b.o).
 * Source: van Oosterom & Strackee 1983, IEEE Trans. Biomed. Eng. 30, 125.
 */
static double
triangle_area(Vec a, Vec b)
{
	double triple = a.x * b.y - a.y * b.x;
	double apart = vec_dot(vec_sub(a, b), vec_sub(a, b));

	return 2.0 * atan2(triple, 4.0 + a.z + b.z - 0.5 * apart);
}

/*
 * Area to the left of the boundary, -2 pi..2 pi [sr]; negative if the smaller part lies
 * to the right.
 */
static double
signed_area(const Polygon *polygon)
{
	Frame frame = frame_at(polygon->centre);
	double sum = 0;
	Vec a = frame_offset(&frame, polygon->edges[0].start);

	for (const Edge *e = polygon->edges; e < polygon->edges + polygon->count; e++)
	{
		Vec b = frame_offset(&frame, e->end);

		sum += triangle_area(a, b);
		a = b;
	}
	/* A triangle with the antipode of the origin inside is off by the whole sphere. */
	return remainder(sum, 4.0 * M_PI);
}

double
polygon_area(const Polygon *polygon)
{
	return fabs(signed_area(polygon));
}

bool
polygon_interior_is_left(const Polygon *polygon)
{
	/* Rounding must not decide which half of the sky is meant. */
	const double even = 2.0 * M_PI - 1e-12;
	double area = signed_area(polygon);

	return area > 0 || area < -even;
}

/* t / sin t - 1 for the angle t between two offsets. */
static double
arc_excess(Vec a, Vec b)
{
	double minus = vec_length(vec_sub(a, b));
	double plus = vec_length((Vec){a.x + b.x, a.y + b.y, 2.0 + a.z + b.z});
	double t = 2.0 * atan2(minus, plus);
	double t2 = t * t;

	if (t < 0.05)
		return t2 *
			   (1.0 / 6 + t2 * (7.0 / 360 + t2 * (31.0 / 15120 + t2 * (127.0 / 604800))));
	return t / (0.5 * minus * plus) - 1.0;
}

static double
boundary_length(const Polygon *polygon)
{
	double sum = 0;

	for (const Edge *e = polygon->edges; e < polygon->edges + polygon->count; e++)
		sum += vec_angle(e->start, e->end);
	return sum;
}

/*
 * The integral of the direction over the area is half the sum, over the edges, of their
 * length times their unit normal (Brock 1975, J. Appl. Mech. 42, 239; it is
 * Stokes' theorem).  With a = (x, y, 1 + z) the main part of each cross product is a
 * difference of the two ends, which cancels round the boundary and is left out here.
 */
Vec
polygon_centroid(const Polygon *polygon)
{
	Frame frame = frame_at(polygon->centre);
	Vec a = frame_offset(&frame, polygon->edges[0].start);
	Vec sum = {0, 0, 0};
	double thin = GEO_TOUCH * boundary_length(polygon);

	for (const Edge *e = polygon->edges; e < polygon->edges + polygon->count; e++)
	{
		Vec b = frame_offset(&frame, e->end);
		double k = arc_excess(a, b);
		Vec bent = {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
		Vec straight = {a.y - b.y, b.x - a.x, 0};

		sum = vec_add(sum, vec_add(vec_scale(bent, 1.0 + k), vec_scale(straight, k)));
		a = b;
	}
	/* A line has no area, and parts opposite each other may balance. */
	if (polygon_area(polygon) <= thin || vec_length(sum) <= thin)
		return polygon->cap < POLYGON_NO_CAP ? polygon->centre : polygon->edges[0].start;
	if (!polygon_interior_is_left(polygon))
		sum = vec_scale(sum, -1.0);
	return vec_unit(vec_add(vec_add(vec_scale(frame.x, sum.x), vec_scale(frame.y, sum.y)),
							vec_scale(frame.z, sum.z)));
}
