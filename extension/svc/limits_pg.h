#ifndef SVC_LIMITS_PG_H
#define SVC_LIMITS_PG_H

#include "svc/service.h"

/*
 * Count a request against sky.quota, and set call->limits; SKY_E_TOO_MANY if there were
 * too many.
 */
extern bool limits_count(ServiceCall *call, SkyError *err);

/* All limits of the caller as a table of a page. */
extern void limits_put_table(ServiceCall *call);

/* Set call->limits, but count nothing: of a request that ended in an error. */
extern void limits_tell(ServiceCall *call);

#endif
