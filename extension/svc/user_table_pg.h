#ifndef SVC_USER_TABLE_PG_H
#define SVC_USER_TABLE_PG_H

#include "nodes/pg_list.h"

#include "base/error.h"

/*
 * What users do with tables of their own: the caller is the owner, and name is what he
 * calls the table, in any case.  False with *err for what he did wrong; a table that
 * cannot be read raises with status 400.
 */

/* Keep a table, in any format that can be read, in place of one of that name. */
typedef struct UserTableKept
{
	bool replaced;
	int64 rows;
} UserTableKept;

extern bool user_table_put(const char *name,
						   const char *bytes,
						   size_t length,
						   UserTableKept *kept,
						   SkyError *err);

extern bool user_table_drop(const char *name, SkyError *err);

/*
 * Make an index on a column, or on positions: one column of them, or longitude and
 * latitude.
 */
extern bool user_table_index(const char *name, const List *columns, SkyError *err);

/* Let another user, or the members of a group, read the table, or no longer. */
typedef struct UserTableShare
{
	const char *reader;
	bool is_group;
	bool revoke;
} UserTableShare;

extern bool
user_table_share(const char *name, const UserTableShare *share, SkyError *err);

#endif
