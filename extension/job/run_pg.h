#ifndef JOB_RUN_PG_H
#define JOB_RUN_PG_H

#include "job/job_pg.h"

/* The last result is complete: it is on the disk, under its name. */
extern void run_finish_result(JobRun *run);

/* Remove the files of all results, complete or not. */
extern void run_discard_results(const JobRun *run);

#endif
