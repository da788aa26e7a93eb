/*
 * source_pg.c
 *		Where tables come from inside the server, and the spool in temporary files.
 */
#include "postgres.h"

#include "reader/source_pg.h"

#include "miscadmin.h"
#include "storage/buffile.h"
#include "tcop/dest.h"
#include "tcop/tcopprot.h"
#include "utils/memutils.h"

#include "base/libpq_pg.h"
#include "base/report_pg.h"
#include "base/server_file_pg.h"

typedef struct FileHandle
{
	TableSource source;
	ServerFile file;		/* or program */
	StringInfoData message; /* of the client */
	const char *bytes;		/* in memory */
	size_t size;
	size_t at;
	bool ended;
	BufFile *spool;
	ReaderSpool spool_ops;
	MemoryContext context; /* lives as long as the source */
	MemoryContextCallback on_reset;
} FileHandle;

/* ---- file and program ---- */

static ptrdiff_t
pull_file(void *owner, void *to, size_t size, SkyError *err)
{
	FileHandle *handle = owner;
	size_t got;

	CHECK_FOR_INTERRUPTS();
	got = fread(to, 1, size, handle->file.stream);
	if (got == 0 && ferror(handle->file.stream))
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

	if (fseeko(handle->file.stream, 0, SEEK_SET) != 0)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not rewind \"%s\": %m", handle->source.name)));
	handle->ended = false;
	return true;
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

/* ---- memory ---- */

static ptrdiff_t
pull_memory(void *owner, void *to, size_t size, SkyError *err)
{
	FileHandle *handle = owner;

	CHECK_FOR_INTERRUPTS();
	size = Min(size, handle->size - handle->at);
	memcpy(to, handle->bytes + handle->at, size);
	handle->at += size;
	return (ptrdiff_t) size;
}

static bool
rewind_memory(void *owner, SkyError *err)
{
	FileHandle *handle = owner;

	handle->at = 0;
	return true;
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

/* A handle that is released with the memory context. */
static FileHandle *
new_handle(SourceKind kind, const char *name)
{
	FileHandle *handle = palloc0(sizeof(*handle));

	handle->source = (TableSource){.kind = kind, .name = name, .handle = handle};
	handle->context = CurrentMemoryContext;
	handle->on_reset = (MemoryContextCallback){.func = release_reader, .arg = handle};
	handle->spool_ops =
		(ReaderSpool){.owner = handle, .append = append_spool, .read = read_spool};
	MemoryContextRegisterResetCallback(CurrentMemoryContext, &handle->on_reset);
	return handle;
}

static TableSource *
open_reader(FileHandle *handle, ReaderSource source, const ReaderFormat *format)
{
	SkyError err = {0};

	if (!reader_open(&handle->source.reader, source, &handle->spool_ops, format, &err))
		sky_report(&err, NULL);
	return &handle->source;
}

TableSource *
source_open(SourceKind kind, const char *name, const ReaderFormat *format, int ncolumns)
{
	FileHandle *handle = new_handle(kind, name);
	ReaderSource source = {.owner = handle, .pull = pull_file};

	if (kind == SOURCE_CLIENT)
	{
		ask_client(handle, ncolumns);
		source.pull = pull_client;
	}
	else
	{
		handle->file = server_file_open(name, kind == SOURCE_PROGRAM, false);
		if (kind == SOURCE_FILE)
			source.rewind = rewind_file;
	}
	return open_reader(handle, source, format);
}

TableSource *
source_open_memory(const char *bytes, size_t size, const ReaderFormat *format)
{
	FileHandle *handle = new_handle(SOURCE_MEMORY, NULL);
	ReaderSource source = {.owner = handle, .pull = pull_memory, .rewind = rewind_memory};

	handle->bytes = bytes;
	handle->size = size;
	return open_reader(handle, source, format);
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
	else if (source->kind != SOURCE_MEMORY)
	{
		/* A program that is not listened to would fail. */
		while (source->kind == SOURCE_PROGRAM &&
			   pull_file(handle, rest, sizeof(rest), &err) > 0)
			;
		server_file_close(&handle->file);
	}
	if (handle->spool != NULL)
		BufFileClose(handle->spool);
	handle->spool = NULL;
	reader_close(&source->reader);
}
