/*
 * vounit_table.c
 *		The symbols and prefixes of VOUnits 1.1, tables 1 to 6 and 12.
 *
 * Constants are those of the IAU 2015 resolutions B2 and B3 (AU, pc, solLum, solRad,
 * solMass by GM and G of CODATA 2018) and of CODATA 2018 (u, eV, Ry by R, h and c).
 * Factors are long double so that their quotients are right to a double's last bit.
 */
#include "base/vounit_table.h"

#include <stddef.h>
#include <string.h>

#define PI		3.14159265358979323846264338327950288L
#define DEG		(PI / 180)
#define DAY		86400.0L
#define JULIAN	(365.25L * DAY)
#define AU		149597870700.0L
#define C_LIGHT 299792458.0L
#define EV		1.602176634e-19L

/* Powers of dimensions, by their names. */
#define M(n)   [UNIT_M] = (n)
#define S(n)   [UNIT_S] = (n)
#define KG(n)  [UNIT_KG] = (n)
#define AMP(n) [UNIT_A] = (n)
#define RAD(n) [UNIT_RAD] = (n)

/* Sorted in ASCII order: case matters. */
static const UnitSymbol symbols[] = {
	{"%", .factor = 0.01L},
	{"A", .factor = 1, .powers = {AMP(1)}},
	{"AU", .factor = AU, .powers = {M(1)}},
	{"Angstrom", .factor = 1e-10L, .powers = {M(1)}},
	{"B", .binary = true, .factor = 8, .powers = {[UNIT_BIT] = 1}},
	/* of B1900.0, as the Besselian epoch is defined (Lieske 1979) */
	{"Ba", .factor = 365.242198781L * DAY, .powers = {S(1)}},
	{"C", .factor = 1, .powers = {AMP(1), S(1)}},
	{"D", .factor = 1e-29L / 3, .powers = {AMP(1), S(1), M(1)}},
	{"F", .factor = 1, .powers = {AMP(2), S(4), KG(-1), M(-2)}},
	{"G", .factor = 1e-4L, .powers = {KG(1), AMP(-1), S(-2)}},
	{"H", .factor = 1, .powers = {KG(1), M(2), AMP(-2), S(-2)}},
	{"Hz", .factor = 1, .powers = {S(-1)}},
	{"J", .factor = 1, .powers = {KG(1), M(2), S(-2)}},
	{"Jy", .factor = 1e-26L, .powers = {KG(1), S(-2)}},
	{"K", .factor = 1, .powers = {[UNIT_K] = 1}},
	{"N", .factor = 1, .powers = {KG(1), M(1), S(-2)}},
	{"Ohm", .factor = 1, .powers = {KG(1), M(2), AMP(-2), S(-3)}},
	{"Pa", .factor = 1, .powers = {KG(1), M(-1), S(-2)}},
	{"R",
	 .factor = 1e10L / (4 * PI),
	 .powers = {[UNIT_PHOTON] = 1, M(-2), S(-1), RAD(-2)}},
	{"Ry",
	 .factor = 10973731.568160L * 6.62607015e-34L * C_LIGHT,
	 .powers = {KG(1), M(2), S(-2)}},
	{"S", .factor = 1, .powers = {AMP(2), S(3), KG(-1), M(-2)}},
	{"Sun", .factor = 1, .powers = {[UNIT_SUN] = 1}},
	{"T", .factor = 1, .powers = {KG(1), AMP(-1), S(-2)}},
	{"V", .factor = 1, .powers = {KG(1), M(2), AMP(-1), S(-3)}},
	{"W", .factor = 1, .powers = {KG(1), M(2), S(-3)}},
	{"Wb", .factor = 1, .powers = {KG(1), M(2), AMP(-1), S(-2)}},
	{"a", .factor = JULIAN, .powers = {S(1)}},
	{"adu", .factor = 1, .powers = {[UNIT_ADU] = 1}},
	{"angstrom", .factor = 1e-10L, .powers = {M(1)}},
	{"arcmin", .factor = DEG / 60, .powers = {RAD(1)}},
	{"arcsec", .factor = DEG / 3600, .powers = {RAD(1)}},
	{"au", .factor = AU, .powers = {M(1)}},
	{"barn", .factor = 1e-28L, .powers = {M(2)}},
	{"beam", .factor = 1, .powers = {[UNIT_BEAM] = 1}},
	{"bin", .factor = 1, .powers = {[UNIT_BIN] = 1}},
	{"bit", .binary = true, .factor = 1, .powers = {[UNIT_BIT] = 1}},
	{"byte", .binary = true, .factor = 8, .powers = {[UNIT_BIT] = 1}},
	{"cd", .factor = 1, .powers = {[UNIT_CD] = 1}},
	{"chan", .factor = 1, .powers = {[UNIT_CHAN] = 1}},
	{"count", .factor = 1, .powers = {[UNIT_COUNT] = 1}},
	{"ct", .factor = 1, .powers = {[UNIT_COUNT] = 1}},
	{"d", .factor = DAY, .powers = {S(1)}},
	{"dB", .factor = 1, .powers = {[UNIT_DB] = 1}},
	{"deg", .factor = DEG, .powers = {RAD(1)}},
	{"eV", .factor = EV, .powers = {KG(1), M(2), S(-2)}},
	{"erg", .factor = 1e-7L, .powers = {KG(1), M(2), S(-2)}},
	{"g", .factor = 1e-3L, .powers = {KG(1)}},
	{"h", .factor = 3600, .powers = {S(1)}},
	{"lm", .factor = 1, .powers = {[UNIT_CD] = 1, RAD(2)}},
	{"lx", .factor = 1, .powers = {[UNIT_CD] = 1, RAD(2), M(-2)}},
	{"lyr", .factor = C_LIGHT * JULIAN, .powers = {M(1)}},
	{"m", .factor = 1, .powers = {M(1)}},
	{"mag", .factor = 1, .powers = {[UNIT_MAG] = 1}},
	{"mas", .factor = DEG / 3600000, .powers = {RAD(1)}},
	{"min", .factor = 60, .powers = {S(1)}},
	{"mol", .factor = 1, .powers = {[UNIT_MOL] = 1}},
	{"pc", .factor = AU * 648000 / PI, .powers = {M(1)}},
	{"ph", .factor = 1, .powers = {[UNIT_PHOTON] = 1}},
	{"photon", .factor = 1, .powers = {[UNIT_PHOTON] = 1}},
	{"pix", .factor = 1, .powers = {[UNIT_PIXEL] = 1}},
	{"pixel", .factor = 1, .powers = {[UNIT_PIXEL] = 1}},
	{"rad", .factor = 1, .powers = {RAD(1)}},
	{"s", .factor = 1, .powers = {S(1)}},
	{"solLum", .factor = 3.828e26L, .powers = {KG(1), M(2), S(-3)}},
	{"solMass", .factor = 1.3271244e20L / 6.6743e-11L, .powers = {KG(1)}},
	{"solRad", .factor = 6.957e8L, .powers = {M(1)}},
	{"sr", .factor = 1, .powers = {RAD(2)}},
	/* of J2000.0 (Laskar 1986) */
	{"ta", .factor = 365.24219040211L * DAY, .powers = {S(1)}},
	{"u", .factor = 1.66053906660e-27L, .powers = {KG(1)}},
	{"voxel", .factor = 1, .powers = {[UNIT_VOXEL] = 1}},
	{"yr", .factor = JULIAN, .powers = {S(1)}},
};

typedef struct UnitPrefix
{
	const char *name;
	long double factor;
} UnitPrefix;

/* Section 2.6; da before d, because "da" is no day. */
static const UnitPrefix decimal_prefixes[] = {
	{"da", 1e1L}, {"d", 1e-1L},	 {"h", 1e2L},  {"c", 1e-2L},  {"k", 1e3L},	{"m", 1e-3L},
	{"M", 1e6L},  {"u", 1e-6L},	 {"G", 1e9L},  {"n", 1e-9L},  {"T", 1e12L}, {"p", 1e-12L},
	{"P", 1e15L}, {"f", 1e-15L}, {"E", 1e18L}, {"a", 1e-18L}, {"Z", 1e21L}, {"z", 1e-21L},
	{"Y", 1e24L}, {"y", 1e-24L}, {"R", 1e27L}, {"r", 1e-27L}, {"Q", 1e30L}, {"q", 1e-30L},
};

static const UnitPrefix binary_prefixes[] = {
	{"Ki", 0x1p10L},
	{"Mi", 0x1p20L},
	{"Gi", 0x1p30L},
	{"Ti", 0x1p40L},
	{"Pi", 0x1p50L},
	{"Ei", 0x1p60L},
	{"Zi", 0x1p70L},
	{"Yi", 0x1p80L},
};

#define COUNT(table) ((int) (sizeof(table) / sizeof((table)[0])))

const UnitSymbol *
unit_symbol(int i)
{
	return i < COUNT(symbols) ? &symbols[i] : NULL;
}

static const UnitSymbol *
find(const char *name, int length)
{
	int low = 0;
	int high = COUNT(symbols);

	while (low < high)
	{
		int middle = (low + high) / 2;
		const char *candidate = symbols[middle].name;
		int order = strncmp(name, candidate, (size_t) length);

		if (order == 0 && candidate[length] == '\0')
			return &symbols[middle];
		if (order <= 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* The bytes of a prefix at the start of a symbol that has more to it, or 0. */
static int
prefix_length(const UnitPrefix *prefix, const char *symbol, int length)
{
	int size = (int) strlen(prefix->name);

	return size < length && strncmp(prefix->name, symbol, (size_t) size) == 0 ? size : 0;
}

/* A prefix and a symbol that VOUnits knows. */
static bool
is_prefixed(const UnitPrefix *prefix,
			const char *symbol,
			int length,
			UnitMeaning *meaning)
{
	int size = prefix_length(prefix, symbol, length);

	if (size == 0)
		return false;
	meaning->symbol = find(symbol + size, length - size);
	meaning->prefix = prefix->factor;
	return meaning->symbol != NULL;
}

/* Of an unknown symbol: what is between quotes is not looked at (section 2.11). */
static UnitMeaning
unknown(const char *symbol, int length)
{
	UnitMeaning meaning = {.name = symbol, .length = length, .prefix = 1};
	bool quoted = symbol[length - 1] == '\'';

	for (int i = 0; i < COUNT(decimal_prefixes) && symbol[0] != '\''; i++)
	{
		int size = prefix_length(&decimal_prefixes[i], symbol, length);

		/* A quote right after a prefix, or something unquoted after it. */
		if (size == 0 || (quoted && symbol[size] != '\''))
			continue;
		meaning.name += size;
		meaning.length -= size;
		meaning.prefix = decimal_prefixes[i].factor;
		break;
	}
	if (quoted)
	{
		meaning.name++;
		meaning.length -= 2;
	}
	return meaning;
}

UnitMeaning
unit_meaning(const char *symbol, int length)
{
	UnitMeaning meaning = {.symbol = find(symbol, length), .prefix = 1};

	if (meaning.symbol != NULL)
		return meaning;
	for (int i = 0; i < COUNT(decimal_prefixes); i++)
		if (is_prefixed(&decimal_prefixes[i], symbol, length, &meaning))
			return meaning;
	for (int i = 0; i < COUNT(binary_prefixes); i++)
		if (is_prefixed(&binary_prefixes[i], symbol, length, &meaning) &&
			meaning.symbol->binary)
			return meaning;
	return unknown(symbol, length);
}
