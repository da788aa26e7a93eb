/*
 * separation_sql.c
 *		Distance and cone: what scans call for every row.
 */
#include "postgres.h"

#include "fmgr.h"

#include "base/export_pg.h"
#include "base/shape.h"
#include "geo/separation.h"

SKY_FUNCTION(distance)
{
	PG_RETURN_FLOAT8(separation_deg(PG_GETARG_FLOAT8(0),
									PG_GETARG_FLOAT8(1),
									PG_GETARG_FLOAT8(2),
									PG_GETARG_FLOAT8(3)));
}

SKY_FUNCTION(point_distance)
{
	const SkyPoint *a = (const SkyPoint *) PG_GETARG_POINTER(0);
	const SkyPoint *b = (const SkyPoint *) PG_GETARG_POINTER(1);

	PG_RETURN_FLOAT8(separation_deg(a->lon, a->lat, b->lon, b->lat));
}

SKY_FUNCTION(cone)
{
	PG_RETURN_BOOL(separation_within(PG_GETARG_FLOAT8(0),
									 PG_GETARG_FLOAT8(1),
									 PG_GETARG_FLOAT8(2),
									 PG_GETARG_FLOAT8(3),
									 PG_GETARG_FLOAT8(4)));
}
