/*
 * owner_pg.c
 *		Acting as the owner of the extension's tables.
 */
#include "postgres.h"

#include "base/owner_pg.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "miscadmin.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

Oid
owner_relation(const char *name)
{
	Oid schema = get_namespace_oid("sky", true);

	return OidIsValid(schema) ? get_relname_relid(name, schema) : InvalidOid;
}

/* Who owns the extension's tables; one stands for all. */
static Oid
find_owner(void)
{
	Oid relid = owner_relation("table_metadata");
	HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relid));

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("table \"sky.table_metadata\" does not exist"),
				 errhint("Run CREATE EXTENSION pgsky in this database.")));

	Oid owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;

	ReleaseSysCache(tuple);
	return owner;
}

OwnerScope
owner_begin(void)
{
	OwnerScope scope;

	GetUserIdAndSecContext(&scope.user, &scope.context);
	SetUserIdAndSecContext(find_owner(),
						   scope.context | SECURITY_LOCAL_USERID_CHANGE |
							   SECURITY_RESTRICTED_OPERATION);
	scope.nest = NewGUCNestLevel();
	owner_set("search_path", "pg_catalog, pg_temp");
	return scope;
}

void
owner_end(const OwnerScope *scope)
{
	AtEOXact_GUC(true, scope->nest);
	SetUserIdAndSecContext(scope->user, scope->context);
}

void
owner_set(const char *name, const char *value)
{
	(void) set_config_option(
		name, value, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
}
