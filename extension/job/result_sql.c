/*
 * result_sql.c
 *		sky.result: the bytes of a result, in pieces.
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
	const JobResult *result;
	int fd;
	int64 at;
	int64 end;
} Reading;

bool
job_result_is_stored(const JobResult *result)
{
	return store_size(result->file) == result->size;
}

static void
close_file(Datum arg)
{
	Reading *reading = (Reading *) DatumGetPointer(arg);

	CloseTransientFile(reading->fd);
}

/* The result of a job that the caller may see. */
static const JobResult *
find_result(const JobRecord *job, const char *id)
{
	SkyError err = {0};

	for (int i = 0; i < job->nresults; i++)
	{
		if (strcmp(job->results[i].id, id) == 0)
			return &job->results[i];
	}
	sky_error(&err, SKY_E_NOT_FOUND, -1, "job %s has no result \"%.40s\"", job->id, id);
	sky_error_hint(&err, "Its phase is %s.", job_phase_name(job->phase));
	sky_report(&err, NULL);
}

/* result(id, result, first, length): open the file, for the first call. */
static Reading *
begin(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;
	Reading *reading = palloc0(sizeof(Reading));
	Datum id = DirectFunctionCall1(uuid_out, PG_GETARG_DATUM(0));
	int64 first = PG_GETARG_INT64(2);

	reading->result =
		find_result(job_read(DatumGetCString(id)), text_to_cstring(PG_GETARG_TEXT_PP(1)));
	reading->at = Max(first, 0);
	reading->end = reading->result->size;
	if (!PG_ARGISNULL(3) && PG_GETARG_INT64(3) < reading->end - reading->at)
		reading->end = reading->at + Max(PG_GETARG_INT64(3), 0);
	reading->fd = store_open(reading->result->file);
	if (reading->fd < 0)
		ereport(
			ERROR,
			(errcode(ERRCODE_UNDEFINED_FILE),
			 errmsg("the file of a result is not in the store"),
			 errdetail("It should be \"%s/%s\".", store_folder(), reading->result->file),
			 errhint("sky.fsck() lists what is missing.")));
	RegisterExprContextCallback(info->econtext, close_file, PointerGetDatum(reading));
	return reading;
}

static bytea *
read_piece(Reading *reading)
{
	size_t size = (size_t) Min(reading->end - reading->at, PIECE);
	bytea *piece = palloc(VARHDRSZ + size);

	if (store_read(
			reading->fd, reading->result->file, VARDATA(piece), size, reading->at) < size)
		ereport(ERROR,
				(errcode(ERRCODE_IO_ERROR),
				 errmsg("the file of a result is shorter than it was"),
				 errdetail("It is \"%s/%s\".", store_folder(), reading->result->file)));
	reading->at += size;
	SET_VARSIZE(piece, VARHDRSZ + size);
	return piece;
}

SKY_FUNCTION(result)
{
	FuncCallContext *context;
	Reading *reading;

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext outer;

		context = SRF_FIRSTCALL_INIT();
		outer = MemoryContextSwitchTo(context->multi_call_memory_ctx);
		context->user_fctx = begin(fcinfo);
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
