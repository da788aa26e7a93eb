/*
 * result_sql.c
 *		sky.result, sky.upload: the bytes of a job's files, in pieces.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "fmgr.h"
#include "funcapi.h"
#include "storage/fd.h"
#include "utils/builtins.h"

#include "base/export_pg.h"
#include "base/report_pg.h"
#include "job/job_pg.h"
#include "job/store_pg.h"

#define PIECE (128 * 1024) /* [bytes] */

typedef struct Reading
{
	const JobFile *file;
	int fd;
	int64 at;
	int64 end;
} Reading;

bool
job_file_is_stored(const JobFile *file)
{
	return store_size(file->file) == file->size;
}

static void
close_file(Datum arg)
{
	Reading *reading = (Reading *) DatumGetPointer(arg);

	CloseTransientFile(reading->fd);
}

static const JobFile *
find_file(const JobRecord *job, const char *id, bool upload)
{
	const JobFile *files = upload ? job->uploads : job->results;
	int count = upload ? job->nuploads : job->nresults;
	SkyError err = {0};

	for (int i = 0; i < count; i++)
	{
		if (strcmp(files[i].id, id) == 0)
			return &files[i];
	}
	sky_error(&err,
			  SKY_E_NOT_FOUND,
			  -1,
			  "job %s has no %s \"%.40s\"",
			  job->id,
			  upload ? "upload" : "result",
			  id);
	sky_error_hint(&err, "Its phase is %s.", job_phase_name(job->phase));
	sky_report(&err, NULL);
}

/* (id, name, first, length): open the file, for the first call. */
static Reading *
begin(FunctionCallInfo fcinfo, bool upload)
{
	ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;
	Reading *reading = palloc0(sizeof(Reading));
	Datum id = DirectFunctionCall1(uuid_out, PG_GETARG_DATUM(0));
	int64 first = PG_GETARG_INT64(2);

	reading->file = find_file(
		job_read(DatumGetCString(id)), text_to_cstring(PG_GETARG_TEXT_PP(1)), upload);
	reading->at = Max(first, 0);
	reading->end = reading->file->size;
	if (!PG_ARGISNULL(3) && PG_GETARG_INT64(3) < reading->end - reading->at)
		reading->end = reading->at + Max(PG_GETARG_INT64(3), 0);
	reading->fd = store_open(reading->file->file);
	if (reading->fd < 0)
		ereport(
			ERROR,
			(errcode(ERRCODE_UNDEFINED_FILE),
			 errmsg("a file of a job is not in the store"),
			 errdetail("It should be \"%s/%s\".", store_folder(), reading->file->file),
			 errhint("sky.fsck() lists what is missing.")));
	RegisterExprContextCallback(info->econtext, close_file, PointerGetDatum(reading));
	return reading;
}

static bytea *
read_piece(Reading *reading)
{
	size_t size = (size_t) Min(reading->end - reading->at, PIECE);
	bytea *piece = palloc(VARHDRSZ + size);

	if (store_read(reading->fd, reading->file->file, VARDATA(piece), size, reading->at) <
		size)
		ereport(ERROR,
				(errcode(ERRCODE_IO_ERROR),
				 errmsg("a file of a job is shorter than it was"),
				 errdetail("It is \"%s/%s\".", store_folder(), reading->file->file)));
	reading->at += size;
	SET_VARSIZE(piece, VARHDRSZ + size);
	return piece;
}

static Datum
next_piece(FunctionCallInfo fcinfo, bool upload)
{
	FuncCallContext *context;
	Reading *reading;

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext outer;

		context = SRF_FIRSTCALL_INIT();
		if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
			SRF_RETURN_DONE(context);
		outer = MemoryContextSwitchTo(context->multi_call_memory_ctx);
		context->user_fctx = begin(fcinfo, upload);
		MemoryContextSwitchTo(outer);
	}
	context = SRF_PERCALL_SETUP();
	reading = context->user_fctx;
	if (reading->at >= reading->end)
	{
		ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;

		UnregisterExprContextCallback(
			info->econtext, close_file, PointerGetDatum(reading));
		close_file(PointerGetDatum(reading));
		SRF_RETURN_DONE(context);
	}
	SRF_RETURN_NEXT(context, PointerGetDatum(read_piece(reading)));
}

SKY_FUNCTION(result)
{
	return next_piece(fcinfo, false);
}

SKY_FUNCTION(upload)
{
	return next_piece(fcinfo, true);
}
