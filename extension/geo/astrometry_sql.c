/*
 * astrometry_sql.c
 *		Other frames, other epochs, angles in three parts, cells of Q3C.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/export_pg.h"
#include "base/sky_type_pg.h"
#include "geo/epoch.h"
#include "geo/frame.h"
#include "geo/q3c.h"
#include "geo/sexagesimal.h"
#include "geo/shape_pg.h"

/* A frame by its name, or 22023. */
static const RefFrame *
frame_arg(FunctionCallInfo fcinfo, int n)
{
	char *name = text_to_cstring(PG_GETARG_TEXT_PP(n));
	const RefFrame *frame = refframe_find(name);

	if (frame == NULL)
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("reference frame \"%s\" is not known", name),
				errhint("Frames are %s.", refframe_names));
	return frame;
}

/* A shape of which the first pairs of numbers are positions. */
static Datum
turn(FunctionCallInfo fcinfo, SkyShape shape)
{
	const RefFrame *from = frame_arg(fcinfo, 0);
	const RefFrame *to = frame_arg(fcinfo, 1);
	const double *values;
	int count = sky_shape_doubles(shape, PG_GETARG_DATUM(2), &values);
	int positions = shape == SHAPE_POLYGON ? count : 2;
	double *turned;

	if (memcmp(from->from_icrs, to->from_icrs, sizeof(to->from_icrs)) == 0)
		PG_RETURN_DATUM(PG_GETARG_DATUM(2));
	turned = palloc(count * sizeof(double));
	memcpy(turned, values, count * sizeof(double));
	for (int i = 0; i < positions; i += 2)
	{
		SkyPoint point =
			frame_turn(from, to, (SkyPoint){.lon = values[i], .lat = values[i + 1]});

		turned[i] = point.lon;
		turned[i + 1] = point.lat;
	}
	return shape_make(shape, turned, count);
}

SKY_FUNCTION(point_transform)
{
	return turn(fcinfo, SHAPE_POINT);
}

SKY_FUNCTION(circle_transform)
{
	return turn(fcinfo, SHAPE_CIRCLE);
}

SKY_FUNCTION(polygon_transform)
{
	return turn(fcinfo, SHAPE_POLYGON);
}

/* A number that must be there, or 22004. */
static double
required_arg(FunctionCallInfo fcinfo, int n, const char *name)
{
	if (PG_ARGISNULL(n))
		ereport(ERROR,
				errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				errmsg("%s of a position to be moved is null", name),
				errhint("Leave such rows out, with IS NOT NULL."));
	return PG_GETARG_FLOAT8(n);
}

static double
optional_arg(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? 0 : PG_GETARG_FLOAT8(n);
}

/* lon, lat, parallax, pm_lon, pm_lat, radial_velocity, ref_epoch, out_epoch. */
static StarMotion
propagate(FunctionCallInfo fcinfo)
{
	StarMotion star = {
		.lon = required_arg(fcinfo, 0, "the longitude"),
		.lat = required_arg(fcinfo, 1, "the latitude"),
		.parallax = optional_arg(fcinfo, 2),
		.pm_lon = optional_arg(fcinfo, 3),
		.pm_lat = optional_arg(fcinfo, 4),
		.radial_velocity = optional_arg(fcinfo, 5),
	};
	double from = required_arg(fcinfo, 6, "the reference epoch");
	double to = required_arg(fcinfo, 7, "the epoch");

	/* Checks the coordinates, too. */
	(void) shape_make(SHAPE_POINT, (double[]){star.lon, star.lat}, 2);
	return epoch_propagate(&star, to - from);
}

SKY_FUNCTION(epoch_prop_pos)
{
	StarMotion later = propagate(fcinfo);

	return shape_make(SHAPE_POINT, (double[]){later.lon, later.lat}, 2);
}

SKY_FUNCTION(epoch_prop)
{
	StarMotion later = propagate(fcinfo);
	Datum values[] = {
		Float8GetDatum(later.lon),
		Float8GetDatum(later.lat),
		Float8GetDatum(later.parallax),
		Float8GetDatum(later.pm_lon),
		Float8GetDatum(later.pm_lat),
		Float8GetDatum(later.radial_velocity),
	};

	PG_RETURN_ARRAYTYPE_P(construct_array(values,
										  lengthof(values),
										  FLOAT8OID,
										  sizeof(float8),
										  FLOAT8PASSBYVAL,
										  TYPALIGN_DOUBLE));
}

static Datum
angle(FunctionCallInfo fcinfo, const char *units, double degrees)
{
	double value;

	if (!sexagesimal_parse(text_to_cstring(PG_GETARG_TEXT_PP(0)), units, &value))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(value * degrees);
}

SKY_FUNCTION(hms_to_degrees)
{
	return angle(fcinfo, "hms", 15);
}

SKY_FUNCTION(dms_to_degrees)
{
	return angle(fcinfo, "dms", 1);
}

SKY_FUNCTION(q3c_index)
{
	int64 cell;

	if (!q3c_cell(PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1), &cell))
		PG_RETURN_NULL();
	PG_RETURN_INT64(cell);
}
