#ifndef SVC_SERVICE_ALIAS_H
#define SVC_SERVICE_ALIAS_H

#include "svc/http_params.h"

/*
 * The path of this archive that a path means: the same one, unless clients of another
 * archive know the service by it.  In the arena where it differs.
 */
extern const char *service_path(Arena *arena, const char *path);

/* Add what a request to that path means where it does not say it. */
extern bool service_add_defaults(const char *path, HttpParams *params, SkyError *err);

/*
 * Another path that means the same as this one of a service, which may end in "*"; *at
 * counts from 0.  NULL: there is none any more.
 */
extern const char *service_alias_next(Arena *arena, const char *path, int *at);

#endif
