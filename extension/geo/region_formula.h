#ifndef GEO_REGION_FORMULA_H
#define GEO_REGION_FORMULA_H

#include "geo/region.h"

/* Prepare the formula of a stored region, whose numbers passed region_check(). */
extern RegionFormula *region_formula(const double *values, size_t count, Arena *arena);

/* Does it hold a position [deg], finite and with a latitude? */
extern bool region_formula_contains(const RegionFormula *formula, double lon, double lat);

/* As region_sides(). */
extern unsigned
region_formula_sides(const RegionFormula *formula, Vec place, Vec left, double touch);

#endif
