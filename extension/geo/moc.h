#ifndef GEO_MOC_H
#define GEO_MOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/shape.h"
#include "geo/cover.h"

/* Most ranges of a MOC: 64 MB. */
#define MOC_MAX_RANGES 4000000

/* A MOC in hand: a set of keys of order 29. */
typedef struct Moc
{
	int order;
	const MocRange *ranges; /* ascending; between any two is a gap */
	size_t count;
} Moc;

/* May this be stored?  22P02 and 22003 for what is no MOC, 54000 beyond the limit. */
extern bool moc_check(const Moc *moc, SkyError *err);

/*
 * Bring ranges of whole cells of an order that come in any form into that of a MOC, in
 * place.
 */
extern Moc moc_of_ranges(int order, MocRange *ranges, size_t count);

/* The first range that ends after a key, or the end of the ranges. */
extern const MocRange *moc_range_after(const Moc *moc, int64_t key);

extern bool moc_holds(const Moc *moc, int64_t key);

/* How much of the keys lo..hi - 1 it holds. */
typedef enum MocShare
{
	MOC_NOTHING,
	MOC_SOME,
	MOC_ALL,
} MocShare;

extern MocShare moc_share(const Moc *moc, int64_t lo, int64_t hi);

extern bool moc_contains(const Moc *inner, const Moc *outer);
extern bool moc_intersects(const Moc *a, const Moc *b);

/*
 * Operations; the order of the result is the finer one.  to: room for the ranges of the
 * result, at most one more than a and b have.
 */
typedef enum MocOperation
{
	MOC_UNION,
	MOC_INTERSECTION,
	MOC_DIFFERENCE,
} MocOperation;

extern Moc moc_combine(MocOperation operation, const Moc *a, const Moc *b, MocRange *to);

/* All cells that are not in the MOC; to: room for one range more than it has. */
extern Moc moc_complement(const Moc *moc, MocRange *to);

/*
 * With cells no finer than an order: each cell of that order that has a part in the MOC.
 * to: room for as many ranges as it has.
 */
extern Moc moc_degrade(const Moc *moc, int order, MocRange *to);

/* How many cells of its order it has; its area [square degrees]; its centre of gravity.
 */
extern int64_t moc_cells(const Moc *moc);
extern double moc_area(const Moc *moc);
extern SkyPoint moc_centroid(const Moc *moc);

/* Order of two MOCs by their ranges, then by their orders: -1, 0 or 1. */
extern int moc_compare(const Moc *a, const Moc *b);

/*
 * MOC 2.0's ASCII form, or its JSON form, as a MOC in arena memory; false with *err set
 * and its position in the text.
 */
extern bool moc_parse(const char *text, Arena *arena, Moc *moc, SkyError *err);

/* The ASCII form: cells as large as can be, ascending; in arena memory. */
extern char *moc_print(const Moc *moc, Arena *arena);

/*
 * The cells of an order that a shape meets.  A shape that comes nearer to a cell than a
 * 64th of its size may count as meeting it; none is missed.
 */
typedef struct MocLimits
{
	int order;
	void (*poll)(void);
} MocLimits;

extern bool moc_of_shape(
	const CoverShape *shape, MocLimits limits, Arena *arena, Moc *moc, SkyError *err);

/*
 * Has a shape a position in one of the cells?  Has it none in any other cell?  With the
 * same leniency on what meets a cell.  arena: where memory comes from; nothing stays
 * there.
 */
extern bool moc_meets_shape(const Moc *moc,
							const CoverShape *shape,
							const Arena *arena,
							void (*poll)(void));
extern bool moc_holds_shape(const Moc *moc,
							const CoverShape *shape,
							const Arena *arena,
							void (*poll)(void));

#endif
