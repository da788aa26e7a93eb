/*
 * result_sql.c
 *		sky.result, sky.upload: the bytes of a job's files, in pieces.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "base/export_pg.h"
#include "base/file_pieces_pg.h"
#include "base/report_pg.h"
#include "job/job_pg.h"
#include "job/store_pg.h"

bool
job_file_is_stored(const JobFile *file)
{
	return store_size(file->file) == file->size;
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

/* (id, name, first, length) */
static bool
open_file(FunctionCallInfo fcinfo, FilePieces *pieces, bool upload)
{
	const JobFile *file;
	Datum id;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return false;
	id = DirectFunctionCall1(uuid_out, PG_GETARG_DATUM(0));
	file = find_file(
		job_read(DatumGetCString(id)), text_to_cstring(PG_GETARG_TEXT_PP(1)), upload);
	pieces->name = file->file;
	pieces->fd = store_open(file->file);
	if (pieces->fd < 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FILE),
				 errmsg("a file of a job is not in the store"),
				 errdetail("It should be \"%s\".", store_path(file->file)),
				 errhint("sky.fsck() lists what is missing.")));
	file_pieces_limit(pieces,
					  file->size,
					  PG_GETARG_INT64(2),
					  PG_ARGISNULL(3) ? PG_INT64_MAX : PG_GETARG_INT64(3));
	return true;
}

static bool
open_result(FunctionCallInfo fcinfo, FilePieces *pieces)
{
	return open_file(fcinfo, pieces, false);
}

static bool
open_upload(FunctionCallInfo fcinfo, FilePieces *pieces)
{
	return open_file(fcinfo, pieces, true);
}

SKY_FUNCTION(result)
{
	return file_pieces_next(fcinfo, open_result);
}

SKY_FUNCTION(upload)
{
	return file_pieces_next(fcinfo, open_upload);
}
