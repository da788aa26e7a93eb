#ifndef GEO_RANGE_H
#define GEO_RANGE_H

#include <math.h>
#include <stdbool.h>

/*
 * All positions between two longitudes, going east, and between two latitudes: lon1 lon2
 * lat1 lat2 [deg], as DALI 1.2 has it.  From 350 to 10 are 20 degrees; from 0 to 360 it
 * is the whole circle.
 */

/* A longitude as 0 <= lon < 360. */
static inline double
range_longitude(double lon)
{
	double turned = fmod(lon, 360.0);

	if (turned < 0.0)
		turned += 360.0;
	return turned >= 360.0 ? 0.0 : turned;
}

static inline bool
range_is_round(const double *range)
{
	return fabs(range[1] - range[0]) >= 360.0;
}

/* How many degrees of longitude it spans, 0..360. */
static inline double
range_span(const double *range)
{
	double span = range_longitude(range[1]) - range_longitude(range[0]);

	if (range_is_round(range))
		return 360.0;
	return span < 0.0 ? span + 360.0 : span;
}

/* Exact: nothing but comparisons.  A pole belongs to all longitudes. */
static inline bool
range_contains(const double *range, double lon, double lat)
{
	double west = range_longitude(range[0]);
	double east = range_longitude(range[1]);

	if (!(lat >= range[2] && lat <= range[3]))
		return false;
	if (fabs(lat) == 90.0 || range_is_round(range))
		return true;
	lon = range_longitude(lon);
	return west <= east ? west <= lon && lon <= east : west <= lon || lon <= east;
}

#endif
