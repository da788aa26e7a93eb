#ifndef PUBLISH_PUBLISHED_PG_H
#define PUBLISH_PUBLISHED_PG_H

#include "access/attnum.h"

#include "base/column.h"

/*
 * What sky.publish and sky.describe have recorded, cached per backend and never stale: a
 * change in any session, of the records or of the relation itself, reaches the next
 * look-up.  What look-ups return is read only and stays valid until the transaction ends,
 * at the longest as long as the memory context they were called in.
 * Privileges are those of the current user at each look-up, and never cached: a relation
 * he may not select from does not exist, nor does a column.
 */
typedef struct PublishedColumn
{
	SkyColumn meta; /* meta.name without quotes */
	AttrNumber attnum;
	Oid type;	  /* of the column itself, maybe a domain */
	int32 typmod; /* -1 for none */
	const char *attname;
	bool principal; /* among the most important ones */
} PublishedColumn;

typedef struct PublishedTable
{
	Oid relid;				 /* InvalidOid: of an uploaded table */
	const char *schema_name; /* without quotes */
	const char *table_name;	 /* without quotes */
	const char *tap_name;	 /* schema.table as in tap_schema, quoted where needed */
	const char *sql_schema;	 /* in PostgreSQL; NULL: needs none (uploaded_pg.h) */
	const char *sql_table;
	int ncolumns;
	PublishedColumn *columns; /* in the order of tap_schema */
} PublishedTable;

/*
 * A table name as a query gives it.  Delimited parts match exactly, others in any case.
 */
typedef struct PublishedName
{
	const char *schema; /* NULL: any */
	const char *table;
	bool schema_delimited;
	bool table_delimited;
} PublishedName;

/*
 * The published relation of that name, or NULL.  *matches says how many there are: with
 * more than one the name is ambiguous and the answer NULL.
 */
extern const PublishedTable *published_by_name(const PublishedName *name, int *matches);

/*
 * Any relation with what sky.describe has recorded of it, published or not; all of its
 * columns that TAP can carry; NULL if it is gone.  Checks no privilege: for writers that
 * already read the relation.
 */
extern const PublishedTable *published_describe(Oid relid);

/* The column of that number, or NULL. */
extern const PublishedColumn *published_column(const PublishedTable *table,
											   AttrNumber attnum);

/*
 * Every published relation the current user sees, sorted by table name, then tables of
 * users, then what was uploaded: for "perhaps you meant".  Columns of the former are left
 * out (ncolumns 0). Returns the count; *tables is palloc'd.
 */
extern int published_list(PublishedTable **tables);

#endif
