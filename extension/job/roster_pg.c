/*
 * roster_pg.c
 *		What launchers, workers and sessions know of each other, in shared memory.
 *
 * It says which jobs have a worker now.  A job that is EXECUTING and has none was left by
 * a crash: shared memory is empty after one.
 */
#include "postgres.h"

#include "job/roster_pg.h"

#include <signal.h>

#include "commands/dbcommands.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/lwlock.h"
#include "storage/shmem.h"

#define TRANCHE "pgsky jobs"

typedef struct Place
{
	bool taken;
	bool starting; /* what is queued now its worker will see */
	bool idle;	   /* its worker waits for its latch */
	Latch *latch;
	Oid database;
	int pid;					 /* 0: not there yet */
	char job[JOB_ID_LENGTH + 1]; /* empty: none */
} Place;

typedef struct Launcher
{
	char name[NAMEDATALEN]; /* of its database */
	Oid database;			/* InvalidOid: it does not run */
	Latch *latch;
	bool woken;
} Launcher;

typedef struct Shared
{
	LWLock *lock;
	int nlaunchers;
	int nplaces;
	Launcher *launchers;
	Place *places;
} Shared;

static Shared *shared; /* NULL: not preloaded */
static const List *databases;
static Launcher *my_launcher;
static Place *my_place;
static shmem_request_hook_type previous_request;
static shmem_startup_hook_type previous_startup;

static Size
shared_size(void)
{
	Size size = MAXALIGN(sizeof(Shared));

	size = add_size(size, MAXALIGN(mul_size(list_length(databases), sizeof(Launcher))));
	return add_size(size, mul_size(max_worker_processes, sizeof(Place)));
}

static void
request(void)
{
	if (previous_request != NULL)
		previous_request();
	RequestAddinShmemSpace(shared_size());
	RequestNamedLWLockTranche(TRANCHE, 1);
}

/* Lay out memory that nobody has used yet. */
static void
lay_out(void)
{
	char *at = (char *) shared + MAXALIGN(sizeof(Shared));

	memset(shared, 0, shared_size());
	shared->lock = &GetNamedLWLockTranche(TRANCHE)->lock;
	shared->nlaunchers = list_length(databases);
	shared->nplaces = max_worker_processes;
	shared->launchers = (Launcher *) at;
	shared->places =
		(Place *) (at + MAXALIGN(mul_size(shared->nlaunchers, sizeof(Launcher))));
	for (int i = 0; i < shared->nlaunchers; i++)
		strlcpy(shared->launchers[i].name, list_nth(databases, i), NAMEDATALEN);
}

static void
startup(void)
{
	bool found;

	if (previous_startup != NULL)
		previous_startup();
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	shared = ShmemInitStruct(TRANCHE, shared_size(), &found);
	if (!found)
		lay_out();
	LWLockRelease(AddinShmemInitLock);
}

void
roster_request(const List *names)
{
	databases = names;
	previous_request = shmem_request_hook;
	shmem_request_hook = request;
	previous_startup = shmem_startup_hook;
	shmem_startup_hook = startup;
}

const char *
roster_database(int launcher)
{
	return shared->launchers[launcher].name;
}

bool
roster_have_launcher(void)
{
	const char *name = get_database_name(MyDatabaseId);

	for (int i = 0; shared != NULL && i < shared->nlaunchers; i++)
	{
		if (strcmp(shared->launchers[i].name, name) == 0)
			return true;
	}
	return false;
}

/* Wake a worker of the database that idles, or else its launcher; under the lock. */
static void
wake(Oid database)
{
	for (int i = 0; i < shared->nplaces; i++)
	{
		Place *place = &shared->places[i];

		if (!place->idle || place->database != database)
			continue;
		place->idle = false;
		place->starting = true;
		SetLatch(place->latch);
		return;
	}
	for (int i = 0; i < shared->nlaunchers; i++)
	{
		Launcher *launcher = &shared->launchers[i];

		if (launcher->database != database)
			continue;
		launcher->woken = true;
		SetLatch(launcher->latch);
	}
}

void
roster_wake(void)
{
	if (shared == NULL)
		return;
	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	wake(MyDatabaseId);
	LWLockRelease(shared->lock);
}

static void
leave_launcher(int code, Datum arg)
{
	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	my_launcher->database = InvalidOid;
	LWLockRelease(shared->lock);
}

void
roster_become_launcher(int launcher)
{
	my_launcher = &shared->launchers[launcher];
	before_shmem_exit(leave_launcher, (Datum) 0);
	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	my_launcher->database = MyDatabaseId;
	my_launcher->latch = MyLatch;
	my_launcher->woken = true; /* there may be work from before */
	LWLockRelease(shared->lock);
}

bool
roster_take_wakeup(void)
{
	bool woken;

	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	woken = my_launcher->woken;
	my_launcher->woken = false;
	LWLockRelease(shared->lock);
	return woken;
}

int
roster_taken(bool *starting)
{
	int count = 0;

	*starting = false;
	LWLockAcquire(shared->lock, LW_SHARED);
	for (int i = 0; i < shared->nplaces; i++)
	{
		const Place *place = &shared->places[i];

		if (!place->taken || place->database != MyDatabaseId)
			continue;
		count++;
		*starting |= place->starting;
	}
	LWLockRelease(shared->lock);
	return count;
}

int
roster_take(void)
{
	int found = -1;

	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	for (int i = 0; i < shared->nplaces && found < 0; i++)
	{
		if (shared->places[i].taken)
			continue;
		found = i;
		shared->places[i] =
			(Place){.taken = true, .starting = true, .database = MyDatabaseId};
	}
	LWLockRelease(shared->lock);
	return found;
}

void
roster_give_up(int place)
{
	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	if (shared->places[place].pid == 0 && shared->places[place].starting &&
		shared->places[place].database == MyDatabaseId)
		shared->places[place] = (Place){.taken = false};
	LWLockRelease(shared->lock);
}

static void
leave_place(int code, Datum arg)
{
	Place left;

	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	left = *my_place;
	*my_place = (Place){.taken = false};
	if (left.job[0] != '\0' || left.starting)
		wake(left.database); /* someone must take up what it leaves behind */
	LWLockRelease(shared->lock);
}

void
roster_become_worker(int place)
{
	my_place = &shared->places[place];
	before_shmem_exit(leave_place, (Datum) 0);
	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	my_place->pid = MyProcPid;
	my_place->latch = MyLatch;
	LWLockRelease(shared->lock);
}

void
roster_look(void)
{
	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	my_place->starting = false;
	my_place->idle = false;
	LWLockRelease(shared->lock);
}

void
roster_idle(void)
{
	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	my_place->idle = true;
	LWLockRelease(shared->lock);
}

void
roster_run(const char *job)
{
	/*
	 * What was meant for the job before was sent under the lock before that job left the
	 * place, and has arrived by now.
	 */
	if (job != NULL)
		QueryCancelPending = false;
	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	strlcpy(my_place->job, job != NULL ? job : "", sizeof(my_place->job));
	LWLockRelease(shared->lock);
}

const char *
roster_running_jobs(void)
{
	StringInfoData ids;

	initStringInfo(&ids);
	appendStringInfoChar(&ids, '{');
	if (shared != NULL)
		LWLockAcquire(shared->lock, LW_SHARED);
	for (int i = 0; shared != NULL && i < shared->nplaces; i++)
	{
		const Place *place = &shared->places[i];

		if (place->job[0] != '\0' && place->database == MyDatabaseId)
			appendStringInfo(&ids, "%s%s", ids.len > 1 ? "," : "", place->job);
	}
	if (shared != NULL)
		LWLockRelease(shared->lock);
	appendStringInfoChar(&ids, '}');
	return ids.data;
}

/* The place of a job of this database, under the lock; NULL if it has none. */
static const Place *
find(const char *job)
{
	for (int i = 0; i < shared->nplaces; i++)
	{
		const Place *place = &shared->places[i];

		if (place->database == MyDatabaseId && strcmp(place->job, job) == 0)
			return place;
	}
	return NULL;
}

int
roster_worker_of(const char *job)
{
	const Place *place;
	int pid = 0;

	if (shared == NULL)
		return 0;
	LWLockAcquire(shared->lock, LW_SHARED);
	place = find(job);
	if (place != NULL)
		pid = place->pid;
	LWLockRelease(shared->lock);
	return pid;
}

void
roster_cancel(const char *job)
{
	const Place *place;

	if (shared == NULL)
		return;
	/* Exclusive: the worker does not go on to its next job meanwhile. */
	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	place = find(job);
	if (place != NULL && kill(place->pid, SIGINT) != 0 && errno != ESRCH)
		ereport(LOG, errmsg("could not cancel job %s: %m", job));
	LWLockRelease(shared->lock);
}
