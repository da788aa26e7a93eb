/*
 * launcher_pg.c
 *		The launcher of a database: starts workers when there is work, and destroys what
 *		is due.
 *
 * It runs no job and claims none; a worker that is started and does not come loses
 * nothing.  At most one worker is starting at a time: when it has claimed a job and sees
 * another, it asks for the next worker itself.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_extension.h"
#include "commands/extension.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "postmaster/interrupt.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "tcop/tcopprot.h"
#include "utils/acl.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"
#include "utils/varlena.h"

#include "base/guc_pg.h"
#include "job/change_pg.h"
#include "job/destroy_pg.h"
#include "job/job_pg.h"
#include "job/queue_pg.h"
#include "job/roster_pg.h"
#include "job/worker_pg.h"

#define TICK_MS		 5000			  /* between two looks at what is due */
#define SEARCH_MS	 (60 * 60 * 1000) /* between two searches for stray files */
#define RESTART_S	 1				  /* until a launcher that failed comes back */
#define LAUNCHER_MAX 64

extern PGDLLEXPORT void pgsky_launcher_main(Datum arg);

/* The worker that is starting. */
typedef struct Recruit
{
	BackgroundWorkerHandle *handle; /* NULL: nobody */
	int place;
} Recruit;

BackgroundWorker
background_worker(const char *function, const char *what)
{
	BackgroundWorker worker = {
		.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION,
		.bgw_start_time = BgWorkerStart_RecoveryFinished,
		.bgw_restart_time = BGW_NEVER_RESTART,
	};

	strlcpy(worker.bgw_library_name, "pgsky", sizeof(worker.bgw_library_name));
	strlcpy(worker.bgw_function_name, function, sizeof(worker.bgw_function_name));
	strlcpy(worker.bgw_name, what, sizeof(worker.bgw_name));
	strlcpy(worker.bgw_type, what, sizeof(worker.bgw_type));
	return worker;
}

/* The names in pgsky.databases; what cannot be read is said at the start. */
static List *
read_databases(void)
{
	List *names;

	if (!SplitIdentifierString(pstrdup(pgsky_databases), ',', &names))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("pgsky.databases is no list of names"),
				 errdetail("Its value is \"%s\".", pgsky_databases)));
	if (list_length(names) > LAUNCHER_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("pgsky.databases names more than %d databases", LAUNCHER_MAX)));
	return names;
}

void
job_init(void)
{
	List *names;
	int count;

	if (!process_shared_preload_libraries_in_progress)
		return;
	names = read_databases();
	count = list_length(names);
	roster_request(names);
	for (int i = 0; i < count; i++)
	{
		BackgroundWorker worker =
			background_worker("pgsky_launcher_main", "pgsky launcher");

		worker.bgw_restart_time = RESTART_S;
		worker.bgw_main_arg = Int32GetDatum(i);
		RegisterBackgroundWorker(&worker);
	}
}

/*
 * What is due: jobs to destroy; and whether there is a job that no one was told of, which
 * is so after a crash.  Finds the role of the workers; without the extension there is
 * none.
 */
static bool
sweep(Oid *role)
{
	bool work = false;
	bool more = true;

	while (more)
	{
		StartTransactionCommand();
		PushActiveSnapshot(GetTransactionSnapshot());
		*role = OidIsValid(get_extension_oid("pgsky", true))
					? get_role_oid(JOB_WORKER_ROLE, true)
					: InvalidOid;
		more = OidIsValid(*role) && destroy_due();
		if (OidIsValid(*role) && !more)
			work = queue_has_work();
		PopActiveSnapshot();
		CommitTransactionCommand();
	}
	pgstat_report_stat(false);
	return work;
}

/* Remove files that nobody misses; false: it could not be done now. */
static bool
search(void)
{
	bool done;

	StartTransactionCommand();
	PushActiveSnapshot(GetTransactionSnapshot());
	done = destroy_strays();
	PopActiveSnapshot();
	CommitTransactionCommand();
	return done;
}

/* Let go of a recruit who has come, or will not; true: he is still expected. */
static bool
is_expected(Recruit *recruit)
{
	BgwHandleStatus status;
	pid_t pid;

	if (recruit->handle == NULL)
		return false;
	status = GetBackgroundWorkerPid(recruit->handle, &pid);
	if (status == BGWH_NOT_YET_STARTED)
		return true;
	if (status == BGWH_STOPPED)
		roster_give_up(recruit->place);
	pfree(recruit->handle);
	recruit->handle = NULL;
	return false;
}

/* Start a worker; false if that must wait until another one ends. */
static bool
start_worker(Oid role, Recruit *recruit)
{
	BackgroundWorker worker = background_worker("pgsky_worker_main", "pgsky worker");
	WorkerOrder order = {.database = MyDatabaseId, .role = role};
	bool starting;

	if (is_expected(recruit))
		return true; /* he will see what there is to do */
	if (roster_taken(&starting) >= pgsky_jobs_running)
		return false;
	if (starting)
		return true;
	order.place = roster_take();
	if (order.place < 0)
		return false;
	memcpy(worker.bgw_extra, &order, sizeof(order));
	worker.bgw_notify_pid = MyProcPid;
	if (RegisterDynamicBackgroundWorker(&worker, &recruit->handle))
	{
		recruit->place = order.place;
		return true;
	}
	roster_give_up(order.place);
	ereport(LOG,
			errmsg("no background worker is free to run a job"),
			errhint("Raise max_worker_processes, or lower pgsky.jobs_running."));
	return false;
}

/* Wait until something is to be done; true: more workers may be allowed now. */
static bool
wait_for_work(void)
{
	(void) WaitLatch(MyLatch,
					 WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH,
					 TICK_MS,
					 PG_WAIT_EXTENSION);
	ResetLatch(MyLatch);
	CHECK_FOR_INTERRUPTS();
	if (!ConfigReloadPending)
		return false;
	ConfigReloadPending = false;
	ProcessConfigFile(PGC_SIGHUP);
	return true;
}

static void
work(void)
{
	Recruit recruit = {0};
	TimestampTz swept = 0;
	TimestampTz searched = 0;
	Oid role = InvalidOid;
	bool wanted = false;

	for (;;)
	{
		TimestampTz now = GetCurrentTimestamp();

		wanted |= roster_take_wakeup();
		/* Who wakes it has the extension, though there may have been none before. */
		if ((wanted && !OidIsValid(role)) ||
			TimestampDifferenceExceeds(swept, now, TICK_MS))
		{
			wanted |= sweep(&role);
			swept = now;
		}
		if (wanted && OidIsValid(role) && start_worker(role, &recruit))
			wanted = false;
		if (OidIsValid(role) && TimestampDifferenceExceeds(searched, now, SEARCH_MS) &&
			search())
			searched = now;
		wanted |= wait_for_work();
	}
}

void
pgsky_launcher_main(Datum arg)
{
	int launcher = DatumGetInt32(arg);

	pqsignal(SIGTERM, die);
	pqsignal(SIGHUP, SignalHandlerForConfigReload);
	BackgroundWorkerUnblockSignals();
	BackgroundWorkerInitializeConnection(roster_database(launcher), NULL, 0);
	SetConfigOption(
		"default_transaction_isolation", "read committed", PGC_SUSET, PGC_S_OVERRIDE);
	SetConfigOption("default_transaction_read_only", "off", PGC_SUSET, PGC_S_OVERRIDE);
	roster_become_launcher(launcher);
	pgstat_report_activity(STATE_IDLE, NULL);
	work();
}
