#ifndef PUBLISH_PUBLISHED_READ_PG_H
#define PUBLISH_PUBLISHED_READ_PG_H

#include "publish/published_pg.h"

/* A relation as the catalogs and the records of sky.describe and sky.publish have it. */
typedef struct PublishedRecord
{
	Oid schema;
	PublishedTable *described; /* all columns that TAP can carry; NULL: no relation */
	PublishedTable *published; /* the published ones; NULL: not published */
} PublishedRecord;

/* schema.table as tap_schema shows it, palloc'd. */
extern char *published_tap_name(const char *schema, const char *table);

/* Read one relation into CurrentMemoryContext; privileges do not matter here. */
extern PublishedRecord published_read(Oid relid);

/*
 * Read the names of everything published, without columns, sorted by table name whatever
 * its case.  source: sky.table_metadata.  Returns the count; *tables is palloc'd.
 */
extern int published_read_names(Oid source, PublishedTable **tables);

#endif
