#ifndef INDEX_EXTENT_BINS_H
#define INDEX_EXTENT_BINS_H

#include <stddef.h>

#include "base/arena.h"
#include "index/extent.h"

/*
 * How extents are spread over the sky, for estimates.  A bin is a group of neighbours of
 * like size: which share of all they are, round what place and how far they scatter, and
 * how large they are.  Lengths are chords of the unit sphere; the area within a chord c
 * is pi c^2.
 *
 * Made of numbers alone, because they are stored as an array of these.
 */
typedef struct ExtentBin
{
	float share;
	float centre[3]; /* mean of the middles, inside the sphere */
	float spread;	 /* radius of a disc that scatters as the middles do */
	float radius;	 /* of a disc as large as the extents, on average of the areas */
} ExtentBin;

#define EXTENT_BIN_NUMBERS (sizeof(ExtentBin) / sizeof(float))

/*
 * Part extents in bins of neighbours of like size, most of them at most.  Returns how
 * many bins there are.
 */
extern size_t extent_bins_make(
	ExtentBin *bins, size_t most, const Extent *extents, size_t count, Arena *arena);

/* The share of the extents that stand in a relation to a given one. */
extern double extent_bins_share(const ExtentBin *bins,
								size_t count,
								ExtentRelation relation,
								const Extent *other);

/* The same for one of a known size [chord] at any place of the sky. */
extern double extent_bins_anywhere(const ExtentBin *bins,
								   size_t count,
								   ExtentRelation relation,
								   double radius);

/* The share of all pairs of one extent of each that stand in a relation. */
extern double extent_bins_pairs(const ExtentBin *first,
								size_t first_count,
								ExtentRelation relation,
								const ExtentBin *second,
								size_t second_count);

/* Radius of a disc as large as what an extent holds [chord]. */
extern double extent_radius(const Extent *extent);

/* The same of all bins together. */
extern double extent_bins_radius(const ExtentBin *bins, size_t count);

#endif
