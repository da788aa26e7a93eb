#ifndef JOB_UPLOAD_PG_H
#define JOB_UPLOAD_PG_H

#include "job/record.h"
#include "job/table_pg.h"

/*
 * Keep the contents, between job_tables_open and job_tables_close; of the job its id and
 * share must be known.  One whose name the job has already is replaced.  SK413: the share
 * has not so much space.
 */
extern void
uploads_keep(const JobTables *tables, const JobRecord *job, const JobInput *input);

/*
 * Wait for those who keep something now; then every file that was there before has its
 * row, or will never have one.
 */
extern void uploads_settle(void);

#endif
