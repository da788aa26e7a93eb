/*
 * guess_sql.c
 *		Guesses at passwords: counted before they are looked at, so that many at once are
 *		no more than one after the other.
 */
#include "postgres.h"

#include <arpa/inet.h>

#include "common/hashfn.h"
#include "utils/builtins.h"

#include "auth/guess_pg.h"
#include "base/export_pg.h"
#include "base/guc_pg.h"
#include "base/report_pg.h"

#define NAME_FACTOR	   10
#define KNOWN_SECONDS  INT64CONST(2592000) /* 30 days */
#define NETWORK_LENGTH 8				   /* [bytes] of an IPv6 address */

/* What is hashed: keys of different kinds are never the same. */
enum
{
	KEY_OF_ADDRESS = 2,
	KEY_OF_NAME,
	KEY_OF_PAIR
};

static char from[INET6_ADDRSTRLEN]; /* "": not known */

static uint64
hash(const char *text, uint64 seed)
{
	return hash_bytes_extended((const unsigned char *) text, (int) strlen(text), seed);
}

/* Of who comes from where: of a network, that nobody fills the memory with his addresses.
 */
static uint64
pair_key(const char *name)
{
	return hash_combine64(guess_address_key(from), hash(name, KEY_OF_PAIR));
}

void
guess_from(const char *remote)
{
	strlcpy(from, remote != NULL ? remote : "", sizeof(from));
}

uint64_t
guess_address_key(const char *remote)
{
	struct in6_addr address;

	if (inet_pton(AF_INET6, remote, &address) == 1 && !IN6_IS_ADDR_V4MAPPED(&address))
		return hash_bytes_extended(address.s6_addr, NETWORK_LENGTH, KEY_OF_ADDRESS);
	return hash(remote, KEY_OF_ADDRESS);
}

static bool
too_many(const char *whose, const Rate *rate, SkyError *err)
{
	sky_error(err, SKY_E_TOO_MANY, -1, "there were too many guesses %s", whose);
	return sky_error_hint(
		err, "Try again in %d s, or show a key or a token.", rate->retry);
}

bool
guess_take(SkyError *err)
{
	Rate rate;

	if (pgsky_login_requests == 0 || from[0] == '\0' ||
		rate_take(guess_address_key(from), pgsky_login_requests, &rate))
		return true;
	return too_many("from your address", &rate, err);
}

void
guess_give(void)
{
	if (pgsky_login_requests > 0 && from[0] != '\0')
		rate_give(guess_address_key(from), pgsky_login_requests);
}

/* count_guess(user_name): before his password is compared. */
SKY_FUNCTION(count_guess)
{
	const char *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	uint64 key = hash(name, KEY_OF_NAME);
	int64 limit = (int64) pgsky_login_requests * NAME_FACTOR;
	SkyError err = {0};
	Rate rate;

	if (limit > 0 && !rate_is_marked(pair_key(name)) && !rate_take(key, limit, &rate))
	{
		too_many("at this name", &rate, &err);
		sky_report(&err, NULL);
	}
	PG_RETURN_VOID();
}

/* forgive_guess(user_name): it was right. */
SKY_FUNCTION(forgive_guess)
{
	const char *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	uint64 key = hash(name, KEY_OF_NAME);
	uint64 pair = pair_key(name);

	if (pgsky_login_requests == 0)
		PG_RETURN_VOID();
	if (!rate_is_marked(pair))
		rate_give(key, (int64) pgsky_login_requests * NAME_FACTOR);
	if (from[0] != '\0')
		rate_mark(pair, KNOWN_SECONDS);
	PG_RETURN_VOID();
}
