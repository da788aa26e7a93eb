#ifndef GEO_HEALPIX_H
#define GEO_HEALPIX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/shape.h"
#include "geo/vec.h"

/*
 * HEALPix: the sphere in 12 * 4^order cells of equal area, in the NESTED numbering, where
 * the cells within a cell of a lower order are a range of numbers.  It is the numbering
 * of MOC, HiPS and Gaia's source_id.
 *
 * Source: Gorski et al. 2005, ApJ 622, 759, sections 4 and 5; the names p, m, x and y of
 * the plane here are our own.
 */
#define HEALPIX_MAX_ORDER 29

/* Number of cells of an order, 0..29. */
static inline int64_t
healpix_cells(int order)
{
	return INT64_C(12) << (2 * order);
}

/*
 * A cell taken apart: one of 12 faces, and column and row there, 0..2^order - 1.  x grows
 * to the north-east, y to the north-west.
 */
typedef struct HealpixCell
{
	int order;
	int face;
	uint32_t x;
	uint32_t y;
} HealpixCell;

extern HealpixCell healpix_cell(int order, int64_t index);
extern int64_t healpix_cell_index(HealpixCell cell);

/*
 * The index of the cell of order 29 that holds a position [deg]: the key of the sky
 * index.  Longitude may be any finite number; false for what is no position.
 *
 * The same bits on every machine, since indexes are stored: nothing but correctly rounded
 * operations, no function of libm that is not, no fused multiplication (Makefile).
 */
extern bool healpix_key(double lon, double lat, int64_t *key);

/* The index of the cell of an order that holds a direction. */
extern int64_t healpix_index(int order, Vec direction);

/*
 * A place in or on the border of a cell: x and y within 0..1, from the southern corner;
 * the centre is 0.5, 0.5.
 */
extern Vec healpix_direction(HealpixCell cell, double x, double y);
extern SkyPoint healpix_position(HealpixCell cell, double x, double y);

#endif
