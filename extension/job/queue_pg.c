/*
 * queue_pg.c
 *		Whose turn it is, and how a job ends.
 *
 * Claims are made one at a time, under an advisory lock, so that the limits on running
 * jobs hold exactly.  The claim is committed before the job begins: a job that takes the
 * server down is seen EXECUTING afterwards, with its attempt counted.
 */
#include "postgres.h"

#include "job/queue_pg.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/snapmgr.h"

#include "base/guc_pg.h"
#include "base/quota_pg.h"
#include "job/commit_pg.h"
#include "job/record_pg.h"
#include "job/roster_pg.h"
#include "job/space_pg.h"

#define ATTEMPTS_MAX  "2"
#define NUMBER_LENGTH 24
#define LOST_MESSAGE                                                                     \
	"the server was restarted while the job ran, and again when it was begun anew"

#define FREE_TO_RUN "q.phase = 'QUEUED' AND NOT q.share = ANY ($1::text[])"

/* What runs of each share, with the client of the job that began last. */
static JobStatement count_running = {
	.sql = "SELECT DISTINCT ON (e.share) e.share, count(*) OVER (PARTITION BY e.share),"
		   " e.owner, e.role, e.principal"
		   " FROM sky.job_record e WHERE e.phase = 'EXECUTING'"
		   " ORDER BY e.share, e.start_time DESC",
};
static JobStatement lock_claims = {
	.sql = "SELECT pg_advisory_xact_lock('sky.job_record'::regclass::oid::int8)",
};
static JobStatement give_up_left = {
	.sql = "UPDATE sky.job_record SET phase = 'ERROR', message = '" LOST_MESSAGE "',"
		   " end_time = date_trunc('milliseconds', clock_timestamp())"
		   " WHERE phase = 'EXECUTING' AND attempt >= $2::int2"
		   " AND NOT id = ANY ($1::uuid[]) RETURNING id",
	.narguments = 2,
};
static JobStatement claim_left = {
	.sql = "UPDATE sky.job_record j SET attempt = j.attempt + 1"
		   " WHERE j.id = (SELECT q.id FROM sky.job_record q WHERE q.phase = 'EXECUTING'"
		   " AND q.attempt < $2::int2 AND NOT q.id = ANY ($1::uuid[])"
		   " LIMIT 1 FOR UPDATE SKIP LOCKED)"
		   " RETURNING " JOB_RECORD_COLUMNS ", j.parameters",
	.narguments = 2,
};
static JobStatement claim_queued = {
	.sql = "UPDATE sky.job_record j SET phase = 'EXECUTING', attempt = j.attempt + 1,"
		   " start_time = date_trunc('milliseconds', clock_timestamp()), message = NULL"
		   " WHERE j.id = (SELECT q.id FROM sky.job_record q WHERE " FREE_TO_RUN
		   " ORDER BY q.turn, q.creation_time LIMIT 1 FOR UPDATE SKIP LOCKED)"
		   " RETURNING " JOB_RECORD_COLUMNS ", j.parameters",
	.narguments = 1,
};
static JobStatement find_more = {
	.sql = "SELECT FROM sky.job_record q WHERE " FREE_TO_RUN " LIMIT 1",
	.narguments = 1,
};
static JobStatement find_left = {
	.sql = "SELECT FROM sky.job_record WHERE phase = 'EXECUTING'"
		   " AND NOT id = ANY ($1::uuid[]) LIMIT 1",
	.narguments = 1,
};
/* Only the attempt that has the job may end it. */
static JobStatement lock_running = {
	.sql = "SELECT FROM sky.job_record WHERE id = $1::uuid AND attempt = $2::int2"
		   " AND phase = 'EXECUTING' FOR UPDATE",
	.narguments = 2,
};
static JobStatement end_job = {
	.sql = "UPDATE sky.job_record SET phase = $3, message = $4,"
		   " end_time = date_trunc('milliseconds', clock_timestamp())"
		   " WHERE id = $1::uuid AND attempt = $2::int2 AND phase = 'EXECUTING'",
	.narguments = 4,
};
static JobStatement add_result = {
	.sql =
		"INSERT INTO sky.job_result"
		" (job, id, file, mime_type, file_name, size, rows, sha256, share)"
		" VALUES ($1::uuid, $2, $3, $4, $5, $6::int8, $7::int8, decode($8, 'hex'), $9)",
	.narguments = 9,
};

static JobTables
begin(void)
{
	StartTransactionCommand();
	PushActiveSnapshot(GetTransactionSnapshot());
	return job_tables_open();
}

static void
end(const JobTables *tables)
{
	job_tables_close(tables);
	PopActiveSnapshot();
	CommitTransactionCommand();
}

static bool
try_end(const JobRecord *job, JobPhase phase, const char *message)
{
	char attempt[NUMBER_LENGTH];
	const char *arguments[] = {job->id, attempt, job_phase_name(phase), message};

	snprintf(attempt, sizeof(attempt), "%d", job->attempt);
	if (job_execute(&end_job, arguments) == 0)
		return false;
	at_commit_tell(job->id);
	return true;
}

/* The job of the last statement's row, if there is one. */
static JobRecord *
claimed(const JobTables *tables, uint64 rows)
{
	JobRecord *job;

	if (rows == 0)
		return NULL;
	job = MemoryContextAllocZero(tables->context, sizeof(JobRecord));
	job_record_cells(tables, 0, job);
	job->parameters = job_parameters_cell(tables, 0, JOB_RECORD_WIDTH, &job->nparameters);
	job_record_uploads(tables, job);
	return job;
}

/* A job that a crash has left; those that were left too often end here. */
static JobRecord *
claim_what_is_left(const JobTables *tables)
{
	const char *arguments[] = {roster_running_jobs(), ATTEMPTS_MAX};
	uint64 lost = job_execute(&give_up_left, arguments);

	for (uint64 i = 0; i < lost; i++)
		at_commit_tell(job_cell(tables, i, 0));
	return claimed(tables, job_execute(&claim_left, arguments));
}

/* The shares that have as many running jobs as they may: an array in SQL's text form. */
static const char *
full_shares(const JobTables *tables)
{
	uint64 count = job_execute(&count_running, NULL);
	Datum *full = palloc(Max(count, 1) * sizeof(Datum));
	int nfull = 0;
	ArrayType *array;

	for (uint64 i = 0; i < count; i++)
	{
		JobRecord job = {.owner = job_cell(tables, i, 2),
						 .role = job_cell(tables, i, 3),
						 .principal = job_cell(tables, i, 4)};
		Client client = job_client(&job);

		if (job_cell_number(i, 1) >=
			quota_limit_of(&client, QUOTA_JOBS_RUNNING, pgsky_jobs_running_per_user))
			full[nfull++] = CStringGetTextDatum(job_cell(tables, i, 0));
	}
	array = construct_array(full, nfull, TEXTOID, -1, false, TYPALIGN_INT);
	return OidOutputFunctionCall(F_ARRAY_OUT, PointerGetDatum(array));
}

static bool
are_queued(const JobTables *tables)
{
	const char *full = full_shares(tables);

	return job_execute(&find_more, &full) > 0;
}

const JobRecord *
queue_claim(bool *more)
{
	MemoryContext context = CurrentMemoryContext;
	JobTables tables = begin();
	JobRecord *job;

	tables.context = context;
	(void) job_execute(&lock_claims, NULL);
	job = claim_what_is_left(&tables);
	if (job == NULL)
	{
		const char *full = full_shares(&tables);

		job = claimed(&tables, job_execute(&claim_queued, &full));
	}
	*more = job != NULL && are_queued(&tables);
	if (job != NULL)
	{
		/* Before the commit: from then on it counts as left by a crash otherwise. */
		roster_run(job->id);
		at_commit_tell(job->id);
	}
	end(&tables);
	MemoryContextSwitchTo(context);
	return job;
}

static void
keep_result(const JobRecord *job, const JobFile *result)
{
	char size[NUMBER_LENGTH];
	char rows[NUMBER_LENGTH];
	const char *arguments[] = {job->id,
							   result->id,
							   result->file,
							   result->mime_type,
							   result->file_name,
							   size,
							   result->rows >= 0 ? rows : NULL,
							   result->sha256,
							   job->share};

	snprintf(size, sizeof(size), INT64_FORMAT, result->size);
	snprintf(rows, sizeof(rows), INT64_FORMAT, result->rows);
	(void) job_execute(&add_result, arguments);
}

/* Is there space for the results?  Nobody else takes it till the transaction ends. */
static bool
have_space(const JobRecord *job, const List *results)
{
	int64 size = 0;
	const ListCell *cell;

	foreach (cell, results)
		size += ((const JobFile *) lfirst(cell))->size;
	space_lock(job->share);
	return space_used(job->share) + size <= space_limit(job);
}

bool
queue_complete(const JobRecord *job, const List *results)
{
	MemoryContext context = CurrentMemoryContext;
	JobTables tables = begin();
	char attempt[NUMBER_LENGTH];
	const char *running[] = {job->id, attempt};
	bool kept = false;
	const ListCell *cell;

	snprintf(attempt, sizeof(attempt), "%d", job->attempt);
	/* First the job, then the space of its share: as whoever deletes it does. */
	if (job_execute(&lock_running, running) > 0)
	{
		kept = have_space(job, results);
		(void) try_end(job,
					   kept ? JOB_COMPLETED : JOB_ERROR,
					   kept ? NULL : SPACE_MESSAGE "\nHint: " SPACE_HINT);
	}
	foreach (cell, results)
		if (kept)
			keep_result(job, lfirst(cell));
	end(&tables);
	MemoryContextSwitchTo(context);
	return kept;
}

void
queue_fail(const JobRecord *job, JobPhase phase, const char *message)
{
	MemoryContext context = CurrentMemoryContext;
	JobTables tables = begin();

	(void) try_end(job, phase, message);
	end(&tables);
	MemoryContextSwitchTo(context);
}

bool
queue_has_work(void)
{
	const char *running = roster_running_jobs();
	JobTables tables = job_tables_open();
	bool work = job_execute(&find_left, &running) > 0 || are_queued(&tables);

	job_tables_close(&tables);
	return work;
}
