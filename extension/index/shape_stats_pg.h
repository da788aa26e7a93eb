#ifndef INDEX_SHAPE_STATS_PG_H
#define INDEX_SHAPE_STATS_PG_H

#include "access/htup.h"

#include "index/extent_bins.h"

/* Kind of the slot of pg_statistic with the bins of a column; among the private ones. */
#define STATISTIC_KIND_EXTENTS 17311

/*
 * The bins in a row of pg_statistic, in CurrentMemoryContext; returns how many, 0 if
 * ANALYZE left none.
 */
extern size_t shape_bins(HeapTuple statistics, ExtentBin **bins);

#endif
