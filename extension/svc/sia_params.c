/*
 * sia_params.c
 *		The parameters of SIA 2.0 (section 2.1).
 */
#include "svc/sia_params.h"

#include <math.h>
#include <string.h>

#include "base/table.h"
#include "svc/adql_text.h"

#define MAX_NUMBERS 2000 /* of one value */

/* Read numbers separated by blanks, in all of the text; how many, or -1. */
static int
read_numbers(const char *text, double *numbers, int room)
{
	int count = 0;

	for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " "))
	{
		if (count == room || !discovery_read_number(&text, &numbers[count++]) ||
			(*text != ' ' && *text != '\0'))
			return -1;
	}
	return count;
}

static bool
refuse(const DiscoveryParam *param, const char *value, const char *hint, SkyError *err)
{
	sky_error(
		err, SKY_E_BAD_VALUE, -1, "%s cannot be \"%.100s\"", param->meta.name, value);
	return sky_error_hint(err, "%s", hint);
}

/* Write numbers as the arguments of a function of ADQL. */
static void
put_call(Sink *sink, const char *function, const double *numbers, int count)
{
	sink_puts(sink, function);
	for (int i = 0; i < count; i++)
	{
		sink_putc(sink, i == 0 ? '(' : ',');
		adql_put_number(sink, numbers[i]);
	}
	sink_putc(sink, ')');
}

/* RANGE lon1 lon2 lat1 lat2; open ends are those of the sky.  STC-S has corners. */
static bool
put_range(Sink *sink, const double *numbers)
{
	bool open = isinf(numbers[0]) || isinf(numbers[1]);
	double west = open && isinf(numbers[0]) ? 0 : numbers[0];
	double east = open && isinf(numbers[1]) ? 360 : numbers[1];
	double south = fmax(numbers[2], -90);
	double north = fmin(numbers[3], 90);
	double corners[] = {west, south, east, north};

	if (numbers[0] == INFINITY || numbers[1] == -INFINITY || north < south ||
		north < -90 || south > 90)
		return false;
	sink_puts(sink, "REGION('PositionInterval ICRS");
	for (size_t i = 0; i < SKY_LENGTH(corners); i++)
	{
		sink_putc(sink, ' ');
		adql_put_number(sink, corners[i]);
	}
	sink_puts(sink, "')");
	return true;
}

static bool
put_circle(Sink *sink, const double *numbers)
{
	if (fabs(numbers[1]) > 90 || !(numbers[2] >= 0 && numbers[2] <= 180))
		return false;
	put_call(sink, "CIRCLE", numbers, 3);
	return true;
}

static bool
put_polygon(Sink *sink, const double *numbers, int count)
{
	for (int i = 1; i < count; i += 2)
		if (fabs(numbers[i]) > 90)
			return false;
	put_call(sink, "POLYGON", numbers, count);
	return true;
}

/* The shape that a value of POS means; false where it means none. */
static bool
put_shape(Sink *sink, const char *value)
{
	double numbers[MAX_NUMBERS];
	size_t word = strcspn(value, " ");
	int count = read_numbers(value + word, numbers, MAX_NUMBERS);
	bool finite = true;

	for (int i = 0; i < count; i++)
		finite = finite && isfinite(numbers[i]);
	if (word == 5 && strncmp(value, "RANGE", word) == 0 && count == 4)
		return put_range(sink, numbers);
	if (word == 6 && strncmp(value, "CIRCLE", word) == 0 && count == 3)
		return finite && put_circle(sink, numbers);
	if (word == 7 && strncmp(value, "POLYGON", word) == 0 && count >= 6 && count % 2 == 0)
		return finite && put_polygon(sink, numbers, count);
	return false;
}

static bool
put_pos(const Discovery *query,
		const DiscoveryParam *param,
		const char *value,
		SkyError *err)
{
	const CatalogColumn *column = discovery_column(query->table, param->columns[0]);

	sink_puts(query->sink, "1 = INTERSECTS(");
	sink_printf(
		query->sink, column->type == ADQL_TEXT ? "REGION(%s)" : "%s", param->columns[0]);
	sink_puts(query->sink, ", ");
	if (!put_shape(query->sink, value))
		return refuse(param,
					  value,
					  "Shapes are CIRCLE lon lat radius, RANGE lon lon lat lat and "
					  "POLYGON lon lat lon lat lon lat ..., in degrees.",
					  err);
	sink_putc(query->sink, ')');
	return true;
}

/* One number, or two with the lower one first. */
static bool
read_interval(const DiscoveryParam *param,
			  const char *value,
			  DiscoveryInterval *interval,
			  SkyError *err)
{
	double numbers[2];
	int count = read_numbers(value, numbers, 2);

	if (count == 1)
		numbers[1] = numbers[0];
	if (count < 1 || numbers[0] > numbers[1])
		return refuse(param,
					  value,
					  "Give a number, or two with the lower one first; -Inf and +Inf "
					  "are open ends.",
					  err);
	*interval = (DiscoveryInterval){numbers[0], numbers[1]};
	return true;
}

static bool
put_overlap(const Discovery *query,
			const DiscoveryParam *param,
			const char *value,
			SkyError *err)
{
	DiscoveryInterval interval;

	if (!read_interval(param, value, &interval, err))
		return false;
	discovery_put_overlap(query, param->columns, interval);
	return true;
}

static bool
put_within(const Discovery *query,
		   const DiscoveryParam *param,
		   const char *value,
		   SkyError *err)
{
	DiscoveryInterval interval;

	if (!read_interval(param, value, &interval, err))
		return false;
	discovery_put_within(query, param->columns[0], interval);
	return true;
}

/* pol_states has its states between slashes (ObsCore 1.1, section B.6.6). */
static bool
put_state(const Discovery *query,
		  const DiscoveryParam *param,
		  const char *value,
		  SkyError *err)
{
	static const char states[] = "/I/Q/U/V/RR/LL/RL/LR/XX/YY/XY/YX/POLI/POLA/";
	const char *at = strstr(states, value);

	if (strchr(value, '/') != NULL || at == NULL || at[-1] != '/' ||
		at[strlen(value)] != '/')
		return refuse(param,
					  value,
					  "States are I, Q, U, V, RR, LL, RL, LR, XX, YY, XY, YX, POLI and "
					  "POLA.",
					  err);
	sink_printf(query->sink, "%s LIKE '%%/%s/%%'", param->columns[0], value);
	return true;
}

static bool
put_level(const Discovery *query,
		  const DiscoveryParam *param,
		  const char *value,
		  SkyError *err)
{
	if (strlen(value) != 1 || value[0] < '0' || value[0] > '4')
		return refuse(param, value, "Levels are 0, 1, 2, 3 and 4.", err);
	sink_printf(query->sink, "%s = %s", param->columns[0], value);
	return true;
}

#define TEXT	 .datatype = "char", .arraysize = "*"
#define INTERVAL .datatype = "double", .arraysize = "2", .xtype = "interval"

/* The value of a column lies in one of the intervals. */
#define WITHIN(name_, column, unit_, ucd_, text)                                         \
	{                                                                                    \
		.meta = {name_, INTERVAL, .unit = unit_, .ucd = ucd_, .description = text},      \
		.put = put_within, .columns = {column},                                          \
	}

static const DiscoveryParam rows[] = {
	{
		.meta = {"POS",
				 TEXT,
				 .ucd = "pos.outline;obs",
				 .description =
					 "What of the sky: CIRCLE lon lat radius, RANGE lon lon lat "
					 "lat or POLYGON lon lat ..., ICRS in degrees"},
		.put = put_pos,
		.columns = {"s_region"},
	},
	{
		.meta = {"BAND",
				 INTERVAL,
				 .unit = "m",
				 .ucd = "em.wl;stat.interval",
				 .description = "Vacuum wavelengths that are covered in part"},
		.put = put_overlap,
		.columns = {"em_min", "em_max"},
	},
	{
		.meta = {"TIME",
				 INTERVAL,
				 .unit = "d",
				 .ucd = "time.interval;obs.exposure",
				 .description = "Time of the observation, in part (MJD)"},
		.put = put_overlap,
		.columns = {"t_min", "t_max"},
	},
	{
		.meta = {"POL",
				 TEXT,
				 .ucd = "meta.code;phys.polarization",
				 .description = "A state of polarisation that is there"},
		.put = put_state,
		.columns = {"pol_states"},
	},
	WITHIN(
		"FOV", "s_fov", "deg", "phys.angSize;instr.fov", "Diameter of what is covered"),
	WITHIN(
		"SPATRES", "s_resolution", "arcsec", "pos.angResolution", "Spatial resolution"),
	WITHIN(
		"SPECRP", "em_res_power", NULL, "spect.resolution", "Spectral resolving power"),
	WITHIN("EXPTIME", "t_exptime", "s", "time.duration;obs.exposure", "Exposure time"),
	WITHIN("TIMERES", "t_resolution", "s", "time.resolution", "Resolution in time"),
	{
		.meta = {"ID",
				 TEXT,
				 .ucd = "meta.ref.ivoid",
				 .description = "Identifier of the product, in any case"},
		.put = discovery_put_nocase,
		.columns = {"obs_publisher_did"},
	},
	{
		.meta = {"COLLECTION",
				 TEXT,
				 .ucd = "meta.id",
				 .description = "Name of the collection"},
		.put = discovery_put_equal,
		.columns = {"obs_collection"},
		.listed = true,
	},
	{
		.meta = {"FACILITY",
				 TEXT,
				 .ucd = "meta.id;instr.tel",
				 .description = "Observatory or telescope"},
		.put = discovery_put_equal,
		.columns = {"facility_name"},
		.listed = true,
	},
	{
		.meta = {"INSTRUMENT", TEXT, .ucd = "meta.id;instr", .description = "Instrument"},
		.put = discovery_put_equal,
		.columns = {"instrument_name"},
		.listed = true,
	},
	{
		.meta =
			{"DPTYPE", TEXT, .ucd = "meta.code.class", .description = "image or cube"},
		.put = discovery_put_equal,
		.columns = {"dataproduct_type"},
		.listed = true,
	},
	{
		.meta = {"DPSUBTYPE",
				 TEXT,
				 .ucd = "meta.code.class",
				 .description = "Kind of product, in words of the collection"},
		.put = discovery_put_equal,
		.columns = {"dataproduct_subtype"},
		.listed = true,
	},
	{
		.meta = {"CALIB",
				 .datatype = "int",
				 .ucd = "meta.code;obs.calib",
				 .description = "Level of calibration, 0 (raw) to 4 (analysed)"},
		.put = put_level,
		.columns = {"calib_level"},
		.listed = true,
	},
	{
		.meta =
			{"TARGET", TEXT, .ucd = "meta.id;src", .description = "Name of the target"},
		.put = discovery_put_equal,
		.columns = {"target_name"},
	},
	{
		.meta = {"FORMAT",
				 TEXT,
				 .ucd = "meta.code.mime",
				 .description = "What the address of the product gives"},
		.put = discovery_put_equal,
		.columns = {"access_format"},
		.listed = true,
	},
	{
		.meta = {"MAXREC",
				 .datatype = "int",
				 .description = "At most so many rows; 0: this description"},
	},
	{
		.meta = {"RESPONSEFORMAT",
				 TEXT,
				 .ucd = "meta.code.mime",
				 .description = "Format of the answer"},
	},
};

const DiscoveryParam *
sia_params(size_t *count)
{
	*count = SKY_LENGTH(rows);
	return rows;
}
