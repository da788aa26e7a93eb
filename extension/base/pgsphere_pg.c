/*
 * pgsphere_pg.c
 *		Types of pg_sphere by Oid.
 *
 * A type counts if our conversion from it is there: a function in C in schema sky, which
 * only a superuser can make, called as the shape is.
 */
#include "postgres.h"

#include "base/pgsphere_pg.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_language.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/syscache.h"

/* A box of pg_sphere lies between two meridians and two parallels: none of ours. */
static const struct
{
	const char *type;
	const char *shape; /* sky.<shape>(<type>) converts */
} conversions[SHAPE_KINDS] = {
	[SHAPE_POINT] = {"spoint", "point"},
	[SHAPE_CIRCLE] = {"scircle", "circle"},
	[SHAPE_POLYGON] = {"spoly", "polygon"},
	[SHAPE_REGION] = {"sbox", "region"},
	[SHAPE_MOC] = {"smoc", "moc"},
};

const char *
pgsphere_type_name(SkyShape shape)
{
	return conversions[shape].type;
}

static SkyShape
shape_by_name(Oid type)
{
	HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
	SkyShape result = SHAPE_NONE;

	if (!HeapTupleIsValid(tuple))
		return SHAPE_NONE;
	for (SkyShape shape = SHAPE_POINT; shape < SHAPE_KINDS; shape++)
	{
		const char *name = conversions[shape].type;

		if (name != NULL &&
			strcmp(NameStr(((Form_pg_type) GETSTRUCT(tuple))->typname), name) == 0)
			result = shape;
	}
	ReleaseSysCache(tuple);
	return result;
}

SkyShape
pgsphere_shape(Oid type, Oid *conversion)
{
	SkyShape shape = OidIsValid(type) ? shape_by_name(type) : SHAPE_NONE;
	Oid schema;
	HeapTuple tuple;

	if (shape == SHAPE_NONE)
		return SHAPE_NONE;
	schema = get_namespace_oid("sky", true);
	tuple = SearchSysCache3(PROCNAMEARGSNSP,
							CStringGetDatum(conversions[shape].shape),
							PointerGetDatum(buildoidvector(&type, 1)),
							ObjectIdGetDatum(schema));
	if (!HeapTupleIsValid(tuple))
		return SHAPE_NONE;
	if (((Form_pg_proc) GETSTRUCT(tuple))->prolang != ClanguageId)
		shape = SHAPE_NONE;
	else if (conversion != NULL)
		*conversion = ((Form_pg_proc) GETSTRUCT(tuple))->oid;
	ReleaseSysCache(tuple);
	return shape;
}
