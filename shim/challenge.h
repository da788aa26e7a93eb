#ifndef SHIM_CHALLENGE_H
#define SHIM_CHALLENGE_H

#include "http.h"

/*
 * WWW-Authenticate: how one may say who one is (RFC 6750 section 3, RFC 7617, and the
 * draft of IVOA's SSO 2.0 for ivoa_bearer), in the order of the setting "challenges".
 */

/* Longest text of all fields. */
#define CHALLENGE_MAX 2048

/* Does an answer with that status need them? */
extern bool challenge_is_due(const Request *request, int status);

/* Write the fields, each with CRLF; returns the length. */
extern size_t
challenge_write(const Config *config, const Request *request, int status, char *out);

/*
 * Where a person who looks for a page is sent instead of a 401: the login page, which
 * leads back; NULL for everybody else.
 */
extern const char *challenge_login_page(Http *http, int status);

#endif
