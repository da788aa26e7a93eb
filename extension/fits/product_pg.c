/*
 * product_pg.c
 *		Files of products: who may see a row of ivoa.obscore may see its file.
 */
#include "postgres.h"

#include "fits/product_pg.h"

#include "catalog/pg_type_d.h"
#include "executor/spi.h"
#include "utils/builtins.h"

#include "base/owner_pg.h"
#include "base/report_pg.h"
#include "base/server_file_pg.h"

/* The first value of a query with one argument, as a text of the caller's memory. */
static char *
read_text(const char *sql, const char *argument)
{
	MemoryContext caller = CurrentMemoryContext;
	Oid type = TEXTOID;
	Datum value = CStringGetTextDatum(argument);
	char *found = NULL;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args(sql, 1, &type, &value, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "a product could not be looked up");
	if (SPI_processed > 0)
		found = MemoryContextStrdup(
			caller, SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1));
	SPI_finish();
	return found;
}

static void
raise_unknown(const char *id)
{
	SkyError err = {0};

	sky_error(&err, SKY_E_NOT_FOUND, -1, "there is no product \"%s\"", id);
	sky_error_hint(&err, "Identifiers are in obs_publisher_did of ivoa.obscore.");
	sky_report(&err, NULL);
}

bool
product_is_identifier(const char *name)
{
	return strncmp(name, "ivo://", 6) == 0;
}

DataFile
product_open(const char *name)
{
	OwnerScope owner;
	char *path = NULL;

	if (!product_is_identifier(name))
	{
		server_file_check_rights(false, false);
		return data_file_open(name);
	}
	/* As the caller, so that privileges and row-level security decide. */
	if (read_text(
			"SELECT obs_publisher_did FROM ivoa.obscore WHERE obs_publisher_did = $1",
			name) == NULL)
		raise_unknown(name);
	owner = owner_begin();
	path = read_text("SELECT path FROM sky.data_file WHERE obs_publisher_did = $1", name);
	owner_end(&owner);
	if (path == NULL)
		raise_unknown(name);
	return data_file_open(path);
}
