/*
 * product_pg.c
 *		Files of products: who may see a row of ivoa.obscore may see its file.
 */
#include "postgres.h"

#include "fits/product_pg.h"

#include "catalog/namespace.h"
#include "catalog/pg_type_d.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"

#include "base/caller_pg.h"
#include "base/export_pg.h"
#include "base/owner_pg.h"
#include "base/report_pg.h"
#include "base/server_file_pg.h"

/*
 * The first values of a query with one argument, as texts of the caller's memory, but for
 * NULLs: a DBA's own ivoa.obscore may have them.
 */
static List *
read_texts(const char *sql, const char *argument, long limit)
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
	List *found = read_texts(sql, argument, 2);

	return list_length(found) == 1 ? linitial(found) : NULL;
}

/* What only the owner of the extension's tables reads. */
static char *
read_text_as_owner(const char *sql, const char *argument)
{
	OwnerScope owner = owner_begin();
	char *found = read_text(sql, argument);

	owner_end(&owner);
	return found;
}

/* Is there a table of products that the caller may look into at all? */
static bool
may_look(void)
{
	Oid schema = get_namespace_oid("ivoa", true);
	Oid table = OidIsValid(schema) ? get_relname_relid("obscore", schema) : InvalidOid;

	return OidIsValid(table) &&
		   (pg_class_aclcheck(table, GetUserId(), ACL_SELECT) == ACLCHECK_OK ||
			pg_attribute_aclcheck_all(table, GetUserId(), ACL_SELECT, ACLMASK_ANY) ==
				ACLCHECK_OK);
}

bool
product_is_identifier(const char *name)
{
	return strncmp(name, "ivo://", 6) == 0;
}

List *
product_find_all(const char *name)
{
	const char *did = name;

	if (!may_look())
		return NIL;
	if (!product_is_identifier(name))
		did = read_text_as_owner(
			"SELECT obs_publisher_did FROM sky.data_file WHERE path = $1", name);
	/* As the caller, so that privileges and row-level security decide. */
	if (did == NULL)
		return read_texts("SELECT obs_publisher_did FROM ivoa.obscore WHERE obs_id = $1"
						  " ORDER BY 1",
						  name,
						  PRODUCTS_MAX);
	return read_texts(
		"SELECT obs_publisher_did FROM ivoa.obscore WHERE obs_publisher_did = $1",
		did,
		1);
}

char *
product_find(const char *name)
{
	List *found = product_find_all(name);

	return list_length(found) == 1 ? linitial(found) : NULL;
}

bool
product_may_read(const char *did)
{
	const char *condition;
	bool may_read;
	int nest;

	if (!may_look())
		return false;
	condition = read_text_as_owner(
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

/* Raise that a product is there, but its file is not for this caller. */
static void
raise_private(const char *name)
{
	SkyError err = {0};

	if (caller_name() == NULL)
	{
		sky_error(
			&err, SKY_E_UNAUTHENTICATED, -1, "the file of \"%s\" is not public", name);
		sky_error_hint(&err, "Log in, if you have a right to it.");
	}
	else
		sky_error(&err, SKY_E_FORBIDDEN, -1, "you may not read the file of \"%s\"", name);
	sky_report(&err, NULL);
}

/* The path of a product's file, or NULL. */
static char *
path_of(const char *did)
{
	return read_text_as_owner(
		"SELECT path FROM sky.data_file WHERE obs_publisher_did = $1", did);
}

List *
product_find_readable(const char *condition, const char *argument, long limit)
{
	List *found;
	ListCell *cell;

	if (!may_look())
		return NIL;
	/* Where the rows are is asked first, row by row who may read their files. */
	found = read_texts(psprintf("SELECT did FROM (SELECT obs_publisher_did AS did"
								" FROM ivoa.obscore WHERE %s ORDER BY 1 OFFSET 0) o"
								" WHERE sky.may_read_data(did)",
								condition),
					   argument,
					   limit);
	if (list_length(found) == limit)
		return found;
	foreach (cell, found)
		if (path_of(lfirst(cell)) == NULL)
			found = foreach_delete_current (found, cell);
	return found;
}

bool
product_file(const char *name, DataFile *file)
{
	const char *did = product_find(name);
	const char *path = did != NULL ? path_of(did) : NULL;

	if (path == NULL)
		return false;
	if (!product_may_read(did))
		raise_private(name);
	return data_file_find(path, file);
}

/* may_read_data(product) */
SKY_FUNCTION(may_read_data)
{
	const char *did = product_find(text_to_cstring(PG_GETARG_TEXT_PP(0)));

	PG_RETURN_BOOL(did != NULL && product_may_read(did));
}

static void
raise_unknown(const char *id)
{
	SkyError err = {0};

	sky_error(&err, SKY_E_NOT_FOUND, -1, "there is no product \"%s\"", id);
	sky_error_hint(&err, "Identifiers are in obs_publisher_did of ivoa.obscore.");
	sky_report(&err, NULL);
}

DataFile
product_open_known(const char *name)
{
	DataFile file;

	if (!product_file(name, &file))
		raise_unknown(name);
	return file;
}

DataFile
product_open(const char *name)
{
	if (product_is_identifier(name))
		return product_open_known(name);
	server_file_check_rights(false, false);
	return data_file_open(name);
}
