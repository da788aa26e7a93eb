#ifndef GEO_SHAPE_PG_H
#define GEO_SHAPE_PG_H

#include "base/shape.h"

/*
 * Make a stored shape of these numbers, in CurrentMemoryContext; raises what
 * shape_check() has against them.
 */
extern Datum shape_make(SkyShape shape, const double *values, size_t count);

/* The stored shape of a text, or the error that shape_parse() tells. */
extern Datum shape_read(SkyShape shape, const char *text);

#endif
