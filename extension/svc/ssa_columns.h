#ifndef SVC_SSA_COLUMNS_H
#define SVC_SSA_COLUMNS_H

#include "adql/catalog.h"
#include "base/sink.h"

/*
 * Write the select list of an answer of SSA over ivoa.obscore, with the columns that the
 * table has; publisher is who says so.  Returns what is to be said of the columns.
 */
extern const SkyColumn *ssa_put_columns(Sink *sink,
										Arena *arena,
										const CatalogTable *table,
										const char *publisher);

#endif
