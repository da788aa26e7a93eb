#ifndef GEO_POLYGON_PAIR_H
#define GEO_POLYGON_PAIR_H

#include "geo/polygon.h"

/*
 * Relations of two polygons, boundaries included.  Work is the product of the numbers of
 * edges at worst; poll is called for each edge of the first and may jump out.
 */
extern bool
polygon_contains_polygon(const Polygon *inner, const Polygon *outer, void (*poll)(void));
extern bool polygon_meets_polygon(const Polygon *a, const Polygon *b, void (*poll)(void));

#endif
