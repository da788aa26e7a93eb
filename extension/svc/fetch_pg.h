#ifndef SVC_FETCH_PG_H
#define SVC_FETCH_PG_H

#include "base/error.h"

/*
 * Get what an URL has: only from an origin that the setting pgsky.upload_hosts lists, by
 * http or https, without redirects, within pgsky.upload_timeout and max_size bytes.
 * False with *err for whatever goes wrong there; the bytes live until the transaction
 * ends.  Interruptible.
 */
extern bool fetch_url(
	const char *url, size_t max_size, const char **bytes, size_t *length, SkyError *err);

/* Is there an origin of that scheme ("http", "https")? */
extern bool fetch_has_scheme(const char *scheme);

#endif
