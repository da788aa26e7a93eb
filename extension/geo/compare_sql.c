/*
 * compare_sql.c
 *		Equality, order and hash of the sky types, by their numbers.
 *
 * Two shapes are equal if they are stored as equal numbers; the order serves DISTINCT,
 * GROUP BY, ORDER BY and unique indexes and says nothing about the sky.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "fmgr.h"

#include "base/export_pg.h"
#include "base/sky_type_pg.h"
#include "geo/shape_check.h"

static int
compare_args(SkyShape shape, FunctionCallInfo fcinfo)
{
	const double *a;
	const double *b;
	int a_count = sky_shape_doubles(shape, PG_GETARG_DATUM(0), &a);
	int b_count = sky_shape_doubles(shape, PG_GETARG_DATUM(1), &b);
	int result = shape_compare(a, (size_t) a_count, b, (size_t) b_count);

	/* Indexes call this without a short-lived context: leave nothing behind. */
	sky_shape_release(shape, PG_GETARG_DATUM(0), a);
	sky_shape_release(shape, PG_GETARG_DATUM(1), b);
	return result;
}

static uint64
hash_arg(SkyShape shape, FunctionCallInfo fcinfo, uint64 seed)
{
	const double *values;
	int count = sky_shape_doubles(shape, PG_GETARG_DATUM(0), &values);
	uint64 hash = seed;

	for (int i = 0; i < count; i++)
	{
		double value = values[i] + 0.0; /* -0 equals 0 */

		hash = hash_bytes_extended((unsigned char *) &value, sizeof(value), hash);
	}
	sky_shape_release(shape, PG_GETARG_DATUM(0), values);
	return hash;
}

/* What the operator classes of a type call. */
#define SHAPE_COMPARISON(type, shape, name, test)                                        \
	SKY_FUNCTION(type##_##name)                                                          \
	{                                                                                    \
		PG_RETURN_BOOL(compare_args(shape, fcinfo) test 0);                              \
	}
#define SHAPE_ORDER(type, shape)                                                         \
	SHAPE_COMPARISON(type, shape, eq, ==)                                                \
	SHAPE_COMPARISON(type, shape, ne, !=)                                                \
	SHAPE_COMPARISON(type, shape, lt, <)                                                 \
	SHAPE_COMPARISON(type, shape, le, <=)                                                \
	SHAPE_COMPARISON(type, shape, gt, >)                                                 \
	SHAPE_COMPARISON(type, shape, ge, >=)                                                \
	SKY_FUNCTION(type##_cmp)                                                             \
	{                                                                                    \
		PG_RETURN_INT32(compare_args(shape, fcinfo));                                    \
	}                                                                                    \
	SKY_FUNCTION(type##_hash)                                                            \
	{                                                                                    \
		PG_RETURN_INT32((int32) hash_arg(shape, fcinfo, 0));                             \
	}                                                                                    \
	SKY_FUNCTION(type##_hash_extended)                                                   \
	{                                                                                    \
		PG_RETURN_INT64((int64) hash_arg(shape, fcinfo, (uint64) PG_GETARG_INT64(1)));   \
	}

SHAPE_ORDER(point, SHAPE_POINT)
SHAPE_ORDER(circle, SHAPE_CIRCLE)
SHAPE_ORDER(box, SHAPE_BOX)
SHAPE_ORDER(polygon, SHAPE_POLYGON)
SHAPE_ORDER(region, SHAPE_REGION)
