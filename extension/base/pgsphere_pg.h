#ifndef BASE_PGSPHERE_PG_H
#define BASE_PGSPHERE_PG_H

#include "base/shape.h"

/*
 * The types of pg_sphere that sky.enable_pgsphere() has made conversions for: which of
 * our shapes a value of the type becomes, SHAPE_NONE for all other types.  *conversion
 * (may be NULL): the function that makes it.
 */
extern SkyShape pgsphere_shape(Oid type, Oid *conversion);

/* How the type is called that becomes a shape; NULL if there is none. */
extern const char *pgsphere_type_name(SkyShape shape);

#endif
