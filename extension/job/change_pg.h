#ifndef JOB_CHANGE_PG_H
#define JOB_CHANGE_PG_H

#include "base/error.h"
#include "job/record.h"
#include "job/table_pg.h"

#define JOB_WORKER_ROLE "sky_worker" /* what workers log in as */

/* Raise an error of that code. */
extern void job_refuse(SkyErrorCode code, const char *hint, const char *format, ...)
	__attribute__((format(printf, 3, 4), noreturn));

/* Raise: the job cannot be run, aborted..., because it is in its phase. */
extern void job_refuse_phase(const JobRecord *job, const char *what)
	__attribute__((noreturn));

/*
 * Run a statement whose arguments are a job's id, its phase as it was read, and third;
 * raise if the job is in that phase no more.
 */
extern void job_change(JobStatement *statement,
					   const JobRecord *job,
					   const char *third,
					   const char *what);

/* A longest run [s] that the server grants, where a client asks for that; -1: he does
 * not. */
extern int64 job_granted_duration(int64 asked);

/* A number as text, in CurrentMemoryContext. */
extern const char *job_number(int64 value);

/*
 * SQL for a destruction time: as asked for or by default, never past the limit.  $1 and
 * $2 are pgsky.job_retention_default and pgsky.job_retention_hard.
 */
#define JOB_DESTRUCTION(asked, created)                                                  \
	"date_trunc('milliseconds', least(coalesce(" asked ", " created                      \
	" + make_interval(secs => $1::float8)), " created                                    \
	" + make_interval(secs => $2::float8)))"

#endif
