#ifndef INDEX_EXTENT_H
#define INDEX_EXTENT_H

#include <stdbool.h>

#include "geo/moc.h"
#include "geo/region.h"

/*
 * What an index knows of a shape: a box along the axes of the unit vectors that holds it.
 * There is no wrap and no pole to it, and it takes as many bytes for every shape.
 *
 * The numbers are rounded outwards to single precision, so that an extent holds its shape
 * with EXTENT_MARGIN to spare and exceeds it by less than EXTENT_SLACK.
 *
 * Two extents are not of a place: of EXTENT_NOWHERE all numbers are NaN, it stands in no
 * relation to any other.  EXTENT_ANY is that of a shape without any position, which lies
 * in every other shape; it may stand in any relation.
 */
typedef struct Extent
{
	float low[3];
	float high[3];
} Extent;

#define EXTENT_NOWHERE ((Extent){{NAN, NAN, NAN}, {NAN, NAN, NAN}})
#define EXTENT_ANY	   ((Extent){{-2, -2, -2}, {2, 2, 2}})

/* How one extent stands to another; the numbers are those of GiST's strategies. */
typedef enum ExtentRelation
{
	EXTENT_OVERLAPS = 3,
	EXTENT_COVERS = 7,
	EXTENT_WITHIN = 8,
} ExtentRelation;

/* Far above GEO_TOUCH and the rounding errors of vectors, far below single precision. */
#define EXTENT_MARGIN 1e-12

/* Twice what rounding adds to a number near 1: 0.05 arcseconds. */
#define EXTENT_SLACK 2.5e-7f

/*
 * The extent of a shape.  That of points, circles, boxes and polygons is tight: where one
 * of these lies in another, so do their extents.
 */
extern Extent extent_of_region(const Region *region, RegionPoll poll);
extern bool extent_is_tight(SkyShape shape);

/*
 * The extent of a MOC, with room for what counts as meeting its cells.  arena: where
 * memory comes from for a large one.
 */
extern Extent extent_of_moc(const Moc *moc, Arena *arena, RegionPoll poll);

/* The extent of a position [deg], EXTENT_NOWHERE if it is none. */
extern Extent extent_of_position(double lon, double lat);

/* May shapes with these extents have a position in common? */
static inline bool
extent_overlaps(const Extent *a, const Extent *b)
{
	/* Without branches, which nobody could foretell. */
	return (a->low[0] <= b->high[0]) & (b->low[0] <= a->high[0]) &
		   (a->low[1] <= b->high[1]) & (b->low[1] <= a->high[1]) &
		   (a->low[2] <= b->high[2]) & (b->low[2] <= a->high[2]);
}

/* May a shape with the one tight extent lie in a shape with the other? */
static inline bool
extent_within(const Extent *inner, const Extent *outer)
{
	for (int i = 0; i < 3; i++)
	{
		if (!(outer->low[i] - EXTENT_SLACK <= inner->low[i] &&
			  inner->high[i] <= outer->high[i] + EXTENT_SLACK))
			return false;
	}
	return true;
}

/* May a key itself, or something below it in a tree, stand in a relation to a query? */
static inline bool
extent_may_stand(const Extent *key,
				 ExtentRelation relation,
				 const Extent *query,
				 bool is_leaf)
{
	switch (relation)
	{
		case EXTENT_COVERS:
			return extent_within(query, key);
		case EXTENT_WITHIN:
			return extent_overlaps(key, query) && (!is_leaf || extent_within(key, query));
		default:
			return extent_overlaps(key, query);
	}
}

/* Make an extent hold another one too. */
static inline void
extent_add(Extent *extent, const Extent *other)
{
	for (int i = 0; i < 3; i++)
	{
		if (!(extent->low[i] <= other->low[i]))
			extent->low[i] = other->low[i];
		if (!(extent->high[i] >= other->high[i]))
			extent->high[i] = other->high[i];
	}
}

/* Half the surface of an extent: a measure of what it takes in, also of a flat one. */
static inline float
extent_surface(const Extent *extent)
{
	float x = extent->high[0] - extent->low[0];
	float y = extent->high[1] - extent->low[1];
	float z = extent->high[2] - extent->low[2];

	return x * y + y * z + z * x;
}

#endif
