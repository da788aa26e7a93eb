#ifndef SHIM_CREDENTIAL_H
#define SHIM_CREDENTIAL_H

#include "head.h"

/*
 * What a request shows of who asks, in all the spellings that clients use.  Only header
 * fields are read: what is in a URL ends in logs and bookmarks.
 */
typedef enum CredentialKind
{
	CREDENTIAL_NONE,
	CREDENTIAL_JWT,		 /* for the guard */
	CREDENTIAL_KEY,		 /* of an API, or a token of another form */
	CREDENTIAL_PASSWORD, /* with a name */
	CREDENTIAL_SESSION,	 /* of a browser */
} CredentialKind;

typedef struct Credential
{
	CredentialKind kind;
	int spelling; /* which row of the table it came by */
	Slice value;  /* as the client sent it */
	Slice name;	  /* empty unless it is a password */
	Slice secret; /* token, key or password */
} Credential;

/*
 * Find it; returns 0, or the status to refuse the request with and *why.  room: as many
 * bytes as the head has, for what must be decoded; the credential points into both.
 */
extern int
credential_read(const Head *head, char *room, Credential *credential, const char **why);

/*
 * The session in a cookie, which browsers send by themselves: only where that is wanted.
 * secure: the service is reached by https.  False: there is none.
 */
extern bool
credential_read_session(const Head *head, bool secure, Credential *credential);

/* "jwt", "key", "password", "session": how the database calls it. */
extern const char *credential_kind_name(CredentialKind kind);

/* Does a header field of that name (in lower case) hold credentials? */
extern bool credential_is_field(Slice name);

#endif
