/*
 * ssa_params.c
 *		The parameters of SSA 1.1 (section 4.1).
 *
 * Lists of ranges have commas between ranges, slashes within, and qualifiers behind a
 * semicolon (section 8.7.2).
 */
#include "svc/ssa_params.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/table.h"
#include "svc/adql_text.h"
#include "svc/iso_period.h"

#define DEFAULT_SIZE 0.2 /* [deg], where SIZE is not sent */

/* A piece of a parameter's value. */
typedef struct Piece
{
	const char *text;
	size_t length;
} Piece;

static bool
refuse(const DiscoveryParam *param, const char *value, const char *hint, SkyError *err)
{
	sky_error(
		err, SKY_E_BAD_VALUE, -1, "%s cannot be \"%.100s\"", param->meta.name, value);
	return sky_error_hint(err, "%s", hint);
}

/* The next piece before one of the marks or the end; *text moves behind the mark. */
static Piece
next_piece(const char **text, const char *marks)
{
	Piece piece = {*text, strcspn(*text, marks)};

	*text += piece.length + ((*text)[piece.length] != '\0');
	return piece;
}

static bool
piece_is(Piece piece, const char *word)
{
	return strlen(word) == piece.length &&
		   strncasecmp(piece.text, word, piece.length) == 0;
}

/* A finite number that fills the piece. */
static bool
read_number(Piece piece, double *number)
{
	const char *at = piece.text;

	return discovery_read_number(&at, number) && isfinite(*number) &&
		   at == piece.text + piece.length;
}

/* A number that fills the value. */
static bool
read_value(const char *value, double *number)
{
	return read_number((Piece){value, strlen(value)}, number);
}

/* SIZE is a diameter. */
static bool
read_radius(const Discovery *query, double *radius, SkyError *err)
{
	const char *size;
	double diameter = DEFAULT_SIZE;

	if (!http_params_single(query->params, "SIZE", &size, err))
		return false;
	if (size != NULL && size[0] != '\0' &&
		(!read_value(size, &diameter) || diameter < 0 || diameter > 360))
	{
		sky_error(err, SKY_E_BAD_VALUE, -1, "SIZE cannot be \"%.100s\"", size);
		return sky_error_hint(err, "It is a diameter from 0 to 360 degrees.");
	}
	*radius = diameter / 2;
	return true;
}

static bool
put_pos(const Discovery *query,
		const DiscoveryParam *param,
		const char *value,
		SkyError *err)
{
	const char *at = value;
	Piece lon = next_piece(&at, ",;");
	Piece lat = next_piece(&at, ",;");
	bool framed = at > value && at[-1] == ';';
	double numbers[3];

	if (!read_number(lon, &numbers[0]) || !read_number(lat, &numbers[1]) ||
		fabs(numbers[1]) > 90 || fabs(numbers[0]) > 720 ||
		(framed ? strcasecmp(at, "ICRS") != 0 : *at != '\0'))
		return refuse(param, value, "It is lon,lat in degrees; the frame is ICRS.", err);
	if (!read_radius(query, &numbers[2], err))
		return false;
	sink_printf(query->sink,
				"1 = CONTAINS(POINT(%s, %s), CIRCLE(",
				param->columns[0],
				param->columns[1]);
	for (int i = 0; i < 3; i++)
	{
		if (i > 0)
			sink_putc(query->sink, ',');
		adql_put_number(query->sink, numbers[i]);
	}
	sink_puts(query->sink, "))");
	return true;
}

/* What the piece of a range between slashes means; each has ends. */
typedef bool (*ReadEnds)(Piece piece, DiscoveryInterval *ends);

/* "a", "a/b", "a/", "/b", "/", and a step behind a further slash. */
static bool
read_range(Piece piece, ReadEnds read, DiscoveryInterval *interval)
{
	const char *slash = memchr(piece.text, '/', piece.length);
	Piece parts[2] = {piece, piece};
	DiscoveryInterval ends[2] = {{-INFINITY, -INFINITY}, {INFINITY, INFINITY}};

	if (slash != NULL)
	{
		const char *after = slash + 1;
		size_t left = (size_t) (piece.text + piece.length - after);
		const char *step = memchr(after, '/', left);

		parts[0].length = (size_t) (slash - piece.text);
		parts[1] = (Piece){after, step != NULL ? (size_t) (step - after) : left};
	}
	for (int i = 0; i < 2; i++)
	{
		if (parts[i].length == 0 && slash == NULL)
			return false;
		if (parts[i].length > 0 && !read(parts[i], &ends[i]))
			return false;
	}
	*interval = (DiscoveryInterval){ends[0].least, ends[1].most};
	return ends[0].least <= ends[1].least && ends[0].most <= ends[1].most;
}

/* A list of ranges, any of which the columns' interval may meet. */
static bool
put_ranges(const Discovery *query,
		   const DiscoveryParam *param,
		   const char *value,
		   ReadEnds read)
{
	const char *end = value + strcspn(value, ";");
	const char *at = value;
	bool more = true;

	for (int i = 0; more; i++)
	{
		Piece piece = {at, strcspn(at, ",;")};
		DiscoveryInterval interval;

		if (!read_range(piece, read, &interval))
			return false;
		if (i > 0)
			sink_puts(query->sink, " OR ");
		discovery_put_overlap(query, param->columns, interval);
		at += piece.length;
		more = at < end;
		at += more;
	}
	return true;
}

/* The parts of the spectrum by name (VODataService 1.1, section 3.1.1), sorted [m]. */
static const struct
{
	const char *name;
	DiscoveryInterval wavelengths;
} wavebands[] = {
	{"euv", {1e-8, 1e-7}},
	{"gamma-ray", {-INFINITY, 1e-10}},
	{"infrared", {1e-6, 1e-4}},
	{"millimeter", {1e-4, 1e-2}},
	{"optical", {3e-7, 1e-6}},
	{"radio", {1e-2, INFINITY}},
	{"uv", {1e-7, 3e-7}},
	{"x-ray", {1e-10, 1e-8}},
};

static bool
read_wavelength(Piece piece, DiscoveryInterval *ends)
{
	for (size_t i = 0; i < SKY_LENGTH(wavebands); i++)
	{
		if (!piece_is(piece, wavebands[i].name))
			continue;
		*ends = wavebands[i].wavelengths;
		return true;
	}
	if (!read_number(piece, &ends->least) || ends->least < 0)
		return false;
	ends->most = ends->least;
	return true;
}

static bool
put_band(const Discovery *query,
		 const DiscoveryParam *param,
		 const char *value,
		 SkyError *err)
{
	const char *qualifier = strchr(value, ';');

	if ((qualifier != NULL && strcasecmp(qualifier, ";observer") != 0) ||
		!put_ranges(query, param, value, read_wavelength))
		return refuse(
			param,
			value,
			"Ranges such as 3E-7/1E-6 are vacuum wavelengths in metres as "
			"observed; names are Radio, Millimeter, Infrared, Optical, UV, EUV, "
			"X-ray and Gamma-ray.",
			err);
	return true;
}

static bool
read_date(Piece piece, DiscoveryInterval *ends)
{
	IsoPeriod period;

	if (!iso_period_read(piece.text, piece.length, &period))
		return false;
	*ends = (DiscoveryInterval){period.begin, period.end};
	return true;
}

static bool
put_time(const Discovery *query,
		 const DiscoveryParam *param,
		 const char *value,
		 SkyError *err)
{
	if (strchr(value, ';') != NULL || !put_ranges(query, param, value, read_date))
		return refuse(param,
					  value,
					  "Ranges such as 2001/2002-03 or 2001-02-03T04:05:06/ are dates of "
					  "ISO 8601, UTC.",
					  err);
	return true;
}

/* Formats by family (section 4.1.1.5); "" are all of them. */
static const struct
{
	const char *name;
	const char *condition;
} format_families[] = {
	{"all", ""},
	{"native", ""},
	{"metadata", ""},
	{"compliant",
	 SSA_FORMAT " LIKE '%fits%' OR " SSA_FORMAT " LIKE 'application/x-votable%'"},
	{"fits", SSA_FORMAT " LIKE '%fits%'"},
	{"graphic", SSA_FORMAT " LIKE 'image/%' AND " SSA_FORMAT " NOT LIKE '%fits%'"},
	{"votable", SSA_FORMAT " LIKE 'application/x-votable%'"},
	{"xml", SSA_FORMAT " LIKE '%xml%'"},
};

/* What one item of FORMAT asks of the rows; false if it is no format. */
static bool
put_format_item(const Discovery *query, Piece item)
{
	for (size_t i = 0; i < SKY_LENGTH(format_families); i++)
	{
		if (!piece_is(item, format_families[i].name))
			continue;
		sink_puts(query->sink,
				  format_families[i].condition[0] != '\0' ? format_families[i].condition
														  : "1 = 1");
		return true;
	}
	if (memchr(item.text, '/', item.length) == NULL)
		return false;
	sink_puts(query->sink, "LOWER(" SSA_FORMAT ") = LOWER('");
	sink_put_doubled(query->sink, item.text, item.length, "'");
	sink_puts(query->sink, "')");
	return true;
}

static bool
put_format(const Discovery *query,
		   const DiscoveryParam *param,
		   const char *value,
		   SkyError *err)
{
	const char *at = value;

	while (*at != '\0')
	{
		if (at > value)
			sink_puts(query->sink, " OR ");
		if (!put_format_item(query, next_piece(&at, ",")))
			return refuse(param,
						  value,
						  "Formats are media types, all, compliant, native, graphic, "
						  "votable, fits, xml and metadata.",
						  err);
	}
	return true;
}

bool
ssa_wants_metadata(const HttpParams *params)
{
	const HttpParam *sent;
	int at = 0;

	while ((sent = http_params_next(params, "FORMAT", &at)) != NULL)
		if (strcasecmp(sent->value, "METADATA") == 0)
			return true;
	return false;
}

static bool
put_limit(const Discovery *query,
		  const DiscoveryParam *param,
		  const char *value,
		  SkyError *err,
		  DiscoveryInterval (*limit)(double))
{
	double number;

	if (!read_value(value, &number) || number < 0)
		return refuse(param, value, "It is a number, 0 or more.", err);
	discovery_put_within(query, param->columns[0], limit(number));
	return true;
}

static DiscoveryInterval
from(double least)
{
	return (DiscoveryInterval){least, INFINITY};
}

static DiscoveryInterval
up_to(double most)
{
	return (DiscoveryInterval){-INFINITY, most};
}

/* SPATRES is in degrees, ObsCore's resolution in arc seconds. */
static DiscoveryInterval
up_to_degrees(double most)
{
	return up_to(most * 3600);
}

static bool
put_least(const Discovery *query,
		  const DiscoveryParam *param,
		  const char *value,
		  SkyError *err)
{
	return put_limit(query, param, value, err, from);
}

static bool
put_most(const Discovery *query,
		 const DiscoveryParam *param,
		 const char *value,
		 SkyError *err)
{
	return put_limit(query, param, value, err, up_to);
}

static bool
put_most_degrees(const Discovery *query,
				 const DiscoveryParam *param,
				 const char *value,
				 SkyError *err)
{
	return put_limit(query, param, value, err, up_to_degrees);
}

/* Any item of a list with commas. */
static bool
put_item_of(const Discovery *query,
			const DiscoveryParam *param,
			const char *value,
			SkyError *err)
{
	const char *at = value;

	(void) err;
	while (*at != '\0')
	{
		bool first = at == value;
		Piece item = next_piece(&at, ",");

		sink_printf(
			query->sink, "%sLOWER(%s) = LOWER('", first ? "" : " OR ", param->columns[0]);
		sink_put_doubled(query->sink, item.text, item.length, "'");
		sink_puts(query->sink, "')");
	}
	return true;
}

/* The same, and any of them. */
static bool
put_status(const Discovery *query,
		   const DiscoveryParam *param,
		   const char *value,
		   SkyError *err)
{
	if (strcasecmp(value, "any") != 0)
		return put_item_of(query, param, value, err);
	sink_puts(query->sink, "1 = 1");
	return true;
}

/* A part of the name, in any case. */
static bool
put_part_of(const Discovery *query,
			const DiscoveryParam *param,
			const char *value,
			SkyError *err)
{
	(void) err;
	sink_printf(query->sink, "STRPOS(LOWER(%s), LOWER(", param->columns[0]);
	adql_put_text(query->sink, value);
	sink_puts(query->sink, ")) > 0");
	return true;
}

#define TEXT   .datatype = "char", .arraysize = "*"
#define NUMBER .datatype = "double"

static const DiscoveryParam rows[] = {
	{
		.meta = {"REQUEST", TEXT, .description = "queryData"},
		.preset = "queryData",
	},
	{
		.meta = {"POS",
				 TEXT,
				 .unit = "deg",
				 .ucd = "pos.eq",
				 .description = "Centre of the circle where spectra are wanted: lon,lat "
								"(ICRS)"},
		.put = put_pos,
		.columns = {"s_ra", "s_dec"},
	},
	{
		.meta = {"SIZE",
				 NUMBER,
				 .unit = "deg",
				 .ucd = "pos.angDistance",
				 .description = "Diameter of that circle"},
	},
	{
		.meta = {"BAND",
				 TEXT,
				 .unit = "m",
				 .ucd = "em.wl",
				 .description = "Vacuum wavelengths that are covered in part, as "
								"3E-7/1E-6, or part of the spectrum by name"},
		.put = put_band,
		.columns = {"em_min", "em_max"},
	},
	{
		.meta = {"TIME",
				 TEXT,
				 .ucd = "time.epoch",
				 .description = "Dates of the observation, in part, as 2001/2002-03"},
		.put = put_time,
		.columns = {"t_min", "t_max"},
	},
	{
		.meta = {"FORMAT",
				 TEXT,
				 .ucd = "meta.code.mime",
				 .description = "Format of the spectra; METADATA: this description"},
		.put = put_format,
		.columns = {"access_format"},
	},
	{
		.meta = {"TARGETNAME",
				 TEXT,
				 .ucd = "meta.id;src",
				 .description = "Names of targets, in any case"},
		.put = put_item_of,
		.columns = {"target_name"},
	},
	{
		.meta = {"TARGETCLASS",
				 TEXT,
				 .ucd = "src.class",
				 .description = "Classes of targets, in any case"},
		.put = put_item_of,
		.columns = {"target_class"},
	},
	{
		.meta = {"COLLECTION",
				 TEXT,
				 .ucd = "meta.id",
				 .description = "Part of the name of the collection, in any case"},
		.put = put_part_of,
		.columns = {"obs_collection"},
		.listed = true,
	},
	{
		.meta = {"PUBDID",
				 TEXT,
				 .ucd = "meta.ref.ivoid",
				 .description = "Identifier of the spectrum, in any case"},
		.put = discovery_put_nocase,
		.columns = {"obs_publisher_did"},
	},
	{
		.meta = {"CREATORDID",
				 TEXT,
				 .ucd = "meta.id",
				 .description = "Identifier that the creator gave"},
		.put = discovery_put_nocase,
		.columns = {"obs_creator_did"},
	},
	{
		.meta = {"SPECRP",
				 NUMBER,
				 .ucd = "spect.resolution",
				 .description = "Least spectral resolving power"},
		.put = put_least,
		.columns = {"em_res_power"},
	},
	{
		.meta = {"SPATRES",
				 NUMBER,
				 .unit = "deg",
				 .ucd = "pos.angResolution",
				 .description = "Coarsest spatial resolution"},
		.put = put_most_degrees,
		.columns = {"s_resolution"},
	},
	{
		.meta = {"TIMERES",
				 NUMBER,
				 .unit = "s",
				 .ucd = "time.resolution",
				 .description = "Coarsest resolution in time"},
		.put = put_most,
		.columns = {"t_resolution"},
	},
	{
		.meta = {"FLUXCALIB",
				 TEXT,
				 .ucd = "meta.code.qual",
				 .description = "Calibration of the flux"},
		.put = put_status,
		.columns = {"o_calib_status"},
	},
	{
		.meta = {"WAVECALIB",
				 TEXT,
				 .ucd = "meta.code.qual",
				 .description = "Calibration of the wavelengths"},
		.put = put_status,
		.columns = {"em_calib_status"},
	},
	{
		.meta = {"TOP",
				 .datatype = "int",
				 .description = "At most so many of the spectra that fit"},
	},
	{
		.meta = {"MAXREC", .datatype = "int", .description = "At most so many rows"},
	},
};

const DiscoveryParam *
ssa_params(size_t *count)
{
	*count = SKY_LENGTH(rows);
	return rows;
}
