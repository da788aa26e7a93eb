#ifndef GEO_BOX_H
#define GEO_BOX_H

#include "base/shape.h"
#include "geo/vec.h"

/*
 * ADQL's BOX (ADQL 2.1, 4.2.9, after STC's Box): a cross of two great circle arms through
 * the centre, the one along the meridian height long, the other at right angles to it
 * width long; the sides are the great circles through the ends of the arms at right
 * angles to them.  They meet at the four corners.
 */
#define BOX_VERTICES 8

/* Corners and ends of the arms in turn, counter-clockwise from the eastern end. */
extern void box_vertices(const SkyBox *box, Vec vertices[BOX_VERTICES]);

/* Area [sr], 0..2 pi. */
extern double box_area(const SkyBox *box);

#endif
