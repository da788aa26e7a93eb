/*
 * upload_pg.c
 *		Uploads of jobs: kept in the store from the request to the end of the job.
 *
 * As with results, a row names a file only when that is whole and on the disk.  Other
 * than those of results, these files are there before anybody else can know their job:
 * whoever makes them holds a lock that the search for stray files waits for.
 */
#include "postgres.h"

#include "job/upload_pg.h"

#include "common/pg_prng.h"
#include "miscadmin.h"

#include "base/guc_pg.h"
#include "base/mapped_file_pg.h"
#include "base/quota_pg.h"
#include "base/report_pg.h"
#include "job/change_pg.h"
#include "job/commit_pg.h"
#include "job/job_pg.h"
#include "job/space_pg.h"
#include "job/store_pg.h"

#define PIECE		  (1024 * 1024) /* [bytes] */
#define NUMBER_LENGTH 24

static JobStatement share_all = {
	.sql = "SELECT pg_advisory_xact_lock_shared('sky.job_upload'::regclass::oid::int8)",
};
static JobStatement lock_all = {
	.sql = "SELECT pg_advisory_xact_lock('sky.job_upload'::regclass::oid::int8)",
};
static JobStatement try_lock_all = {
	.sql =
		"SELECT WHERE pg_try_advisory_xact_lock('sky.job_upload'::regclass::oid::int8)",
};
static JobStatement sum_sizes = {
	.sql = "SELECT coalesce(sum(size), 0) FROM sky.job_upload WHERE share = $1",
	.narguments = 1,
};
static JobStatement drop_upload = {
	.sql = "DELETE FROM sky.job_upload WHERE job = $1::uuid AND lower(name) = lower($2)"
		   " RETURNING file",
	.narguments = 2,
};
static JobStatement add_upload = {
	.sql = "INSERT INTO sky.job_upload (job, name, share, file, size, sha256)"
		   " VALUES ($1::uuid, $2, $3, $4, $5::int8, decode($6, 'hex'))",
	.narguments = 6,
};

static int64
size_of(const JobInput *input)
{
	int64 sum = 0;

	for (int i = 0; i < input->ncontents; i++)
		sum += (int64) input->contents[i].length;
	return sum;
}

void
uploads_check(const JobInput *input)
{
	SkyError err = {0};

	if (input->ncontents > 0 && !quota_allows_upload(size_of(input), &err))
		sky_report(&err, NULL);
}

/* Raise if a job's share would have more than it may. */
static void
check_space(const JobRecord *job, const JobInput *input)
{
	int64 limit = (int64) pgsky_job_upload_space * 1024 * 1024;
	int64 size = size_of(input);
	int64 sum;

	if (space_used(job->share) + size > space_limit(job))
		job_refuse(SKY_E_TOO_LARGE, SPACE_HINT, SPACE_MESSAGE);
	(void) job_execute(&sum_sizes, &job->share);
	sum = job_cell_number(0, 0) + size;
	if (sum > limit)
		job_refuse(SKY_E_TOO_LARGE,
				   "Delete jobs whose uploads you need no more.",
				   "the uploads of your jobs would have " INT64_FORMAT
				   " bytes, and may have " INT64_FORMAT,
				   sum,
				   limit);
}

/* Write a file that lasts, or is gone if the transaction fails. */
static StoreReceipt
write_file(const char *name, const JobContent *content)
{
	StoreFile *file;

	at_abort_remove(name);
	file = store_create(name, NULL);
	for (size_t at = 0; at < content->length; at += PIECE)
	{
		CHECK_FOR_INTERRUPTS();
		store_write(file, content->bytes + at, Min(content->length - at, PIECE));
	}
	return store_publish(file);
}

static void
keep(const JobTables *tables, const JobRecord *job, const JobContent *content)
{
	char size[NUMBER_LENGTH];
	const char *file =
		psprintf("%s-u%08x", job->id, pg_prng_uint32(&pg_global_prng_state));
	StoreReceipt receipt = write_file(file, content);
	const char *old[] = {job->id, content->name};
	const char *row[] = {job->id, content->name, job->share, file, size, receipt.sha256};
	uint64 dropped = job_execute(&drop_upload, old);

	for (uint64 i = 0; i < dropped; i++)
		at_commit_remove(job_cell(tables, i, 0));
	snprintf(size, sizeof(size), INT64_FORMAT, receipt.size);
	(void) job_execute(&add_upload, row);
}

void
uploads_keep(const JobTables *tables, const JobRecord *job, const JobInput *input)
{
	if (input->ncontents == 0)
		return;
	(void) job_execute(&share_all, NULL);
	space_lock(job->share);
	check_space(job, input);
	for (int i = 0; i < input->ncontents; i++)
		keep(tables, job, &input->contents[i]);
}

bool
uploads_settle(bool wait)
{
	return job_execute(wait ? &lock_all : &try_lock_all, NULL) == 1;
}

const char *
job_upload_bytes(const JobFile *upload)
{
	SkyError err = {0};
	size_t length;
	const char *bytes = mapped_file_open(store_path(upload->file), &length);

	if (bytes != NULL && (int64) length == upload->size)
		return bytes;
	sky_error(&err, SKY_E_NOT_FOUND, -1, "the uploaded file \"%s\" is lost", upload->id);
	sky_error_hint(&err, "Send the job again.");
	sky_report(&err, NULL);
}
