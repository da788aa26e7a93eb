#ifndef BASE_CALLER_PG_H
#define BASE_CALLER_PG_H

#include <stdbool.h>

/* A client: the caller, or the one who sent a job. */
typedef struct Client
{
	const char *name;				   /* NULL: anonymous */
	unsigned int role;				   /* its Oid */
	const struct Principal *principal; /* NULL: his groups are those of the role */
} Client;

extern Client client_now(void);

/*
 * Who asks: the name that owns what he makes; NULL for anonymous clients.  The name in
 * the principal of the transaction, or else, as in psql, that of the session's role.
 */
extern const char *caller_name(void);

/*
 * Does a client belong to the group of that name?  The principal says so; without one,
 * groups are the roles that his own is a member of.
 */
extern bool client_in_group(const Client *client, const char *name);

/* May he do with a thing of that owner's (NULL: anonymous) as he likes? */
extern bool caller_owns(const char *owner);

#endif
