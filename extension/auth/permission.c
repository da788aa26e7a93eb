/*
 * permission.c
 *		The table of who may do what with things that people share.
 *
 * What it does not give is denied.  Nobody makes a thing what it is already.
 */
#include "auth/permission.h"

#include <string.h>

const char *const permission_levels[LEVEL_COUNT] = {
	[LEVEL_LOCKED] = "locked",
	[LEVEL_ANONYMOUS] = "anonymous",
	[LEVEL_AUTHENTICATED] = "authenticated",
	[LEVEL_STAFF] = "staff",
	[LEVEL_SUPERUSER] = "superuser",
};

const char *const permission_visibilities[VISIBILITY_COUNT] = {
	[VISIBILITY_PUBLIC] = "public",
	[VISIBILITY_UNLISTED] = "unlisted",
	[VISIBILITY_SHARED] = "shared",
	[VISIBILITY_PRIVATE] = "private",
};

const char *const permission_actions[ACTION_COUNT] = {
	[ACTION_LIST] = "list",
	[ACTION_VIEW] = "view",
	[ACTION_CREATE] = "create",
	[ACTION_EDIT] = "edit",
	[ACTION_DELETE] = "delete",
	[ACTION_MAKE_PUBLIC] = "make_public",
	[ACTION_MAKE_UNLISTED] = "make_unlisted",
	[ACTION_MAKE_SHARED] = "make_shared",
	[ACTION_MAKE_PRIVATE] = "make_private",
	[ACTION_CHANGE_OWNER] = "change_owner",
};

#define MAY(action) ((Actions) (1U << ACTION_##action))
#define READ		(MAY(LIST) | MAY(VIEW))
#define KEEP		(READ | MAY(CREATE) | MAY(EDIT) | MAY(DELETE))
#define PUBLISH		(MAY(MAKE_PUBLIC) | MAY(MAKE_UNLISTED) | MAY(MAKE_PRIVATE))
#define EVERYTHING	(KEEP | PUBLISH | MAY(MAKE_SHARED) | MAY(CHANGE_OWNER))
#define BUT(action) (EVERYTHING & ~MAY(action))

static const struct
{
	Actions own;
	Actions others[VISIBILITY_COUNT];
} table[LEVEL_COUNT] = {
	[LEVEL_LOCKED] = {0},
	[LEVEL_ANONYMOUS] =
		{.own = READ | MAY(CREATE) | PUBLISH,
		 .others = {[VISIBILITY_PUBLIC] = READ, [VISIBILITY_UNLISTED] = MAY(VIEW)}},
	[LEVEL_AUTHENTICATED] = {.own = BUT(CHANGE_OWNER),
							 .others = {[VISIBILITY_PUBLIC] = READ,
										[VISIBILITY_UNLISTED] = MAY(VIEW),
										[VISIBILITY_SHARED] = READ | MAY(EDIT)}},
	[LEVEL_STAFF] = {.own = EVERYTHING,
					 .others = {[VISIBILITY_PUBLIC] = READ | MAY(EDIT) | MAY(DELETE),
								[VISIBILITY_UNLISTED] = READ | MAY(EDIT) | MAY(DELETE),
								[VISIBILITY_SHARED] = READ | MAY(EDIT),
								[VISIBILITY_PRIVATE] = MAY(LIST)}},
	[LEVEL_SUPERUSER] = {.own = EVERYTHING,
						 .others = {[VISIBILITY_PUBLIC] = BUT(MAKE_PUBLIC),
									[VISIBILITY_UNLISTED] = BUT(MAKE_UNLISTED),
									[VISIBILITY_SHARED] = BUT(MAKE_SHARED),
									[VISIBILITY_PRIVATE] = BUT(MAKE_PRIVATE)}},
};

Actions
permission_of(PrivilegeLevel level, bool own, Visibility visibility)
{
	return own ? table[level].own : table[level].others[visibility];
}

bool
permission_given(
	PrivilegeLevel level, bool own, bool shared, Visibility visibility, Action action)
{
	if (visibility == VISIBILITY_SHARED && !own && !shared && level < LEVEL_STAFF)
		return false;
	return (permission_of(level, own, visibility) & (1U << action)) != 0;
}

int
permission_word(const char *const *words, int count, const char *word)
{
	for (int i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}
