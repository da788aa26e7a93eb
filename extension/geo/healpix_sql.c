/*
 * healpix_sql.c
 *		HEALPix in SQL: the key of the sky index, cells of any order.
 */
#include "postgres.h"

#include "fmgr.h"

#include "base/export_pg.h"
#include "base/shape.h"
#include "geo/healpix.h"
#include "geo/shape_check.h"
#include "geo/shape_pg.h"

/* An order, or 22023. */
static int
order_arg(FunctionCallInfo fcinfo)
{
	int order = PG_GETARG_INT32(0);

	if (order < 0 || order > HEALPIX_MAX_ORDER)
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("HEALPix order %d is out of range", order),
				errhint("Orders go from 0 to %d.", HEALPIX_MAX_ORDER));
	return order;
}

/* The cell that the first two arguments name, or 22023. */
static HealpixCell
cell_arg(FunctionCallInfo fcinfo)
{
	int order = order_arg(fcinfo);
	int64 index = PG_GETARG_INT64(1);

	if (index < 0 || index >= healpix_cells(order))
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("HEALPix index " INT64_FORMAT " is out of range", index),
				errhint("Indexes of order %d go from 0 to " INT64_FORMAT ".",
						order,
						(int64) healpix_cells(order) - 1));
	return healpix_cell(order, index);
}

/* The index at an order, or NULL for what is no position. */
static Datum
index_of(FunctionCallInfo fcinfo, int order, double lon, double lat)
{
	int64_t key;

	if (!healpix_key(lon, lat, &key))
		PG_RETURN_NULL();
	PG_RETURN_INT64(key >> (2 * (HEALPIX_MAX_ORDER - order)));
}

SKY_FUNCTION(key)
{
	return index_of(fcinfo, HEALPIX_MAX_ORDER, PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1));
}

SKY_FUNCTION(point_key)
{
	const SkyPoint *point = (const SkyPoint *) PG_GETARG_POINTER(0);

	return index_of(fcinfo, HEALPIX_MAX_ORDER, point->lon, point->lat);
}

SKY_FUNCTION(healpix_index)
{
	int order = order_arg(fcinfo);

	return index_of(fcinfo, order, PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2));
}

SKY_FUNCTION(point_healpix_index)
{
	int order = order_arg(fcinfo);
	const SkyPoint *point = (const SkyPoint *) PG_GETARG_POINTER(1);

	return index_of(fcinfo, order, point->lon, point->lat);
}

SKY_FUNCTION(healpix_center)
{
	SkyPoint *point = palloc(sizeof(SkyPoint));

	*point = healpix_position(cell_arg(fcinfo), 0.5, 0.5);
	PG_RETURN_POINTER(point);
}

/* healpix_boundary(order, index, step): step vertices on each side, from the south. */
SKY_FUNCTION(healpix_boundary)
{
	HealpixCell cell = cell_arg(fcinfo);
	int step = PG_GETARG_INT32(2);
	SkyPoint *vertices;

	if (step < 1 || 4 * step > SHAPE_MAX_VERTICES)
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("%d steps for each side are out of range", step),
				errhint("Take from 1 to %d.", SHAPE_MAX_VERTICES / 4));
	vertices = palloc(sizeof(SkyPoint) * 4 * step);
	for (int i = 0; i < step; i++)
	{
		double along = (double) i / step;

		vertices[i] = healpix_position(cell, along, 0.0);
		vertices[step + i] = healpix_position(cell, 1.0, along);
		vertices[2 * step + i] = healpix_position(cell, 1.0 - along, 1.0);
		vertices[3 * step + i] = healpix_position(cell, 0.0, 1.0 - along);
	}
	return shape_make(SHAPE_POLYGON, &vertices[0].lon, 8 * step);
}
