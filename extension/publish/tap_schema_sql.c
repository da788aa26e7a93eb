/*
 * tap_schema_sql.c
 *		What the views of tap_schema call: names and types as TAP shows them.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/syscache.h"

#include "base/export_pg.h"
#include "base/type_pg.h"
#include "publish/tap_name.h"

SKY_FUNCTION(tap_name)
{
	const char *name = NameStr(*PG_GETARG_NAME(0));
	char *shown = palloc(TAP_NAME_ROOM(strlen(name)));

	tap_name_put(shown, name);
	PG_RETURN_TEXT_P(cstring_to_text(shown));
}

/* The face of the type that an SQL caller names; empty if there is none. */
static SkyTypeFace
face_of_argument(FunctionCallInfo fcinfo)
{
	Oid type = PG_GETARG_OID(0);
	SkyTypeFace face;

	/* A catalog may name a type that has just been dropped. */
	if (SearchSysCacheExists1(TYPEOID, ObjectIdGetDatum(type)) &&
		sky_type_shown(type, PG_GETARG_INT32(1), &face))
		return face;
	return (SkyTypeFace){0};
}

/* A part of the face; NULL where there is none. */
static Datum
return_part(FunctionCallInfo fcinfo, const char *part)
{
	if (part == NULL || part[0] == '\0')
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(part));
}

SKY_FUNCTION(votable_datatype)
{
	return return_part(fcinfo, face_of_argument(fcinfo).datatype);
}

SKY_FUNCTION(votable_arraysize)
{
	SkyTypeFace face = face_of_argument(fcinfo);

	return return_part(fcinfo, face.arraysize);
}

SKY_FUNCTION(votable_xtype)
{
	return return_part(fcinfo, face_of_argument(fcinfo).xtype);
}
