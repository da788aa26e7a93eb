/*
 * product_row_pg.c
 *		Rows of ivoa.obscore as the caller may see them.
 */
#include "postgres.h"

#include "fits/product_row_pg.h"

#include "catalog/namespace.h"
#include "catalog/pg_type_d.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "base/owner_pg.h"
#include "base/owner_query_pg.h"
#include "fits/product_pg.h"

List *
product_texts(const char *sql, const char *argument, long limit)
{
	MemoryContext caller = CurrentMemoryContext;
	Oid type = TEXTOID;
	Datum value = CStringGetTextDatum(argument);
	List *found = NIL;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args(sql, 1, &type, &value, NULL, true, limit) != SPI_OK_SELECT)
		elog(ERROR, "a product could not be looked up");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		MemoryContext inner = MemoryContextSwitchTo(caller);
		char *text = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);

		if (text != NULL)
			found = lappend(found, text);
		MemoryContextSwitchTo(inner);
	}
	SPI_finish();
	return found;
}

List *
product_texts_as_owner(const char *sql, const char *argument, long limit)
{
	OwnerScope owner = owner_begin();
	List *found = product_texts(sql, argument, limit);

	owner_end(&owner);
	return found;
}

char *
product_text_as_owner(const char *sql, const char *argument)
{
	List *found = product_texts_as_owner(sql, argument, 2);

	return list_length(found) == 1 ? linitial(found) : NULL;
}

bool
product_rows_exist(void)
{
	Oid schema = get_namespace_oid("ivoa", true);
	Oid table = OidIsValid(schema) ? get_relname_relid("obscore", schema) : InvalidOid;

	return OidIsValid(table) &&
		   (pg_class_aclcheck(table, GetUserId(), ACL_SELECT) == ACLCHECK_OK ||
			pg_attribute_aclcheck_all(table, GetUserId(), ACL_SELECT, ACLMASK_ANY) ==
				ACLCHECK_OK);
}

List *
product_rows_find(const char *name)
{
	static OwnerQuery by_path = {
		.sql = "SELECT obs_publisher_did FROM sky.data_file WHERE path = $1",
		.narguments = 1,
		.reads_only = true};
	static OwnerQuery seen = {
		.sql = "SELECT obs_publisher_did FROM ivoa.obscore WHERE obs_publisher_did = $1",
		.narguments = 1,
		.reads_only = true};
	const char *did = name;

	if (!product_rows_exist())
		return NIL;
	if (!product_is_identifier(name))
		did = owner_query(&by_path, &name);
	/* As the caller, so that privileges and row-level security decide. */
	if (did == NULL)
		return product_texts(
			"SELECT obs_publisher_did FROM ivoa.obscore WHERE obs_id = $1"
			" ORDER BY 1",
			name,
			PRODUCTS_MAX);
	did = caller_query(&seen, &did);
	return did != NULL ? list_make1(unconstify(char *, did)) : NIL;
}

/* The query for the one row that allows it; made anew when the DBA says it otherwise. */
static OwnerQuery *
readable_query(const char *condition)
{
	static OwnerQuery query = {.narguments = 1, .reads_only = true};
	static char *text; /* of the query */
	char *sql = psprintf("SELECT 'yes' FROM ivoa.obscore WHERE obs_publisher_did = $1"
						 " AND %s HAVING pg_catalog.count(*) = 1",
						 condition);

	if (text != NULL && strcmp(text, sql) == 0)
		return &query;
	sql = MemoryContextStrdup(TopMemoryContext, sql);
	if (query.plan != NULL)
		SPI_freeplan(query.plan);
	query.plan = NULL;
	if (text != NULL)
		pfree(text);
	query.sql = text = sql;
	return &query;
}

bool
product_row_may_read(const char *did)
{
	static OwnerQuery find_condition = {
		.sql = "SELECT sky.data_condition(pg_catalog.to_regclass('ivoa.obscore'))",
		.reads_only = true};
	OwnerQuery *readable;
	bool may_read;
	int nest;

	if (!product_rows_exist())
		return false;
	readable = readable_query(owner_query(&find_condition, NULL));
	/* As the caller, but in the DBA's words: nobody puts functions of his own into them.
	 */
	nest = NewGUCNestLevel();
	owner_set("search_path", "pg_catalog, pg_temp");
	may_read = caller_query(readable, &did) != NULL;
	AtEOXact_GUC(true, nest);
	return may_read;
}
