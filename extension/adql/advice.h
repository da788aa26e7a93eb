#ifndef ADQL_ADVICE_H
#define ADQL_ADVICE_H

#include "adql/bound.h"

/* All conditions on positions of a query, with what keeps an index from them. */
extern AdqlAdvice *adql_advise(const BoundQuery *query, Arena *arena);

#endif
