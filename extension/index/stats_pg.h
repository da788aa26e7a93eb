#ifndef INDEX_STATS_PG_H
#define INDEX_STATS_PG_H

/* How the keys of a sky index are spread. */
typedef struct KeyStats
{
	Oid index;		/* hash key */
	bool known;		/* was it analyzed? */
	double nulls;	/* share of rows without a key */
	double order;	/* correlation of keys and places in the table, -1..1 */
	double in_bins; /* share of rows that the bounds tell of */
	int bounds_count;
	int64 *bounds; /* of bins with as many rows each */
	int common_count;
	int64 *common; /* most common keys */
	float4 *common_share;
} KeyStats;

/*
 * Statistics of an index, kept until they change; valid until the next call.  Without
 * any, rows are taken to be spread evenly.
 */
extern const KeyStats *key_stats(Oid index);

/* The share of all rows whose key is below another. */
extern double key_stats_below(const KeyStats *stats, int64 key);

#endif
