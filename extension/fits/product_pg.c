/*
 * product_pg.c
 *		Files of products: of rows of ivoa.obscore, and those that only links name.
 */
#include "postgres.h"

#include "fits/product_pg.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/caller_pg.h"
#include "base/export_pg.h"
#include "base/owner_query_pg.h"
#include "base/report_pg.h"
#include "base/server_file_pg.h"
#include "fits/product_link_pg.h"
#include "fits/product_row_pg.h"

bool
product_is_identifier(const char *name)
{
	return strncmp(name, "ivo://", 6) == 0;
}

List *
product_find_all(const char *name)
{
	List *found = product_rows_find(name);
	LinkedFile linked;

	if (found == NIL && linked_file_find(name, &linked))
		found = list_make1(linked.did);
	return found;
}

char *
product_find(const char *name)
{
	List *found = product_find_all(name);

	return list_length(found) == 1 ? linitial(found) : NULL;
}

/* The path of a product's file, or NULL. */
static char *
path_of(const char *did)
{
	static OwnerQuery path = {
		.sql = "SELECT path FROM sky.data_file WHERE obs_publisher_did = $1",
		.narguments = 1,
		.reads_only = true};

	return owner_query(&path, &did);
}

bool
product_look_up(const char *name, Product *product)
{
	List *found = product_rows_find(name);
	LinkedFile linked;

	/* Never the rights of the one with the file of the other. */
	if (list_length(found) == 1)
		*product = (Product){
			.did = linitial(found),
			.path = path_of(linitial(found)),
			.may_read = product_row_may_read(linitial(found)),
		};
	else if (found == NIL && linked_file_find(name, &linked))
		*product = (Product){
			.did = linked.did,
			.path = linked.path,
			.may_read = linked.may_read,
			.only_linked = true,
		};
	else
		return false;
	return true;
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

List *
product_find_readable(const char *condition, const char *argument, long limit)
{
	List *found;
	ListCell *cell;

	if (!product_rows_exist())
		return NIL;
	/* Where the rows are is asked first, row by row who may read their files. */
	found = product_texts(psprintf("SELECT did FROM (SELECT obs_publisher_did AS did"
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
	Product product;

	if (!product_look_up(name, &product) || product.path == NULL)
		return false;
	if (!product.may_read)
		raise_private(name);
	return data_file_find(product.path, file);
}

/* may_read_data(product) */
SKY_FUNCTION(may_read_data)
{
	Product product;

	PG_RETURN_BOOL(product_look_up(text_to_cstring(PG_GETARG_TEXT_PP(0)), &product) &&
				   product.may_read);
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
