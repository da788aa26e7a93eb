#ifndef BASE_PRINCIPAL_PG_H
#define BASE_PRINCIPAL_PG_H

#include <stdbool.h>
#include <stdint.h>

/* The issuer in a principal: what sky.enter_as gave back and takes again. */
#define PRINCIPAL_ISSUER "pgsky:principal"

/*
 * Who a client is, once it is proved: made from the claims of a token or from a key or a
 * password, entered for one transaction, and frozen till its end.
 */
typedef struct Principal
{
	const char *subject; /* the caller's name; NULL: anonymous, with a key */
	const char *role;	 /* of the database */
	const char *share;	 /* whose quotas it counts for; NULL: the caller's */
	const char *kind;	 /* jwt, key, upload, anonymous, password, session */
	const char *csrf; /* what shows that a page of his session asks; NULL: no session */
	int64_t expires;  /* [s since 1970]; 0: never */
	int ngroups;
	const char **groups; /* sorted */
	bool limited;		 /* to the scopes */
	int nscopes;
	const char **scopes; /* sorted */
	const char *text;	 /* all of it as JSON */
} Principal;

/* The principal of this transaction; NULL: there is none. */
extern const Principal *principal_get(void);

/*
 * Read a principal, in the memory of the caller; NULL if the text is another JSON object.
 * Raises what the server says of text that is no JSON, and SK401 for what is no object.
 */
extern const Principal *principal_read(const char *text);

/* Be it until the transaction ends; "" is nobody. */
extern void principal_set(const char *text);

extern bool principal_has_group(const Principal *principal, const char *name);

/* May it call what needs that scope? */
extern bool principal_has_scope(const Principal *principal, const char *scope);

extern void principal_init(void);

#endif
