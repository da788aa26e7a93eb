#ifndef SVC_SCS_PG_H
#define SVC_SCS_PG_H

#include "svc/service.h"

/*
 * The path of a table's cone search, name as tap_schema has it; NULL if the table has no
 * position, or the caller sees none of it.
 */
extern const char *scs_path(ServiceCall *call, const char *name);

#endif
