/* Frames, epochs, angles in three parts; more of them in test/clients/adql_functions.py.
 */
#include "geo/epoch.h"
#include "geo/frame.h"
#include "geo/sexagesimal.h"
#include "unit/unit.h"

static void
test_frames(void)
{
	static const char *const names[] = {
		"ICRS", "FK5", "FK4", "GALACTIC", "SUPER_GALACTIC", "SUPERGALACTIC", "ECLIPTIC"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
	{
		const RefFrame *frame = refframe_find(names[i]);
		const RefFrame *icrs = refframe_find("ICRS");
		SkyPoint there;
		SkyPoint back;

		if (!ok(frame != NULL, names[i]))
			continue;
		there = frame_turn(icrs, frame, (SkyPoint){123.456, -67.89});
		back = frame_turn(frame, icrs, there);
		is_near(back.lon, 123.456, 1e-13, "there and back");
		is_near(back.lat, -67.89, 1e-13, "there and back");
		for (int r = 0; r < 3; r++)
			for (int c = 0; c < 3; c++)
			{
				double product = 0;

				for (int k = 0; k < 3; k++)
					product += frame->from_icrs[r][k] * frame->from_icrs[c][k];
				is_near(product, r == c, 4e-16, "a rotation");
			}
	}
	ok(refframe_find("galactic") == NULL, "names tell capitals from small letters");
	is(refframe_nearest("Galactic"), "GALACTIC", "but hints do not");
	is(refframe_nearest("AZ_EL"), NULL, "nothing near");
}

static void
test_epochs(void)
{
	StarMotion star = {7.6, 11.8, 125, 300, -428.8, 52.51};
	StarMotion later = epoch_propagate(&star, 1e5);
	StarMotion back = epoch_propagate(&later, -1e5);

	is_near(back.lon, star.lon, 1e-11, "lon there and back");
	is_near(back.lat, star.lat, 1e-11, "lat");
	is_near(back.parallax, star.parallax, 1e-10, "parallax");
	is_near(back.pm_lon, star.pm_lon, 1e-9, "pm_lon");
	is_near(back.pm_lat, star.pm_lat, 1e-9, "pm_lat");
	is_near(back.radial_velocity, star.radial_velocity, 1e-10, "radial velocity");
	star = (StarMotion){359.9999, 89.9999, 0, 5000, 5000, 100};
	later = epoch_propagate(&star, 1000);
	ok(later.lon >= 0 && later.lon < 360 && later.lat < 90, "over the pole");
	is_near(later.radial_velocity, 100, 0, "nothing is known of far away stars");
	is_near(later.parallax, 0, 0, "they stay there");
	later = epoch_propagate(&star, 0);
	is_near(later.lat, 89.9999, 1e-13, "no time passes");
}

static const struct
{
	const char *text;
	const char *units;
	double value; /* NAN: not read */
} angles[] = {
	{"3:34:45.4", "hms", 3 + (34 + 45.4 / 60) / 60},
	{"3h34m45.4s", "hms", 3 + (34 + 45.4 / 60) / 60},
	{"3H34M45.4S", "hms", 3 + (34 + 45.4 / 60) / 60},
	{" 3h 34m 45.4s ", "hms", 3 + (34 + 45.4 / 60) / 60},
	{"03 34 45.4", "hms", 3 + (34 + 45.4 / 60) / 60},
	{"3 : 34 : 45.4", "hms", 3 + (34 + 45.4 / 60) / 60},
	{"033445.4", "hms", 3 + (34 + 45.4 / 60) / 60},
	{"033445", "hms", 3 + (34 + 45. / 60) / 60},
	{"-00:15:00", "dms", -0.25},
	{"- 0d15m0s", "dms", -0.25},
	{"+001500.", "dms", 0.25},
	{"123:00:00", "dms", 123},
	{"12:34:60", "dms", 12 + 35. / 60},
	{"1:2:3.00000000000000000000004", "dms", 1 + (2 + 3. / 60) / 60},
	{"", "dms", NAN},
	{"-", "dms", NAN},
	{"12", "dms", NAN},
	{"12:34", "dms", NAN},
	{"12:34:", "dms", NAN},
	{"12:34:56:7", "dms", NAN},
	{"12:34:56.7x", "dms", NAN},
	{"12.5:34:56", "dms", NAN},
	{"12:34.5:56", "dms", NAN},
	{"12:61:00", "dms", NAN},
	{"12:00:61", "dms", NAN},
	{"12d34:56", "dms", NAN},
	{"12:34m56s", "dms", NAN},
	{"12d34m56", "dms", NAN},
	{"12h34m56s", "dms", NAN},
	{"--12:34:56", "dms", NAN},
	{"1234:00:00", "dms", NAN},
	{"1234567", "dms", NAN},
	{"12345", "dms", NAN},
	{"12:-34:56", "dms", NAN},
};

static void
test_angles(void)
{
	for (size_t i = 0; i < sizeof(angles) / sizeof(angles[0]); i++)
	{
		double value = NAN;

		if (!sexagesimal_parse(angles[i].text, angles[i].units, &value))
			value = NAN;
		is_near(value, angles[i].value, 1e-15 * 8, angles[i].text);
	}
}

int
main(void)
{
	test_frames();
	test_epochs();
	test_angles();
	return unit_done();
}
