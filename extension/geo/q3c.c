/*
 * q3c.c
 *		Cell numbers of Q3C.
 */
#include "geo/q3c.h"

#include <math.h>

#define LEVELS	30
#define SIDE	(INT64_C(1) << LEVELS) /* cells along the edge of a face */
#define RADIANS (M_PI / 180)

/* Faces: 0 at the north pole, 1 to 4 along the equator, 5 at the south pole. */
#define NORTH 0
#define SOUTH 5

/* The bits of a number at every other place. */
static int64_t
spread(int64_t number)
{
	int64_t result = 0;

	for (int i = 0; i < LEVELS; i++)
		result |= (number >> i & 1) << (2 * i);
	return result;
}

/* A gnomonic coordinate, -1..1, in cells from the edge. */
static int64_t
cells(double coordinate)
{
	int64_t number = (int64_t) ((coordinate / 2 + 0.5) * (double) SIDE);

	return number < 0 ? 0 : number >= SIDE ? SIDE - 1 : number;
}

bool
q3c_cell(double lon, double lat, int64_t *cell)
{
	int face;
	double x;
	double y;

	if (!isfinite(lon) || !(fabs(lat) <= 90))
		return false;
	if (lon < 0 || lon > 360)
		lon = fmod(lon, 360) + (lon < 0 ? 360 : 0);
	face = (int) fmod((lon + 45) / 90, 4);
	x = tan((lon - 90 * face) * RADIANS);
	y = tan(lat * RADIANS) / cos((lon - 90 * face) * RADIANS);
	face++;
	if (fabs(y) > 1)
	{
		double t = 1 / tan(lat * RADIANS);

		face = y > 1 ? NORTH : SOUTH;
		x = (y > 1 ? 1 : -1) * sin(lon * RADIANS) * t;
		y = -cos(lon * RADIANS) * t;
	}
	*cell = face * SIDE * SIDE + spread(cells(x)) + 2 * spread(cells(y));
	return true;
}
