#ifndef SVC_SODA_JOB_PG_H
#define SVC_SODA_JOB_PG_H

/* Let jobs of SODA be run; called once, from _PG_init. */
extern void soda_job_init(void);

#endif
