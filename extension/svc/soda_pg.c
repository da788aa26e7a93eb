/*
 * soda_pg.c
 *		/soda/sync: cutouts of products (SODA 1.0).
 *
 * The parameters become the arguments of sky.cutout_size, which tells whether there is
 * anything, and of sky.cutout_pieces, which is streamed.
 */
#include "postgres.h"

#include <math.h>

#include "utils/builtins.h"

#include "svc/rows_pg.h"
#include "svc/service_table_pg.h"

#define MAX_NUMBERS 2000 /* of one parameter */

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

/* The only value of a parameter; what SODA calls it when there are several. */
static bool
single(const ServiceCall *call, const char *name, const char **value, SkyError *err)
{
	int at = 0;
	const HttpParam *first = http_params_next(&call->params, name, &at);

	*value = first != NULL ? first->value : NULL;
	if (first == NULL || http_params_next(&call->params, name, &at) == NULL)
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
		if (end == text || (*end != '\0' && *end != ' ' && *end != '\t'))
			return -1;
		text = end;
	}
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

static bool
put_shape(ServiceCall *call,
		  const SodaShape *shape,
		  const char *name,
		  const char *value,
		  StringInfo args,
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
						 name,
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
	appendStringInfo(args, ", shape => %s::sky.region", quote_literal_cstr(text.data));
	return true;
}

static bool
put_pos(ServiceCall *call, const char *value, StringInfo args, SkyError *err)
{
	for (int i = 0; i < lengthof(shapes); i++)
	{
		size_t length = strlen(shapes[i].word);

		if (strncmp(value, shapes[i].word, length) == 0 && value[length] == ' ')
			return put_shape(call, &shapes[i], "POS", value + length, args, err);
	}
	sky_error(err, SKY_E_BAD_VALUE, -1, "POS is no shape: \"%.100s\"", value);
	return sky_error_hint(err, "Shapes are CIRCLE, RANGE and POLYGON, in degrees.");
}

/* All shapes that were sent; several would be several files. */
static bool
put_shapes(ServiceCall *call, StringInfo args, SkyError *err)
{
	const char *pos;
	int before = args->len;

	if (!single(call, "POS", &pos, err) ||
		(pos != NULL && !put_pos(call, pos, args, err)))
		return false;
	for (int i = 0; i < 2; i++)
	{
		const char *value;

		if (!single(call, shapes[i].word, &value, err))
			return false;
		if (value == NULL)
			continue;
		if (args->len > before)
			return sky_error(err,
							 SKY_E_BAD_VALUE,
							 -1,
							 "MultiValuedParamNotSupported: one shape at a time");
		if (!put_shape(call, &shapes[i], shapes[i].word, value, args, err))
			return false;
	}
	return true;
}

static bool
put_interval(ServiceCall *call,
			 const char *name,
			 const char *argument,
			 StringInfo args,
			 SkyError *err)
{
	const char *value;
	double numbers[MAX_NUMBERS];
	int count;

	if (!single(call, name, &value, err))
		return false;
	if (value == NULL)
		return true;
	count = read_numbers(value, numbers);
	if (count == 1)
		numbers[1] = numbers[0];
	else if (count != 2 || isnan(numbers[0]) || isnan(numbers[1]) ||
			 numbers[0] > numbers[1])
	{
		sky_error(err, SKY_E_BAD_VALUE, -1, "%s is no interval: \"%.100s\"", name, value);
		return sky_error_hint(err, "Give two numbers, the lower one first.");
	}
	appendStringInfo(
		args, ", %s => '{%.17g,%.17g}'::float8[]", argument, numbers[0], numbers[1]);
	return true;
}

static void
put_states(ServiceCall *call, StringInfo args)
{
	const HttpParam *param;
	const char *before = ", pol => ARRAY[";
	int at = 0;

	while ((param = http_params_next(&call->params, "POL", &at)) != NULL)
	{
		appendStringInfo(args, "%s%s", before, quote_literal_cstr(param->value));
		before = ", ";
	}
	if (strcmp(before, ", ") == 0)
		appendStringInfoString(args, "]::text[]");
}

/* The arguments of sky.cutout and its kin. */
static bool
cutout_arguments(ServiceCall *call, StringInfo args, SkyError *err)
{
	const char *id;

	initStringInfo(args);
	if (!single(call, "ID", &id, err))
		return false;
	if (id == NULL || strncmp(id, "ivo://", 6) != 0)
	{
		sky_error(err,
				  SKY_E_BAD_VALUE,
				  -1,
				  id == NULL ? "ID is missing" : "ID is no identifier: \"%.100s\"",
				  id);
		return sky_error_hint(err,
							  "It is an obs_publisher_did of ivoa.obscore: ivo://...");
	}
	appendStringInfoString(args, quote_literal_cstr(id));
	if (!put_shapes(call, args, err) || !put_interval(call, "BAND", "band", args, err) ||
		!put_interval(call, "TIME", "\"time\"", args, err))
		return false;
	put_states(call, args);
	return true;
}

bool
soda_sync(ServiceCall *call, SkyError *err)
{
	StringInfoData args;
	Rows rows;
	RowText size;

	if (!cutout_arguments(call, &args, err))
		return false;
	rows_begin();
	rows = rows_read(psprintf("SELECT sky.cutout_size(%s)::text", args.data), NULL, 1);
	size = row_text(&rows, 0, 1);
	if (size.bytes == NULL)
		call->status = 204;
	else
	{
		service_file(call, "application/fits", "cutout.fits");
		service_header(
			call, "Sky-Length", arena_strndup(call->arena, size.bytes, size.length));
		call->stream =
			arena_printf(call->arena,
						 "COPY (SELECT sky.cutout_pieces(%s)) TO STDOUT (FORMAT raw)",
						 args.data);
	}
	rows_end();
	return true;
}
