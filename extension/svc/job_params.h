#ifndef SVC_JOB_PARAMS_H
#define SVC_JOB_PARAMS_H

#include "job/record.h"
#include "svc/http_params.h"

/* The parameters of a job, its RUNID among them, as those of a request. */
extern HttpParams job_params(const JobRecord *job, Arena *arena);

/*
 * The parameters that a request gives to a job, beside those it has: a name that is sent
 * takes the place of what it named before, whatever its case, but UPLOADs add up
 * (TAP 1.1, section 2.7.6).  Those that are about the job itself are left out, and files.
 * All of them may have limit bytes.
 */
extern bool job_params_merge(const JobRecord *job,
							 const HttpParams *sent,
							 size_t limit,
							 JobParameter **parameters,
							 int *count,
							 SkyError *err);

#endif
