/*
 * view_origin_pg.c
 *		What a view's columns inherit from the columns they show.
 */
#include "postgres.h"

#include "publish/view_origin_pg.h"

#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/comment.h"
#include "nodes/parsenodes.h"
#include "nodes/primnodes.h"
#include "rewrite/prs2lock.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/rel.h"

#include "publish/metadata_pg.h"

/* The query that the view is, or NULL. */
static const Query *
view_query(Relation view)
{
	char kind = view->rd_rel->relkind;

	if (kind != RELKIND_VIEW && kind != RELKIND_MATVIEW)
		return NULL;
	for (int i = 0; view->rd_rules != NULL && i < view->rd_rules->numLocks; i++)
		if (view->rd_rules->rules[i]->event == CMD_SELECT)
			return linitial_node(Query, view->rd_rules->rules[i]->actions);
	return NULL;
}

static void
inherit_comment(Oid relid, AttrNumber attnum, const TargetEntry *target)
{
	char *comment = GetComment(relid, RelationRelationId, attnum);

	if (comment != NULL)
		return;
	comment = GetComment(target->resorigtbl, RelationRelationId, target->resorigcol);
	if (comment != NULL)
	{
		CreateComments(relid, RelationRelationId, attnum, comment);
		CacheInvalidateRelcacheByRelid(relid);
	}
}

void
view_inherit_metadata(Relation view)
{
	const Query *query = view_query(view);
	Oid types[] = {REGCLASSOID, INT2OID, REGCLASSOID, INT2OID};
	Datum values[lengthof(types)] = {ObjectIdGetDatum(RelationGetRelid(view))};
	ListCell *lc;

	if (query == NULL)
		return;
	foreach (lc, query->targetList)
	{
		const TargetEntry *target = lfirst_node(TargetEntry, lc);

		if (target->resjunk || !OidIsValid(target->resorigtbl) || target->resorigcol <= 0)
			continue;
		inherit_comment(RelationGetRelid(view), target->resno, target);
		values[1] = Int16GetDatum(target->resno);
		values[2] = ObjectIdGetDatum(target->resorigtbl);
		values[3] = Int16GetDatum(target->resorigcol);
		metadata_write(
			"UPDATE sky.column_metadata v SET unit = coalesce(v.unit, o.unit),"
			" ucd = coalesce(v.ucd, o.ucd), utype = coalesce(v.utype, o.utype),"
			" xtype = coalesce(v.xtype, o.xtype),"
			" principal = coalesce(v.principal, o.principal)"
			" FROM sky.column_metadata o WHERE v.relid = $1 AND v.attnum = $2"
			" AND o.relid = $3 AND o.attnum = $4",
			lengthof(types),
			types,
			values,
			NULL);
	}
}
