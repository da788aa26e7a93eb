/* HEALPix cells against libchealpix, and the key's bits. */
#include "geo/healpix.h"
#include "unit/geo_random.h"
#include "unit/unit.h"

/*
 * Debian's libchealpix 3.30, from /usr/bin/python3:
 *
 * import ctypes
 * from math import radians
 * c = ctypes.CDLL("libchealpix.so.0")
 * side, k, v = ctypes.c_int64(1 << 29), ctypes.c_int64(), (ctypes.c_double * 3)()
 * for lon, lat in ((0.123, 0.321), ...):
 *     c.ang2pix_nest64(side, ctypes.c_double(radians(90 - lat)),
 *                      ctypes.c_double(radians(lon)), ctypes.byref(k))
 *     c.pix2vec_nest64(side, k, v)
 *     print(lon, lat, k.value, *v)
 */
static const struct
{
	double lon;
	double lat;
	int64_t key;
	Vec centre;
} oracle[] = {
	{0.123,
	 0.321,
	 INT64_C(1369101413343732303),
	 {0.99998200175437646, 0.002146720869505462, 0.005602477739254633}},
	{89.9,
	 -0.1,
	 INT64_C(1513208341668709446),
	 {0.0017453264813309501, 0.99999695382764742, -0.0017453283071517944}},
	{187.70593,
	 12.39112,
	 INT64_C(1953854728243268183),
	 {-0.96788523915398661, -0.13096522559320375, 0.21458395446340242}},
	{266.41683,
	 -29.00781,
	 INT64_C(2028740913184699884),
	 {-0.054657290909736519, -0.87284397538053549, -0.48492883518338203}},
	{10.684708,
	 41.26875,
	 INT64_C(190633513587146677),
	 {0.73859257695052072, 0.13935436046544414, 0.65959181884924567}},
	{359.875,
	 41.75,
	 INT64_C(960766994867044638),
	 {0.74605559953641354, -0.0016276444036013658, 0.66588166604439414}},
	{45.25,
	 41.875,
	 INT64_C(120095177566312478),
	 {0.52421138531119593, 0.52880606994019519, 0.66750772572646855}},
	{134.9,
	 -41.9,
	 INT64_C(2762206683091225114),
	 {-0.5253883596803619, 0.5272255205692713, -0.66783255534066299}},
	{83.633,
	 89.5,
	 INT64_C(288192897602195887),
	 {0.0009677426001795384, 0.0086727104559810551, 0.99996192305887655}},
	{200.5,
	 -89.25,
	 INT64_C(2882349337508882901),
	 {-0.012260659211461291, -0.0045840721578083469, -0.99991432758919518}},
	{315.125,
	 66.5,
	 INT64_C(1110888198496409308),
	 {0.28257263660295534, -0.28134236278262886, 0.91706007433926695}},
	{279.234735,
	 38.783689,
	 INT64_C(1048946924800220543),
	 {0.12509646647665681, -0.76941312779524618, 0.62638192251324654}},
	{0.001,
	 89.999,
	 INT64_C(288230376079339258),
	 {1.7453198768991809e-05, 1.1944676089210684e-09, 0.99999999984769294}},
	{180.5,
	 -60.25,
	 INT64_C(3035427629602473174),
	 {-0.4961976095778014, -0.0043302508599104943, -0.86819881431430557}},
};

static void
test_oracle(void)
{
	int wrong = 0;

	for (size_t i = 0; i < sizeof(oracle) / sizeof(oracle[0]); i++)
	{
		int64_t key = -1;
		Vec centre;

		healpix_key(oracle[i].lon, oracle[i].lat, &key);
		centre = healpix_direction(healpix_cell(HEALPIX_MAX_ORDER, key), 0.5, 0.5);
		wrong += key != oracle[i].key;
		wrong += vec_length(vec_sub(centre, oracle[i].centre)) > 1e-15;
	}
	ok(wrong == 0, "keys and centres are those of libchealpix");
}

/* A cell of any order, and a place well inside it. */
static void
test_there_and_back(void)
{
	int wrong = 0;
	double worst = 0;

	for (int i = 0; i < 300000; i++)
	{
		int order = i % (HEALPIX_MAX_ORDER + 1);
		int64_t index = (int64_t) (draw_bits() % (uint64_t) healpix_cells(order));
		HealpixCell cell = healpix_cell(order, index);
		double x = draw(1e-5, 1 - 1e-5);
		double y = draw(1e-5, 1 - 1e-5);
		Vec direction = healpix_direction(cell, x, y);
		SkyPoint position = healpix_position(cell, x, y);
		Vec same = vec_from_degrees(position.lon, position.lat);
		int64_t key = -1;

		wrong += healpix_cell_index(cell) != index;
		wrong += healpix_index(order, direction) != index;
		wrong += !healpix_key(position.lon, position.lat, &key);
		wrong += key >> (2 * (HEALPIX_MAX_ORDER - order)) != index;
		wrong += !(position.lon >= 0 && position.lon < 360);
		worst = fmax(worst, vec_length(vec_sub(direction, same)));
	}
	ok(wrong == 0, "a place in a cell has the cell's index, at any order");
	is_near(worst, 0, 1e-15, "degrees and directions are the same places");
}

static void
test_key_of(double lon, double lat, double same_lon, const char *what)
{
	int64_t key = -1;
	int64_t same = -2;

	healpix_key(lon, lat, &key);
	healpix_key(same_lon, lat, &same);
	ok(key == same, what);
}

static void
test_longitudes(void)
{
	int64_t key;

	test_key_of(370.5, 20, 10.5, "past a turn");
	test_key_of(-349.5, 20, 10.5, "negative");
	test_key_of(360, -42, 0, "a whole turn");
	test_key_of(-1e-300, 30, 0, "just below 0");
	test_key_of(1e300, 80, fmod(1e300, 360), "huge");
	ok(!healpix_key(NAN, 0, &key) && !healpix_key(0, NAN, &key), "NaN has no key");
	ok(!healpix_key(INFINITY, 0, &key) && !healpix_key(0, INFINITY, &key),
	   "nor has an infinity");
	ok(!healpix_key(0, nextafter(90, 91), &key) &&
		   !healpix_key(0, nextafter(-90, -91), &key),
	   "nor has what is past a pole");
}

/* Corners, edges and poles: whatever side they fall on, it is a cell there. */
static void
test_borders(void)
{
	int wrong = 0;

	for (int i = 0; i < 200000; i++)
	{
		int order = i % 8;
		HealpixCell cell = healpix_cell(
			order, (int64_t) (draw_bits() % (uint64_t) healpix_cells(order)));
		double x = i % 3 == 0 ? draw(0, 1) : (double) (draw_bits() % 2);
		double y = i % 3 == 1 ? draw(0, 1) : (double) (draw_bits() % 2);
		SkyPoint at = healpix_position(cell, x, y);
		Vec there = vec_from_degrees(at.lon, at.lat);
		int64_t key = -1;
		HealpixCell found;

		wrong += !healpix_key(at.lon, at.lat, &key);
		wrong += key < 0 || key >= healpix_cells(HEALPIX_MAX_ORDER);
		found = healpix_cell(HEALPIX_MAX_ORDER, key);
		/* No cell of order 29 reaches farther than 2.2e-9. */
		wrong += vec_length(vec_sub(healpix_direction(found, 0.5, 0.5), there)) > 2.2e-9;
	}
	ok(wrong == 0, "a place on a border has the key of a cell that touches it");
}

/*
 * Indexes outlive compilers: the bits of the keys never change.  Binary fractions, so
 * that the positions do not depend on anything either.
 */
static void
test_bits(void)
{
	uint64_t hash = 14695981039346656037u; /* FNV-1a */

	for (int i = 0; i < 200000; i++)
	{
		double lon = (double) (draw_bits() >> 12) * 0x1p-52 * 360.0;
		double lat = (double) (draw_bits() >> 12) * 0x1p-52 * 180.0 - 90.0;
		int64_t key = 0;

		healpix_key(lon, lat, &key);
		for (int byte = 0; byte < 8; byte++)
			hash = (hash ^ ((uint64_t) key >> (8 * byte) & 255)) * 1099511628211u;
	}
	if (!ok(hash == UINT64_C(2267358047113206168),
			"the keys have the bits they always had"))
		printf("# %" PRIu64 "\n", hash);
}

int
main(void)
{
	test_bits();
	test_oracle();
	test_there_and_back();
	test_longitudes();
	test_borders();
	return unit_done();
}
