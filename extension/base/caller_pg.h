#ifndef BASE_CALLER_PG_H
#define BASE_CALLER_PG_H

#include <stdbool.h>

/*
 * Who asks: the name that owns what he makes; NULL for anonymous clients.  The name in
 * the principal of the transaction, or else, as in psql, that of the current user.
 */
extern const char *caller_name(void);

/*
 * Does he belong to the group of that name?  The principal says so; without one, groups
 * are the roles that the current user is a member of.
 */
extern bool caller_in_group(const char *name);

/* May he do with a thing of that owner's (NULL: anonymous) as he likes? */
extern bool caller_owns(const char *owner);

#endif
