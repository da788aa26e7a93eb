#ifndef SVC_UWS_DOCUMENT_H
#define SVC_UWS_DOCUMENT_H

#include "base/sink.h"
#include "job/record.h"

/* How far a job is, for jobInfo; see uws_progress. */
typedef struct UwsProgress
{
	int64_t rows;	  /* written; -1: unknown */
	double percent;	  /* by the planner's estimate of the rows; -1: unknown */
	double remaining; /* [s] by the same; -1: unknown */
} UwsProgress;

/* From rows so far, rows expected (0: unknown) and the time [s] that has passed. */
extern UwsProgress uws_progress(int64_t rows, int64_t expected, double elapsed);

/*
 * The documents of UWS 1.1, appendix B.  list_url: of the job list, without a slash at
 * its end.  progress: NULL where the job does not run.
 */
extern void uws_put_job(Sink *sink,
						const JobRecord *job,
						const char *list_url,
						const UwsProgress *progress);
extern void
uws_put_jobs(Sink *sink, const JobRecord *jobs, int count, const char *list_url);
extern void uws_put_parameters(Sink *sink, const JobRecord *job, const char *list_url);
extern void uws_put_results(Sink *sink, const JobRecord *job, const char *list_url);

#endif
