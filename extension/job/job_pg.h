#ifndef JOB_JOB_PG_H
#define JOB_JOB_PG_H

#include "nodes/pg_list.h"

#include "job/record.h"

/*
 * Jobs, as services handle them.  Functions raise SK403 for what the phase of a job or
 * its owner forbids, and SK404 for jobs that there are not.
 */

/* What a new job shall be.  What is not said is the service's default. */
typedef struct JobRequest
{
	const char *service;
	const char *share;		 /* whose quota it counts for, if it has no owner; or NULL */
	const char *run_id;		 /* NULL: none */
	const char *destruction; /* a time; NULL: by default */
	int64_t duration;		 /* [s]; -1: by default */
	JobInput input;			 /* contents are kept as long as the job */
	bool run;				 /* at once */
} JobRequest;

/* Create a job of the caller's; returns its id. */
extern const char *job_create(const JobRequest *request);

/*
 * A job that the caller may see, with everything that is known of it.  SK404 if there is
 * none, SK403 if it is someone else's.  Anonymous jobs are whoever's that knows the id.
 */
extern const JobRecord *job_read(const char *id);

/* The same, but NULL if there is none. */
extern const JobRecord *job_find(const char *id);

/* Which jobs a list shall hold; NULL or 0: any. */
typedef struct JobFilter
{
	const char *service;
	bool phases[JOB_PHASES]; /* none: all but ARCHIVED */
	const char *after;		 /* a time: created later */
	int64_t last;			 /* at most so many; must be given */
} JobFilter;

/* The caller's jobs, newest first, without parameters and files. */
extern int job_list(const JobFilter *filter, JobRecord **records);

/* What the owner of a job may do with it; job is as job_read gave it. */
extern void job_run(const JobRecord *job);
extern void job_abort(const JobRecord *job);
extern void job_delete(const JobRecord *job);
extern void job_set_destruction(const JobRecord *job, const char *time);
extern void job_set_duration(const JobRecord *job, int64_t seconds);
extern void job_set_run_id(const JobRecord *job, const char *run_id);
/* Other parameters; contents come to what there is, or replace it by name, in any case.
 */
extern void job_set_input(const JobRecord *job, const JobInput *input);

/* Where a COPY reports how many rows the planner expects of it. */
#define JOB_PROGRESS_EXPECTED 10

/* What is known of the work on a job that runs now. */
typedef struct JobProgress
{
	int64_t rows;	  /* so far */
	int64_t bytes;	  /* so far */
	int64_t expected; /* rows, by the planner's estimate; 0: unknown */
} JobProgress;

/* False if it does not run. */
extern bool job_progress(const char *id, JobProgress *progress);

/* Is its file in the store, as long as it was? */
extern bool job_file_is_stored(const JobFile *file);

/* The bytes of an upload, till the transaction ends; SK404 if its file is lost. */
extern const char *job_upload_bytes(const JobFile *upload);

/* One of pgsky.databases?  Else no job is ever run here. */
extern bool job_are_run(void);

/* Running a job: a service does it. */
typedef struct StoreFile StoreFile;
typedef struct JobRun JobRun;

typedef struct JobService
{
	const char *name;
	/* Run a job in the present transaction, as its role; errors are raised. */
	void (*run)(JobRun *run);
	/* What its owner is told of an error. */
	const char *(*explain)(const char *sqlstate, const char *message, const char *hint);
} JobService;

struct JobRun
{
	const JobRecord *job;
	MemoryContext context; /* outlives the transaction */
	List *results;		   /* JobFile: the last one is being written */
	StoreFile *file;	   /* its bytes; NULL: there is none */
	int64 size;			   /* of those before it [bytes] */
};

/* What a service tells of a result; strings are copied. */
typedef struct JobResult
{
	const char *id; /* unique among the job's */
	const char *mime_type;
	const char *file_name;
} JobResult;

/* Begin a result, which ends the one before; store_write fills run->file. */
extern JobFile *job_run_result(JobRun *run, const JobResult *result);

/* Make a service known; from _PG_init. */
extern void job_add_service(const JobService *service);
extern const JobService *job_find_service(const char *name);

/* Register launchers and shared memory; from _PG_init. */
extern void job_init(void);

#endif
