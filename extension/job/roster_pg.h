#ifndef JOB_ROSTER_PG_H
#define JOB_ROSTER_PG_H

#include "nodes/pg_list.h"

#include "job/record.h"

/*
 * Shared memory: the launcher of each database of pgsky.databases, and a place for each
 * worker.  It is there only where pgsky is in shared_preload_libraries.
 */
/* Ask for the shared memory, when preloading; databases: their names, kept. */
extern void roster_request(const List *databases);

/* Is the launcher of this database configured, so that jobs will be run? */
extern bool roster_have_launcher(void);

/* There may be a job to run in this database: wake a worker that idles, or the launcher.
 */
extern void roster_wake(void);

/* The name of the database of a launcher. */
extern const char *roster_database(int launcher);

/* This process is that launcher, from now to its end. */
extern void roster_become_launcher(int launcher);

/* Was the launcher woken since this was asked last?  Its latch is set when it is. */
extern bool roster_take_wakeup(void);

/* Of this database: how many places are taken, and whether one is starting. */
extern int roster_taken(bool *starting);

/* Take a free place for a worker that is to be started; -1: there is none. */
extern int roster_take(void);
/* The worker of the place has not come, and will not. */
extern void roster_give_up(int place);

/* This process is the worker of the place, to its end. */
extern void roster_become_worker(int place);
/* The worker is going to look for a job. */
extern void roster_look(void);
/* It has found none: its latch is set when there may be one. */
extern void roster_idle(void);
/* The worker has this job, and can be cancelled for it; NULL: it has none any more. */
extern void roster_run(const char *job);

/* The ids of the jobs of this database that have a worker: an array in SQL's text form.
 */
extern const char *roster_running_jobs(void);

/* The process that runs the job; 0: none does. */
extern int roster_worker_of(const char *job);

/* Cancel the statement of the worker that runs the job, if one does. */
extern void roster_cancel(const char *job);

#endif
