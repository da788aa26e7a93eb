#ifndef INDEX_RANK_PG_H
#define INDEX_RANK_PG_H

#include "utils/rel.h"

/*
 * How many of so many entries have keys lo..hi - 1, by a look at the index itself: exact
 * within a leaf page, good to some parts in a hundred otherwise.  The index must be
 * locked.
 */
extern double rank_rows(Relation index, int64 lo, int64 hi, double entries);

/* How far entries near a key are apart, in keys, with so many entries in all. */
extern double rank_spacing(Relation index, int64 key, double entries);

#endif
