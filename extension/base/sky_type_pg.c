/*
 * sky_type_pg.c
 *		Our types by Oid, and a look inside their values.
 *
 * A type counts as ours if it is a base type of the expected length in schema sky: only a
 * superuser creates base types, so nobody else can slip foreign bytes under these names.
 */
#include "postgres.h"

#include "base/sky_type_pg.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/inval.h"
#include "utils/syscache.h"

static const struct
{
	const char *name;
	int16 length;
} shape_types[SHAPE_KINDS] = {
	[SHAPE_POINT] = {"point", sizeof(SkyPoint)},
	[SHAPE_CIRCLE] = {"circle", sizeof(SkyCircle)},
	[SHAPE_BOX] = {"box", sizeof(SkyBox)},
	[SHAPE_POLYGON] = {"polygon", -1},
	[SHAPE_REGION] = {"region", -1},
	[SHAPE_MOC] = {"moc", -1},
};

static Oid shape_oids[SHAPE_KINDS];
static bool shape_oids_valid = false;
static uint64 invalidations = 0;

/* Syscache callback: types or schemas changed. */
static void
forget_oids(Datum arg, int cache, uint32 hash)
{
	shape_oids_valid = false;
	invalidations++;
}

/* The Oid of one type in the schema, InvalidOid if it is not there or not ours. */
static Oid
look_up_type(Oid schema, SkyShape shape)
{
	HeapTuple tuple = SearchSysCache2(
		TYPENAMENSP, CStringGetDatum(shape_types[shape].name), ObjectIdGetDatum(schema));
	Oid result = InvalidOid;

	if (HeapTupleIsValid(tuple))
	{
		Form_pg_type type = (Form_pg_type) GETSTRUCT(tuple);

		if (type->typtype == TYPTYPE_BASE && type->typisdefined &&
			type->typlen == shape_types[shape].length)
			result = type->oid;
		ReleaseSysCache(tuple);
	}
	return result;
}

/* Fill shape_oids; they stay valid unless an invalidation arrived meanwhile. */
static void
load_oids(void)
{
	static bool registered = false;
	uint64 before;
	Oid schema;

	if (!registered)
	{
		CacheRegisterSyscacheCallback(TYPEOID, forget_oids, (Datum) 0);
		CacheRegisterSyscacheCallback(NAMESPACEOID, forget_oids, (Datum) 0);
		registered = true;
	}
	before = invalidations;
	schema = get_namespace_oid("sky", true);
	for (SkyShape shape = SHAPE_POINT; shape < SHAPE_KINDS; shape++)
		shape_oids[shape] = OidIsValid(schema) ? look_up_type(schema, shape) : InvalidOid;
	shape_oids_valid = before == invalidations;
}

SkyShape
sky_type_shape(Oid type)
{
	if (!OidIsValid(type))
		return SHAPE_NONE;
	if (!shape_oids_valid)
		load_oids();
	for (SkyShape shape = SHAPE_POINT; shape < SHAPE_KINDS; shape++)
	{
		if (shape_oids[shape] == type)
			return shape;
	}
	return SHAPE_NONE;
}

Oid
sky_type_oid(SkyShape shape)
{
	if (!shape_oids_valid)
		load_oids();
	return shape_oids[shape];
}

size_t
sky_shape_count(SkyShape shape)
{
	int16 length = shape_types[shape].length;

	return length > 0 ? (size_t) length / sizeof(double) : 0;
}

int
sky_shape_doubles(SkyShape shape, Datum datum, const double **values)
{
	if (shape_types[shape].length < 0)
	{
		/* Regions are laid out likewise. */
		SkyPolygon *polygon = (SkyPolygon *) PG_DETOAST_DATUM(datum);

		*values = &polygon->vertices[0].lon;
		return (int) ((VARSIZE(polygon) - SHAPE_POLYGON_HEADER) / sizeof(double));
	}
	*values = (const double *) DatumGetPointer(datum);
	return (int) sky_shape_count(shape);
}

void
sky_shape_release(SkyShape shape, Datum datum, const double *values)
{
	char *copy = (char *) values - SHAPE_POLYGON_HEADER;

	if (shape_types[shape].length < 0 && copy != DatumGetPointer(datum))
		pfree(copy);
}
