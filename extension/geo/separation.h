#ifndef GEO_SEPARATION_H
#define GEO_SEPARATION_H

#include <stdbool.h>

/*
 * Angular distance of two directions.
 *
 * lon: any finite longitude, lat: -90..90, result: 0..180, all [deg].  Precise to a few
 * units in the last place at any size, from far below a nanoarcsecond to the antipodes;
 * exact along a meridian.  NaN if a coordinate is NaN, infinite or no latitude.
 */
extern double separation_deg(double lon1, double lat1, double lon2, double lat2);

/*
 * Is the distance of two directions <= radius [deg]?  The same answer as comparing
 * separation_deg(), found sooner.  False if any argument is NaN or not a direction.
 */
extern bool
separation_within(double lon1, double lat1, double lon2, double lat2, double radius);

#endif
