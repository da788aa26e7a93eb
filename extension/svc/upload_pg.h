#ifndef SVC_UPLOAD_PG_H
#define SVC_UPLOAD_PG_H

#include <stdint.h>

#include "svc/http_params.h"

#define UPLOAD_BODY_MAX (256L * 1024 * 1024) /* of a request with its tables [bytes] */

/*
 * Take the tables that the parameters UPLOAD name (TAP 1.1, section 2.5) into this
 * transaction, where queries see them in the schema TAP_UPLOAD.  False with *err for what
 * the client did wrong; a table that cannot be read raises with status 400.
 */
extern bool upload_tables(const HttpParams *params, SkyError *err);

/* How many bytes these may have in all, of the caller: by sky.quota, or else the most. */
extern int64_t upload_limit(void);

#endif
