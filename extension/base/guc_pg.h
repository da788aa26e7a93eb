#ifndef BASE_GUC_PG_H
#define BASE_GUC_PG_H

/* Every setting of pgsky, alphabetical; definitions and limits in guc_pg.c. */
extern bool pgsky_enable_skyscan;
extern int pgsky_max_faults;
extern int pgsky_max_list_items;
extern int pgsky_max_nesting;
extern int pgsky_max_query_length; /* [kB] */
extern int pgsky_max_tables;
extern int pgsky_max_vertices;
extern int pgsky_maxrec_default;  /* [rows] */
extern int pgsky_maxrec_hard;	  /* [rows] */
extern int pgsky_sync_temp_space; /* [kB] */
extern int pgsky_sync_timeout;	  /* [ms] */
extern char *pgsky_upload_hosts;  /* origins, separated by commas */
extern int pgsky_upload_max_rows; /* [rows] */
extern int pgsky_upload_timeout;  /* [ms] */

extern void guc_init(void);

#endif
