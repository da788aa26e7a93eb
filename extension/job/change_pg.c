/*
 * change_pg.c
 *		What the functions that change jobs share.
 */
#include "postgres.h"

#include "job/change_pg.h"

#include "base/guc_pg.h"
#include "base/report_pg.h"

const char *
job_number(int64 value)
{
	return psprintf(INT64_FORMAT, value);
}

void
job_refuse(SkyErrorCode code, const char *hint, const char *format, ...)
{
	SkyError err = {0};
	char message[sizeof(err.message)];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	sky_error(&err, code, -1, "%s", message);
	sky_error_hint(&err, "%s", hint);
	sky_report(&err, NULL);
}

void
job_refuse_phase(const JobRecord *job, const char *what)
{
	job_refuse(SKY_E_FORBIDDEN,
			   "Look at the job: what may be done depends on its phase.",
			   "job %s cannot be %s: it is %s",
			   job->id,
			   what,
			   job_phase_name(job->phase));
}

void
job_change(JobStatement *statement,
		   const JobRecord *job,
		   const char *third,
		   const char *what)
{
	const char *arguments[] = {job->id, job_phase_name(job->phase), third};

	if (job_execute(statement, arguments) == 0)
		job_refuse(SKY_E_FORBIDDEN,
				   "Look at the job again.",
				   "job %s cannot be %s: it is no longer %s",
				   job->id,
				   what,
				   job_phase_name(job->phase));
}

int64
job_granted_duration(int64 asked)
{
	int64 limit = pgsky_job_duration_hard;

	if (asked < 0)
		asked = pgsky_job_duration_default;
	if (limit > 0 && (asked == 0 || asked > limit))
		return limit;
	return asked;
}
