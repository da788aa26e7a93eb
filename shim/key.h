#ifndef SHIM_KEY_H
#define SHIM_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "json.h"

/*
 * Signatures of tokens (RFC 7518, RFC 8037), checked by OpenSSL.  A key knows what it is,
 * and says which algorithms fit: an algorithm that a token names is never enough.
 */
typedef enum Algorithm
{
	ALGORITHM_ES256,
	ALGORITHM_ES384,
	ALGORITHM_EDDSA,
	ALGORITHM_HS256,
	ALGORITHM_PS256,
	ALGORITHM_RS256,
	ALGORITHM_RS384,
	ALGORITHM_RS512,
	ALGORITHMS,
} Algorithm;

#define KEY_ID_MAX	   255
#define KEYS_MAX	   64			/* of an issuer */
#define KEYS_BYTES_MAX (256 * 1024) /* their document */

typedef struct Key Key;

/* The algorithm of that name; ALGORITHMS if it is none of ours ("none" is not). */
extern Algorithm algorithm_of(Slice name);

/* Set up what OpenSSL needs for all of them; once, before the first key.  */
extern bool key_init(void);

/*
 * Make a key: of a public key or a certificate in PEM, of a shared secret (at least 32
 * bytes), of a member of a JWKS.  NULL, and *why, if it cannot be one, or is too weak.
 * A secret never comes from a JWKS.
 */
extern Key *key_of_pem(Slice pem, const char **why);
extern Key *key_of_secret(Slice secret, const char **why);
extern Key *key_of_jwk(const json_t *jwk, const char **why);
extern void key_free(Key *key);

/* Its name; empty: it has none. */
extern const char *key_id(const Key *key);
/* When it is good no more, by the member "exp" of its JWK [s since 1970]. */
extern int64_t key_expires(const Key *key);
extern bool key_suits(const Key *key, Algorithm algorithm);

/* Is it the signature of that text? */
extern bool key_verify(const Key *key, Algorithm algorithm, Slice text, Slice signature);

#endif
