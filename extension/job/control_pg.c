/*
 * control_pg.c
 *		What clients do with their jobs: abort, delete, change.
 *
 * Every change of phase is one UPDATE that names the phase it starts from: of two clients
 * who race, one finds nothing to change and is told so.
 */
#include "postgres.h"

#include "base/guc_pg.h"
#include "job/change_pg.h"
#include "job/commit_pg.h"
#include "job/destroy_pg.h"
#include "job/job_pg.h"
#include "job/record_pg.h"
#include "job/upload_pg.h"

#define ABORTED_MESSAGE "the job was aborted by its owner"

static JobStatement abort_job = {
	.sql = "UPDATE sky.job_record SET phase = 'ABORTED', message = $3,"
		   " end_time = date_trunc('milliseconds', clock_timestamp())"
		   " WHERE id = $1::uuid AND phase = $2",
	.narguments = 3,
};
static JobStatement set_destruction = {
	.sql = "UPDATE sky.job_record SET destruction = " JOB_DESTRUCTION(
		"$4::timestamptz",
		"creation_time") " WHERE id = $3::uuid AND phase <> 'ARCHIVED'",
	.narguments = 4,
};
static JobStatement set_duration = {
	.sql = "UPDATE sky.job_record SET execution_duration = $3::int8"
		   " WHERE id = $1::uuid AND phase = $2",
	.narguments = 3,
};
static JobStatement set_run_id = {
	.sql = "UPDATE sky.job_record SET run_id = $3 WHERE id = $1::uuid AND phase = $2",
	.narguments = 3,
};
static JobStatement set_parameters = {
	.sql = "UPDATE sky.job_record SET parameters = $3::text[]"
		   " WHERE id = $1::uuid AND phase = $2",
	.narguments = 3,
};

/* job_change, as the only statement. */
static void
change_alone(JobStatement *statement,
			 const JobRecord *job,
			 const char *third,
			 const char *what)
{
	JobTables tables = job_tables_open();

	job_change(statement, job, third, what);
	job_tables_close(&tables);
}

void
job_abort(const JobRecord *job)
{
	if (job->phase == JOB_ABORTED)
		return;
	if (!job_may_move(job->phase, JOB_ABORTED))
		job_refuse_phase(job, "aborted");
	change_alone(&abort_job, job, ABORTED_MESSAGE, "aborted");
	at_commit_cancel(job->id);
	at_commit_tell(job->id);
}

void
job_delete(const JobRecord *job)
{
	JobTables tables = job_tables_open();

	job_forget(&tables, job->id);
	job_tables_close(&tables);
}

void
job_set_destruction(const JobRecord *job, const char *time)
{
	const char *arguments[] = {job_number(pgsky_job_retention_default),
							   job_number(pgsky_job_retention_hard),
							   job->id,
							   time};
	JobTables tables = job_tables_open();

	if (job_execute(&set_destruction, arguments) == 0)
		job_refuse_phase(job, "given another destruction time");
	job_tables_close(&tables);
}

void
job_set_duration(const JobRecord *job, int64_t seconds)
{
	if (job->phase != JOB_PENDING && job->phase != JOB_HELD && job->phase != JOB_QUEUED)
		job_refuse_phase(job, "given another duration");
	change_alone(&set_duration,
				 job,
				 job_number(job_granted_duration(seconds)),
				 "given another duration");
}

void
job_set_run_id(const JobRecord *job, const char *run_id)
{
	if (job->phase != JOB_PENDING)
		job_refuse_phase(job, "changed");
	change_alone(&set_run_id, job, run_id, "changed");
}

void
job_set_input(const JobRecord *job, const JobInput *input)
{
	const char *parameters = job_parameters_text(input->nparameters, input->parameters);
	JobTables tables;

	if (job->phase != JOB_PENDING)
		job_refuse_phase(job, "changed");
	uploads_check(input);
	tables = job_tables_open();
	job_change(&set_parameters, job, parameters, "changed");
	uploads_keep(&tables, job, input);
	job_tables_close(&tables);
}
