#ifndef AUTH_GUESS_PG_H
#define AUTH_GUESS_PG_H

#include <stdint.h>

#include "base/error.h"
#include "base/rate_pg.h"

/*
 * Guesses at passwords are limited by pgsky.login_requests a minute: so many of each
 * address, together with its requests to /auth, and NAME_FACTOR times as many at each
 * name, from all addresses but those from which the right password has come lately: no
 * stranger locks out whom he plays.  Names that nobody has are treated alike.
 */

/* From where the request comes that is served next; NULL: it is not known. */
extern void guess_from(const char *remote);

/* What is counted of an address; IPv6: of its network of 64 bits, which one has whole. */
extern uint64_t guess_address_key(const char *remote);

/* Count a guess from there; false: there were too many. */
extern bool guess_take(SkyError *err);
/* It was right. */
extern void guess_give(void);

#endif
