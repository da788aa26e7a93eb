/*
 * destroy_pg.c
 *		The end of jobs: rows go in a transaction, files when it is committed.
 */
#include "postgres.h"

#include "job/destroy_pg.h"

#include "access/xact.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"

#include "base/guc_pg.h"
#include "job/change_pg.h"
#include "job/commit_pg.h"
#include "job/record.h"
#include "job/store_pg.h"
#include "job/upload_pg.h"

#define AT_A_TIME "100"

static JobStatement lock_job = {
	.sql = "SELECT FROM sky.job_record WHERE id = $1::uuid FOR UPDATE",
	.narguments = 1,
};

static JobStatement delete_files = {
	.sql = "WITH r AS (DELETE FROM sky.job_result WHERE job = $1::uuid RETURNING file),"
		   " u AS (DELETE FROM sky.job_upload WHERE job = $1::uuid RETURNING file)"
		   " SELECT file FROM r UNION ALL SELECT file FROM u",
	.narguments = 1,
};
static JobStatement delete_job = {
	.sql = "DELETE FROM sky.job_record WHERE id = $1::uuid",
	.narguments = 1,
};
/* $1: at most so many */
static JobStatement find_due = {
	.sql = "SELECT id, phase FROM sky.job_record WHERE destruction <= clock_timestamp()"
		   " ORDER BY destruction LIMIT $1::int8 FOR UPDATE SKIP LOCKED",
	.narguments = 1,
};
static JobStatement abort_due = {
	.sql = "UPDATE sky.job_record SET phase = 'ABORTED',"
		   " message = 'the destruction time of the job came before its end',"
		   " end_time = date_trunc('milliseconds', clock_timestamp())"
		   " WHERE id = $1::uuid AND phase NOT IN ('COMPLETED', 'ERROR', 'ABORTED')",
	.narguments = 1,
};
static JobStatement archive_due = {
	.sql = "UPDATE sky.job_record SET phase = 'ARCHIVED',"
		   " destruction = clock_timestamp() + make_interval(secs => $2::float8)"
		   " WHERE id = $1::uuid",
	.narguments = 2,
};
/* Of files of the store, those that no row names and no running job makes. */
static JobStatement select_strays = {
	.sql = "SELECT f.name FROM unnest($1::text[]) AS f (name)"
		   " WHERE NOT EXISTS (SELECT FROM sky.job_result r"
		   " WHERE r.job = left(f.name, 36)::uuid AND r.file = f.name)"
		   " AND NOT EXISTS (SELECT FROM sky.job_upload u"
		   " WHERE u.job = left(f.name, 36)::uuid AND u.file = f.name)"
		   " AND NOT EXISTS (SELECT FROM sky.job_record j"
		   " WHERE j.id = left(f.name, 36)::uuid AND j.phase = 'EXECUTING')",
	.narguments = 1,
};

/* Delete the rows of a job's files; the files follow with the commit. */
static void
drop_files(const JobTables *tables, const char *job)
{
	uint64 count = job_execute(&delete_files, &job);

	for (uint64 i = 0; i < count; i++)
		at_commit_remove(job_cell(tables, i, 0));
}

void
job_forget(const JobTables *tables, const char *job)
{
	/* First the lock: no worker leaves a result meanwhile. */
	(void) job_execute(&lock_job, &job);
	drop_files(tables, job);
	(void) job_execute(&delete_job, &job);
	at_commit_cancel(job);
	at_commit_tell(job);
}

void
job_archive(const JobTables *tables, const char *job)
{
	const char *arguments[] = {job, job_number(pgsky_job_archive)};

	(void) job_execute(&lock_job, &job);
	(void) job_execute(&abort_due, &job);
	drop_files(tables, job);
	(void) job_execute(&archive_due, arguments);
	at_commit_cancel(job);
	at_commit_tell(job);
}

bool
destroy_due(void)
{
	const char *limit = AT_A_TIME;
	JobTables tables = job_tables_open();
	uint64 count = job_execute(&find_due, &limit);
	const char **ids = palloc(Max(count, 1) * sizeof(char *));
	bool *archived = palloc(Max(count, 1) * sizeof(bool));

	for (uint64 i = 0; i < count; i++)
	{
		ids[i] = job_cell(&tables, i, 0);
		archived[i] = strcmp(job_cell(&tables, i, 1), "ARCHIVED") == 0;
	}
	for (uint64 i = 0; i < count; i++)
	{
		if (pgsky_job_archive > 0 && !archived[i])
			job_archive(&tables, ids[i]);
		else
			job_forget(&tables, ids[i]);
	}
	job_tables_close(&tables);
	return count == strtoul(AT_A_TIME, NULL, 10);
}

/* Is it a name that a worker gives to a file? */
static bool
is_ours(const char *name)
{
	char id[JOB_ID_LENGTH + 1];

	strlcpy(id, name, sizeof(id));
	return job_id_is_valid(id) && name[JOB_ID_LENGTH] == '-';
}

static void
note_file(void *arg, const char *name, int64 size)
{
	StringInfo names = arg;

	if (is_ours(name))
		appendStringInfo(names, "%c%s", names->len == 0 ? '{' : ',', name);
}

bool
find_strays(bool wait, List **strays)
{
	StringInfoData names;
	const char *argument;
	JobTables tables;
	uint64 count;
	bool settled;

	*strays = NIL;
	/*
	 * Files first, rows later: a result that was there was its job's, which was EXECUTING
	 * already, and uploads get their rows; so these know whether it is still wanted.
	 */
	initStringInfo(&names);
	store_scan(note_file, &names);
	if (names.len == 0)
		return true;
	appendStringInfoChar(&names, '}');
	argument = names.data;
	tables = job_tables_open();
	settled = uploads_settle(wait);
	count = settled ? job_execute(&select_strays, &argument) : 0;
	MemoryContextSwitchTo(tables.context);
	for (uint64 i = 0; i < count; i++)
		*strays = lappend(*strays, job_cell(&tables, i, 0));
	job_tables_close(&tables);
	return settled;
}

bool
destroy_strays(void)
{
	List *strays;
	bool settled = find_strays(false, &strays);
	ListCell *lc;

	foreach (lc, strays)
		store_remove(lfirst(lc));
	return settled;
}
