#ifndef BASE_TYPE_PG_H
#define BASE_TYPE_PG_H

/*
 * How a PostgreSQL type looks to a client of TAP: the one place where types of the server
 * meet those of VOTable and DALI.
 */
typedef struct SkyTypeFace
{
	const char *datatype; /* VOTable: boolean short int long float double char ... */
	const char *xtype;	  /* DALI, NULL for none */
	char arraysize[16];	  /* VOTable, empty for a scalar */
} SkyTypeFace;

/*
 * The face of a type with its modifier (-1 for none); domains show the type beneath.
 * False for a type that TAP cannot carry: composite, range, text search, nested ones.
 */
extern bool sky_type_face(Oid type, int32 typmod, SkyTypeFace *face);

/* The same as TAP has a column: it turns values of pg_sphere into ours. */
extern bool sky_type_shown(Oid type, int32 typmod, SkyTypeFace *face);

#endif
