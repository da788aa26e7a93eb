#ifndef SVC_UWS_PG_H
#define SVC_UWS_PG_H

#include "job/job_pg.h"
#include "svc/service.h"
#include "svc/uws_document.h"

/*
 * The resources of UWS 1.1, for a service whose job list is at one path.  Handlers answer
 * documents, or pages where the client is a browser.
 */
typedef struct UwsCall
{
	ServiceCall *call;
	const char *list_path; /* of the job list: "/tap/async" */
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
