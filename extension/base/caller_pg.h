#ifndef BASE_CALLER_PG_H
#define BASE_CALLER_PG_H

#include <stdbool.h>

/* Who asks: the name that owns what the present user makes; NULL for anonymous clients.
 */
extern const char *caller_name(void);

/*
 * Does he belong to the group of that name?  Groups are the roles he is a member of.
 */
extern bool caller_in_group(const char *name);

/* May he do with a thing of that owner's (NULL: anonymous) as he likes? */
extern bool caller_owns(const char *owner);

#endif
