#ifndef INDEX_NEAREST_PG_H
#define INDEX_NEAREST_PG_H

#include "access/htup.h"
#include "executor/tuptable.h"

#include "base/arena.h"
#include "base/shape.h"
#include "geo/cover.h"

/* One row of a ring. */
typedef struct NearestRow
{
	double distance; /* NaN, as greater than all, where there is none */
	bool is_null;
	HeapTuple tuple;
} NearestRow;

/*
 * Rows in the order of their distance from a centre: ring by ring outwards, each read as
 * a whole and sorted, until no more is wanted.  Last come those without a distance.
 */
typedef struct SkyNearest
{
	SkyPoint centre;
	bool is_position; /* else no row has a distance */
	double inner;	  /* of the ring, not included [deg]; negative at first */
	double outer;	  /* included */
	double first;	  /* where the first ring ends */
	bool last;		  /* the ring is what is left: everything without a distance */
	bool ended;

	MemoryContext context; /* holds the rows */
	NearestRow *rows;
	int count;
	int room;
	int next; /* the first that is not given away */
	int most; /* rather make the ring narrower than have more rows */
} SkyNearest;

/* In CurrentMemoryContext. */
extern SkyNearest *nearest_open(void);

/* Begin at a centre, or at none if point is NULL; first: radius to begin with [deg]. */
extern void nearest_start(SkyNearest *nearest, const SkyPoint *point, double first);

/* Forget the rows and go on to the next ring; false if there is none. */
extern bool nearest_advance(SkyNearest *nearest);

/* The shape of the ring; NULL for the last, which has none. */
extern const CoverShape *nearest_ring(const SkyNearest *nearest, Arena *arena);

/*
 * Take a row, a copy of which is made, if it is in the ring.  False if there are too
 * many: the ring was made narrower and forgotten, and must be read again.
 */
extern bool
nearest_add(SkyNearest *nearest, TupleTableSlot *slot, double distance, bool is_null);

/* All rows of the ring are there. */
extern void nearest_sort(SkyNearest *nearest);

/* Put the next row into the slot; false if the ring is used up. */
extern bool nearest_next(SkyNearest *nearest, TupleTableSlot *slot);

#endif
