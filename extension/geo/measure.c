/*
 * measure.c
 *		Area and centre of gravity within lines on the sphere.
 */
#include "geo/measure.h"

Measure
measure_round(Vec origin)
{
	Measure measure = {.x = vec_perpendicular(origin), .z = origin};

	measure.y = vec_cross(origin, measure.x);
	return measure;
}

/* Coordinates of a direction; the third is z - 1, which keeps the digits of small z. */
static Vec
offset_of(const Measure *measure, Vec v)
{
	Vec offset = vec_sub(v, measure->z);
	double x = vec_dot(offset, measure->x);
	double y = vec_dot(offset, measure->y);
	double z = vec_dot(v, measure->z);

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

/* t / sin t - 1 for the angle t between two offsets. */
static double
arc_excess(Vec a, Vec b, double t)
{
	double minus = vec_length(vec_sub(a, b));
	double plus = vec_length((Vec){a.x + b.x, a.y + b.y, 2.0 + a.z + b.z});
	double t2 = t * t;

	if (t < 0.05)
		return t2 *
			   (1.0 / 6 + t2 * (7.0 / 360 + t2 * (31.0 / 15120 + t2 * (127.0 / 604800))));
	return t / (0.5 * minus * plus) - 1.0;
}

static void
add_step(Measure *measure, double length, Vec start, Vec end)
{
	measure->length += length;
	measure->way = vec_add(measure->way, vec_sub(end, start));
}

/*
 * The integral of the direction over the area is half the integral of r x dr along the
 * line round it (Brock 1975, J. Appl. Mech. 42, 239; it is Stokes' theorem); along a side
 * that is its length times its unit normal.  With r = origin + offset the main part,
 * origin x step, cancels round closed lines and is left out here.
 */
void
measure_side(Measure *measure, Vec start, Vec end)
{
	Vec a = offset_of(measure, start);
	Vec b = offset_of(measure, end);
	double length = vec_angle(start, end);
	double k = arc_excess(a, b, length);
	Vec bent = vec_cross(a, b);
	Vec straight = {a.y - b.y, b.x - a.x, 0};

	measure->area += triangle_area(a, b);
	measure->moment = vec_add(measure->moment,
							  vec_add(vec_scale(bent, 1.0 + k), vec_scale(straight, k)));
	add_step(measure, length, start, end);
}

/*
 * Between the arc and the side with the same ends lies a sector of the disc without the
 * triangle of its centre, which has the excess E:
 * tan(E/2) = t sin(angle) / (1 + t cos(angle)), t = tan^2(radius/2).
 */
static double
segment_area(const MeasureTurn *turn)
{
	double half = sin(0.5 * turn->radius);
	double t = tan(0.5 * turn->radius);
	double triangle =
		2.0 * atan2(t * t * sin(turn->angle), 1.0 + t * t * cos(turn->angle));

	return 2.0 * turn->angle * half * half - triangle;
}

void
measure_turn(Measure *measure, Vec start, Vec end, const MeasureTurn *turn)
{
	Vec a = offset_of(measure, start);
	Vec b = offset_of(measure, end);
	Vec c = offset_of(measure, turn->centre);
	double half = sin(0.5 * turn->radius);
	double sine = sin(turn->radius);
	/* From the origin to the plane of the circle: c - (1 - cos radius) * centre. */
	Vec base = vec_sub(c, vec_scale((Vec){c.x, c.y, 1.0 + c.z}, 2.0 * half * half));
	Vec axis = {c.x, c.y, 1.0 + c.z};

	measure->area += triangle_area(a, b) + segment_area(turn);
	measure->moment = vec_add(measure->moment,
							  vec_add(vec_cross(base, vec_sub(b, a)),
									  vec_scale(axis, sine * sine * turn->angle)));
	add_step(measure, fabs(turn->angle) * sine, start, end);
}

double
measure_area(const Measure *measure)
{
	/* A triangle with the antipode of the origin inside is off by the whole sphere. */
	return remainder(measure->area, 4.0 * M_PI);
}

Vec
measure_moment(const Measure *measure)
{
	Vec m = measure->moment;

	return vec_add(vec_add(vec_scale(measure->x, m.x), vec_scale(measure->y, m.y)),
				   vec_scale(measure->z, m.z));
}
