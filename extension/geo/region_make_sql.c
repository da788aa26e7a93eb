/*
 * region_make_sql.c
 *		Regions from text, from other shapes, from each other, and back.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/export_pg.h"
#include "base/sky_type_pg.h"
#include "geo/region_words.h"
#include "geo/shape_check.h"
#include "geo/shape_pg.h"

SKY_FUNCTION(region_of_text)
{
	return shape_read(SHAPE_REGION, text_to_cstring(PG_GETARG_TEXT_PP(0)));
}

static Datum
region_of_shape(SkyShape shape, Datum datum)
{
	const double *values;
	Size count = (Size) sky_shape_doubles(shape, datum, &values);
	double *words = palloc((count + REGION_HEAD) * sizeof(double));

	words[0] = shape;
	words[1] = (double) count;
	memcpy(words + REGION_HEAD, values, count * sizeof(double));
	return shape_make(SHAPE_REGION, words, count + REGION_HEAD);
}

/* The shape that a region is, or 22023. */
static Datum
shape_of_region(SkyShape shape, Datum datum)
{
	const double *words;
	Size count = (Size) sky_shape_doubles(SHAPE_REGION, datum, &words);

	if (words[0] != shape)
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("the region is no %s", shape_name(shape)),
				errdetail("It is of the kind \"%s\".",
						  region_kind_name((RegionKind) words[0])));
	return shape_make(shape, words + REGION_HEAD, count - REGION_HEAD);
}

/* Each type from and to region. */
#define SHAPE_REGION_CAST(type, shape)                                                   \
	SKY_FUNCTION(region_of_##type)                                                       \
	{                                                                                    \
		return region_of_shape(shape, PG_GETARG_DATUM(0));                               \
	}                                                                                    \
	SKY_FUNCTION(type##_of_region)                                                       \
	{                                                                                    \
		return shape_of_region(shape, PG_GETARG_DATUM(0));                               \
	}

SHAPE_REGION_CAST(point, SHAPE_POINT)
SHAPE_REGION_CAST(circle, SHAPE_CIRCLE)
SHAPE_REGION_CAST(box, SHAPE_BOX)
SHAPE_REGION_CAST(polygon, SHAPE_POLYGON)

static RegionWords
words_arg(FunctionCallInfo fcinfo, int n)
{
	RegionWords region;

	region.count =
		(Size) sky_shape_doubles(SHAPE_REGION, PG_GETARG_DATUM(n), &region.words);
	return region;
}

static Datum
combine(FunctionCallInfo fcinfo, RegionKind kind)
{
	RegionWords a = words_arg(fcinfo, 0);
	RegionWords b = {.count = 0};
	double *words;
	Size count;

	if (PG_NARGS() > 1)
		b = words_arg(fcinfo, 1);
	words = palloc((a.count + b.count + REGION_HEAD) * sizeof(double));
	count = region_combine(words, kind, &a, PG_NARGS() > 1 ? &b : NULL);
	return shape_make(SHAPE_REGION, words, count);
}

SKY_FUNCTION(region_union)
{
	return combine(fcinfo, REGION_UNION);
}

SKY_FUNCTION(region_intersection)
{
	return combine(fcinfo, REGION_INTERSECTION);
}

SKY_FUNCTION(region_difference)
{
	return combine(fcinfo, REGION_DIFFERENCE);
}

SKY_FUNCTION(region_complement)
{
	return combine(fcinfo, REGION_NOT);
}
