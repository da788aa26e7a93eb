#ifndef CROSSMATCH_SWEEP_H
#define CROSSMATCH_SWEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "geo/cover.h"

/*
 * Pairs of near positions: discs on one side, keys of positions on the other.
 *
 * Each disc is covered with ranges of keys.  The keys of the other side come in ascending
 * order; of the discs whose ranges hold a key, those are candidates that hold the place
 * of the key, to what a key is good for.  No pair is missed, and what is no pair is a
 * candidate only within 5e-9 rad (1 mas) of the rim: the exact question is left to
 * others.
 *
 * Add discs until the sweep is full, start it, then enter keys.
 */
typedef struct SweepDisc
{
	Vec centre;
	double inner; /* squares of chords: nearer is surely inside, */
	double outer; /* farther surely outside */
} SweepDisc;

/* Keys lo..hi - 1 of one disc. */
typedef struct SweepRange
{
	int64_t lo;
	int64_t hi;
	uint32_t disc;
} SweepRange;

/* A range that holds the key entered last. */
typedef struct SweepActive
{
	int64_t hi;
	uint32_t disc;
} SweepActive;

typedef struct Sweep
{
	Arena *arena;
	Arena *scratch; /* emptied again and again */
	CoverLimits limits;

	SweepDisc *discs;
	size_t disc_count;
	size_t max_discs;
	SweepRange *ranges; /* sorted once the sweep is started */
	size_t range_count;
	size_t max_ranges;

	/* Where keys are to be looked up: ascending, apart; shape is unused. */
	CoverRange *windows;
	size_t window_count;

	size_t next; /* first range that no key has reached */
	SweepActive *active;
	size_t active_count;
	size_t max_active;
	int64_t first_end; /* no active range ends earlier */
	Vec place;		   /* of the key entered last */
	size_t candidate;  /* first active range not looked at for it */
} Sweep;

/*
 * Room for so many discs, and half as many ranges more, in arena.
 *
 * limits: how closely to cover a disc.  Cells need not be smaller than those that hold
 * few keys.  SWEEP_FEW_CELLS or more; that is the least work where few keys fall into a
 * disc.
 */
#define SWEEP_FEW_CELLS 4

extern void sweep_init(
	Sweep *sweep, size_t max_discs, CoverLimits limits, Arena *arena, Arena *scratch);

/*
 * Add a disc, numbered from 0.  [deg]; the whole sky from 180 on; false if the centre is
 * no position or the radius negative or NaN, so that it holds nothing.
 */
extern bool sweep_add(Sweep *sweep, double lon, double lat, double radius);
/* Add one that may hold any key, even of what is no position, but surely none. */
extern void sweep_add_doubt(Sweep *sweep);
/* Take back the last one, which holds nothing. */
extern void sweep_take_back(Sweep *sweep);
extern bool sweep_is_full(const Sweep *sweep);

/*
 * All discs are there.  gap: windows nearer than so many keys are joined.
 */
extern void sweep_start(Sweep *sweep, int64_t gap);

/* Begin again at the first key, of another set of them. */
extern void sweep_rewind(Sweep *sweep);

/* Enter a key, never less than the last one. */
extern void sweep_enter(Sweep *sweep, int64_t key);

typedef enum SweepPair
{
	SWEEP_NONE,	 /* no more */
	SWEEP_MAYBE, /* the place is too near to the rim to tell */
	SWEEP_SURE,	 /* every position with this key is in the disc, and not on its rim */
} SweepPair;

/* The next disc that may hold a position with the key entered last. */
extern SweepPair sweep_next(Sweep *sweep, uint32_t *disc);

#endif
