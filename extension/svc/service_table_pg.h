#ifndef SVC_SERVICE_TABLE_PG_H
#define SVC_SERVICE_TABLE_PG_H

#include "svc/service.h"

/* Every service, one row each: an exact path before a prefix that fits it too. */
extern const Service *service_list(int *count);

/*
 * The service of a path, or NULL; *suffix is what the '*' of its path stands for.
 * Points into path.
 */
extern const Service *service_find(const char *path, const char **suffix);

/* Does the service take the method?  HEAD is GET. */
extern bool service_takes(const Service *service, const char *method);

/* The handlers: one file each. */
extern bool start_page(ServiceCall *call, SkyError *err);		 /* start_page_pg.c */
extern bool tap_async(ServiceCall *call, SkyError *err);		 /* tap_job_pg.c */
extern bool tap_check(ServiceCall *call, SkyError *err);		 /* tap_check_pg.c */
extern bool tap_estimate(ServiceCall *call, SkyError *err);		 /* tap_estimate_pg.c */
extern bool auth_page(ServiceCall *call, SkyError *err);		 /* auth_pg.c */
extern bool auth_serve(ServiceCall *call, SkyError *err);		 /* auth_pg.c */
extern bool limits_get(ServiceCall *call, SkyError *err);		 /* limits_pg.c */
extern bool tap_sync(ServiceCall *call, SkyError *err);			 /* tap_sync_pg.c */
extern bool tap_examples(ServiceCall *call, SkyError *err);		 /* tap_examples_pg.c */
extern bool tap_functions(ServiceCall *call, SkyError *err);	 /* tap_functions_pg.c */
extern bool table_cone_search(ServiceCall *call, SkyError *err); /* table_query_pg.c */
extern bool table_timeseries(ServiceCall *call, SkyError *err);	 /* table_query_pg.c */
extern bool tap_user_tables(ServiceCall *call, SkyError *err); /* tap_user_tables_pg.c */
extern bool calselector_associations(ServiceCall *call,
									 SkyError *err);		  /* calselector_pg.c */
extern bool data_get(ServiceCall *call, SkyError *err);		  /* data_pg.c */
extern bool datalink_links(ServiceCall *call, SkyError *err); /* datalink_pg.c */
extern bool preview_get(ServiceCall *call, SkyError *err);	  /* preview_pg.c */
extern bool scs(ServiceCall *call, SkyError *err);			  /* scs_pg.c */
extern bool sia_query(ServiceCall *call, SkyError *err);	  /* sia_pg.c */
extern bool soda_async(ServiceCall *call, SkyError *err);	  /* soda_job_pg.c */
extern bool soda_mosaic(ServiceCall *call, SkyError *err);	  /* soda_pg.c */
extern bool ssa(ServiceCall *call, SkyError *err);			  /* ssa_pg.c */
extern bool soda_sync(ServiceCall *call, SkyError *err);	  /* soda_pg.c */
extern bool vosi_availability(ServiceCall *call,
							  SkyError *err); /* vosi_availability_pg.c */
extern bool vosi_capabilities(ServiceCall *call,
							  SkyError *err);			   /* vosi_capabilities_pg.c */
extern bool vosi_tables(ServiceCall *call, SkyError *err); /* vosi_tables_pg.c */

#endif
