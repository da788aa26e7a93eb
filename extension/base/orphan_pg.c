/*
 * orphan_pg.c
 *		Processes that have lost their postmaster.
 *
 * PostgreSQL lets a query go on when the postmaster was killed, and its parallel workers
 * even when it is cancelled, because it is the postmaster who would stop them.  A query
 * of hours would keep the server down for hours.
 */
#include "postgres.h"

#include "base/orphan_pg.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "storage/ipc.h"
#include "storage/lwlock.h"
#include "storage/pmsignal.h"
#include "storage/proc.h"
#include "tcop/tcopprot.h"

static volatile sig_atomic_t
	orphaned; /* sooner known than the end of the postmaster's pipe */

static void
on_postmaster_death(SIGNAL_ARGS)
{
	orphaned = true;
	postmaster_possibly_dead = true;
	die(postgres_signal_arg);
}

static void
stop_parallel_workers(void)
{
	LWLock *lock = LockHashPartitionLockByProc(MyProc);
	dlist_iter iter;

	LWLockAcquire(lock, LW_SHARED);
	dlist_foreach(iter, &MyProc->lockGroupMembers)
	{
		PGPROC *member = dlist_container(PGPROC, lockGroupLink, iter.cur);

		if (member != MyProc)
			(void) kill(member->pid, SIGTERM);
	}
	LWLockRelease(lock);
}

/* At the exit, and before its transaction waits for workers that nobody would stop. */
static void
leave(int code, Datum arg)
{
	if (!orphaned && PostmasterIsAlive())
		return;
	stop_parallel_workers();
	_exit(1); /* the next server begins with new shared memory: nothing is to be left */
}

void
orphan_ends(void)
{
	static bool done;
	int signal = 0;

	if (done || prctl(PR_GET_PDEATHSIG, &signal) != 0 || signal == 0)
		return;
	before_shmem_exit(leave, (Datum) 0);
	pqsignal(signal, on_postmaster_death);
	done = true;
}
