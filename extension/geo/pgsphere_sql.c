/*
 * pgsphere_sql.c
 *		Values of pg_sphere as ours; its boxes from ours.
 *
 * pg_sphere has radians, longitudes from 0 to 2 pi, and takes what is nearer than 1e-9 to
 * 0 or 2 pi for 0.  To degrees is one product: the result is within 1 ulp.  The layouts
 * are those of pg_sphere's tables on disk, which is why they stay; sky.enable_pgsphere()
 * tries them before it lets anyone use them.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"

#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "base/sky_type_pg.h"
#include "geo/moc_pg.h"
#include "geo/range.h"
#include "geo/region_words.h"
#include "geo/shape_pg.h"

#define DEGREES (180.0 / M_PI)
#define RADIANS (M_PI / 180.0)

typedef struct Spoint
{
	double lon; /* [rad], 0 <= lon < 2 pi */
	double lat;
} Spoint;

typedef struct Scircle
{
	Spoint centre;
	double radius;
} Scircle;

typedef struct Sbox
{
	Spoint southwest;
	Spoint northeast;
} Sbox;

typedef struct Spoly
{
	int32 vl_len_;
	int32 count;
	Spoint vertices[FLEXIBLE_ARRAY_MEMBER];
} Spoly;

/* Offsets count from behind the length word. */
typedef struct Smoc
{
	int32 vl_len_;
	uint16 version;
	uint8 order;
	uint8 depth;
	int64 first;
	int64 last;
	int64 area;
	int32 tree_begin;
	int32 data_begin;
} Smoc;

#define SMOC_VERSION 0
/* Ranges do not cross the borders of these pages. */
#define SMOC_PAGE 1996

/* False for what is no position; rounding must not carry over a pole. */
static bool
to_degrees(const Spoint *from, SkyPoint *to)
{
	to->lon = from->lon * DEGREES;
	to->lat = from->lat * DEGREES;
	if (fabs(to->lat) > 90.0 && fabs(from->lat) <= M_PI_2)
		to->lat = copysign(90.0, to->lat);
	return isfinite(to->lon) && fabs(to->lat) <= 90.0;
}

SKY_FUNCTION(point_of_spoint)
{
	SkyPoint *point = palloc(sizeof(SkyPoint));

	if (!to_degrees((const Spoint *) PG_GETARG_POINTER(0), point))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(point);
}

SKY_FUNCTION(circle_of_scircle)
{
	const Scircle *from = (const Scircle *) PG_GETARG_POINTER(0);
	SkyCircle *circle = palloc(sizeof(SkyCircle));
	SkyPoint centre;

	circle->radius = from->radius * DEGREES;
	if (!to_degrees(&from->centre, &centre) ||
		!(circle->radius >= 0.0 && circle->radius <= 180.0))
		PG_RETURN_NULL();
	circle->lon = centre.lon;
	circle->lat = centre.lat;
	PG_RETURN_POINTER(circle);
}

SKY_FUNCTION(polygon_of_spoly)
{
	const Spoly *from = (const Spoly *) PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
	SkyPoint *vertices = palloc(from->count * sizeof(SkyPoint));

	for (int i = 0; i < from->count; i++)
	{
		if (!to_degrees(&from->vertices[i], &vertices[i]))
			PG_RETURN_NULL();
	}
	return shape_make(SHAPE_POLYGON, &vertices->lon, 2 * (size_t) from->count);
}

SKY_FUNCTION(region_of_sbox)
{
	const Sbox *from = (const Sbox *) PG_GETARG_POINTER(0);
	SkyPoint low;
	SkyPoint high;

	if (!to_degrees(&from->southwest, &low) || !to_degrees(&from->northeast, &high))
		PG_RETURN_NULL();
	return shape_make(SHAPE_REGION,
					  (double[]){REGION_RANGE, 4, low.lon, high.lon, low.lat, high.lat},
					  REGION_HEAD + 4);
}

/* Where the range behind the one at an offset is. */
static size_t
next_range(size_t offset)
{
	size_t over;

	offset += sizeof(MocRange);
	over = (offset + sizeof(MocRange)) % SMOC_PAGE;
	return over > 0 && over < sizeof(MocRange) ? offset + sizeof(MocRange) - over
											   : offset;
}

SKY_FUNCTION(moc_of_smoc)
{
	const Smoc *from = (const Smoc *) PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
	const char *base = (const char *) &from->version;
	size_t end = VARSIZE(from) - VARHDRSZ;
	MocRange *ranges = palloc_extended(end, MCXT_ALLOC_HUGE);
	size_t count = 0;
	Moc moc;

	if (from->version != SMOC_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("smoc of version %d is not known", from->version),
				 errhint("Pass it on as text: sky.moc(value::text).")));
	for (size_t at = from->data_begin; from->area > 0 && at + sizeof(MocRange) <= end;
		 at = next_range(at))
		memcpy(&ranges[count++], base + at, sizeof(MocRange));
	moc = moc_of_ranges(from->order, ranges, count);
	return moc_store(&moc);
}

/*
 * A region that is one range, as a box of pg_sphere.  That cannot hold all longitudes:
 * its border meridians would fall into one.
 */
SKY_FUNCTION(sbox_of_region)
{
	const double *words;
	int count = sky_shape_doubles(SHAPE_REGION, PG_GETARG_DATUM(0), &words);
	const double *range = words + REGION_HEAD;
	Sbox *box = palloc(sizeof(Sbox));

	if (count != REGION_HEAD + 4 || words[0] != REGION_RANGE || range_is_round(range))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("only a region between two longitudes and two latitudes can "
						"become an sbox"),
				 errhint("Such a region is written PositionInterval lon1 lat1 lon2 "
						 "lat2.")));
	box->southwest = (Spoint){range_longitude(range[0]) * RADIANS, range[2] * RADIANS};
	box->northeast = (Spoint){range_longitude(range[1]) * RADIANS, range[3] * RADIANS};
	PG_RETURN_POINTER(box);
}
