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

#include "base/owner_pg.h"
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

/* The only one; NULL if there are several or none. */
static char *
read_text(const char *sql, const char *argument)
{
	List *found = product_texts(sql, argument, 2);

	return list_length(found) == 1 ? linitial(found) : NULL;
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
	const char *did = name;

	if (!product_rows_exist())
		return NIL;
	if (!product_is_identifier(name))
		did = product_text_as_owner(
			"SELECT obs_publisher_did FROM sky.data_file WHERE path = $1", name);
	/* As the caller, so that privileges and row-level security decide. */
	if (did == NULL)
		return product_texts(
			"SELECT obs_publisher_did FROM ivoa.obscore WHERE obs_id = $1"
			" ORDER BY 1",
			name,
			PRODUCTS_MAX);
	return product_texts(
		"SELECT obs_publisher_did FROM ivoa.obscore WHERE obs_publisher_did = $1",
		did,
		1);
}

bool
product_row_may_read(const char *did)
{
	const char *condition;
	bool may_read;
	int nest;

	if (!product_rows_exist())
		return false;
	condition = product_text_as_owner(
		"SELECT sky.data_condition(pg_catalog.to_regclass($1))", "ivoa.obscore");
	/* As the caller, but in the DBA's words: nobody puts functions of his own into them.
	 */
	nest = NewGUCNestLevel();
	owner_set("search_path", "pg_catalog, pg_temp");
	may_read = read_text(psprintf("SELECT obs_publisher_did FROM ivoa.obscore"
								  " WHERE obs_publisher_did = $1 AND %s",
								  condition),
						 did) != NULL;
	AtEOXact_GUC(true, nest);
	return may_read;
}
