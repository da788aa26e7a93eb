#ifndef ADQL_EMIT_H
#define ADQL_EMIT_H

#include "adql/bound.h"

/*
 * A bound query as SQL of PostgreSQL, in arena.  Names are quoted, tables and functions
 * carry their schema; the text means the same under any search_path and any setting.
 */
extern const char *adql_emit(const BoundQuery *query, Arena *arena);

#endif
