#ifndef JOB_SPACE_PG_H
#define JOB_SPACE_PG_H

#include "job/record.h"
#include "job/table_pg.h"

/*
 * The space that the files of a share's jobs take in the store, results and uploads: what
 * sky.store_use says, which triggers keep, limited by store_bytes of sky.quota.
 * Between job_tables_open and job_tables_close.
 */

#define SPACE_MESSAGE                                                                    \
	"the results and uploads of your jobs would take more space than you have"
#define SPACE_HINT "Delete jobs that you need no more. See /limits."

/* Until the transaction ends nobody else adds files of that share. */
extern void space_lock(const char *share);

/* How many bytes there are. */
extern int64 space_used(const char *share);

/* How many a job's share may have; its owner, role and principal must be known. */
extern int64 space_limit(const JobRecord *job);

#endif
