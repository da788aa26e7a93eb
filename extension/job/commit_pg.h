#ifndef JOB_COMMIT_PG_H
#define JOB_COMMIT_PG_H

/*
 * What is to be done once the present transaction is committed, and not at all if it, or
 * the savepoint it was asked in, is rolled back.
 */
extern void at_commit_wake(void); /* there is a job to run */
extern void at_commit_cancel(const char *job);
extern void at_commit_remove(const char *file); /* of the store */

/* Once it is rolled back: remove a file that it made, whole or not. */
extern void at_abort_remove(const char *file);

/* Tell those who wait for a change of the job, at commit. */
extern void at_commit_tell(const char *job);

/* What those who wait hear: it tells nobody else which job it was. */
extern const char *job_wake_key(const char *job);

/* Called once, from _PG_init. */
extern void commit_init(void);

#endif
