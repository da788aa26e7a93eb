#ifndef SHIM_GUARD_H
#define SHIM_GUARD_H

#include "credential.h"
#include "memo.h"

struct Http;
struct Request;

/*
 * Who asks: from what the request shows to whom the transaction is entered as.  Tokens
 * are checked here; what else there is only the database knows, and it also says what a
 * known one may ask for.  Both are remembered for a while.
 */
typedef struct Who
{
	Credential credential;
	unsigned char digest[MEMO_DIGEST]; /* of it */
	bool waiting;		 /* for keys: check again after the keeper's notice */
	bool known;			 /* to the database, not long ago; scopes are checked */
	uint64_t generation; /* of the database's credentials, when the request came */
	const char *claims;	 /* for sky.enter_as: of the token, or what stands in for them */
	const char *name;	 /* NULL: nobody, or not known yet */
	const char *error;	 /* RFC 6750 section 3.1; NULL: none */
	const char *why;	 /* in words */
} Who;

/*
 * Look at the request.  0: go on (unless it is waiting); else the status to refuse it
 * with, and *why.
 */
extern int guard_check(struct Http *http, struct Request *request, const char **why);

/*
 * The database has said who it is.  As before: 0, or 403 where his scopes say no.  Empty:
 * the session is over, and nobody asks.
 */
extern int guard_learn(struct Http *http,
					   struct Request *request,
					   const char *principal,
					   const char **why);

/* The database does not know the one that was remembered any more. */
extern void guard_forget(struct Http *http, struct Request *request);

#endif
