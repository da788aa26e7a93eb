/*
 * guarded_pg.c
 *		Plans that depend on rows which the caller may not see.
 */
#include "postgres.h"

#include "writer/guarded_pg.h"

#include "catalog/namespace.h"
#include "utils/lsyscache.h"
#include "utils/rls.h"

#include "publish/user_table_pg.h"

/* Of the tables behind a view the rights of its owner count. */
static bool
is_guarded(const RangeTblEntry *entry, Oid users)
{
	if (entry->rtekind == RTE_SUBQUERY)
		return entry->security_barrier;
	return entry->rtekind == RTE_RELATION && get_rel_namespace(entry->relid) != users &&
		   check_enable_rls(entry->relid, entry->checkAsUser, true) == RLS_ENABLED;
}

bool
plan_is_guarded(const PlannedStmt *plan)
{
	Oid users = get_namespace_oid(USER_TABLE_SCHEMA, true);
	ListCell *cell;

	foreach (cell, plan->rtable)
		if (is_guarded(lfirst(cell), users))
			return true;
	return false;
}
