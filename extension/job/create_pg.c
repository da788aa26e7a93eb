/*
 * create_pg.c
 *		New jobs, and the way into the queue.
 */
#include "postgres.h"

#include "commands/dbcommands.h"
#include "common/pg_prng.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/uuid.h"

#include "base/caller_pg.h"
#include "base/guc_pg.h"
#include "base/principal_pg.h"
#include "base/quota_pg.h"
#include "job/change_pg.h"
#include "job/commit_pg.h"
#include "job/job_pg.h"
#include "job/record_pg.h"
#include "job/roster_pg.h"
#include "job/upload_pg.h"

#define COUNTED 100 /* rows that the average submission counts */
#define HELD_MESSAGE                                                                     \
	"too many of your jobs are queued; run this one again when some have ended"

/* The turn of a job that joins the queue: behind those of its share, before others'. */
#define NEXT_TURN(share)                                                                 \
	"greatest((SELECT min(q.turn) FROM sky.job_record q WHERE q.phase = 'QUEUED'), "     \
	"(SELECT max(q.turn) + 1 FROM sky.job_record q"                                      \
	" WHERE q.phase = 'QUEUED' AND q.share = " share "), 1)"

static JobStatement count_jobs = {
	.sql = "SELECT count(*) FROM (SELECT FROM sky.job_record"
		   " WHERE share = $1 LIMIT $2::int8) s",
	.narguments = 2,
};
static JobStatement count_queued = {
	.sql = "SELECT count(*) FROM (SELECT FROM sky.job_record"
		   " WHERE share = $1 AND phase = 'QUEUED' LIMIT $2::int8) s",
	.narguments = 2,
};
static JobStatement insert_job = {
	.sql =
		"INSERT INTO sky.job_record (id, service, owner, role, share, phase, turn,"
		" run_id, creation_time, execution_duration, destruction, message, parameters, principal)"
		" SELECT $3::uuid, $4, $5, $6::name, $7, $8, CASE WHEN $8 = 'QUEUED' THEN"
		" " NEXT_TURN(
			"$7") " ELSE 0 END, $9, t.now, $10::int8,"
				  " " JOB_DESTRUCTION(
					  "$11::timestamptz",
					  "t.now") ", $12, $13::text[], $14"
							   " FROM (SELECT date_trunc('milliseconds', clock_timestamp()) AS now) t",
	.narguments = 14,
};
static JobStatement queue_job = {
	.sql = "UPDATE sky.job_record SET phase = 'QUEUED', message = NULL,"
		   " turn = " NEXT_TURN("$3") " WHERE id = $1::uuid AND phase = $2",
	.narguments = 3,
};
static JobStatement hold_job = {
	.sql = "UPDATE sky.job_record SET phase = 'HELD', message = $3"
		   " WHERE id = $1::uuid AND phase = $2",
	.narguments = 3,
};
bool
job_are_run(void)
{
	return roster_have_launcher();
}

/* Raise unless somebody will run what is queued. */
static void
check_launcher(void)
{
	if (job_are_run())
		return;
	ereport(LOG,
			errmsg("a job was refused, because no jobs are run in database \"%s\"",
				   get_database_name(MyDatabaseId)),
			errhint("Put pgsky into shared_preload_libraries and the database into "
					"pgsky.databases, and restart the server."));
	job_refuse(SKY_E_UNAVAILABLE,
			   "Ask synchronously. The administrator of the database enables jobs by "
			   "shared_preload_libraries and pgsky.databases.",
			   "asynchronous jobs are not run here");
}

/*
 * Has a share as many jobs as it may?  To count them would cost more with every job, so
 * most submissions do not: the limit is held on average, and exactly if it is small.
 */
static bool
is_full(JobStatement *count, const char *share, int64 limit)
{
	const char *arguments[] = {share, job_number(limit)};

	if (pg_prng_double(&pg_global_prng_state) * limit > COUNTED)
		return false;
	(void) job_execute(count, arguments);
	return job_cell_number(0, 0) >= limit;
}

/* The role that a job of the present user runs as. */
static const char *
role_of_job(void)
{
	Oid worker = get_role_oid(JOB_WORKER_ROLE, false);

	if (superuser())
		return "sky_user";
	if (!is_member_of_role_nosuper(worker, GetUserId()))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("no job may run as role \"%s\"",
						GetUserNameFromId(GetUserId(), false)),
				 errhint("Let the administrator run GRANT %s TO " JOB_WORKER_ROLE ".",
						 quote_identifier(GetUserNameFromId(GetUserId(), false)))));
	return GetUserNameFromId(GetUserId(), false);
}

/* 128 random bits, as a uuid: nobody guesses the id of a job. */
static const char *
new_id(void)
{
	pg_uuid_t id;

	if (!pg_strong_random(id.data, sizeof(id.data)))
		ereport(
			ERROR,
			(errcode(ERRCODE_INTERNAL_ERROR), errmsg("could not draw random numbers")));
	return DatumGetCString(DirectFunctionCall1(uuid_out, UUIDPGetDatum(&id)));
}

const char *
job_create(const JobRequest *request)
{
	const char *id = new_id();
	const char *owner = caller_name();
	const Principal *principal = principal_get();
	const char *share = owner != NULL									? owner
						: principal != NULL && principal->share != NULL ? principal->share
						: request->share != NULL						? request->share
																		: "anonymous";
	const char *role = role_of_job();
	bool held = false;
	JobPhase phase;
	JobTables tables;
	int64 stored = quota_limit(QUOTA_JOBS_STORED, pgsky_jobs_stored);
	int64 queued = quota_limit(QUOTA_JOBS_QUEUED, pgsky_jobs_queued);

	uploads_check(&request->input);
	if (request->run)
		check_launcher();
	tables = job_tables_open();
	if (is_full(&count_jobs, share, stored))
		job_refuse(SKY_E_TOO_MANY, "Delete some of them.", "you have too many jobs");
	if (request->run)
		held = is_full(&count_queued, share, queued);
	phase = !request->run ? JOB_PENDING : held ? JOB_HELD : JOB_QUEUED;

	const char *arguments[] = {
		job_number(pgsky_job_retention_default),
		job_number(pgsky_job_retention_hard),
		id,
		request->service,
		owner,
		role,
		share,
		job_phase_name(phase),
		request->run_id,
		job_number(job_granted_duration(request->duration)),
		request->destruction,
		held ? HELD_MESSAGE : NULL,
		job_parameters_text(request->input.nparameters, request->input.parameters),
		principal != NULL ? principal->text : NULL,
	};

	(void) job_execute(&insert_job, arguments);
	uploads_keep(&tables,
				 &(JobRecord){.id = id,
							  .share = share,
							  .owner = owner,
							  .role = role,
							  .principal = principal != NULL ? principal->text : NULL},
				 &request->input);
	job_tables_close(&tables);
	if (phase == JOB_QUEUED)
		at_commit_wake();
	return id;
}

void
job_run(const JobRecord *job)
{
	int64 queued = quota_limit(QUOTA_JOBS_QUEUED, pgsky_jobs_queued);
	JobTables tables;
	bool held;

	if (!job_may_move(job->phase, JOB_QUEUED))
		job_refuse_phase(job, "run");
	check_launcher();
	tables = job_tables_open();
	held = is_full(&count_queued, job->share, queued);
	if (!held)
	{
		job_change(&queue_job, job, job->share, "run");
		at_commit_wake();
	}
	else if (job->phase != JOB_HELD)
		job_change(&hold_job, job, HELD_MESSAGE, "run");
	at_commit_tell(job->id);
	job_tables_close(&tables);
}
