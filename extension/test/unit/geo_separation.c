/* Distances and cones against Vincenty's formula in long double. */
#include <stdint.h>
#include <stdlib.h>

#include "geo/separation.h"
#include "unit/unit.h"

#define DEGREE (3.14159265358979323846264338327950288L / 180)

static uint64_t bits = 88172645463325252u; /* xorshift64, fixed seed */

static double
draw(double low, double high)
{
	bits ^= bits << 13;
	bits ^= bits >> 7;
	bits ^= bits << 17;
	return low + (high - low) * (double) (bits >> 11) * 0x1p-53;
}

/* Vincenty 1975, with the differences formed before rounding. */
static long double
vincenty(double lon1, double lat1, double lon2, double lat2)
{
	long double dlon = ((long double) lon2 - lon1) * DEGREE;
	long double dlat = ((long double) lat2 - lat1) * DEGREE;
	long double a = lat1 * DEGREE;
	long double b = lat2 * DEGREE;
	long double half = sinl(dlon / 2);
	long double east = cosl(b) * sinl(dlon);
	long double north = sinl(dlat) + 2 * sinl(a) * cosl(b) * half * half;
	long double along = cosl(dlat) - 2 * cosl(a) * cosl(b) * half * half;

	return atan2l(hypotl(east, north), along) / DEGREE;
}

/* Largest relative error (above 90 degrees: of the rest to 180) over random pairs. */
static double
worst_error(double scale, bool antipodal)
{
	long double worst = 0;

	for (int i = 0; i < 50000; i++)
	{
		double lon1 = draw(-10, 350);
		double lat1 = draw(-89, 89);
		double lon2 = lon1 + draw(-scale, scale) + (antipodal ? 180 : 0);
		double lat2 = fmax(fmin(lat1 + draw(-scale, scale), 90), -90);
		long double expected;
		long double size;
		long double error;

		if (antipodal)
			lat2 = -lat2;
		expected = vincenty(lon1, lat1, lon2, lat2);
		size = expected > 90 ? 180 : expected;
		error = fabsl(separation_deg(lon1, lat1, lon2, lat2) - expected) / size;
		if (size > 0 && error > worst)
			worst = error;
	}
	return (double) worst;
}

static void
test_special_places(void)
{
	is_near(separation_deg(10, 20, 10, 21), 1, 0, "exact along a meridian");
	is_near(separation_deg(359, 0, 1, 0), 2, 0, "exact along the equator, over 0");
	is_near(separation_deg(17, 90, 200, 89), 1, 0, "exact from a pole");
	is_near(separation_deg(10, 20, 190, -20), 180, 0, "exact to the antipode");
	is_near(separation_deg(0, 90, 0, -90), 180, 0, "from pole to pole");
	is_near(separation_deg(10, 60, 190, 60), 60, 1e-14, "over the pole");
	is_near(separation_deg(370, 5, 10, 5), 0, 0, "a longitude past a turn");
	is_near(separation_deg(-350, 0, 350, 0), 20, 0, "two turns of difference");
	/* By mpmath with 60 digits, from the chord. */
	is_near(
		separation_deg(
			-286.33499089679003, 9.650825730000198, 73.66500910320943, 9.65082572999997),
		5.795926378886315e-13,
		2e-27,
		"neighbours a turn apart");
	is_near(
		separation_deg(
			73.66500910320943, 9.65082572999997, -286.33499089679003, 9.650825730000198),
		5.795926378886315e-13,
		2e-27,
		"and the other way round");
	is_near(separation_deg(-1e300, 5, fmod(-1e300, 360), 5), 0, 0, "a huge longitude");
	is_near(separation_deg(0, 0, 1e-13, 0), 1e-13, 0, "below a nanoarcsecond");
	is_near(separation_deg(0, 91, 0, 0), NAN, 0, "no such latitude");
	is_near(separation_deg(INFINITY, 0, 0, 0), NAN, 0, "no such longitude");
	is_near(separation_deg(NAN, 0, 0, 0), NAN, 0, "NaN");
}

/*
 * /usr/bin/python3 -c 'from astropy.coordinates import angular_separation as s
 * from numpy import radians as r, degrees as d
 * for p in ((10.684708, 41.26875, 83.633, 22.0145), ...): print(repr(d(s(*r(p)))))'
 *
 * astropy rounds each coordinate to radians first: 1e-13 degrees are its own.
 */
static void
test_astropy(void)
{
	static const double rows[][5] = {
		{10.684708, 41.26875, 83.633, 22.0145, 63.155243197205344},
		{359.9999, -0.0001, 0.0001, 0.0001, 0.00028284271246790894},
		{123.456, 89.999, 303.456, 89.998, 0.0029999999999991973},
		{0.5, -45, 180.5, 44.999, 179.99900000000002},
		{266.41683, -29.00781, 266.4168300001, -29.00781, 8.745242223836123e-11},
		{37.95456067, 89.26410897, 192.85948, 27.12825, 63.53860644918704},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		is_near(separation_deg(rows[i][0], rows[i][1], rows[i][2], rows[i][3]),
				rows[i][4],
				1e-13,
				"as astropy has it");
}

static void
test_within(void)
{
	int wrong = 0;

	ok(separation_within(10, 21, 10, 20, 1), "the rim belongs to the cone");
	ok(!separation_within(10, 21, 10, 20, 0.9999999999999999), "just outside");
	ok(separation_within(10, 20, 370, 20, 0), "radius 0 holds its centre");
	ok(separation_within(1, 2, 181, -2, 180), "radius 180 holds everything");
	ok(!separation_within(1, 2, 181, -2, 179.99999), "all but the antipode");
	ok(!separation_within(1, 2, 1, 2, -1), "a negative radius holds nothing");
	ok(!separation_within(1, 2, 1, 2, NAN), "nor does NaN");
	ok(!separation_within(NAN, 2, 1, 2, 180), "no position, not inside");
	ok(!separation_within(1, 90.5, 1, 90, 180), "no latitude, not inside");
	ok(separation_within(1, 2, 3, 4, INFINITY), "an infinite radius holds everything");
	for (int i = 0; i < 300000; i++)
	{
		double scale = pow(10, draw(-12, 2.2));
		double lon = draw(0, 360);
		double lat = draw(-90, 90);
		double lon0 = lon + draw(-scale, scale);
		double lat0 = fmax(fmin(lat + draw(-scale, scale), 90), -90);
		double distance = separation_deg(lon, lat, lon0, lat0);
		double radius = distance * (1 + (double) (i % 7 - 3) * 1e-16 * pow(10, i % 5));

		wrong += separation_within(lon, lat, lon0, lat0, radius) != (distance <= radius);
		wrong += distance != separation_deg(lon0, lat0, lon, lat);
	}
	ok(wrong == 0, "the cone agrees with the distance, and the distance both ways");
}

int
main(void)
{
	is_near(worst_error(180, false), 0, 1e-15, "any distance");
	is_near(worst_error(1, false), 0, 1e-15, "degrees");
	is_near(worst_error(1e-6, false), 0, 1e-15, "milliarcseconds");
	is_near(worst_error(1e-12, false), 0, 1e-15, "nanoarcseconds");
	is_near(worst_error(1e-6, true), 0, 1e-15, "near the antipode");
	test_special_places();
	test_astropy();
	test_within();
	return unit_done();
}
