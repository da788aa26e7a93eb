#ifndef SVC_TABLE_SERVICE_PG_H
#define SVC_TABLE_SERVICE_PG_H

#include "base/arena.h"
#include "base/column.h"

/*
 * The descriptors of all services of sky.table_service that take columns of a result, as
 * XML for the end of a VOTable; others: what else is there, or NULL.  NULL if there
 * is nothing.
 */
extern const char *table_services_put(Arena *arena,
									  const char *base_url,
									  const SkyColumn *columns,
									  int ncolumns,
									  const char *others);

#endif
