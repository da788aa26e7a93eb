/*
 * guarded_pg.c
 *		Queries over rows that the caller may not see.
 */
#include "postgres.h"

#include "writer/guarded_pg.h"

#include "catalog/namespace.h"
#include "nodes/nodeFuncs.h"
#include "utils/lsyscache.h"
#include "utils/rls.h"

#include "publish/user_table_pg.h"

static bool is_guarded(Node *node, void *users);

/* Of the tables behind a view the rights of its owner count. */
static bool
entry_is_guarded(RangeTblEntry *entry, Oid users)
{
	if (entry->rtekind == RTE_SUBQUERY)
		return entry->security_barrier || is_guarded((Node *) entry->subquery, &users);
	return entry->rtekind == RTE_RELATION && get_rel_namespace(entry->relid) != users &&
		   check_enable_rls(entry->relid, entry->checkAsUser, true) == RLS_ENABLED;
}

/* A walker; what policies themselves read is left out. */
static bool
is_guarded(Node *node, void *users)
{
	Query *query = (Query *) node;
	ListCell *cell;

	if (node == NULL)
		return false;
	if (!IsA(node, Query))
		return expression_tree_walker(node, is_guarded, users);
	foreach (cell, query->rtable)
		if (entry_is_guarded(lfirst(cell), *(Oid *) users))
			return true;
	return query_tree_walker(query, is_guarded, users, QTW_IGNORE_RANGE_TABLE);
}

bool
query_is_guarded(Query *query)
{
	Oid users = get_namespace_oid(USER_TABLE_SCHEMA, true);

	return is_guarded((Node *) query, &users);
}
