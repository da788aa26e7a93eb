#ifndef SHIM_KEY_SOURCE_H
#define SHIM_KEY_SOURCE_H

#include "issuer.h"

/*
 * Read what is at the place of an issuer's keys: a file, or an URL by https (or by http
 * on this machine, where the rule allows that); no redirects, no proxies, 10 seconds.
 * Blocks.  NULL, and why, if it cannot be read or is larger than any keys; the caller
 * frees the text.
 */
extern char *
key_source_read(const IssuerRule *rule, size_t *len, char *why, size_t why_size);

#endif
