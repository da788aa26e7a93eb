#ifndef BASE_GUC_PG_H
#define BASE_GUC_PG_H

/* Every setting of pgsky, alphabetical; definitions and limits in guc_pg.c. */
extern int pgsky_anonymous_key_lifetime; /* [s] */
extern int pgsky_anonymous_keys;
extern char *pgsky_authority;
extern char *pgsky_base_url;	  /* without a slash at the end */
extern int pgsky_cost_per_second; /* in the units of the planner */
extern char *pgsky_data_dirs;	  /* folders, separated by commas */
extern char *pgsky_databases;
extern bool pgsky_enable_quick_plan;
extern bool pgsky_enable_skymatch;
extern bool pgsky_enable_skyscan;
extern int pgsky_foreign_key_lifetime;	/* [s] */
extern int pgsky_fits_timeout;			/* [ms] */
extern int pgsky_job_archive;			/* [s] */
extern int pgsky_job_duration_default;	/* [s] */
extern int pgsky_job_duration_hard;		/* [s], 0: none */
extern int pgsky_job_result_size;		/* [MB] */
extern int pgsky_job_retention_default; /* [s] */
extern int pgsky_job_retention_hard;	/* [s] */
extern int pgsky_job_temp_space;		/* [kB], -1: none */
extern int pgsky_job_upload_space;		/* [MB] */
extern int pgsky_job_wait;				/* [s] */
extern int pgsky_jobs_queued;			/* of one share */
extern int pgsky_jobs_running;			/* in a database */
extern int pgsky_jobs_running_per_user; /* of one share */
extern int pgsky_jobs_stored;			/* of one share */
extern int pgsky_login_requests;		/* in a minute, of one address */
extern int pgsky_key_lifetime;			/* [s] */
extern int pgsky_max_faults;
extern int pgsky_max_list_items;
extern int pgsky_max_nesting;
extern int pgsky_max_query_length; /* [kB] */
extern int pgsky_max_tables;
extern int pgsky_max_vertices;
extern int pgsky_maxrec_default; /* [rows] */
extern int pgsky_maxrec_hard;	 /* [rows] */
extern int pgsky_preview_space;	 /* [MB] */
extern char *pgsky_store_dir;
extern int pgsky_session_lifetime;	/* [s], 0: nobody logs in to pages */
extern int pgsky_sync_expected_max; /* [s], 0: any */
extern int pgsky_sync_temp_space;	/* [kB] */
extern int pgsky_sync_timeout;		/* [ms] */
extern int pgsky_token_lifetime;	/* [s], 0: none are issued */
extern char *pgsky_upload_hosts;	/* origins, separated by commas */
extern int pgsky_upload_max_rows;	/* [rows] */
extern int pgsky_upload_timeout;	/* [ms] */
extern int pgsky_user_space;		/* [MB], of one user's tables */
extern int pgsky_user_tables;		/* of one user */

extern void guc_init(void);

#endif
