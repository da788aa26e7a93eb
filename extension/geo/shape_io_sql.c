/*
 * shape_io_sql.c
 *		Text and binary form of the sky types.
 *
 * Text is the numbers, shortest and exact, of a region with words between them.  Binary
 * is the numbers as float8, for a polygon with an int32 count of vertices before them, as
 * PostgreSQL's own polygon has, for a region with one of numbers.
 */
#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/memutils.h"

#include "base/arena_pg.h"
#include "base/export_pg.h"
#include "base/report_pg.h"
#include "base/sky_type_pg.h"
#include "geo/region_words.h"
#include "geo/shape_check.h"
#include "geo/shape_pg.h"
#include "geo/shape_text.h"

/* The stored form of numbers that passed shape_check(). */
static Datum
shape_store(SkyShape shape, const double *values, size_t count)
{
	Size size = count * sizeof(double);
	SkyPolygon *polygon;

	if (sky_shape_count(shape) > 0)
		return PointerGetDatum(memcpy(palloc(size), values, size));
	/* Regions are laid out likewise. */
	polygon = palloc(SHAPE_POLYGON_HEADER + size);
	SET_VARSIZE(polygon, SHAPE_POLYGON_HEADER + size);
	polygon->unused = 0;
	memcpy(polygon->vertices, values, size);
	return PointerGetDatum(polygon);
}

Datum
shape_make(SkyShape shape, const double *values, size_t count)
{
	SkyError err;

	/* For each row of a scan: clear no text that will not be looked at. */
	err.code = SKY_OK;
	if (!shape_check(shape, values, count, &err))
		sky_report(&err, NULL);
	return shape_store(shape, values, count);
}

Datum
shape_read(SkyShape shape, const char *text)
{
	SkyError err = {0};
	Arena arena;
	size_t count;
	double *values;

	arena_init_context(&arena, CurrentMemoryContext, 0);
	values = shape_parse(shape, text, &arena, &count, &err);
	if (values == NULL)
		sky_report(&err, NULL);
	return shape_store(shape, values, count);
}

static Datum
shape_out(SkyShape shape, Datum datum)
{
	const double *values;
	Size count = (Size) sky_shape_doubles(shape, datum, &values);
	char *text;

	if (shape == SHAPE_REGION)
	{
		text = palloc(REGION_TEXT_SIZE(count));
		region_print(text, values);
	}
	else
	{
		text = palloc(SHAPE_TEXT_SIZE(count));
		shape_print(text, values, count);
	}
	return CStringGetDatum(text);
}

/* How many numbers are announced: of a polygon the vertices are counted. */
static Size
announced_count(SkyShape shape, StringInfo message)
{
	Size each = shape == SHAPE_POLYGON ? 2 : 1;
	int announced = pq_getmsgint(message, 4);

	/* Believe it only as far as there are bytes. */
	if (announced < 0 ||
		announced > (message->len - message->cursor) / (int) (each * sizeof(double)))
		ereport(ERROR,
				errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				errmsg("invalid binary form of a %s", shape_name(shape)),
				errdetail("It announces %d %s and has %d bytes for them.",
						  announced,
						  shape == SHAPE_POLYGON ? "vertices" : "numbers",
						  message->len - message->cursor));
	return each * (Size) announced;
}

static Datum
shape_recv(SkyShape shape, StringInfo message)
{
	Size count = sky_shape_count(shape);
	double *values;

	if (count == 0)
		count = announced_count(shape, message);
	values = palloc(count * sizeof(double) + 1);
	for (Size i = 0; i < count; i++)
		values[i] = pq_getmsgfloat8(message);
	return shape_make(shape, values, count);
}

static Datum
shape_send(SkyShape shape, Datum datum)
{
	const double *values;
	int count = sky_shape_doubles(shape, datum, &values);
	StringInfoData message;

	pq_begintypsend(&message);
	if (sky_shape_count(shape) == 0)
		pq_sendint32(&message, (uint32) (shape == SHAPE_POLYGON ? count / 2 : count));
	for (int i = 0; i < count; i++)
		pq_sendfloat8(&message, values[i]);
	return PointerGetDatum(pq_endtypsend(&message));
}

/* The four doors of each type. */
#define SHAPE_IO(type, shape)                                                            \
	SKY_FUNCTION(type##_in)                                                              \
	{                                                                                    \
		return shape_read(shape, PG_GETARG_CSTRING(0));                                  \
	}                                                                                    \
	SKY_FUNCTION(type##_out)                                                             \
	{                                                                                    \
		return shape_out(shape, PG_GETARG_DATUM(0));                                     \
	}                                                                                    \
	SKY_FUNCTION(type##_recv)                                                            \
	{                                                                                    \
		return shape_recv(shape, (StringInfo) PG_GETARG_POINTER(0));                     \
	}                                                                                    \
	SKY_FUNCTION(type##_send)                                                            \
	{                                                                                    \
		return shape_send(shape, PG_GETARG_DATUM(0));                                    \
	}

SHAPE_IO(point, SHAPE_POINT)
SHAPE_IO(circle, SHAPE_CIRCLE)
SHAPE_IO(box, SHAPE_BOX)
SHAPE_IO(polygon, SHAPE_POLYGON)
SHAPE_IO(region, SHAPE_REGION)
