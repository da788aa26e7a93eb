/* Who may do what with things that people share, cell by cell. */
#include <string.h>

#include "auth/permission.h"
#include "unit/unit.h"

/*
 * One letter for each action: List, View, Create, Edit, Delete, make Public, Unlisted,
 * Shared, pRivate, change Owner.
 */
static const char letters[] = "LVCEDPUSRO";

static const struct
{
	PrivilegeLevel level;
	bool own;
	const char *cells[VISIBILITY_COUNT]; /* public, unlisted, shared, private */
} expected[] = {
	{LEVEL_SUPERUSER, true, {"LVCEDPUSRO", "LVCEDPUSRO", "LVCEDPUSRO", "LVCEDPUSRO"}},
	{LEVEL_SUPERUSER, false, {"LVCEDUSRO", "LVCEDPSRO", "LVCEDPURO", "LVCEDPUSO"}},
	{LEVEL_STAFF, true, {"LVCEDPUSRO", "LVCEDPUSRO", "LVCEDPUSRO", "LVCEDPUSRO"}},
	{LEVEL_STAFF, false, {"LVED", "LVED", "LVE", "L"}},
	{LEVEL_AUTHENTICATED, true, {"LVCEDPUSR", "LVCEDPUSR", "LVCEDPUSR", "LVCEDPUSR"}},
	{LEVEL_AUTHENTICATED, false, {"LV", "V", "LVE", ""}},
	{LEVEL_ANONYMOUS, true, {"LVCPUR", "LVCPUR", "LVCPUR", "LVCPUR"}},
	{LEVEL_ANONYMOUS, false, {"LV", "V", "", ""}},
	{LEVEL_LOCKED, true, {"", "", "", ""}},
	{LEVEL_LOCKED, false, {"", "", "", ""}},
};

/* Every action of one cell, where the thing is shared with the client and where not. */
static void
test_cell(PrivilegeLevel level, bool own, Visibility visibility, const char *cell)
{
	bool seen = own || visibility != VISIBILITY_SHARED || level >= LEVEL_STAFF;
	char what[80];

	for (int action = 0; action < ACTION_COUNT; action++)
	{
		bool may = strchr(cell, letters[action]) != NULL;

		snprintf(what,
				 sizeof(what),
				 "%s, %s, %s: %s",
				 permission_levels[level],
				 own ? "own" : "of others",
				 permission_visibilities[visibility],
				 permission_actions[action]);
		ok(permission_given(level, own, true, visibility, (Action) action) == may, what);
		ok(permission_given(level, own, false, visibility, (Action) action) ==
			   (may && seen),
		   what);
	}
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		for (int visibility = 0; visibility < VISIBILITY_COUNT; visibility++)
			test_cell(expected[i].level,
					  expected[i].own,
					  (Visibility) visibility,
					  expected[i].cells[visibility]);
	ok(permission_word(permission_actions, ACTION_COUNT, "list") == ACTION_LIST,
	   "a word");
	ok(permission_word(permission_actions, ACTION_COUNT, "List") == -1, "no word");
	ok(permission_word(permission_levels, LEVEL_COUNT, "") == -1, "nothing");
	return unit_done();
}
