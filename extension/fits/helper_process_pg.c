/*
 * helper_process_pg.c
 *		The program pgsky-fits: started, ended.
 */
#include "postgres.h"

#include "fits/helper_process_pg.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/memutils.h"

#include "fits/order.h"

static HelperProcess process;

static int
spawn(int channel, const char *path)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none;
	sigset_t all;
	char *arguments[] = {HELPER_PROGRAM, NULL};
	char *environment[] = {NULL};
	int failed;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, channel, FITS_CHANNEL);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&files, process.memory, FITS_MEMORY);
	posix_spawn_file_actions_addclosefrom_np(&files, FITS_MEMORY + 1);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	failed = posix_spawn(&process.pid, path, &files, &attributes, arguments, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return failed;
}

static void
raise_no_channel(void)
{
	ereport(ERROR,
			(errcode_for_socket_access(),
			 errmsg("could not make a channel to %s: %m", HELPER_PROGRAM)));
}

/*
 * Memory that the helper writes answers to, of a backend's first helper and of all after
 * it.  It can neither shrink nor grow: to read behind its end would end the backend.
 */
static void
share_memory(void)
{
	const size_t size = FITS_SLOTS * FITS_PIECE;
	void *mapped = MAP_FAILED;
	int failed;
	int fd;

	if (!AcquireExternalFD())
		raise_no_channel();
	fd = memfd_create(HELPER_PROGRAM, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd >= 0 && ftruncate(fd, size) == 0 &&
		fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
		mapped = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
	if (mapped != MAP_FAILED)
	{
		process.memory = fd;
		process.slots = mapped;
		return;
	}
	failed = errno;
	if (fd >= 0)
		close(fd);
	ReleaseExternalFD();
	errno = failed;
	raise_no_channel();
}

static void
close_channel(const int pair[2])
{
	close(pair[0]);
	close(pair[1]);
	ReleaseExternalFD();
}

static void
open_channel(int pair[2])
{
	int failed;

	if (!AcquireExternalFD())
		raise_no_channel();
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0)
		return;
	failed = errno;
	ReleaseExternalFD();
	errno = failed;
	raise_no_channel();
}

/* What to wait for, made once: that takes as long as to wait. */
static void
make_events(const int pair[2])
{
	PG_TRY();
	{
		process.events = CreateWaitEventSet(TopMemoryContext, 3);
		AddWaitEventToSet(process.events, WL_LATCH_SET, PGINVALID_SOCKET, MyLatch, NULL);
		AddWaitEventToSet(
			process.events, WL_EXIT_ON_PM_DEATH, PGINVALID_SOCKET, NULL, NULL);
		AddWaitEventToSet(process.events, WL_SOCKET_READABLE, pair[0], NULL, NULL);
	}
	PG_CATCH();
	{
		close_channel(pair);
		PG_RE_THROW();
	}
	PG_END_TRY();
}

const HelperProcess *
helper_process(void)
{
	return &process;
}

void
helper_process_start(void)
{
	char path[MAXPGPATH];
	int pair[2];
	int failed;

	if (process.slots == NULL)
		share_memory();
	snprintf(path, sizeof(path), "%s/" HELPER_PROGRAM, pkglib_path);
	open_channel(pair);
	make_events(pair);
	failed = spawn(pair[1], path);
	if (failed != 0)
	{
		process.pid = 0;
		FreeWaitEventSet(process.events);
		close_channel(pair);
		errno = failed;
		ereport(ERROR,
				(errcode_for_file_access(), errmsg("could not start \"%s\": %m", path)));
	}
	close(pair[1]);
	process.channel = pair[0];
}

char *
helper_process_end(void)
{
	int status = 0;

	if (process.pid == 0)
		return NULL;
	FreeWaitEventSet(process.events);
	close(process.channel);
	ReleaseExternalFD();
	kill(process.pid, SIGKILL);
	while (waitpid(process.pid, &status, 0) < 0 && errno == EINTR)
		;
	process.pid = 0;
	return wait_result_to_str(status);
}
