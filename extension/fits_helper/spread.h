#ifndef FITS_HELPER_SPREAD_H
#define FITS_HELPER_SPREAD_H

#include "fits_helper/columns.h"

#define SPREAD_SIDES 16

/*
 * A convex polygon with all rows of a table that have a position, half a second of arc
 * from the outermost.  False if there are none, or too many to look at, or if they are on
 * more of the sky than is within 60 degrees of their middle.
 */
extern bool
spread_of(const Table *table, const Meaning *meaning, SkyPoint vertices[SPREAD_SIDES]);

#endif
