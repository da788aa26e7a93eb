/*
 * progress_pg.c
 *		How far a running job is: what its worker reports as the progress of a COPY.
 */
#include "postgres.h"

#include "commands/progress.h"
#include "utils/backend_status.h"

#include "job/job_pg.h"
#include "job/roster_pg.h"

bool
job_progress(const char *id, JobProgress *progress)
{
	int pid = roster_worker_of(id);
	int count;

	if (pid == 0)
		return false;
	pgstat_clear_backend_activity_snapshot(); /* as it is now, not as it was */
	count = pgstat_fetch_stat_numbackends();
	for (int i = 1; i <= count; i++)
	{
		const LocalPgBackendStatus *backend = pgstat_fetch_stat_local_beentry(i);
		const int64 *counts;

		if (backend == NULL || backend->backendStatus.st_procpid != pid ||
			backend->backendStatus.st_progress_command != PROGRESS_COMMAND_COPY)
			continue;
		counts = backend->backendStatus.st_progress_param;
		progress->rows = counts[PROGRESS_COPY_TUPLES_PROCESSED];
		progress->bytes = counts[PROGRESS_COPY_BYTES_PROCESSED];
		progress->expected = counts[JOB_PROGRESS_EXPECTED];
		return true;
	}
	return false;
}
