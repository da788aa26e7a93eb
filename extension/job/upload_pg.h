#ifndef JOB_UPLOAD_PG_H
#define JOB_UPLOAD_PG_H

#include "job/record.h"
#include "job/table_pg.h"

/* Raise SK413 if the caller may not send so much: before job_tables_open. */
extern void uploads_check(const JobInput *input);

/*
 * Keep the contents, between job_tables_open and job_tables_close; of the job its id,
 * share and client must be known.  One whose name the job has already is replaced. SK413:
 * the share has not so much space.
 */
extern void
uploads_keep(const JobTables *tables, const JobRecord *job, const JobInput *input);

/*
 * Once nobody keeps something: every file that was there before has its row, or will
 * never have one.  False: somebody does, and nobody was to wait for him.
 */
extern bool uploads_settle(bool wait);

#endif
