#ifndef JOB_PHASE_H
#define JOB_PHASE_H

#include <stdbool.h>

/* The phases of a job, as UWS 1.1 names them. */
typedef enum JobPhase
{
	JOB_PENDING,   /* waits for its owner to run it */
	JOB_HELD,	   /* was to run, but its owner has too many queued: to be run again */
	JOB_QUEUED,	   /* waits for its turn */
	JOB_EXECUTING, /* has a worker, or had one that a crash took away */
	JOB_SUSPENDED, /* a name that clients may ask for: nothing here suspends a job */
	JOB_COMPLETED, /* its results are there */
	JOB_ERROR,
	JOB_ABORTED,
	JOB_ARCHIVED, /* known still, but its results are gone */
	JOB_UNKNOWN,  /* as JOB_SUSPENDED */
	JOB_PHASES	  /* how many there are */
} JobPhase;

/* "PENDING" and so on. */
extern const char *job_phase_name(JobPhase phase);

/* The phase of that name, in any case; false if there is none. */
extern bool job_phase_parse(const char *name, JobPhase *phase);

/* Is there an edge in the phase diagram? */
extern bool job_may_move(JobPhase from, JobPhase to);

/* May the phase change while a client waits for it (UWS 1.1, section 2.2.1.2)? */
extern bool job_phase_is_active(JobPhase phase);

#endif
