/*
 * stored_body_sql.c
 *		Large request bodies: they come in pieces before the request itself.
 */
#include "postgres.h"

#include "svc/stored_body_sql.h"

#include "fmgr.h"
#include "utils/memutils.h"

#include "base/export_pg.h"
#include "base/mapped_file_pg.h"
#include "svc/upload_pg.h"

static struct
{
	MappedFile *file; /* NULL: there is no body */
	size_t length;
	bool whole;
	MemoryContextCallback on_end;
} stored;

static void
forget(void *arg)
{
	memset(&stored, 0, sizeof(stored));
}

static void
begin(void)
{
	stored.on_end = (MemoryContextCallback){.func = forget};
	MemoryContextRegisterResetCallback(TopTransactionContext, &stored.on_end);
	stored.file = mapped_file_create();
}

/* sky.add_body(piece): the next piece of the body of this transaction's request. */
SKY_FUNCTION(add_body)
{
	bytea *piece = PG_GETARG_BYTEA_PP(0);
	size_t length = VARSIZE_ANY_EXHDR(piece);

	if (stored.whole || stored.length + length > UPLOAD_BODY_MAX)
		ereport(ERROR,
				(errcode(MAKE_SQLSTATE('S', 'K', '4', '1', '3')),
				 errmsg("the body of the request is too large")));
	if (stored.file == NULL)
		begin();
	mapped_file_append(stored.file, VARDATA_ANY(piece), length);
	stored.length += length;
	PG_RETURN_VOID();
}

bool
stored_body(const char **bytes, size_t *length)
{
	if (stored.file == NULL)
		return false;
	stored.whole = true;
	*bytes = mapped_file_bytes(stored.file, length);
	return true;
}
