/*
 * stored_body_sql.c
 *		Large request bodies: they come in pieces into a temporary file, and are read from
 *		its pages, so that their size costs no memory.
 */
#include "postgres.h"

#include "svc/stored_body_sql.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fmgr.h"
#include "storage/fd.h"
#include "utils/memutils.h"
#include "utils/resowner.h"
#include "utils/wait_event.h"

#include "base/export_pg.h"
#include "svc/upload_pg.h"

static struct
{
	bool open;
	File file;
	off_t length;
	void *map;
	MemoryContextCallback on_end;
} stored;

/* The server closes and removes the file at the end of the transaction. */
static void
forget(void *arg)
{
	if (stored.map != NULL)
		munmap(stored.map, (size_t) stored.length);
	memset(&stored, 0, sizeof(stored));
}

static void
open_file(void)
{
	ResourceOwner owner = CurrentResourceOwner;

	CurrentResourceOwner = TopTransactionResourceOwner;
	stored.file = OpenTemporaryFile(false);
	CurrentResourceOwner = owner;
	stored.open = true;
	stored.on_end = (MemoryContextCallback){.func = forget};
	MemoryContextRegisterResetCallback(TopTransactionContext, &stored.on_end);
}

/* sky.add_body(piece): the next piece of the body of this transaction's request. */
SKY_FUNCTION(add_body)
{
	bytea *piece = PG_GETARG_BYTEA_PP(0);
	int length = (int) VARSIZE_ANY_EXHDR(piece);

	if (stored.map != NULL || stored.length + length > UPLOAD_BODY_MAX)
		ereport(ERROR,
				(errcode(MAKE_SQLSTATE('S', 'K', '4', '1', '3')),
				 errmsg("the body of the request is too large")));
	if (!stored.open)
		open_file();
	if (FileWrite(stored.file,
				  VARDATA_ANY(piece),
				  length,
				  stored.length,
				  WAIT_EVENT_BUFFILE_WRITE) != length)
		ereport(
			ERROR,
			(errcode_for_file_access(),
			 errmsg("could not write to file \"%s\": %m", FilePathName(stored.file))));
	stored.length += length;
	PG_RETURN_VOID();
}

bool
stored_body(const char **bytes, size_t *length)
{
	if (!stored.open || stored.length == 0)
		return false;
	if (stored.map == NULL)
	{
		int file = OpenTransientFile(FilePathName(stored.file), O_RDONLY | PG_BINARY);
		void *map = MAP_FAILED;

		if (file >= 0)
			map = mmap(NULL, (size_t) stored.length, PROT_READ, MAP_SHARED, file, 0);
		if (map == MAP_FAILED)
			ereport(
				ERROR,
				(errcode_for_file_access(),
				 errmsg("could not read file \"%s\": %m", FilePathName(stored.file))));
		CloseTransientFile(file);
		stored.map = map;
	}
	*bytes = stored.map;
	*length = (size_t) stored.length;
	return true;
}
