#ifndef SVC_CONE_H
#define SVC_CONE_H

#include "adql/catalog.h"
#include "base/sink.h"

/*
 * A table as cone searches see it (SCS 1.03, section 2): where its rows are on the sky,
 * and what identifies them.
 */
typedef struct ConeTable
{
	const CatalogTable *table;
	const CatalogColumn *lon; /* [deg], or the column of points, and then lat is NULL */
	const CatalogColumn *lat;
	/* The columns that together identify a row; without any its position has to. */
	const CatalogColumn **id;
	int nid;
} ConeTable;

/* A request; the radius may be 0: no rows are wanted. */
typedef struct Cone
{
	double lon; /* [deg] */
	double lat;
	double radius;
	int verbosity; /* 1: the least columns, 2: the principal ones, 3: all */
} Cone;

/* Look at a table; false if it has no position. */
extern bool cone_table_read(const Catalog *catalog,
							Arena *arena,
							const CatalogTable *table,
							ConeTable *cone_table);

/*
 * Write the query; returns what is to be said of its columns, in their order, with the
 * UCDs that SCS has for the position and the identifier.
 */
extern const SkyColumn *
cone_put_query(Sink *sink, Arena *arena, const ConeTable *table, const Cone *cone);

/* Write the query for one position of the table, as two texts. */
extern void cone_put_sample(Sink *sink, const ConeTable *table);

#endif
