/*
 * type_pg.c
 *		From types of the server to those of VOTable.
 *
 * Text gets its length from the type modifier as an upper bound (50*), never as a fixed
 * size: PostgreSQL counts characters, VOTable bytes of a padded cell.
 */
#include "postgres.h"

#include "base/type_pg.h"

#include "catalog/pg_type.h"
#include "utils/lsyscache.h"

#include "base/pgsphere_pg.h"
#include "base/sky_type_pg.h"

typedef struct TypeRow
{
	Oid type;
	const char *datatype;
	const char *arraysize;
	const char *xtype;
	bool in_arrays; /* can a VOTable cell hold many? */
} TypeRow;

/*
 * Text of any kind is unicodeChar, because clients take char in binary serialisations for
 * ASCII; char is what never holds anything else.
 */
static const TypeRow type_rows[] = {
	{.type = BOOLOID, .datatype = "boolean", .in_arrays = true},
	{.type = INT2OID, .datatype = "short", .in_arrays = true},
	{.type = INT4OID, .datatype = "int", .in_arrays = true},
	{.type = INT8OID, .datatype = "long", .in_arrays = true},
	{.type = OIDOID, .datatype = "long", .in_arrays = true},
	{.type = FLOAT4OID, .datatype = "float", .in_arrays = true},
	{.type = FLOAT8OID, .datatype = "double", .in_arrays = true},
	{.type = NUMERICOID, .datatype = "double", .in_arrays = true},
	{.type = TEXTOID, .datatype = "unicodeChar", .arraysize = "*"},
	{.type = VARCHAROID, .datatype = "unicodeChar", .arraysize = "*"},
	{.type = BPCHAROID, .datatype = "unicodeChar", .arraysize = "*"},
	{.type = NAMEOID, .datatype = "unicodeChar", .arraysize = "*"},
	{.type = CHAROID, .datatype = "unicodeChar", .arraysize = "*"},
	{.type = BYTEAOID, .datatype = "unsignedByte", .arraysize = "*"},
	{.type = TIMESTAMPOID, .datatype = "char", .arraysize = "*", .xtype = "timestamp"},
	{.type = TIMESTAMPTZOID, .datatype = "char", .arraysize = "*", .xtype = "timestamp"},
	{.type = DATEOID, .datatype = "char", .arraysize = "*", .xtype = "timestamp"},
	{.type = TIMEOID, .datatype = "char", .arraysize = "*"},
	{.type = TIMETZOID, .datatype = "unicodeChar", .arraysize = "*"},
	{.type = INTERVALOID, .datatype = "unicodeChar", .arraysize = "*"},
	{.type = UUIDOID, .datatype = "char", .arraysize = "*", .xtype = "uuid"},
	{.type = JSONOID, .datatype = "unicodeChar", .arraysize = "*", .xtype = "json"},
	{.type = JSONBOID, .datatype = "unicodeChar", .arraysize = "*", .xtype = "json"},
	{.type = XMLOID, .datatype = "unicodeChar", .arraysize = "*"},
	{.type = INETOID, .datatype = "unicodeChar", .arraysize = "*"},
	{.type = CIDROID, .datatype = "unicodeChar", .arraysize = "*"},
	{.type = BITOID, .datatype = "unicodeChar", .arraysize = "*"},
	{.type = VARBITOID, .datatype = "unicodeChar", .arraysize = "*"},
};

static const SkyTypeFace shape_faces[] = {
	[SHAPE_POINT] = {.datatype = "double", .arraysize = "2", .xtype = "point"},
	[SHAPE_CIRCLE] = {.datatype = "double", .arraysize = "3", .xtype = "circle"},
	[SHAPE_BOX] = {.datatype = "double", .arraysize = "4"},
	[SHAPE_POLYGON] = {.datatype = "double", .arraysize = "*", .xtype = "polygon"},
	[SHAPE_REGION] = {.datatype = "char", .arraysize = "*", .xtype = "adql:REGION"},
	[SHAPE_MOC] = {.datatype = "char", .arraysize = "*", .xtype = "moc"},
};

static const TypeRow *
find_type(Oid type)
{
	for (int i = 0; i < lengthof(type_rows); i++)
		if (type_rows[i].type == type)
			return &type_rows[i];
	return NULL;
}

static void
set_face(SkyTypeFace *face,
		 const char *datatype,
		 const char *arraysize,
		 const char *xtype)
{
	face->datatype = datatype;
	face->xtype = xtype;
	strlcpy(face->arraysize, arraysize != NULL ? arraysize : "", sizeof(face->arraysize));
}

/* Types that are known by what they are, not by their number: shapes and enums. */
static bool
face_by_catalog(Oid type, SkyTypeFace *face)
{
	SkyShape shape = sky_type_shape(type);

	if (shape != SHAPE_NONE)
		*face = shape_faces[shape];
	else if (get_typtype(type) == TYPTYPE_ENUM)
		set_face(face, "unicodeChar", "*", NULL);
	else
		return false;
	return true;
}

bool
sky_type_face(Oid type, int32 typmod, SkyTypeFace *face)
{
	Oid base = getBaseTypeAndTypmod(type, &typmod);
	const TypeRow *row = find_type(base);

	if (row == NULL)
	{
		Oid element_type = get_element_type(base);
		const TypeRow *element =
			OidIsValid(element_type) ? find_type(getBaseType(element_type)) : NULL;

		if (element == NULL || !element->in_arrays)
			return face_by_catalog(base, face);
		set_face(face, element->datatype, "*", element->xtype);
		return true;
	}
	set_face(face, row->datatype, row->arraysize, row->xtype);
	if ((base == VARCHAROID || base == BPCHAROID) && typmod > (int32) VARHDRSZ)
		snprintf(
			face->arraysize, sizeof(face->arraysize), "%d*", typmod - (int32) VARHDRSZ);
	return true;
}

bool
sky_type_shown(Oid type, int32 typmod, SkyTypeFace *face)
{
	SkyShape shape;

	if (sky_type_face(type, typmod, face))
		return true;
	shape = pgsphere_shape(getBaseType(type), NULL);
	if (shape != SHAPE_NONE)
		*face = shape_faces[shape];
	return shape != SHAPE_NONE;
}
