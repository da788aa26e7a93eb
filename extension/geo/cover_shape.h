#ifndef GEO_COVER_SHAPE_H
#define GEO_COVER_SHAPE_H

#include "geo/cover.h"
#include "geo/moc.h"
#include "geo/region.h"

/* Everything within a radius of a centre [deg]; nothing where these are no position or
 * radius. */
extern const CoverShape *cover_cone(double lon, double lat, double radius, Arena *arena);

/* A polygon, kept. */
extern const CoverShape *cover_polygon(const Polygon *polygon, Arena *arena);

/* The cells of a MOC, whose ranges are kept. */
extern const CoverShape *cover_moc(const Moc *moc, Arena *arena);

/* Any shape made ready, kept. */
extern const CoverShape *cover_region(const Region *region, Arena *arena);

/* No position at all; every one; some, of which nothing is known. */
extern const CoverShape cover_nothing;
extern const CoverShape cover_everything;
extern const CoverShape cover_anything;

#endif
