#ifndef GEO_COVER_H
#define GEO_COVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "geo/healpix.h"
#include "geo/vec.h"

/*
 * Which cells of HEALPix does a shape meet?  The answer is a list of ranges of keys:
 * those of positions wholly inside, and those where the position itself must be asked
 * for.
 *
 * Anything can be covered that tells how a cell lies to it: a CoverShape.  Sets of shapes
 * are shapes again (cover_set), so that conditions with AND and OR have a cover too.
 */
typedef enum CoverSide
{
	COVER_OUT,	/* no position with a key of the cell is in the shape */
	COVER_PART, /* in doubt */
	COVER_IN,	/* each one is, up to the border of the cell */
} CoverSide;

/*
 * A cell, of any order: its keys first..end - 1, and a disc that holds it with room to
 * spare for the rounding of keys.
 */
typedef struct CoverCell
{
	int64_t first;
	int64_t end;
	Vec centre;
	double reach; /* chord */
} CoverCell;

typedef struct CoverShape CoverShape;

typedef struct CoverOps
{
	CoverSide (*side)(const CoverShape *shape, const CoverCell *cell);
	/*
	 * A shape that is the same within a cell to which side() said COVER_PART, and is
	 * asked sooner; the shape itself if there is none.  NULL: there never is.
	 */
	const CoverShape *(*narrow)(const CoverShape *shape,
								const CoverCell *cell,
								Arena *arena);
	/* Area [sr]; NULL: it is not known. */
	double (*area)(const CoverShape *shape);
} CoverOps;

struct CoverShape
{
	const CoverOps *ops;
	/* A disc that holds the whole shape; no disc where the chord is not below 2. */
	Vec cap_centre;
	double cap;
};

static inline CoverSide
cover_side(const CoverShape *shape, const CoverCell *cell)
{
	return shape->ops->side(shape, cell);
}

/* Area [sr], negative if it is not known. */
static inline double
cover_area(const CoverShape *shape)
{
	return shape->ops->area != NULL ? shape->ops->area(shape) : -1.0;
}

/* The positions that all (or else any) of some shapes have; count >= 1, parts are kept.
 */
extern const CoverShape *
cover_set(bool all, const CoverShape **parts, size_t count, Arena *arena);

/* All positions that a shape has not; it is kept. */
extern const CoverShape *cover_rest(const CoverShape *part, Arena *arena);

/* Keys lo..hi - 1; shape: who is to be asked there, NULL where all are inside. */
typedef struct CoverRange
{
	int64_t lo;
	int64_t hi;
	const CoverShape *shape;
} CoverRange;

/* Ascending, no two overlap. */
typedef struct Cover
{
	CoverRange *ranges;
	size_t count;
} Cover;

/*
 * How closely to follow the border.  Cells are not divided beyond an order, nor once more
 * than so many of them meet the border: about four times as many ranges at most.
 */
typedef struct CoverLimits
{
	int order;
	size_t cells;
} CoverLimits;

/* The deepest order of cells of which a disc meets at most four, or hardly more. */
extern int cover_order(double chord);

/* Cover a shape, which is kept; everything in arena memory. */
extern Cover cover_make(const CoverShape *shape, CoverLimits limits, Arena *arena);

/*
 * The cells of an order that a disc meets, where they are at most four: room for them at
 * cells; returns how many, unordered, or 0 if there may be more or the disc is too near
 * to the border of a face of HEALPix.  chord: of the disc, below 0.1.
 */
extern int cover_near(double lon, double lat, double chord, int order, int64_t cells[4]);

/* A cell by its order and index; that of a key is where its position lies. */
extern CoverCell cover_cell(int order, int64_t index);

static inline CoverCell
cover_key_cell(int64_t key)
{
	return cover_cell(HEALPIX_MAX_ORDER, key);
}

#endif
