/*
 * separation.c
 *		Distance of two directions: the innermost loop of every cone search.
 *
 * The haversine formula (Sinnott 1984, Sky & Telescope 68, 159) on differences taken in
 * degrees, which are exact for near neighbours:
 *
 *		hav d = sin^2(dlat/2) + cos lat1 cos lat2 sin^2(dlon/2),	d = 2 asin sqrt(hav d)
 *
 * Past 150 degrees the arcsine loses digits, so the distance to the antipode is taken:
 *
 *		hav(180 - d) = sin^2((lat1+lat2)/2) + cos lat1 cos lat2 cos^2(dlon/2)
 *
 * Vincenty's form (1975, Survey Review 23, 88) is as good from a degree up, but subtracts
 * near-equal products of cosines below a milliarcsecond; the tests compare with it.
 */
#include "geo/separation.h"

#include "geo/angle.h"

/* The haversine of 150 degrees: below, the arcsine costs less than two last places. */
#define HAVERSINE_FAR 0.93

/* Two directions as the formula wants them. */
typedef struct Pair
{
	double dlat;
	double dlon;	/* -180..180 */
	double cosines; /* cos lat1 cos lat2 */
	double north;	/* sin^2(dlat/2) */
	double east;	/* cosines * sin^2(dlon/2) */
} Pair;

/* Difference of longitudes, -180..180 [deg]; NaN unless both are finite. */
static inline double
longitude_difference(double lon1, double lon2)
{
	double difference;

	if (!(fabs(lon1) <= 360.0 && fabs(lon2) <= 360.0))
	{
		lon1 = fmod(lon1, 360.0);
		lon2 = fmod(lon2, 360.0);
	}
	difference = lon2 - lon1;
	if (fabs(difference) <= 180.0)
		return difference;
	/*
	 * Take the turn off a longitude, not off the difference: off the larger one, which is
	 * exact where the two are near each other.
	 */
	if (fabs(lon2) >= fabs(lon1))
		lon2 -= copysign(360.0, difference);
	else
		lon1 += copysign(360.0, difference);
	difference = lon2 - lon1;
	if (fabs(difference) > 180.0)
		difference -= copysign(360.0, difference);
	return difference;
}

static inline Pair
pair_of(double lon1, double lat1, double lon2, double lat2)
{
	Pair pair = {.dlat = lat2 - lat1, .dlon = longitude_difference(lon1, lon2)};
	double north = sin_quarter(0.5 * pair.dlat);
	double east = sin_quarter(0.5 * pair.dlon);

	pair.cosines = cos_half(lat1) * cos_half(lat2);
	pair.north = north * north;
	pair.east = pair.cosines * (east * east);
	return pair;
}

/* Distance past 150 degrees: 180 minus the distance to the antipode. */
static double
separation_far(const Pair *pair, double lat1, double lat2)
{
	double north = sin_quarter(0.5 * (lat1 + lat2));
	double east = cos_half(0.5 * pair->dlon);
	double rest = pair->cosines * (east * east);

	if (rest == 0.0)
		return 180.0 - fabs(lat1 + lat2);
	return 180.0 - 2.0 * DEGREES_PER_RADIAN * asin(sqrt(north * north + rest));
}

static inline double
pair_separation(const Pair *pair, double lat1, double lat2)
{
	double haversine = pair->north + pair->east;

	/* Along a meridian, and along the equator, the angle is there already. */
	if (pair->east == 0.0)
		return fabs(pair->dlat);
	if (pair->dlat == 0.0 && pair->cosines == 1.0)
		return fabs(pair->dlon);
	if (haversine > HAVERSINE_FAR)
		return separation_far(pair, lat1, lat2);
	return 2.0 * DEGREES_PER_RADIAN * asin(sqrt(haversine));
}

double
separation_deg(double lon1, double lat1, double lon2, double lat2)
{
	Pair pair;

	if (!(fabs(lat1) <= 90.0 && fabs(lat2) <= 90.0))
		return NAN;
	pair = pair_of(lon1, lat1, lon2, lat2);
	return pair_separation(&pair, lat1, lat2);
}

bool
separation_within(double lon1, double lat1, double lon2, double lat2, double radius)
{
	/* Far above the rounding errors of either side, [relative]. */
	const double margin = 1e-13;
	Pair pair;
	double sine;
	double wanted;

	if (!(fabs(lat1) <= 90.0 && fabs(lat2) <= 90.0))
		return false;
	if (fabs(lat1 - lat2) > radius + 1e-9)
		return false;
	pair = pair_of(lon1, lat1, lon2, lat2);
	sine = sin_quarter(fmin(0.5 * radius, 90.0));
	wanted = sine * sine;
	if (pair.north + pair.east < wanted * (1.0 - margin))
		return radius > 0;
	if (pair.north + pair.east > wanted * (1.0 + margin))
		return false;
	return pair_separation(&pair, lat1, lat2) <= radius;
}
