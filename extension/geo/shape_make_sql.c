/*
 * shape_make_sql.c
 *		Constructors, accessors and array casts of the sky types.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/float.h"

#include "base/export_pg.h"
#include "base/sky_type_pg.h"
#include "geo/shape_pg.h"

#define POINT_ARG(n)  ((const SkyPoint *) PG_GETARG_POINTER(n))
#define CIRCLE_ARG(n) ((const SkyCircle *) PG_GETARG_POINTER(n))
#define BOX_ARG(n)	  ((const SkyBox *) PG_GETARG_POINTER(n))

/*
 * A shape of the numbers in an array whose elements consist of width doubles each:
 * float8[] has width 1, sky.point[] has 2.
 */
static Datum
make_of_array(SkyShape shape, ArrayType *array, int width)
{
	int elements = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));

	if (array_contains_nulls(array))
		ereport(ERROR,
				errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				errmsg("an array for a shape must not contain nulls"));
	return shape_make(shape, (double *) ARR_DATA_PTR(array), (Size) elements * width);
}

static Datum
array_of_shape(SkyShape shape, Datum datum)
{
	const double *values;
	int count = sky_shape_doubles(shape, datum, &values);
	Datum *elements = palloc(count * sizeof(Datum));

	for (int i = 0; i < count; i++)
		elements[i] = Float8GetDatum(values[i]);
	return PointerGetDatum(construct_array(
		elements, count, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* A shape from its numbers as arguments. */
static Datum
make_of_args(SkyShape shape, FunctionCallInfo fcinfo)
{
	double values[4];

	for (int i = 0; i < PG_NARGS(); i++)
		values[i] = PG_GETARG_FLOAT8(i);
	return shape_make(shape, values, PG_NARGS());
}

/* A shape from its centre and its sizes as arguments. */
static Datum
make_around(SkyShape shape, FunctionCallInfo fcinfo)
{
	double values[4] = {POINT_ARG(0)->lon, POINT_ARG(0)->lat};

	for (int i = 1; i < PG_NARGS(); i++)
		values[i + 1] = PG_GETARG_FLOAT8(i);
	return shape_make(shape, values, PG_NARGS() + 1);
}

SKY_FUNCTION(point)
{
	return make_of_args(SHAPE_POINT, fcinfo);
}

SKY_FUNCTION(circle)
{
	return make_of_args(SHAPE_CIRCLE, fcinfo);
}

SKY_FUNCTION(circle_around)
{
	return make_around(SHAPE_CIRCLE, fcinfo);
}

SKY_FUNCTION(box)
{
	return make_of_args(SHAPE_BOX, fcinfo);
}

SKY_FUNCTION(box_around)
{
	return make_around(SHAPE_BOX, fcinfo);
}

SKY_FUNCTION(polygon_of_points)
{
	return make_of_array(SHAPE_POLYGON, PG_GETARG_ARRAYTYPE_P(0), 2);
}

/* Each type from and to float8[]. */
#define SHAPE_ARRAY(type, shape)                                                         \
	SKY_FUNCTION(type##_of_array)                                                        \
	{                                                                                    \
		return make_of_array(shape, PG_GETARG_ARRAYTYPE_P(0), 1);                        \
	}                                                                                    \
	SKY_FUNCTION(array_of_##type)                                                        \
	{                                                                                    \
		return array_of_shape(shape, PG_GETARG_DATUM(0));                                \
	}

SHAPE_ARRAY(point, SHAPE_POINT)
SHAPE_ARRAY(circle, SHAPE_CIRCLE)
SHAPE_ARRAY(box, SHAPE_BOX)
SHAPE_ARRAY(polygon, SHAPE_POLYGON)

SKY_FUNCTION(coord1)
{
	PG_RETURN_FLOAT8(POINT_ARG(0)->lon);
}

SKY_FUNCTION(coord2)
{
	PG_RETURN_FLOAT8(POINT_ARG(0)->lat);
}

SKY_FUNCTION(radius)
{
	PG_RETURN_FLOAT8(CIRCLE_ARG(0)->radius);
}

SKY_FUNCTION(width)
{
	PG_RETURN_FLOAT8(BOX_ARG(0)->width);
}

SKY_FUNCTION(height)
{
	PG_RETURN_FLOAT8(BOX_ARG(0)->height);
}

/* The vertices of a polygon as an array of points. */
SKY_FUNCTION(vertices)
{
	const double *values;
	int count = sky_shape_doubles(SHAPE_POLYGON, PG_GETARG_DATUM(0), &values) / 2;
	Datum *points = palloc(count * sizeof(Datum));

	for (int i = 0; i < count; i++)
		points[i] = PointerGetDatum(&values[2 * i]);
	PG_RETURN_ARRAYTYPE_P(construct_array(points,
										  count,
										  sky_type_oid(SHAPE_POINT),
										  sizeof(SkyPoint),
										  false,
										  TYPALIGN_DOUBLE));
}
