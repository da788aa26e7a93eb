#ifndef JOB_DESTROY_PG_H
#define JOB_DESTROY_PG_H

#include "nodes/pg_list.h"

#include "job/table_pg.h"

/* Forget a job and all it left, between job_tables_open and job_tables_close. */
extern void job_forget(const JobTables *tables, const char *job);

/* The same, but the job stays known for pgsky.job_archive, as ARCHIVED. */
extern void job_archive(const JobTables *tables, const char *job);

/* Destroy jobs whose time has come; true: there are more of them. */
extern bool destroy_due(void);

/*
 * Remove files of the store that no job has or makes: what crashes leave.  False:
 * somebody uploads now, and they were not looked for.
 */
extern bool destroy_strays(void);

/*
 * The names of those files, in CurrentMemoryContext.  wait: for those who upload now;
 * else this may return false.
 */
extern bool find_strays(bool wait, List **strays);

#endif
