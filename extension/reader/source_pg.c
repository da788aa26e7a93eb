/*
 * source_pg.c
 *		Where tables come from inside the server, and the spool in temporary files.
 */
#include "postgres.h"

#include "reader/source_pg.h"

#include <sys/stat.h>

#include "catalog/pg_authid.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "storage/buffile.h"
#include "storage/fd.h"
#include "tcop/dest.h"
#include "tcop/tcopprot.h"
#include "utils/acl.h"
#include "utils/memutils.h"

#include "base/report_pg.h"

/* libpq.h of a server with GSSAPI wants headers that only Kerberos packages bring. */
#undef ENABLE_GSS
#include "libpq/libpq.h"

typedef struct FileHandle
{
	TableSource source;
	FILE *file;				/* of a file or program */
	StringInfoData message; /* of the client */
	bool ended;
	BufFile *spool;
	ReaderSpool spool_ops;
	MemoryContext context; /* lives as long as the source */
	MemoryContextCallback on_reset;
} FileHandle;

void
source_check_rights(SourceKind kind)
{
	if (kind == SOURCE_PROGRAM &&
		!has_privs_of_role(GetUserId(), ROLE_PG_EXECUTE_SERVER_PROGRAM))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be superuser or have privileges of the "
						"pg_execute_server_program role to COPY from a program"),
				 errhint("Anyone can COPY from STDIN. psql's \\copy command also works "
						 "for anyone.")));
	if (kind == SOURCE_FILE && !has_privs_of_role(GetUserId(), ROLE_PG_READ_SERVER_FILES))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be superuser or have privileges of the "
						"pg_read_server_files role to read a file of the server"),
				 errhint("Anyone can COPY from STDIN. psql's \\copy command also works "
						 "for anyone.")));
}

/* ---- file and program ---- */

static ptrdiff_t
pull_file(void *owner, void *to, size_t size, SkyError *err)
{
	FileHandle *handle = owner;
	size_t got;

	CHECK_FOR_INTERRUPTS();
	got = fread(to, 1, size, handle->file);
	if (got == 0 && ferror(handle->file))
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not read \"%s\": %m", handle->source.name)));
	handle->ended = got == 0;
	return (ptrdiff_t) got;
}

static bool
rewind_file(void *owner, SkyError *err)
{
	FileHandle *handle = owner;

	if (fseeko(handle->file, 0, SEEK_SET) != 0)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not rewind \"%s\": %m", handle->source.name)));
	handle->ended = false;
	return true;
}

static void
open_file(FileHandle *handle)
{
	struct stat status;
	const char *name = handle->source.name;

	handle->file = AllocateFile(name, PG_BINARY_R);
	if (handle->file == NULL)
		ereport(
			ERROR,
			(errcode_for_file_access(),
			 errmsg("could not open file \"%s\" for reading: %m", name),
			 errhint("The file is read by the PostgreSQL server process. You may want "
					 "a client-side facility such as psql's \\copy.")));
	if (fstat(fileno(handle->file), &status) != 0)
		ereport(
			ERROR,
			(errcode_for_file_access(), errmsg("could not stat file \"%s\": %m", name)));
	if (S_ISDIR(status.st_mode))
		ereport(
			ERROR,
			(errcode(ERRCODE_WRONG_OBJECT_TYPE), errmsg("\"%s\" is a directory", name)));
}

static void
open_program(FileHandle *handle)
{
	handle->file = OpenPipeStream(handle->source.name, PG_BINARY_R);
	if (handle->file == NULL)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not execute command \"%s\": %m", handle->source.name)));
}

static void
close_program(FileHandle *handle)
{
	int status = ClosePipeStream(handle->file);

	if (status == -1)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not close pipe to external command: %m")));
	if (status != 0)
		ereport(ERROR,
				(errcode(ERRCODE_EXTERNAL_ROUTINE_EXCEPTION),
				 errmsg("program \"%s\" failed", handle->source.name),
				 errdetail_internal("%s", wait_result_to_str(status))));
}

/* ---- the client ---- */

/* Ask the client for its data; binary, so that it sends every byte as it is. */
static void
ask_client(FileHandle *handle, int ncolumns)
{
	StringInfoData message;

	if (whereToSendOutput != DestRemote)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("COPY FROM STDIN needs a client")));
	pq_beginmessage(&message, 'G');
	pq_sendbyte(&message, 1);
	pq_sendint16(&message, ncolumns);
	for (int i = 0; i < ncolumns; i++)
		pq_sendint16(&message, 1);
	pq_endmessage(&message);
	pq_flush();
	initStringInfo(&handle->message);
}

/* One message of the client into handle->message; its type is returned. */
static int
get_message(FileHandle *handle)
{
	int type;
	int limit = PQ_SMALL_MESSAGE_LIMIT;

	HOLD_CANCEL_INTERRUPTS();
	pq_startmsgread();
	type = pq_getbyte();
	if (type == EOF)
		ereport(ERROR,
				(errcode(ERRCODE_CONNECTION_FAILURE),
				 errmsg("unexpected EOF on client connection with an open transaction")));
	if (strchr("dcfHS", type) == NULL || type == 0)
		ereport(ERROR,
				(errcode(ERRCODE_PROTOCOL_VIOLATION),
				 errmsg("unexpected message type 0x%02X during COPY from stdin", type)));
	if (type == 'd')
		limit = PQ_LARGE_MESSAGE_LIMIT;
	if (pq_getmessage(&handle->message, limit))
		ereport(ERROR,
				(errcode(ERRCODE_CONNECTION_FAILURE),
				 errmsg("unexpected EOF on client connection with an open transaction")));
	RESUME_CANCEL_INTERRUPTS();
	return type;
}

static ptrdiff_t
pull_client(void *owner, void *to, size_t size, SkyError *err)
{
	FileHandle *handle = owner;
	StringInfo message = &handle->message;
	size_t left;

	CHECK_FOR_INTERRUPTS();
	while (message->cursor >= message->len && !handle->ended)
	{
		switch (get_message(handle))
		{
			case 'c':
				handle->ended = true;
				resetStringInfo(message);
				break;
			case 'f':
				ereport(ERROR,
						(errcode(ERRCODE_QUERY_CANCELED),
						 errmsg("COPY from stdin failed: %s", pq_getmsgstring(message))));
				break;
			case 'H':
			case 'S':
				/* flush and sync mean nothing here, as in PostgreSQL's own COPY */
				resetStringInfo(message);
				break;
			default:
				break;
		}
	}
	left = (size_t) (message->len - message->cursor);
	if (size > left)
		size = left;
	memcpy(to, message->data + message->cursor, size);
	message->cursor += (int) size;
	return (ptrdiff_t) size;
}

/* ---- the spool ---- */

static bool
append_spool(void *owner, const void *bytes, size_t size, SkyError *err)
{
	FileHandle *handle = owner;

	CHECK_FOR_INTERRUPTS();
	if (handle->spool == NULL)
	{
		MemoryContext outer = MemoryContextSwitchTo(handle->context);

		handle->spool = BufFileCreateTemp(false);
		MemoryContextSwitchTo(outer);
	}
	BufFileWrite(handle->spool, unconstify(void *, bytes), size);
	return true;
}

static bool
read_spool(void *owner, uint64_t at, void *to, size_t size, SkyError *err)
{
	FileHandle *handle = owner;

	if (BufFileSeek(handle->spool, 0, (off_t) at, SEEK_SET) != 0 ||
		BufFileRead(handle->spool, to, size) != size)
		return sky_error(err, SKY_E_IO, -1, "could not read from a temporary file");
	return true;
}

/* ---- all together ---- */

/* Frees what is malloc'ed; files are closed with the transaction by the server. */
static void
release_reader(void *arg)
{
	FileHandle *handle = arg;

	reader_close(&handle->source.reader);
}

TableSource *
source_open(SourceKind kind, const char *name, const ReaderFormat *format, int ncolumns)
{
	FileHandle *handle = palloc0(sizeof(*handle));
	ReaderSource source = {.owner = handle, .pull = pull_file};
	SkyError err = {0};

	handle->source = (TableSource){.kind = kind, .name = name, .handle = handle};
	handle->context = CurrentMemoryContext;
	handle->on_reset = (MemoryContextCallback){.func = release_reader, .arg = handle};
	handle->spool_ops =
		(ReaderSpool){.owner = handle, .append = append_spool, .read = read_spool};
	MemoryContextRegisterResetCallback(CurrentMemoryContext, &handle->on_reset);
	switch (kind)
	{
		case SOURCE_CLIENT:
			ask_client(handle, ncolumns);
			source.pull = pull_client;
			break;
		case SOURCE_FILE:
			open_file(handle);
			source.rewind = rewind_file;
			break;
		case SOURCE_PROGRAM:
			open_program(handle);
			break;
	}
	if (!reader_open(&handle->source.reader, source, &handle->spool_ops, format, &err))
		sky_report(&err, NULL);
	return &handle->source;
}

void
source_close(TableSource *source)
{
	FileHandle *handle = source->handle;
	char rest[8192];
	SkyError err = {0};

	if (source->kind == SOURCE_CLIENT)
	{
		while (pull_client(handle, rest, sizeof(rest), &err) > 0)
			;
	}
	else if (source->kind == SOURCE_PROGRAM)
	{
		while (pull_file(handle, rest, sizeof(rest), &err) > 0)
			;
		close_program(handle);
	}
	else
		FreeFile(handle->file);
	if (handle->spool != NULL)
		BufFileClose(handle->spool);
	handle->spool = NULL;
	reader_close(&source->reader);
}
