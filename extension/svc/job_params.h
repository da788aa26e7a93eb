#ifndef SVC_JOB_PARAMS_H
#define SVC_JOB_PARAMS_H

#include "job/record.h"
#include "svc/http_params.h"

/*
 * The parameters of a job, its RUNID among them, as those of a request.  There is room
 * for its uploads, which job_params_add_upload adds.
 */
extern HttpParams job_params(const JobRecord *job, Arena *arena);
extern void
job_params_add_upload(HttpParams *params, const JobFile *upload, const char *bytes);

/*
 * What a request gives to a job, beside the parameters that it has: a name that is sent
 * takes the place of what it named before, whatever its case, but UPLOADs add up
 * (TAP 1.1, section 2.7.6).  Parameters that are about the job itself are left out; all
 * others may have limit bytes.  Files that no UPLOAD asks for are left out; the others
 * are borrowed from the request.
 */
extern bool job_params_merge(const JobRecord *job,
							 const HttpParams *sent,
							 size_t limit,
							 JobInput *input,
							 SkyError *err);

#endif
