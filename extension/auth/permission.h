#ifndef AUTH_PERMISSION_H
#define AUTH_PERMISSION_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Who may do what with things that people share: collections, datasets, objects.  One
 * table, by the privilege level of the client, whether the thing is his own, and how
 * visible it is.
 */
typedef enum PrivilegeLevel
{
	LEVEL_LOCKED,
	LEVEL_ANONYMOUS,
	LEVEL_AUTHENTICATED,
	LEVEL_STAFF,
	LEVEL_SUPERUSER,
	LEVEL_COUNT
} PrivilegeLevel;

typedef enum Visibility
{
	VISIBILITY_PUBLIC,
	VISIBILITY_UNLISTED, /* for whoever knows its address */
	VISIBILITY_SHARED,	 /* for those that it is shared with */
	VISIBILITY_PRIVATE,
	VISIBILITY_COUNT
} Visibility;

typedef enum Action
{
	ACTION_LIST,
	ACTION_VIEW,
	ACTION_CREATE,
	ACTION_EDIT,
	ACTION_DELETE,
	ACTION_MAKE_PUBLIC,
	ACTION_MAKE_UNLISTED,
	ACTION_MAKE_SHARED,
	ACTION_MAKE_PRIVATE,
	ACTION_CHANGE_OWNER,
	ACTION_COUNT
} Action;

/* A set of actions: bit number Action. */
typedef uint16_t Actions;

extern const char *const permission_levels[LEVEL_COUNT];
extern const char *const permission_visibilities[VISIBILITY_COUNT];
extern const char *const permission_actions[ACTION_COUNT];

/*
 * What a client may do with his own things, or with those of others.  Of things shared by
 * others it holds for those that they are shared with, and for staff and superusers.
 */
extern Actions permission_of(PrivilegeLevel level, bool own, Visibility visibility);

/* May he?  shared: with him. */
extern bool permission_given(
	PrivilegeLevel level, bool own, bool shared, Visibility visibility, Action action);

/* Index of a word in a list of words; -1 if it is none of them. */
extern int permission_word(const char *const *words, int count, const char *word);

#endif
