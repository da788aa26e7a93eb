#ifndef ADQL_CATALOG_PG_H
#define ADQL_CATALOG_PG_H

#include "adql/catalog.h"

/* The names that the current user may use: what is published and he may select from. */
extern const Catalog catalog_published;

#endif
