/*
 * worker_pg.c
 *		A worker: runs jobs, one after the other, until there is none for a while.
 *
 * It logs in as sky_worker, who has no rights of its own; a service makes it the owner of
 * the job for one transaction.  The job's row says EXECUTING before the job begins, and
 * COMPLETED after its result is on the disk, each in a transaction of its own.
 */
#include "postgres.h"

#include "job/worker_pg.h"

#include <limits.h>

#include "access/xact.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "postmaster/interrupt.h"
#include "storage/latch.h"
#include "tcop/tcopprot.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"

#include "base/guc_pg.h"
#include "job/job_pg.h"
#include "job/queue_pg.h"
#include "job/roster_pg.h"
#include "job/run_pg.h"

extern PGDLLEXPORT void pgsky_worker_main(Datum arg);

#define LINGER_MS 5000 /* a worker is quicker than a new one, and knows the catalogs */

/* How a job ended that left no result. */
typedef struct Failure
{
	JobPhase phase;
	const char *message;
} Failure;

/* The job itself: one transaction, at whose end its files are on the disk. */
static void
run_service(JobRun *run, const JobService *service)
{
	StartTransactionCommand();
	PushActiveSnapshot(GetTransactionSnapshot());
	service->run(run);
	run_finish_result(run);
	PopActiveSnapshot();
	CommitTransactionCommand();
}

/* Has the job run as long as it may? */
static bool
is_overdue(const JobRecord *job, TimestampTz began)
{
	return job->duration > 0 &&
		   TimestampDifferenceExceeds(began, GetCurrentTimestamp(), job->duration * 1000);
}

/* Clean up after an error, and put it into words. */
static Failure
recover(const JobRecord *job,
		const JobService *service,
		TimestampTz began,
		MemoryContext context)
{
	MemoryContext outer = MemoryContextSwitchTo(context);
	ErrorData *error = CopyErrorData();
	Failure failure = {.phase = JOB_ERROR};

	MemoryContextSwitchTo(outer);
	HOLD_INTERRUPTS();
	disable_all_timeouts(false);
	QueryCancelPending = false;
	EmitErrorReport();
	AbortOutOfAnyTransaction();
	FlushErrorState();
	MemoryContextSwitchTo(context);
	if (error->sqlerrcode == ERRCODE_QUERY_CANCELED && is_overdue(job, began))
	{
		failure.phase = JOB_ABORTED;
		failure.message = psprintf(
			"the job ran longer than its execution duration of " INT64_FORMAT " s",
			job->duration);
	}
	else if (error->sqlerrcode == ERRCODE_QUERY_CANCELED)
	{
		/* Its owner has recorded why already, if it was he. */
		failure.phase = JOB_ABORTED;
		failure.message = "the job was stopped by the operator of the archive";
	}
	else
		failure.message = service->explain(
			unpack_sql_state(error->sqlerrcode), error->message, error->hint);
	RESUME_INTERRUPTS();
	return failure;
}

/* Run a job that was claimed, and record its end. */
static void
run_job(const JobRecord *job, MemoryContext context)
{
	const JobService *service = job_find_service(job->service);
	JobRun run = {.job = job, .context = context};
	TimestampTz began = GetCurrentTimestamp();
	Failure failure = {0};
	bool kept = false;

	PG_TRY();
	{
		/* No background worker is timed by the setting statement_timeout. */
		if (job->duration > 0 && job->duration * 1000 <= INT_MAX)
			enable_timeout_after(STATEMENT_TIMEOUT, (int) (job->duration * 1000));
		run_service(&run, service);
		disable_timeout(STATEMENT_TIMEOUT, false);
	}
	PG_CATCH();
	{
		failure = recover(job, service, began, context);
	}
	PG_END_TRY();
	/* From here on only the end of this process keeps the end from being recorded. */
	HOLD_INTERRUPTS();
	MemoryContextSwitchTo(context);
	if (failure.message == NULL)
		kept = queue_complete(job, run.results);
	else
		queue_fail(job, failure.phase, failure.message);
	if (!kept)
		run_discard_results(&run);
	roster_run(NULL);
	RESUME_INTERRUPTS();
}

/* Are there more workers than there may be? */
static bool
is_superfluous(void)
{
	bool ignored;

	return roster_taken(&ignored) > pgsky_jobs_running;
}

/* Claim and run one job; false if there is none. */
static bool
work(MemoryContext context)
{
	const JobRecord *job;
	bool more;

	HOLD_INTERRUPTS();
	pgstat_report_activity(STATE_RUNNING, "looks for a job");
	job = queue_claim(&more);
	if (more)
		roster_wake();
	RESUME_INTERRUPTS();
	if (job == NULL)
		return false;
	pgstat_report_activity(STATE_RUNNING, psprintf("runs job %s", job->id));
	run_job(job, context);
	pgstat_report_activity(STATE_IDLE, NULL);
	pgstat_report_stat(false);
	return true;
}

/* Wait for a job; false: there has been none for a while. */
static bool
wait_for_job(void)
{
	int events;

	roster_idle();
	events = WaitLatch(MyLatch,
					   WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH,
					   LINGER_MS,
					   PG_WAIT_EXTENSION);
	ResetLatch(MyLatch);
	return (events & WL_LATCH_SET) != 0;
}

void
pgsky_worker_main(Datum arg)
{
	WorkerOrder order;
	MemoryContext context;
	bool worked;

	memcpy(&order, MyBgworkerEntry->bgw_extra, sizeof(order));
	pqsignal(SIGTERM, die);
	pqsignal(SIGHUP, SignalHandlerForConfigReload);
	BackgroundWorkerUnblockSignals();
	BackgroundWorkerInitializeConnectionByOid(order.database, order.role, 0);
	roster_become_worker(order.place);
	SetConfigOption(
		"default_transaction_isolation", "read committed", PGC_SUSET, PGC_S_OVERRIDE);
	SetConfigOption("default_transaction_read_only", "off", PGC_SUSET, PGC_S_OVERRIDE);
	SetConfigOption(
		"application_name", MyBgworkerEntry->bgw_name, PGC_USERSET, PGC_S_OVERRIDE);
	context = AllocSetContextCreate(TopMemoryContext, "sky job", ALLOCSET_DEFAULT_SIZES);
	do
	{
		if (ConfigReloadPending)
		{
			ConfigReloadPending = false;
			ProcessConfigFile(PGC_SIGHUP);
		}
		roster_look();
		if (is_superfluous())
			return;
		MemoryContextSwitchTo(context);
		worked = work(context);
		MemoryContextSwitchTo(TopMemoryContext);
		MemoryContextReset(context);
		CHECK_FOR_INTERRUPTS();
	} while (worked || wait_for_job());
}
