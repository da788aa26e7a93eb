/*
 * tap_schema_sql.c
 *		What the views of tap_schema call: names and types as TAP shows them.
 */
#include "postgres.h"

#include "utils/builtins.h"

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

/* The part of the face that an SQL caller asks for; NULL where there is none. */
static Datum
return_part(FunctionCallInfo fcinfo, const char *part)
{
	if (part == NULL || part[0] == '\0')
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(part));
}

SKY_FUNCTION(votable_datatype)
{
	SkyTypeFace face;
	bool known = sky_type_face(PG_GETARG_OID(0), PG_GETARG_INT32(1), &face);

	return return_part(fcinfo, known ? face.datatype : NULL);
}

SKY_FUNCTION(votable_arraysize)
{
	SkyTypeFace face;
	bool known = sky_type_face(PG_GETARG_OID(0), PG_GETARG_INT32(1), &face);

	return return_part(fcinfo, known ? face.arraysize : NULL);
}

SKY_FUNCTION(votable_xtype)
{
	SkyTypeFace face;
	bool known = sky_type_face(PG_GETARG_OID(0), PG_GETARG_INT32(1), &face);

	return return_part(fcinfo, known ? face.xtype : NULL);
}
