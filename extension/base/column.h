#ifndef BASE_COLUMN_H
#define BASE_COLUMN_H

#include <stdbool.h>

/*
 * What a client is told about a column.  Texts are UTF-8, NULL where absent.  The ADQL
 * binder makes them, tap_schema stores them, writers and readers carry them.
 */
typedef struct SkyColumn
{
	const char *name;	   /* as written by the user or published */
	const char *datatype;  /* VOTable: boolean short int long float double char ... */
	const char *arraysize; /* VOTable: NULL for a scalar */
	const char *xtype;	   /* DALI */
	const char *unit;	   /* VOUnits */
	const char *ucd;	   /* UCD1+ */
	const char *utype;
	const char *description;
	/* The column whose values it has, and its table, as tap_schema has them; or NULL. */
	const char *column;
	const char *table;
} SkyColumn;

#endif
