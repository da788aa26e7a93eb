/*
 * soda_request_pg.c
 *		From the parameters of SODA 1.0 to the arguments of sky.cutout.
 */
#include "postgres.h"

#include "svc/soda_request_pg.h"

#include <math.h>

#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "fits/product_pg.h"

#define MAX_NUMBERS 2000 /* of one parameter */
#define MAX_CUTOUTS 1000 /* of one request */
#define MAX_AXES	9	 /* of FITS files that are cut */

enum
{
	FILTER_ID,
	FILTER_SHAPE,
	FILTER_BAND,
	FILTER_TIME,
};

/* What their values are called as arguments of sky.cutout_wish, and their types. */
static const struct
{
	const char *name;
	const char *cast;
} names[SODA_FILTERS] = {
	[FILTER_ID] = {NULL, ""},
	[FILTER_SHAPE] = {"shape", "::sky.region"},
	[FILTER_BAND] = {"band", "::float8[]"},
	[FILTER_TIME] = {"\"time\"", "::float8[]"},
};

struct SodaRequest
{
	SodaFilter filters[SODA_FILTERS];
	int count;
	StringInfoData rest; /* arguments that all have */
};

/* A shape: its word in POS, how it is called in STC-S, how many numbers it has. */
typedef struct SodaShape
{
	const char *word;
	const char *region;
	int least;
	int most;
} SodaShape;

static const SodaShape shapes[] = {
	{"CIRCLE", "Circle", 3, 3},
	{"POLYGON", "Polygon", 6, MAX_NUMBERS},
	{"RANGE", "PositionInterval", 4, 4},
};

/* Begin an argument by name. */
static void
begin_argument(StringInfo arguments, const char *name)
{
	appendStringInfo(arguments, "%s%s => ", arguments->len > 0 ? ", " : "", name);
}

/* Add a value, read from a parameter, with its cast in SQL. */
static void
add(SodaFilter *filter, const char *value, const char *cast, const HttpParam *param)
{
	filter->items[filter->count++] =
		(SodaWanted){.value = value,
					 .expression = psprintf("%s%s", quote_literal_cstr(value), cast),
					 .said = psprintf("%s=%.200s", param->name, param->value)};
}

/* The only value of a parameter; what SODA calls it when there are several. */
bool
soda_read_single(const HttpParams *params,
				 const char *name,
				 const char **value,
				 SkyError *err)
{
	int at = 0;
	const HttpParam *first = http_params_next(params, name, &at);

	*value = first != NULL ? first->value : NULL;
	if (first == NULL || http_params_next(params, name, &at) == NULL)
		return true;
	return sky_error(err,
					 SKY_E_BAD_VALUE,
					 -1,
					 "MultiValuedParamNotSupported: %s can be given once only",
					 name);
}

/* Read numbers separated by blanks; their count, or -1. */
static int
read_numbers(const char *text, double *numbers)
{
	int count = 0;

	for (;;)
	{
		char *end;

		text += strspn(text, " \t");
		if (*text == '\0')
			return count;
		if (count == MAX_NUMBERS)
			return -1;
		numbers[count++] = strtod(text, &end);
		if (end == text || (*end != '\0' && *end != ' ' && *end != '\t') ||
			isnan(numbers[count - 1]))
			return -1;
		text = end;
	}
}

/* Products by any name that files have, so as to be told by their identifiers. */
bool
soda_read_ids(const HttpParams *params, SodaFilter *filter, SkyError *err)
{
	const HttpParam *param;
	int at = 0;

	while ((param = http_params_next(params, "ID", &at)) != NULL)
	{
		const char *did = product_is_identifier(param->value)
							  ? param->value
							  : product_find(param->value);

		if (did == NULL)
		{
			sky_error(
				err, SKY_E_NOT_FOUND, -1, "there is no product \"%.200s\"", param->value);
			break;
		}
		add(filter, did, names[FILTER_ID].cast, param);
	}
	if (filter->count == 0 && err->code == SKY_OK)
		sky_error(err, SKY_E_BAD_VALUE, -1, "ID is missing");
	return err->code == SKY_OK ||
		   sky_error_hint(err, "It is an obs_publisher_did of ivoa.obscore: ivo://...");
}

/* Open ends of a range are those of the sky. */
static void
clip_range(double numbers[4])
{
	if (isinf(numbers[0]) || isinf(numbers[1]))
	{
		numbers[0] = isinf(numbers[0]) ? 0.0 : numbers[0];
		numbers[1] = isinf(numbers[1]) ? 360.0 : numbers[1];
	}
	numbers[2] = Max(numbers[2], -90.0);
	numbers[3] = Min(numbers[3], 90.0);
}

/* name and said: the parameter; value: the numbers in it. */
static bool
read_shape(const SodaShape *shape,
		   const HttpParam *param,
		   const char *value,
		   SodaFilter *filter,
		   SkyError *err)
{
	double numbers[MAX_NUMBERS];
	int count = read_numbers(value, numbers);
	bool is_range = strcmp(shape->word, "RANGE") == 0;
	StringInfoData text;

	if (count < shape->least || count > shape->most || (count % 2 == 1 && count > 3))
		return sky_error(err,
						 SKY_E_BAD_VALUE,
						 -1,
						 "%s is no %s: \"%.100s\"",
						 param->name,
						 shape->word,
						 value);
	if (is_range)
		clip_range(numbers);
	initStringInfo(&text);
	appendStringInfo(&text, "%s ICRS", shape->region);
	/* STC-S has corners, SODA has limits. */
	for (int i = 0; i < count; i++)
		appendStringInfo(
			&text, " %.17g", numbers[is_range && (i == 1 || i == 2) ? 3 - i : i]);
	add(filter, text.data, names[FILTER_SHAPE].cast, param);
	return true;
}

static bool
read_pos(const HttpParam *param, SodaFilter *filter, SkyError *err)
{
	for (int i = 0; i < lengthof(shapes); i++)
	{
		size_t length = strlen(shapes[i].word);

		if (strncmp(param->value, shapes[i].word, length) == 0 &&
			param->value[length] == ' ')
			return read_shape(&shapes[i], param, param->value + length, filter, err);
	}
	sky_error(err, SKY_E_BAD_VALUE, -1, "POS is no shape: \"%.100s\"", param->value);
	return sky_error_hint(err, "Shapes are CIRCLE, RANGE and POLYGON, in degrees.");
}

bool
soda_read_shapes(const HttpParams *params, SodaFilter *filter, SkyError *err)
{
	for (int i = 0; i < params->count; i++)
	{
		const HttpParam *param = &params->items[i];

		if (pg_strcasecmp(param->name, "POS") == 0 && !read_pos(param, filter, err))
			return false;
		for (int j = 0; j < lengthof(shapes); j++)
			if (pg_strcasecmp(param->name, shapes[j].word) == 0 &&
				!read_shape(&shapes[j], param, param->value, filter, err))
				return false;
	}
	return true;
}

static bool
read_intervals(const HttpParams *params,
			   const char *name,
			   SodaFilter *filter,
			   SkyError *err)
{
	const HttpParam *param;
	int at = 0;

	while ((param = http_params_next(params, name, &at)) != NULL)
	{
		double numbers[MAX_NUMBERS];
		int count = read_numbers(param->value, numbers);

		if (count == 1)
			numbers[1] = numbers[0];
		else if (count != 2 || numbers[0] > numbers[1])
		{
			sky_error(err,
					  SKY_E_BAD_VALUE,
					  -1,
					  "%s is no interval: \"%.100s\"",
					  name,
					  param->value);
			return sky_error_hint(err, "Give two numbers, the lower one first.");
		}
		add(filter,
			psprintf("{%.17g,%.17g}", numbers[0], numbers[1]),
			names[FILTER_BAND].cast,
			param);
	}
	return true;
}

/* All values of POL are one filter. */
static void
read_states(const HttpParams *params, StringInfo rest)
{
	const HttpParam *param;
	const char *before = "ARRAY[";
	int at = 0;

	while ((param = http_params_next(params, "POL", &at)) != NULL)
	{
		if (strcmp(before, ", ") != 0)
			begin_argument(rest, "pol");
		appendStringInfo(rest, "%s%s", before, quote_literal_cstr(param->value));
		before = ", ";
	}
	if (strcmp(before, ", ") == 0)
		appendStringInfoString(rest, "]::text[]");
}

/* PIXEL: the first and the last one wanted along each axis, counted from 1. */
static bool
read_pixels(const HttpParams *params, StringInfo rest, SkyError *err)
{
	const char *value;
	double numbers[MAX_NUMBERS];
	int count;
	bool good;

	if (!soda_read_single(params, "PIXEL", &value, err))
		return false;
	if (value == NULL)
		return true;
	count = read_numbers(value, numbers);
	good = count > 0 && count % 2 == 0 && count <= 2 * MAX_AXES;
	for (int i = 0; good && i < count; i += 2)
		good = numbers[i] <= numbers[i + 1];
	if (!good)
	{
		sky_error(err, SKY_E_BAD_VALUE, -1, "PIXEL is no block: \"%.100s\"", value);
		return sky_error_hint(err,
							  "Give the first and the last pixel of each axis, counted "
							  "from 1; -Inf and +Inf leave a side open.");
	}
	begin_argument(rest, "pixels");
	for (int i = 0; i < count; i++)
		appendStringInfo(rest, "%s%.17g", i == 0 ? "'{" : ",", numbers[i]);
	appendStringInfoString(rest, "}'::float8[]");
	return true;
}

/* HDU: the only one that is wanted, counted from 0. */
bool
soda_read_hdu(const HttpParams *params, StringInfo rest, SkyError *err)
{
	const char *value;

	if (!soda_read_single(params, "HDU", &value, err))
		return false;
	if (value == NULL)
		return true;
	if (value[0] == '\0' || strlen(value) > 6 ||
		value[strspn(value, "0123456789")] != '\0')
	{
		sky_error(err, SKY_E_BAD_VALUE, -1, "HDU is no number: \"%.100s\"", value);
		return sky_error_hint(err, "HDUs are counted from 0, the primary one.");
	}
	begin_argument(rest, "hdu");
	appendStringInfoString(rest, value);
	return true;
}

/* COMPRESS: keep images compressed that are, or have them plain. */
static bool
read_compress(const HttpParams *params, StringInfo rest, SkyError *err)
{
	const char *value;

	if (!soda_read_single(params, "COMPRESS", &value, err))
		return false;
	if (value == NULL || pg_strcasecmp(value, "none") == 0)
		return true;
	if (pg_strcasecmp(value, "keep") != 0)
	{
		sky_error(err,
				  SKY_E_BAD_VALUE,
				  -1,
				  "COMPRESS is neither none nor keep: \"%.100s\"",
				  value);
		return sky_error_hint(err,
							  "none has plain images, keep those compressed that were.");
	}
	begin_argument(rest, "compress");
	appendStringInfoString(rest, "'keep'");
	return true;
}

/* CUTOUTDETAIL, of Rubin Observatory: images alone, with their masks, or everything. */
static bool
read_detail(const HttpParams *params, StringInfo rest, SkyError *err)
{
	static const char *const details[] = {"Image", "MaskedImage", "Exposure"};
	const char *value;

	if (!soda_read_single(params, "CUTOUTDETAIL", &value, err))
		return false;
	if (value == NULL)
		return true;
	for (int i = 0; i < lengthof(details); i++)
	{
		if (pg_strcasecmp(value, details[i]) != 0)
			continue;
		begin_argument(rest, "detail");
		appendStringInfo(rest, "'%s'", details[i]);
		return true;
	}
	sky_error(err, SKY_E_BAD_VALUE, -1, "CUTOUTDETAIL cannot be \"%.100s\"", value);
	return sky_error_hint(err,
						  "Image has images alone, MaskedImage their errors and masks, "
						  "too, Exposure everything.");
}

static bool
count_cutouts(SodaRequest *request, SkyError *err)
{
	int64 count = 1;

	for (int i = 0; i < SODA_FILTERS; i++)
		count *= Max(request->filters[i].count, 1);
	request->count = (int) Min(count, MAX_CUTOUTS);
	if (count <= MAX_CUTOUTS)
		return true;
	sky_error(err,
			  SKY_E_BAD_VALUE,
			  -1,
			  "%lld cutouts are more than the %d of one request",
			  (long long) count,
			  MAX_CUTOUTS);
	return sky_error_hint(
		err, "Every ID is combined with every shape, every BAND and every TIME.");
}

const SodaRequest *
soda_request_read(const HttpParams *params, SkyError *err)
{
	SodaRequest *request = palloc0(sizeof(SodaRequest));
	SodaFilter *filters = request->filters;
	StringInfo rest = &request->rest;

	initStringInfo(rest);
	if (!soda_read_ids(params, &filters[FILTER_ID], err) ||
		!soda_read_shapes(params, &filters[FILTER_SHAPE], err) ||
		!read_intervals(params, "BAND", &filters[FILTER_BAND], err) ||
		!read_intervals(params, "TIME", &filters[FILTER_TIME], err) ||
		!read_pixels(params, rest, err) || !soda_read_hdu(params, rest, err) ||
		!read_compress(params, rest, err) || !read_detail(params, rest, err) ||
		!count_cutouts(request, err))
		return NULL;
	read_states(params, rest);
	return request;
}

int
soda_request_count(const SodaRequest *request)
{
	return request->count;
}

SodaCutout
soda_request_cutout(const SodaRequest *request, int number)
{
	SodaCutout cutout = {.rest = request->rest.data};
	StringInfoData said;

	initStringInfo(&said);
	for (int i = SODA_FILTERS - 1; i >= 0; i--)
	{
		const SodaFilter *filter = &request->filters[i];

		if (filter->count == 0)
			continue;
		cutout.chosen[i] = &filter->items[number % filter->count];
		number /= filter->count;
	}
	for (int i = 0; i < SODA_FILTERS; i++)
		if (cutout.chosen[i] != NULL)
			appendStringInfo(
				&said, "%s%s", said.len > 0 ? ", " : "", cutout.chosen[i]->said);
	cutout.said = said.data;
	return cutout;
}

/* The arguments, what was chosen by its number or as it is. */
static const char *
arguments_of(const SodaCutout *cutout, int part, bool by_number)
{
	const char *expressions[SODA_FILTERS] = {NULL};
	StringInfoData wish;

	initStringInfo(&wish);
	for (int i = 0; i < SODA_FILTERS; i++)
	{
		if (cutout->chosen[i] == NULL)
			continue;
		expressions[i] = by_number ? psprintf("$%d%s", i + 1, names[i].cast)
								   : cutout->chosen[i]->expression;
		if (names[i].name == NULL)
			continue;
		begin_argument(&wish, names[i].name);
		appendStringInfoString(&wish, expressions[i]);
	}
	if (cutout->rest[0] != '\0')
		appendStringInfo(&wish, "%s%s", wish.len > 0 ? ", " : "", cutout->rest);
	if (part > 0)
	{
		begin_argument(&wish, "part");
		appendStringInfo(&wish, "%d", part);
	}
	return psprintf("%s, sky.cutout_wish(%s)", expressions[FILTER_ID], wish.data);
}

const char *
soda_cutout_arguments(const SodaCutout *cutout, int part)
{
	return arguments_of(cutout, part, false);
}

const char *
soda_cutout_parameters(const SodaCutout *cutout, const char *values[SODA_FILTERS])
{
	for (int i = 0; i < SODA_FILTERS; i++)
		values[i] = cutout->chosen[i] != NULL ? cutout->chosen[i]->value : NULL;
	return arguments_of(cutout, 0, true);
}
