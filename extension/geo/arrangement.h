#ifndef GEO_ARRANGEMENT_H
#define GEO_ARRANGEMENT_H

#include "geo/region.h"

/*
 * The boundaries of one or two regions, cut where they meet each other and themselves.
 * Between two cuts everything that can be asked about a boundary and its two sides stays
 * the same, so relations and measures of regions are found by looking at each piece once.
 */
typedef struct Piece
{
	const Arc *arc;
	Vec start;
	Vec end;
	double turn;	   /* from start to end round the arc's centre; 0: a single place */
	unsigned sides[2]; /* SIDE_ bits in either region; left is left of the arc */
	bool repeated;	   /* an earlier arc runs along there too */
} Piece;

/* Returns true to stop. */
typedef bool (*PieceVisit)(void *state, const Piece *piece);

typedef struct Arrangement
{
	const Region *regions[2]; /* the second may be NULL */
	Bounds limits[2];		  /* arcs that lie outside do not matter */
	double touch;			  /* what is nearer counts as one place [rad] */
	bool find_repeated;
	RegionPoll poll;
	PieceVisit visit;
	void *state;
} Arrangement;

/* The touch that all predicates use [rad]. */
#define ARRANGEMENT_TOUCH (4 * GEO_TOUCH)

/*
 * Visit all pieces and all places where boundaries meet, and for regions without any
 * boundary one piece of no length without an arc that stands for the whole sky.  True if
 * a visit stopped it.  Needs no memory; work grows with the number of arcs and cuts.
 */
extern bool arrangement_visit(const Arrangement *arrangement);

/* Does the boundary of a region touch or cross itself? */
extern bool arrangement_is_knotted(const Region *region, RegionPoll poll);

#endif
