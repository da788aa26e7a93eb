#ifndef SVC_TAP_JOB_PG_H
#define SVC_TAP_JOB_PG_H

/* Let jobs of TAP be run; called once, from _PG_init. */
extern void tap_job_init(void);

#endif
