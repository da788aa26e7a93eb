/*
 * fsck_sql.c
 *		sky.fsck: do the rows and the files of the store belong together?
 *
 * They part when one of them is restored without the other, or when a disk loses files.
 */
#include "postgres.h"

#include "common/cryptohash.h"
#include "common/sha2.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/builtins.h"
#include "utils/uuid.h"

#include "base/export_pg.h"
#include "job/destroy_pg.h"
#include "job/store_pg.h"
#include "job/table_pg.h"

#define PIECE (1024 * 1024) /* [bytes] */

static JobStatement select_files = {
	.sql = "SELECT job, file, size, encode(sha256, 'hex') FROM sky.job_result"
		   " UNION ALL SELECT job, file, size, encode(sha256, 'hex') FROM sky.job_upload"
		   " ORDER BY job, file",
};
static JobStatement delete_lost_result = {
	.sql = "DELETE FROM sky.job_result WHERE job = $1::uuid AND file = $2",
	.narguments = 2,
};
static JobStatement delete_lost_upload = {
	.sql = "DELETE FROM sky.job_upload WHERE job = $1::uuid AND file = $2",
	.narguments = 2,
};
static JobStatement archive_lost = {
	.sql = "UPDATE sky.job_record SET phase = 'ARCHIVED', message = 'its result was lost'"
		   " WHERE id = $1::uuid AND phase = 'COMPLETED'",
	.narguments = 1,
};

/* The SHA-256 of a file, in hexadecimal. */
static const char *
checksum(const char *name)
{
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);
	uint8 digest[PG_SHA256_DIGEST_LENGTH];
	char *text = palloc0(2 * sizeof(digest) + 1);
	char *piece = palloc(PIECE);
	int fd = store_open(name);
	int64 at = 0;
	size_t size;

	if (hash == NULL || pg_cryptohash_init(hash) < 0)
		elog(ERROR, "could not begin a SHA-256: %s", pg_cryptohash_error(hash));
	while (fd >= 0 && (size = store_read(fd, name, piece, PIECE, at)) > 0)
	{
		CHECK_FOR_INTERRUPTS();
		if (pg_cryptohash_update(hash, (const uint8 *) piece, size) < 0)
			elog(ERROR, "could not update a SHA-256: %s", pg_cryptohash_error(hash));
		at += size;
	}
	if (pg_cryptohash_final(hash, digest, sizeof(digest)) < 0)
		elog(ERROR, "could not end a SHA-256: %s", pg_cryptohash_error(hash));
	pg_cryptohash_free(hash);
	if (fd >= 0)
		CloseTransientFile(fd);
	pfree(piece);
	hex_encode((const char *) digest, sizeof(digest), text);
	return text;
}

/* What is wrong with a file that should be there; NULL: nothing. */
static const char *
problem_of(const char *name, int64 size, const char *sha256, bool read)
{
	int64 found = store_size(name);

	if (found < 0)
		return "lost";
	if (found != size)
		return "wrong size";
	if (read && strcmp(checksum(name), sha256) != 0)
		return "damaged";
	return NULL;
}

static void
report(ReturnSetInfo *result, const char *problem, const char *job, const char *file)
{
	bool nulls[3] = {false, job == NULL, false};
	Datum values[3] = {
		CStringGetTextDatum(problem), (Datum) 0, CStringGetTextDatum(file)};

	if (job != NULL)
		values[1] = DirectFunctionCall1(uuid_in, CStringGetDatum(job));
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* A file is not promised any more. */
static void
forget_lost(const char *job, const char *file)
{
	const char *arguments[] = {job, file};

	if (job_execute(&delete_lost_result, arguments) > 0)
		(void) job_execute(&archive_lost, &job);
	else
		(void) job_execute(&delete_lost_upload, arguments);
}

/* Rows whose files are not what they were. */
static void
check_files(ReturnSetInfo *result, bool repair, bool read)
{
	JobTables tables = job_tables_open();
	uint64 count = job_execute(&select_files, NULL);
	const char *(*lost)[2] = palloc(Max(count, 1) * sizeof(*lost));
	uint64 nlost = 0;

	for (uint64 i = 0; i < count; i++)
	{
		const char *job = job_cell(&tables, i, 0);
		const char *file = job_cell(&tables, i, 1);
		const char *problem =
			problem_of(file, job_cell_number(i, 2), job_cell(&tables, i, 3), read);

		CHECK_FOR_INTERRUPTS();
		if (problem == NULL)
			continue;
		report(result, problem, job, file);
		lost[nlost][0] = job;
		lost[nlost++][1] = file;
	}
	for (uint64 i = 0; repair && i < nlost; i++)
		forget_lost(lost[i][0], lost[i][1]);
	job_tables_close(&tables);
}

/* fsck(repair, read_files) */
SKY_FUNCTION(fsck)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	bool repair = PG_GETARG_BOOL(0);
	List *strays;
	ListCell *lc;

	if (!superuser())
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be superuser to check the store of results")));
	InitMaterializedSRF(fcinfo, 0);
	check_files(result, repair, PG_GETARG_BOOL(1));
	(void) find_strays(true, &strays);
	foreach (lc, strays)
	{
		report(result, "stray", NULL, lfirst(lc));
		if (repair)
			store_remove(lfirst(lc));
	}
	return (Datum) 0;
}

SKY_FUNCTION(store_folder)
{
	PG_RETURN_TEXT_P(cstring_to_text(store_folder()));
}
