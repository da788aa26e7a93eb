#ifndef SVC_UWS_PG_H
#define SVC_UWS_PG_H

#include "job/job_pg.h"
#include "svc/service.h"
#include "svc/uws_document.h"

/* A service that has jobs, as its clients see it. */
typedef struct UwsService
{
	const char *name;	  /* of the service that runs the jobs */
	const char *path;	  /* of the job list: "/tap/async" */
	ServiceErrors errors; /* how the error of a job is told */
	const char *form;	  /* for people: the fields of a new job, in HTML */
} UwsService;

/* What an owner is told of an error of his job: JobService.explain. */
extern const char *
uws_explain_error(const char *sqlstate, const char *message, const char *hint);

/* Answer what is asked of a service's jobs, at its path and below. */
extern bool uws_serve(ServiceCall *call, const UwsService *service, SkyError *err);

/*
 * The resources of UWS 1.1.  Handlers answer documents, or pages where the client is a
 * browser.
 */
typedef struct UwsCall
{
	ServiceCall *call;
	const UwsService *service;
	const char *list_path; /* of the job list */
	const char *list_url;  /* the same with host */
	const JobRecord *job;  /* NULL: the list is meant */
	const char *name;	   /* of a result or a parameter, or "" */
	bool html;			   /* a page is wanted */
} UwsCall;

/* uws_pg.c: what is read. */
extern bool uws_get_list(const UwsCall *uws, SkyError *err);
extern bool uws_get_job(const UwsCall *uws, SkyError *err);

/* uws_change_pg.c: what is changed. */
extern bool uws_post_list(const UwsCall *uws, SkyError *err);
extern bool uws_post_job(const UwsCall *uws, SkyError *err);
extern bool uws_delete_job(const UwsCall *uws, SkyError *err);
extern bool uws_post_phase(const UwsCall *uws, SkyError *err);
extern bool uws_post_destruction(const UwsCall *uws, SkyError *err);
extern bool uws_post_duration(const UwsCall *uws, SkyError *err);
extern bool uws_post_parameters(const UwsCall *uws, SkyError *err);

/* uws_result_pg.c: results; a file of the job, which an SQL function reads. */
extern bool uws_get_results(const UwsCall *uws, SkyError *err);
extern bool uws_get_file(const UwsCall *uws,
						 const JobFile *file,
						 const char *function,
						 SkyError *err);

/* uws_page_pg.c: pages. */
extern void uws_job_page(const UwsCall *uws, const UwsProgress *progress);
extern void uws_list_page(const UwsCall *uws, const JobRecord *jobs, int count);

#endif
