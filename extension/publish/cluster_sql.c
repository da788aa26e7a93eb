/*
 * cluster_sql.c
 *		sky.cluster: bring the rows of a table into the order of the sky.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/pg_inherits.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "base/export_pg.h"
#include "publish/metadata_pg.h"
#include "publish/sky_index_pg.h"

/* Order one table, which must have a sky index; those with partitions have no rows. */
static void
cluster_table(Oid relid)
{
	Relation relation = relation_open(relid, AccessExclusiveLock);
	Oid index = sky_index_find(relation);
	bool has_rows = relation->rd_rel->relkind == RELKIND_RELATION ||
					relation->rd_rel->relkind == RELKIND_MATVIEW;
	char *name = metadata_sql_name(relid);

	metadata_check_owner(relid);
	if (!OidIsValid(index))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("relation \"%s\" has no sky index",
						RelationGetRelationName(relation)),
				 errhint("Run SELECT sky.publish('%s', sky_index => true), or CREATE "
						 "INDEX ON %s (sky.key(...)).",
						 name,
						 name)));
	relation_close(relation, NoLock);
	if (!has_rows)
		return;
	metadata_run_as_caller(
		psprintf("CLUSTER %s USING %s", name, quote_identifier(get_rel_name(index))));
	metadata_run_as_caller(psprintf("ANALYZE %s", name));
}

SKY_FUNCTION(cluster)
{
	Oid relid = PG_GETARG_OID(0);
	ListCell *cell;

	metadata_check_owner(relid);
	foreach (cell, find_all_inheritors(relid, AccessExclusiveLock, NULL))
	{
		CHECK_FOR_INTERRUPTS();
		cluster_table(lfirst_oid(cell));
	}
	PG_RETURN_VOID();
}
