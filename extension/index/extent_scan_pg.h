#ifndef INDEX_EXTENT_SCAN_PG_H
#define INDEX_EXTENT_SCAN_PG_H

#include "utils/rel.h"

/* Have this backend read an index over extents by this module.  The index is open. */
extern void extent_scan_enable(Relation index);

#endif
