#ifndef INDEX_EXTENT_PG_H
#define INDEX_EXTENT_PG_H

#include "index/extent.h"

/* The extent of a stored shape. */
extern Extent extent_of_datum(SkyShape shape, Datum value);

#endif
