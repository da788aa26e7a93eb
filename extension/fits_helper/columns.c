/*
 * columns.c
 *		What columns of tables mean.
 */
#include "fits_helper/columns.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/vounit.h"
#include "geo/frame.h"

/* A meaning: UCDs, then names, in lower case. */
typedef struct Rule
{
	const char *ucds[5];
	const char *names[16];
	const char *unit; /* where nothing is said */
} Rule;

static const Rule longitude = {{"pos.eq.ra"},
							   {"ra",
								"raj2000",
								"ra_icrs",
								"ra2000",
								"_ra",
								"_raj2000",
								"alpha_j2000",
								"ra_deg",
								"radeg",
								"right_ascension",
								"s_ra",
								"x_world"},
							   "deg"};
static const Rule latitude = {{"pos.eq.dec"},
							  {"dec",
							   "dej2000",
							   "de_icrs",
							   "dec2000",
							   "_de",
							   "_dej2000",
							   "delta_j2000",
							   "dec_deg",
							   "dedeg",
							   "declination",
							   "s_dec",
							   "y_world",
							   "decj2000",
							   "dec_icrs"},
							  "deg"};
static const Rule wavelength = {{"em.wl", "em.freq", "em.energy", "em.wavenumber"},
								{"wavelength",
								 "wave",
								 "lambda",
								 "wl",
								 "loglam",
								 "spectral_axis",
								 "wav",
								 "wvl",
								 "frequency",
								 "freq",
								 "energy",
								 "wave_vac",
								 "wavelength_vac",
								 "wave_air",
								 "wavelength_air",
								 "awav"},
								"Angstrom"};
static const Rule epoch = {{"time.epoch"}, {"mjd", "time", "hjd", "bjd", "jd"}, "d"};

static bool
read_text(FitsFile *file, const char *name, int number, char value[FLEN_VALUE])
{
	char key[FLEN_KEYWORD];

	snprintf(key, sizeof(key), "%s%d", name, number);
	return file_text(file, key, value);
}

static double
read_number(FitsFile *file, const char *name, int number, double otherwise)
{
	char key[FLEN_KEYWORD];
	double value = otherwise;

	snprintf(key, sizeof(key), "%s%d", name, number);
	file_number(file, key, &value);
	return value;
}

/* How well a UCD answers: 2 for the main one, 0 not at all. */
static int
answers(const char *ucd, const char *wanted)
{
	size_t length = strlen(wanted);

	if (strncasecmp(ucd, wanted, length) != 0 ||
		(ucd[length] != '\0' && ucd[length] != ';' && ucd[length] != '.'))
		return 0;
	return strcasestr(ucd, "meta.main") != NULL ? 2 : 1;
}

static const Column *
by_ucd(FitsFile *file, const Table *table, const Rule *rule)
{
	const Column *found = NULL;
	int best = 0;

	for (int i = 0; i < table->width; i++)
	{
		char ucd[FLEN_VALUE];

		if (!read_text(file, "TUCD", i + 1, ucd) || strncasecmp(ucd, "stat", 4) == 0)
			continue;
		for (int j = 0; j < 5 && rule->ucds[j] != NULL; j++)
			if (answers(ucd, rule->ucds[j]) > best)
			{
				best = answers(ucd, rule->ucds[j]);
				found = &table->columns[i];
			}
	}
	return found;
}

static const Column *
find_column(FitsFile *file, const Table *table, const Rule *rule)
{
	const Column *column = by_ucd(file, table, rule);

	for (int i = 0; column == NULL && i < 16 && rule->names[i] != NULL; i++)
		column = table_column(table, rule->names[i]);
	return column;
}

/* Its numbers as they are in its unit, which is read, too. */
static Numbers
find_numbers(FitsFile *file, const Table *table, const Rule *rule, char unit[FLEN_VALUE])
{
	Numbers numbers = {
		.column = find_column(file, table, rule), .scale = 1.0, .null = NAN};
	int number;

	snprintf(unit, FLEN_VALUE, "%s", rule->unit);
	if (numbers.column == NULL)
		return numbers;
	number = (int) (numbers.column - table->columns) + 1;
	if (!read_text(file, "TUNIT", number, unit) || unit[0] == '\0')
		snprintf(unit, FLEN_VALUE, "%s", rule->unit);
	numbers.scale = read_number(file, "TSCAL", number, 1.0);
	numbers.zero = read_number(file, "TZERO", number, 0.0);
	if (strchr("BIJK", numbers_type(&numbers)) != NULL)
		numbers.null = read_number(file, "TNULL", number, NAN);
	return numbers;
}

static bool
is_number(char type)
{
	return type != '\0' && strchr("BIJKED", type) != NULL;
}

/* Degrees of an angle in some unit; of longitudes hours are one, too. */
static bool
angle_factor(const char *text, bool is_longitude, double *factor)
{
	SkyError ignored = {0};
	Unit degrees;
	Unit unit;

	*factor = is_longitude && (text[0] == 'h' || text[0] == 'H') ? 15.0
			  : strncasecmp(text, "rad", 3) == 0				 ? 180.0 / M_PI
																 : 1.0;
	return *factor != 1.0 || strncasecmp(text, "deg", 3) == 0 ||
		   (unit_parse("deg", UNIT_STANDARD, &degrees, &ignored) &&
			unit_parse(text, UNIT_ANY, &unit, &ignored) &&
			unit_convert(&unit, &degrees, factor));
}

/* One number a row, in degrees. */
static Numbers
find_angle(FitsFile *file, const Table *table, const Rule *rule)
{
	char unit[FLEN_VALUE];
	Numbers numbers = find_numbers(file, table, rule, unit);
	double factor;

	if (numbers.column == NULL || numbers.column->repeat != 1 ||
		!is_number(numbers.column->type) ||
		!angle_factor(unit, rule == &longitude, &factor))
		return (Numbers){0};
	numbers.scale *= factor;
	numbers.zero *= factor;
	return numbers;
}

static double
reference_time(FitsFile *file)
{
	static const char *const keywords[] = {"MJDREF", "MJDREFI", "MJDREFF"};
	double sum = 0.0;

	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
	{
		double value = 0.0;

		file_number(file, keywords[i], &value);
		sum += value;
	}
	return sum;
}

/* MJD of what is in days or seconds since MJDREF, in JD or in MJD. */
static Numbers
find_time(FitsFile *file, const Table *table)
{
	char unit[FLEN_VALUE];
	Numbers numbers = find_numbers(file, table, &epoch, unit);
	double factor = unit[0] == 's' ? 1.0 / 86400.0 : 1.0;
	const char *name;

	if (numbers.column == NULL || numbers.column->repeat != 1 ||
		!is_number(numbers.column->type) || (unit[0] != 's' && unit[0] != 'd'))
		return (Numbers){0};
	name = numbers.column->name;
	numbers.scale *= factor;
	numbers.zero *= factor;
	if (strcasecmp(name, "jd") == 0 || strcasecmp(name + 1, "jd") == 0)
		numbers.zero -= strcasecmp(name, "mjd") == 0 ? 0.0 : 2400000.5;
	else
		numbers.zero += reference_time(file);
	return numbers;
}

/*
 * Are the wavelengths of a column in air?  By its name or its UCD, which in the ESO's
 * Science Data Products Standard is em.wl;obs.atmos then; else by the headers.
 */
static bool
is_air(FitsFile *file, const Column *column, int number)
{
	char ucd[FLEN_VALUE];

	read_text(file, "TUCD", number, ucd);
	if (strcasestr(ucd, "obs.atmos") != NULL || strcasestr(ucd, "air") != NULL ||
		strcasestr(column->name, "air") != NULL || strcasecmp(column->name, "awav") == 0)
		return true;
	return strcasestr(column->name, "vac") == NULL && spectral_is_air(file);
}

static void
find_band(Meaning *meaning, FitsFile *file, const Table *table)
{
	char unit[FLEN_VALUE];
	const Column *column;

	meaning->band = find_numbers(file, table, &wavelength, unit);
	if (meaning->band.column == NULL)
		return;
	if (!spectral_read(&meaning->spectral, unit) ||
		!is_number(numbers_type(&meaning->band)))
	{
		meaning->band = (Numbers){0};
		return;
	}
	column = meaning->band.column;
	/* The SDSS: decimal logarithms, without a word of it in TUNIT. */
	if (strncasecmp(column->name, "loglam", 6) == 0)
		meaning->spectral.is_log = true;
	meaning->spectral.is_air = is_air(file, column, (int) (column - table->columns) + 1);
}

void
columns_meaning(Meaning *meaning, FitsFile *file, const Table *table)
{
	char frame[FLEN_VALUE];

	*meaning = (Meaning){.icrs = refframe_find("ICRS")};
	meaning->lon = find_angle(file, table, &longitude);
	meaning->lat = find_angle(file, table, &latitude);
	meaning->frame =
		file_text(file, "RADESYS", frame) ? refframe_find(frame) : meaning->icrs;
	if (meaning->lon.column == NULL || meaning->lat.column == NULL ||
		meaning->frame == NULL)
		meaning->lon = meaning->lat = (Numbers){0};
	find_band(meaning, file, table);
	meaning->time = find_time(file, table);
}

bool
numbers_cell(const Numbers *numbers,
			 const Table *table,
			 int64_t row,
			 const char **bytes,
			 uint64_t *count)
{
	const Column *column = numbers->column;

	if (column_points(column))
		return table_pointed(table, column, row, bytes, count);
	*bytes = table_cell(table, column, row);
	*count = (uint64_t) column->repeat;
	return true;
}

double
numbers_at(const Numbers *numbers, const char *bytes, char type)
{
	double value = table_number(bytes, type);

	return value == numbers->null ? NAN : value * numbers->scale + numbers->zero;
}

SkyPoint
meaning_place(const Meaning *meaning, const Table *table, int64_t row)
{
	const Column *lon = meaning->lon.column;
	const Column *lat = meaning->lat.column;
	SkyPoint place = {numbers_at(&meaning->lon, table_cell(table, lon, row), lon->type),
					  numbers_at(&meaning->lat, table_cell(table, lat, row), lat->type)};

	if (meaning->frame != meaning->icrs && isfinite(place.lon) && fabs(place.lat) <= 90.0)
		place = frame_turn(meaning->frame, meaning->icrs, place);
	return place;
}
