#ifndef JOB_WORKER_PG_H
#define JOB_WORKER_PG_H

#include "postmaster/bgworker.h"

/* Whom a worker works for: bgw_extra. */
typedef struct WorkerOrder
{
	Oid database;
	Oid role;
	int place;
} WorkerOrder;

/* What launcher and worker have in common of their registrations. */
extern BackgroundWorker background_worker(const char *function, const char *what);

#endif
