/*
 * healpix.c
 *		Between positions and cells of HEALPix.
 *
 * Each face is a square whose sides run north-east (x) and north-west (y).  In the
 * equatorial belt, |sin lat| <= 2/3, the projection is cylindrical and the faces tile a
 * plane whose axes p (south-east) and m (north-east) are those of the sides, in units of
 * a face; towards a pole the four faces narrow like gores.
 */
#include "geo/healpix.h"

#include "geo/angle.h"

#define ROOT_6 2.449489742783178

/* Cells along the side of a face at order 29. */
#define KEY_SIDE (UINT32_C(1) << HEALPIX_MAX_ORDER)

/* The bits of a number at the even places of another. */
static inline uint64_t
spread_bits(uint64_t v)
{
	v = (v | v << 16) & UINT64_C(0x0000FFFF0000FFFF);
	v = (v | v << 8) & UINT64_C(0x00FF00FF00FF00FF);
	v = (v | v << 4) & UINT64_C(0x0F0F0F0F0F0F0F0F);
	v = (v | v << 2) & UINT64_C(0x3333333333333333);
	return (v | v << 1) & UINT64_C(0x5555555555555555);
}

/* And back. */
static inline uint32_t
gather_bits(uint64_t v)
{
	v &= UINT64_C(0x5555555555555555);
	v = (v | v >> 1) & UINT64_C(0x3333333333333333);
	v = (v | v >> 2) & UINT64_C(0x0F0F0F0F0F0F0F0F);
	v = (v | v >> 4) & UINT64_C(0x00FF00FF00FF00FF);
	v = (v | v >> 8) & UINT64_C(0x0000FFFF0000FFFF);
	return (uint32_t) (v | v >> 16);
}

int64_t
healpix_cell_index(HealpixCell cell)
{
	return (int64_t) ((uint64_t) cell.face << (2 * cell.order) | spread_bits(cell.x) |
					  spread_bits(cell.y) << 1);
}

HealpixCell
healpix_cell(int order, int64_t index)
{
	uint64_t within = (uint64_t) index & ((UINT64_C(1) << (2 * order)) - 1);

	return (HealpixCell){.order = order,
						 .face = (int) (index >> (2 * order)),
						 .x = gather_bits(within),
						 .y = gather_bits(within >> 1)};
}

/* A coordinate within a face, 0..1, as the number of a column or row. */
static inline uint32_t
key_column(double at)
{
	uint32_t column = (uint32_t) (at * KEY_SIDE);

	return column < KEY_SIDE ? column : KEY_SIDE - 1;
}

/* The cell of a position in the belt: quarter is its longitude, 0..4 turns of 90. */
static HealpixCell
belt_cell(double quarter, double z)
{
	double p = 0.5 + quarter - 0.75 * z;
	double m = 0.5 + quarter + 0.75 * z;
	int p_face = (int) p;
	int m_face = (int) m;
	HealpixCell cell = {.order = HEALPIX_MAX_ORDER};

	/* Where both are alike it is a face of the belt; else one that borders it. */
	cell.face = p_face == m_face  ? 4 + (p_face & 3)
				: p_face < m_face ? p_face & 3
								  : 8 + (m_face & 3);
	cell.x = key_column(m - m_face);
	cell.y = KEY_SIDE - 1 - key_column(p - p_face);
	return cell;
}

/* The cell of a position nearer to a pole. */
static HealpixCell
gore_cell(double quarter, double lat)
{
	int gore = (int) quarter;
	double across = quarter - gore;
	/* sqrt(3 (1 - |sin lat|)), to full precision up to the pole. */
	double from_pole = ROOT_6 * sin_quarter(0.5 * (90.0 - fabs(lat)));
	uint32_t p = key_column(across * from_pole);
	uint32_t m = key_column((1.0 - across) * from_pole);

	if (lat > 0)
		return (HealpixCell){HEALPIX_MAX_ORDER, gore, KEY_SIDE - 1 - m, KEY_SIDE - 1 - p};
	return (HealpixCell){HEALPIX_MAX_ORDER, 8 + gore, p, m};
}

bool
healpix_key(double lon, double lat, int64_t *key)
{
	double z;
	double quarter;

	if (!(fabs(lat) <= 90.0) || !isfinite(lon))
		return false;
	if (!(lon >= 0.0 && lon < 360.0))
	{
		lon = fmod(lon, 360.0);
		lon += lon < 0.0 ? 360.0 : 0.0;
		lon = lon < 360.0 ? lon : 0.0; /* a tiny negative one was rounded up */
	}
	z = sin_quarter(lat);
	quarter = lon / 90.0;
	*key = healpix_cell_index(fabs(z) <= 2.0 / 3.0 ? belt_cell(quarter, z)
												   : gore_cell(quarter, lat));
	return true;
}

int64_t
healpix_index(int order, Vec direction)
{
	double lon;
	double lat;
	int64_t key = 0;

	vec_to_degrees(direction, &lon, &lat);
	healpix_key(lon, lat, &key);
	return key >> (2 * (HEALPIX_MAX_ORDER - order));
}

/* A place on the sphere between the plane and its coordinates. */
typedef struct Place
{
	double lon;		  /* 0..360 [deg] */
	double from_pole; /* sqrt(3 (1 - |z|)), 0..1; 1 in the belt */
	double z;		  /* of the belt; of a gore +1 or -1: which pole */
} Place;

static Place
place_of(HealpixCell cell, double x, double y)
{
	double side = (double) (KEY_SIDE >> cell.order) / KEY_SIDE;
	double east = (cell.x + x) * side;
	double west = (cell.y + y) * side;
	/* From the north pole southwards, 0..4; a face is 2 high. */
	double south = 2 + cell.face / 4 - east - west;
	double column;
	Place place = {.from_pole = 1.0};

	if (south < 1.0)
	{
		place.from_pole = south;
		place.z = 1.0;
	}
	else if (south > 3.0)
	{
		place.from_pole = 4.0 - south;
		place.z = -1.0;
	}
	else
		place.z = (2.0 - south) * (2.0 / 3.0);
	/* Twice the longitude, in quarter turns: where the middle of the face is, and from
	 * there. */
	column = 2 * (cell.face % 4) + (cell.face / 4 == 1 ? 0 : 1);
	place.lon = 45.0 * column;
	if (place.from_pole > 0)
		place.lon += 45.0 * ((east - west) / place.from_pole);
	place.lon += place.lon < 0.0 ? 360.0 : 0.0;
	return place;
}

SkyPoint
healpix_position(HealpixCell cell, double x, double y)
{
	Place place = place_of(cell, x, y);
	double lat;

	if (place.from_pole < 1.0)
		lat =
			place.z * (90.0 - 2.0 * DEGREES_PER_RADIAN * asin(place.from_pole / ROOT_6));
	else
		lat = DEGREES_PER_RADIAN * asin(place.z);
	return (SkyPoint){place.lon < 360.0 ? place.lon : 0.0, lat};
}

Vec
healpix_direction(HealpixCell cell, double x, double y)
{
	Place place = place_of(cell, x, y);
	double lon = place.lon > 180.0 ? place.lon - 360.0 : place.lon;
	double z = place.z;
	double across;

	if (place.from_pole < 1.0)
	{
		double below = place.from_pole * place.from_pole / 3.0;

		across = sqrt(below * (2.0 - below));
		z *= 1.0 - below;
	}
	else
		across = sqrt((1.0 - z) * (1.0 + z));
	return (Vec){across * cos_half(lon), across * sin_half(lon), z};
}
