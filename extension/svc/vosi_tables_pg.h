#ifndef SVC_VOSI_TABLES_PG_H
#define SVC_VOSI_TABLES_PG_H

#include "svc/service.h"

/* Answer with the document of one table, named as in tap_schema. */
extern bool vosi_put_table(ServiceCall *call, const char *name, SkyError *err);

/* Answer with the tables of users that the caller may read, without their columns. */
extern bool vosi_put_user_tables(ServiceCall *call);

#endif
