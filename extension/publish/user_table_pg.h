#ifndef PUBLISH_USER_TABLE_PG_H
#define PUBLISH_USER_TABLE_PG_H

#include "publish/published_pg.h"

/*
 * Tables of users, as the caller may read them: his own in schema tap_user, those that
 * others share with him in tap_user_ and the other's name.  Their relations are in schema
 * tap_user too, by names that tell nothing.
 */
#define USER_TABLE_SCHEMA "tap_user"

/* The table of that name, or NULL; its schema must be named. */
extern const PublishedTable *user_table_by_name(const PublishedName *name);

/* All of them, without columns, palloc'd; returns the count. */
extern int user_table_list(PublishedTable **tables);

#endif
