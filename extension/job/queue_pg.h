#ifndef JOB_QUEUE_PG_H
#define JOB_QUEUE_PG_H

#include "job/job_pg.h"

/*
 * The queue, as workers see it.  Each function but the last is a transaction of its own.
 */

/*
 * Take the job whose turn it is: it is EXECUTING when this returns.  NULL: there is none.
 * Jobs that a crash has left come first, and after two crashes end with an error.
 * *more: there is another one to be taken.
 */
extern const JobRecord *queue_claim(bool *more);

/* The job has ended well and left files (JobFile); false: it was no longer to be run. */
extern bool queue_complete(const JobRecord *job, const List *results);

/* The job has ended otherwise, in ERROR or ABORTED. */
extern void queue_fail(const JobRecord *job, JobPhase phase, const char *message);

/* Is there a job to be taken?  Within a transaction. */
extern bool queue_has_work(void);

#endif
