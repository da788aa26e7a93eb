#ifndef SVC_JOB_COPY_PG_H
#define SVC_JOB_COPY_PG_H

#include "job/job_pg.h"

/* Run a COPY ... TO statement into the result that was begun last; how many rows. */
extern int64 job_copy(JobRun *run, const char *statement);

#endif
