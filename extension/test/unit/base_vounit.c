/*
 * Units: what they are worth, how they are read and written.
 *
 * The factors are those of astropy 5.2.1.  Of the known symbols:
 *
 *   import astropy.units as u
 *   names = u.format.VOUnit._generate_unit_names()[0]
 *   base = [u.m, u.s, u.kg, u.A, u.K, u.mol, u.cd, u.rad, u.ct, u.ph, u.adu, u.pix,
 * u.vox, u.bin, u.chan, u.beam, u.bit] for name in names: print(name,
 * names[name].decompose(bases=base))
 *
 * Of the conversions, with both units in astropy's own syntax ("km / s", "AA"):
 *
 *   print(repr(u.Unit("mas / yr").to(u.Unit("deg / yr"))))
 */
#include "base/vounit.h"
#include "base/vounit_table.h"
#include "unit/unit.h"

typedef struct Conversion
{
	const char *from;
	const char *to;
	double factor;
} Conversion;

static const Conversion known[] = {
	{"A", "A", 1.0},
	{"AU", "m", 149597870700.0},
	{"Angstrom", "m", 1e-10},
	{"B", "bit", 8.0},
	{"C", "A.s", 1.0},
	{"D", "A.m.s", 3.333333333333333e-30},
	{"F", "s**4.A**2.kg**-1.m**-2", 1.0},
	{"G", "kg.A**-1.s**-2", 0.0001},
	{"H", "m**2.kg.A**-2.s**-2", 1.0},
	{"Hz", "s**-1", 1.0},
	{"J", "m**2.kg.s**-2", 1.0},
	{"Jy", "kg.s**-2", 1e-26},
	{"K", "K", 1.0},
	{"N", "kg.m.s**-2", 1.0},
	{"Ohm", "m**2.kg.A**-2.s**-3", 1.0},
	{"Pa", "kg.m**-1.s**-2", 1.0},
	{"R", "ph.s**-1.m**-2.rad**-2", 795774715.4594767},
	{"Ry", "m**2.kg.s**-2", 2.1798723611035847e-18},
	{"S", "s**3.A**2.kg**-1.m**-2", 1.0},
	{"T", "kg.A**-1.s**-2", 1.0},
	{"V", "m**2.kg.A**-1.s**-3", 1.0},
	{"W", "m**2.kg.s**-3", 1.0},
	{"Wb", "m**2.kg.A**-1.s**-2", 1.0},
	{"a", "s", 31557600.0},
	{"adu", "adu", 1.0},
	{"angstrom", "m", 1e-10},
	{"arcmin", "rad", 0.0002908882086657216},
	{"arcsec", "rad", 4.84813681109536e-06},
	{"au", "m", 149597870700.0},
	{"barn", "m**2", 1e-28},
	{"beam", "beam", 1.0},
	{"bin", "bin", 1.0},
	{"bit", "bit", 1.0},
	{"byte", "bit", 8.0},
	{"cd", "cd", 1.0},
	{"chan", "chan", 1.0},
	{"count", "ct", 1.0},
	{"ct", "ct", 1.0},
	{"d", "s", 86400.0},
	{"deg", "rad", 0.017453292519943295},
	{"eV", "m**2.kg.s**-2", 1.602176634e-19},
	{"erg", "m**2.kg.s**-2", 1e-07},
	{"g", "kg", 0.001},
	{"h", "s", 3600.0},
	{"lm", "rad**2.cd", 1.0},
	{"lx", "rad**2.cd.m**-2", 1.0},
	{"lyr", "m", 9460730472580800.0},
	{"m", "m", 1.0},
	{"mas", "rad", 4.84813681109536e-09},
	{"min", "s", 60.0},
	{"mol", "mol", 1.0},
	{"pc", "m", 3.085677581491367e+16},
	{"ph", "ph", 1.0},
	{"photon", "ph", 1.0},
	{"pix", "pix", 1.0},
	{"pixel", "pix", 1.0},
	{"rad", "rad", 1.0},
	{"s", "s", 1.0},
	{"solLum", "m**2.kg.s**-3", 3.828e+26},
	{"solMass", "kg", 1.988409870698051e+30},
	{"solRad", "m", 695700000.0},
	{"sr", "rad**2", 1.0},
	{"u", "kg", 1.6605390666e-27},
	{"voxel", "voxel", 1.0},
	{"yr", "s", 31557600.0},
	/* Not in astropy, or something else there: */
	{"%", "", 0.01},			   /* VOUnits 1.1, table 6 */
	{"Ba", "s", 31556925.9746784}, /* ERFA_DTY days; barye in astropy */
	{"ta", "d", 365.24219040211},  /* Laskar 1986, at J2000.0 */
	{"Sun", "Sun", 1},			   /* a ratio to the Sun of whatever is measured */
	{"dB", "dB", 1},			   /* logarithms in astropy */
	{"mag", "mag", 1},
};

static const Conversion conversions[] = {
	{"deg", "arcsec", 3600.0},
	{"deg", "arcmin", 60.0},
	{"arcsec", "deg", 0.0002777777777777778},
	{"mas", "deg", 2.777777777777778e-07},
	{"mas", "arcsec", 0.001},
	{"uarcsec", "mas", 0.001},
	{"rad", "deg", 57.29577951308232},
	{"deg", "rad", 0.017453292519943295},
	{"sr", "deg**2", 3282.806350011744},
	{"deg**2", "sr", 0.00030461741978670857},
	{"arcsec**2", "sr", 2.3504430539097885e-11},
	{"mas/yr", "deg/yr", 2.777777777777778e-07},
	{"mas/yr", "rad/s", 1.5362818500441604e-16},
	{"mas/yr", "arcsec/d", 2.7378507871321015e-06},
	{"deg/h", "arcsec/s", 1.0},
	{"km/s", "m/s", 1000.0},
	{"km/s", "pc/yr", 1.022712165045695e-06},
	{"km/s", "AU/d", 0.0005775483273639937},
	{"pc", "lyr", 3.2615637771674333},
	{"kpc", "AU", 206264806.24709633},
	{"AU", "km", 149597870.7},
	{"Mpc", "m", 3.085677581491367e+22},
	{"solRad", "AU", 0.004650467260962157},
	{"solMass", "kg", 1.988409870698051e+30},
	{"solMass.pc**-3", "kg.m**-3", 6.767905323247329e-20},
	{"solMass/yr", "g/s", 6.3008906592961785e+25},
	{"solLum", "W", 3.828e+26},
	{"solLum.pc**-2", "erg.s**-1.cm**-2", 0.00040204145742268757},
	{"Jy", "W.m**-2.Hz**-1", 1e-26},
	{"mJy", "uJy", 1000.0},
	{"Jy/beam", "mJy/beam", 1000.0},
	{"Jy.km/s", "Jy.m.s**-1", 1000.0000000000001},
	{"erg", "J", 1.0000000000000001e-07},
	{"erg.s**-1", "W", 1.0000000000000001e-07},
	{"erg.cm**-2.s**-1", "W/m**2", 0.001},
	{"erg.s**-1.cm**-2.Angstrom**-1", "W.m**-2.um**-1", 9.999999999999998},
	{"erg.s**-1.cm**-2.Hz**-1", "Jy", 1e+23},
	{"eV", "J", 1.602176634e-19},
	{"keV", "erg", 1.6021766339999998e-09},
	{"GeV", "TJ", 1.6021766339999998e-22},
	{"Ry", "eV", 13.605693122994232},
	{"nm", "Angstrom", 9.999999999999998},
	{"um", "Angstrom", 9999.999999999998},
	{"Angstrom", "nm", 0.1},
	{"angstrom", "m", 1.0000000000000002e-10},
	{"cm**-3", "m**-3", 999999.9999999999},
	{"G", "T", 0.0001},
	{"nT", "G", 1e-05},
	{"uG.pc", "T.m", 3085677.5814913674},
	{"D", "C.m", 3.333333333333333e-30},
	{"barn", "cm**2", 1e-24},
	{"u", "kg", 1.6605390666e-27},
	{"u", "MeV.km**-2.s**2", 1.0364269652680507e-08},
	{"K", "mK", 1000.0},
	{"K.km.s**-1", "K.m/s", 1000.0},
	{"d", "s", 86400.0},
	{"yr", "d", 365.25},
	{"Gyr", "yr", 1000000000.0},
	{"h", "min", 60.0},
	{"min", "s", 60.0},
	{"a", "yr", 1.0},
	{"ha", "yr", 100.0},
	{"Hz", "MHz", 1e-06},
	{"Hz", "s**-1", 1.0},
	{"MHz", "GHz", 0.001},
	{"N", "kg.m.s**-2", 1.0},
	{"V", "mV", 1000.0},
	{"Wb", "T.m**2", 1.0},
	{"H", "Wb/A", 1.0},
	{"F", "C/V", 1.0},
	{"S", "Ohm**-1", 1.0},
	{"lm", "cd.sr", 1.0},
	{"lx", "lm/m**2", 1.0},
	{"R", "photon.m**-2.s**-1.sr**-1", 795774715.4594767},
	{"ct", "count", 1.0},
	{"adu.s**-1", "kadu/h", 3.5999999999999996},
	{"photon.cm**-2.s**-1", "ph.m**-2.s**-1", 10000.0},
	{"byte", "bit", 8.0},
	{"kB", "bit", 8000.0},
	{"KiB", "byte", 1024.0},
	{"MiB", "kB", 1048.576},
	{"mag", "mmag", 1000.0},
	{"mag.yr**-1", "mag/d", 0.0027378507871321013},
	{"pix**2", "pixel**2", 1.0},
	{"m**(0.5)", "cm**(1/2)", 10.0},
	{"J**(3/2)", "erg**(1.5)", 31622776601.683784},
	{"Jy**(1/2)", "mJy**(0.5)", 31.622776601683793},
	{"m**2.s**-2", "km**2.s**-2", 1e-06},
	{"10m", "dam", 1.0},
	{"1.5e3m", "km", 1.5},
	{"100kg", "Mg", 0.1},
	{"voxel", "Mvoxel", 1e-06},
	{"cd", "mcd", 1000.0},
	{"lyr", "pc", 0.30660139378555057},
	{"deg**-2", "arcmin**-2", 0.0002777777777777777},
	{"mag/arcsec**2", "mag.deg**-2", 12960000.0},
	{"solMass.km**2.s**-2", "erg", 1.9884098706980508e+43},
	{"kpc.km.s**-1", "pc.km/s", 1000.0},
	{"rad/s", "deg/d", 4950355.3499303125},
	{"W.m**-2.sr**-1", "erg.s**-1.cm**-2.arcsec**-2", 2.3504430539097886e-08},
	{"g.cm**-3", "kg/m**3", 999.9999999999999},
	{"kg.m**-1.s**-2", "Pa", 1.0},
	{"A.s", "C", 1.0},
	{"kg.m**2.s**-3", "W", 1.0},
	{"cm**2.g**-1", "m**2/kg", 0.1},
	{"%", "1", 0.01},
	{"1", "%", 100},
	{"sqrt(m.s)", "m**(1/2).s**(1/2)", 1},
	{"'furlong'/s", "'furlong'/min", 60},
	{"k'furlong'", "'furlong'", 1000},
	{"furlong", "f'urlong'", 1},
	{"log(Hz)", "log(Hz)", 1},
};

/* No conversion. */
static const char *const misfits[][2] = {
	{"deg", "m"},
	{"m", "m**2"},
	{"mag", "1"},
	{"'m'", "m"},
	{"ct", "ph"},
	{"log(Hz)", "Hz"},
	{"log(Hz)", "log(MHz)"},
	{"Kifurlong", "'ifurlong'"},
	{"rad", "1"},
	{"m**(1/2)", "m"},
	{"'a'", "'b'"},
};

/* As read and as written; the second column NULL: a fault at that byte. */
static const struct
{
	const char *text;
	const char *standard;
	int standard_fault;
	const char *any;
	int any_fault;
} texts[] = {
	{"m", "m", 0, "m", 0},
	{"m/s", "m/s", 0, "m/s", 0},
	{"m.s**-1", "m/s", 0, "m/s", 0},
	{"s**-1", "s**-1", 0, "s**-1", 0},
	{"erg/(cm**2.s)", "erg.cm**-2.s**-1", 0, "erg.cm**-2.s**-1", 0},
	{"kg.m**2/s**2", "kg.m**2/s**2", 0, "kg.m**2/s**2", 0},
	{"m.m.s/m", "m.s", 0, "m.s", 0},
	{"m/m", "", 0, "", 0},
	{"m**(3/2)", "m**(3/2)", 0, "m**(3/2)", 0},
	{"m**(0.5)", "m**(1/2)", 0, "m**(1/2)", 0},
	{"m**(-1.25)", "m**(-5/4)", 0, "m**(-5/4)", 0},
	{"m**(+2)", "m**2", 0, "m**2", 0},
	{"sqrt(m/s)", "m**(1/2)/s**(1/2)", 0, "m**(1/2)/s**(1/2)", 0},
	{"sqrt(100m)", "10**1m**(1/2)", 0, "10**1m**(1/2)", 0},
	{"log(10**6Hz)", "log(10**6Hz)", 0, "log(10**6Hz)", 0},
	{"'electron'.s**-1", "'electron'/s", 0, "'electron'/s", 0},
	{"m'furlong'", "m'furlong'", 0, "m'furlong'", 0},
	{"10**-16erg", "10**-16erg", 0, "10**-16erg", 0},
	{"25.4mm", "25.4mm", 0, "25.4mm", 0},
	{"1.663e-1mm.s**-1", "0.1663mm/s", 0, "0.1663mm/s", 0},
	{"1m", "m", 0, "m", 0},
	{"10m", "10**1m", 0, "10**1m", 0},
	{"1", "", 0, "", 0},
	{"%", "%", 0, "%", 0},
	{"", NULL, 0, NULL, 0},
	{"2", NULL, 1, "2", 0},
	{"m*s", NULL, 1, "m.s", 0},
	{"m s", NULL, 1, "m.s", 0},
	{" m ", NULL, 0, "m", 0},
	{"m^2", NULL, 1, "m**2", 0},
	{"m2", NULL, 1, "m**2", 0},
	{"km s-1 Mpc-1", NULL, 2, "km.s**-1.Mpc**-1", 0},
	{"erg/s/cm^2", NULL, 5, "erg.s**-1.cm**-2", 0},
	{"erg/s.cm", NULL, 5, "erg.cm/s", 0},
	{"10-16erg", NULL, 2, "10**-16erg", 0},
	{"1/yr", NULL, 1, "yr**-1", 0},
	{"m**0.5", NULL, 5, "m**(1/2)", 0},
	{"(1).m", NULL, 1, "m", 0},
	{"(m/s)**2", NULL, 5, "m**2/s**2", 0},
	{"0m", NULL, 0, NULL, 0},
	{"0x10m", NULL, 0, NULL, 0},
	{"1.m", NULL, 0, NULL, 0},
	{"m**", NULL, 3, NULL, 3},
	{"m**x", NULL, 3, NULL, 3},
	{"m**(1/0)", NULL, 7, NULL, 7},
	{"m**(1/2", NULL, 7, NULL, 7},
	{"m**99999", NULL, 3, NULL, 3},
	{"m.", NULL, 2, NULL, 2},
	{"m/", NULL, 2, NULL, 2},
	{".m", NULL, 0, NULL, 0},
	{"(m", NULL, 2, NULL, 2},
	{"m)", NULL, 1, NULL, 1},
	{"'m", NULL, 1, NULL, 1},
	{"''", NULL, 1, NULL, 1},
	{"sqrt(", NULL, 5, NULL, 5},
	{"m\xc3\xb7s", NULL, 1, NULL, 1},
	{"((((((((((((((((((((((((m))))))))))))))))))))))))", NULL, 21, NULL, 21},
	{"a.b.c.d.e.f.g.h.i.j.k.l.m", NULL, 25, NULL, 25},
};

static void
check_conversion(const Conversion *c)
{
	Unit from;
	Unit to = {.scale = 1};
	double factor = 0;
	char what[200];

	snprintf(what, sizeof(what), "%s in %s", c->from, c->to);
	ok(unit_parse(c->from, UNIT_STANDARD, &from, NULL) &&
		   (c->to[0] == '\0' || unit_parse(c->to, UNIT_ANY, &to, NULL)) &&
		   unit_convert(&from, &to, &factor) && fabs(factor / c->factor - 1) < 5e-16 * 4,
	   what);
	ok(unit_convert(&to, &from, &factor) && fabs(factor * c->factor - 1) < 5e-16 * 4,
	   what);
}

static void
check_text(const char *text, UnitSyntax syntax, const char *expected, int position)
{
	Unit unit;
	Unit again;
	SkyError err = {0};
	char printed[UNIT_TEXT_MAX];
	double factor = 0;

	if (!unit_parse(text, syntax, &unit, &err))
	{
		ok(expected == NULL && err.position == position, text);
		return;
	}
	ok(unit_print(&unit, printed), text);
	is(printed, expected, text);
	if (printed[0] == '\0' || strcmp(printed, "2") == 0)
		return;
	ok(unit_parse(printed, UNIT_STANDARD, &again, NULL) &&
		   unit_convert(&unit, &again, &factor) && factor == 1,
	   "what is written is read as the same unit");
}

/* Every known symbol is in the table above, takes any prefix, and keeps its own name. */
static void
check_symbols(void)
{
	const UnitSymbol *symbol;

	for (int i = 0; (symbol = unit_symbol(i)) != NULL; i++)
	{
		bool listed = false;
		char text[40];
		UnitMeaning meaning;

		for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++)
			listed = listed || strcmp(known[k].from, symbol->name) == 0;
		ok(listed, symbol->name);
		snprintf(text, sizeof(text), "G%s", symbol->name);
		meaning = unit_meaning(text, (int) strlen(text));
		ok(meaning.symbol == symbol && meaning.prefix == 1e9L, text);
		ok(i == 0 || strcmp(unit_symbol(i - 1)->name, symbol->name) < 0, "sorted");
	}
}

static void
check_prefixes(void)
{
	static const struct
	{
		const char *unit;
		const char *of;
		double factor;
	} prefixes[] = {
		{"dam", "m", 1e1},		  {"dm", "m", 1e-1},		  {"hm", "m", 1e2},
		{"cm", "m", 1e-2},		  {"km", "m", 1e3},			  {"mm", "m", 1e-3},
		{"Mm", "m", 1e6},		  {"um", "m", 1e-6},		  {"Gm", "m", 1e9},
		{"nm", "m", 1e-9},		  {"Tm", "m", 1e12},		  {"pm", "m", 1e-12},
		{"Pm", "m", 1e15},		  {"fm", "m", 1e-15},		  {"Em", "m", 1e18},
		{"am", "m", 1e-18},		  {"Zm", "m", 1e21},		  {"zm", "m", 1e-21},
		{"Ym", "m", 1e24},		  {"ym", "m", 1e-24},		  {"Rm", "m", 1e27},
		{"rm", "m", 1e-27},		  {"Qm", "m", 1e30},		  {"qm", "m", 1e-30},
		{"Kibit", "bit", 0x1p10}, {"Mibyte", "byte", 0x1p20}, {"GiB", "B", 0x1p30},
		{"TiB", "B", 0x1p40},	  {"PiB", "B", 0x1p50},		  {"EiB", "B", 0x1p60},
		{"ZiB", "B", 0x1p70},	  {"YiB", "B", 0x1p80},		  {"dadu", "adu", 0.1},
	};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
	{
		Conversion c = {prefixes[i].unit, prefixes[i].of, prefixes[i].factor};

		check_conversion(&c);
	}
}

static void
check_arithmetic(void)
{
	Unit motion;
	Unit year;
	Unit result;
	char text[UNIT_TEXT_MAX];
	int length;

	unit_parse("mas/yr", UNIT_STANDARD, &motion, NULL);
	unit_parse("yr", UNIT_STANDARD, &year, NULL);
	ok(unit_multiply(&motion, &year, 1, &result) && unit_print(&result, text), "product");
	is(text, "mas", "mas/yr times yr is mas");
	ok(unit_multiply(&motion, &year, -1, &result) && unit_print(&result, text),
	   "quotient");
	is(text, "mas/yr**2", "mas/yr divided by yr");
	ok(unit_raise(&motion, 2, 1, &result) && unit_raise(&result, 1, 2, &result) &&
		   unit_print(&result, text),
	   "power and root");
	is(text, "mas/yr", "the root of the square");
	ok(unit_raise(&motion, 0, 1, &result) && result.nterms == 0, "power 0");
	ok(!unit_raise(&motion, 20000, 1, &result), "powers are bounded");
	ok(unit_unknown(&motion, &length) == NULL, "all is known");
	unit_parse("mas.jupiterMass", UNIT_STANDARD, &result, NULL);
	ok(unit_unknown(&result, &length) != NULL && length == 11, "something is not");
	is(unit_nearest("arcsecs"), "arcsec", "nearly arcsec");
	is(unit_nearest("degrees"), "deg", "what people write");
	is(unit_nearest("xyzzy"), NULL, "nothing near");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		check_conversion(&known[i]);
	for (size_t i = 0; i < sizeof(conversions) / sizeof(conversions[0]); i++)
		check_conversion(&conversions[i]);
	for (size_t i = 0; i < sizeof(misfits) / sizeof(misfits[0]); i++)
	{
		Unit from;
		Unit to;
		double factor;

		ok(unit_parse(misfits[i][0], UNIT_STANDARD, &from, NULL) &&
			   unit_parse(misfits[i][1], UNIT_STANDARD, &to, NULL) &&
			   !unit_convert(&from, &to, &factor),
		   misfits[i][0]);
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
	{
		check_text(
			texts[i].text, UNIT_STANDARD, texts[i].standard, texts[i].standard_fault);
		check_text(texts[i].text, UNIT_ANY, texts[i].any, texts[i].any_fault);
	}
	check_symbols();
	check_prefixes();
	check_arithmetic();
	return unit_done();
}
