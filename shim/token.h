#ifndef SHIM_TOKEN_H
#define SHIM_TOKEN_H

#include "issuer.h"

/*
 * The guard: is a JSON Web Token (RFC 7519) one that an issuer of ours has made, for us,
 * for now?  As RFC 8725 wants it: key and algorithm come from the table, never from the
 * token, whose "jku", "jwk", "x5u" and "x5c" nobody reads.  Pure; safe on hostile bytes.
 */
#define TOKEN_MAX		 (28 * 1024) /* bytes of a token */
#define TOKEN_HEADER_MAX 4096
#define TOKEN_CLAIMS_MAX (16 * 1024)
#define TOKEN_LEEWAY	 30 /* s, that clocks may differ */

typedef enum TokenFault
{
	TOKEN_GOOD,
	TOKEN_MALFORMED,
	TOKEN_CRITICAL,
	TOKEN_TYPE,
	TOKEN_ALGORITHM,
	TOKEN_ISSUER,
	TOKEN_NO_KEYS,	   /* of its issuer are known yet */
	TOKEN_UNKNOWN_KEY, /* it names one that the issuer may have by now */
	TOKEN_NO_KEY,	   /* it names none, and more than one would do */
	TOKEN_SIGNATURE,
	TOKEN_CLAIMS, /* one that must be there is not, or is not what it should be */
	TOKEN_EXPIRED,
	TOKEN_TOO_EARLY,
	TOKEN_AUDIENCE,
} TokenFault;

typedef struct Token
{
	int rule;						   /* of its issuer; -1: not known */
	int64_t expires;				   /* s since 1970, leeway included */
	int64_t key_expires;			   /* the same of the key */
	size_t len;						   /* of claims */
	char claims[TOKEN_CLAIMS_MAX + 4]; /* the JSON of its payload, as sent */
} Token;

/* now: s since 1970. */
extern TokenFault
token_check(Slice text, const Issuers *issuers, int64_t now, Token *token);

/* The fault in words for clients: ASCII, without quotes, nothing of the token in it. */
extern const char *token_fault_text(TokenFault fault);

#endif
