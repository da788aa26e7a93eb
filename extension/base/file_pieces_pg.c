/*
 * file_pieces_pg.c
 *		Files of the server as rows of bytea.
 */
#include "postgres.h"

#include "base/file_pieces_pg.h"

#include <unistd.h>

#include "executor/executor.h"
#include "funcapi.h"
#include "storage/fd.h"

#define PIECE (128 * 1024) /* [bytes] */

void
file_pieces_limit(FilePieces *pieces, int64 size, int64 first, int64 length)
{
	pieces->at = Max(first, 0);
	pieces->end = size;
	if (length < pieces->end - pieces->at)
		pieces->end = pieces->at + Max(length, 0);
}

static void
close_file(Datum arg)
{
	FilePieces *pieces = (FilePieces *) DatumGetPointer(arg);

	CloseTransientFile(pieces->fd);
}

/* Exactly so many bytes, or an error. */
static void
read_bytes(const FilePieces *pieces, char *to, size_t size)
{
	size_t done = 0;

	while (done < size)
	{
		ssize_t n = pg_pread(pieces->fd, to + done, size - done, pieces->at + done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			ereport(ERROR,
					(errcode_for_file_access(),
					 errmsg("could not read file \"%s\": %m", pieces->name)));
		if (n == 0)
			ereport(ERROR,
					(errcode(ERRCODE_IO_ERROR),
					 errmsg("file \"%s\" is shorter than it was", pieces->name)));
		done += n;
	}
}

static bytea *
read_piece(FilePieces *pieces)
{
	size_t size = (size_t) Min(pieces->end - pieces->at, PIECE);
	bytea *piece = palloc(VARHDRSZ + size);

	read_bytes(pieces, VARDATA(piece), size);
	pieces->at += size;
	SET_VARSIZE(piece, VARHDRSZ + size);
	return piece;
}

Datum
file_pieces_next(FunctionCallInfo fcinfo, FilePiecesOpen open)
{
	ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;
	FuncCallContext *calls;
	FilePieces *pieces;

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext outer;
		bool opened;

		calls = SRF_FIRSTCALL_INIT();
		outer = MemoryContextSwitchTo(calls->multi_call_memory_ctx);
		pieces = palloc0(sizeof(*pieces));
		calls->user_fctx = pieces;
		opened = open(fcinfo, pieces);
		MemoryContextSwitchTo(outer);
		if (!opened)
			SRF_RETURN_DONE(calls);
		RegisterExprContextCallback(info->econtext, close_file, PointerGetDatum(pieces));
	}
	calls = SRF_PERCALL_SETUP();
	pieces = calls->user_fctx;
	if (pieces->at < pieces->end)
		SRF_RETURN_NEXT(calls, PointerGetDatum(read_piece(pieces)));
	if (pieces->check != NULL)
		pieces->check(pieces->file);
	UnregisterExprContextCallback(info->econtext, close_file, PointerGetDatum(pieces));
	close_file(PointerGetDatum(pieces));
	SRF_RETURN_DONE(calls);
}
