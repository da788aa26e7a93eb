/*
 * helper_pg.c
 *		The program pgsky-fits: started, asked, ended.
 */
#include "postgres.h"

#include "fits/helper_pg.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access/xact.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "storage/latch.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/wait_event.h"

#include "base/guc_pg.h"
#include "base/kept_memory_pg.h"
#include "base/report_pg.h"

#define PROGRAM "pgsky-fits"

static struct
{
	pid_t pid; /* 0: there is none */
	int channel;
	bool answers; /* there are pieces to come */
	uint64_t orders;
	char *piece; /* FITS_PIECE bytes */
} helper;

/* What the program ended with, for the error's detail. */
static char *
bury(void)
{
	int status = 0;
	char *end;

	if (helper.pid == 0)
		return NULL;
	close(helper.channel);
	ReleaseExternalFD();
	kill(helper.pid, SIGKILL);
	while (waitpid(helper.pid, &status, 0) < 0 && errno == EINTR)
		;
	end = wait_result_to_str(status);
	helper.pid = 0;
	helper.answers = false;
	return end;
}

void
helper_give_up(void)
{
	if (helper.answers)
		bury();
}

static void
at_transaction_end(XactEvent event, void *arg)
{
	helper_give_up();
}

static int
spawn(int channel, const char *path)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none;
	sigset_t all;
	char *arguments[] = {PROGRAM, NULL};
	char *environment[] = {NULL};
	int failed;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, channel, STDIN_FILENO);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	failed = posix_spawn(&helper.pid, path, &files, &attributes, arguments, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return failed;
}

static void
start(void)
{
	static bool registered;
	char path[MAXPGPATH];
	int pair[2];

	if (!registered)
	{
		memory_is_kept();
		helper.piece = MemoryContextAlloc(TopMemoryContext, FITS_PIECE);
		RegisterXactCallback(at_transaction_end, NULL);
		registered = true;
	}
	snprintf(path, sizeof(path), "%s/" PROGRAM, pkglib_path);
	if (!AcquireExternalFD() ||
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		ereport(ERROR,
				(errcode_for_socket_access(),
				 errmsg("could not make a socket for %s: %m", PROGRAM)));
	errno = spawn(pair[1], path);
	close(pair[1]);
	if (errno != 0)
	{
		int failed = errno;

		helper.pid = 0;
		close(pair[0]);
		ReleaseExternalFD();
		errno = failed;
		ereport(ERROR,
				(errcode_for_file_access(), errmsg("could not start \"%s\": %m", path)));
	}
	helper.channel = pair[0];
}

/* Send all of the bytes after the first ones; false if nobody is there. */
static bool
send_rest(const char *bytes, size_t size)
{
	while (size > 0)
	{
		ssize_t sent = send(helper.channel, bytes, size, MSG_NOSIGNAL);

		if (sent < 0 && errno != EINTR)
			return false;
		bytes += Max(sent, 0);
		size -= Max(sent, 0);
	}
	return true;
}

/* Send the order with its descriptors, and the numbers; false if nobody is there. */
static bool
send_order(const FitsOrder *order, const double *numbers, int file, int spool)
{
	union
	{
		char room[CMSG_SPACE(2 * sizeof(int))];
		struct cmsghdr align;
	} control = {0};
	size_t size = order->count * sizeof(double);
	struct iovec parts[2] = {
		{unconstify(FitsOrder *, order), sizeof(*order)},
		{unconstify(double *, numbers), size},
	};
	struct msghdr message = {
		.msg_iov = parts,
		.msg_iovlen = 2,
		.msg_control = control.room,
		.msg_controllen = sizeof(control.room),
	};
	struct cmsghdr *with = CMSG_FIRSTHDR(&message);
	int files[2] = {file, spool};
	ssize_t sent;

	with->cmsg_level = SOL_SOCKET;
	with->cmsg_type = SCM_RIGHTS;
	with->cmsg_len = CMSG_LEN(sizeof(files));
	memcpy(CMSG_DATA(with), files, sizeof(files));
	sent = sendmsg(helper.channel, &message, MSG_NOSIGNAL);
	if (sent < (ssize_t) sizeof(*order))
		return false;
	sent -= sizeof(*order);
	return send_rest((const char *) numbers + sent, size - sent);
}

static bool
is_packed(int file)
{
	unsigned char magic[2];

	return pread(file, magic, sizeof(magic), 0) == sizeof(magic) && magic[0] == 0x1f &&
		   magic[1] == 0x8b;
}

void
helper_ask(const FitsOrder *order, const double *numbers, int file)
{
	bool packed = is_packed(file);
	File spool = packed ? OpenTemporaryFile(false) : 0;
	bool sent = false;

	helper_give_up();
	/* Somebody may have ended it meanwhile: then a second one. */
	for (int attempt = 0; attempt < 2 && !sent; attempt++)
	{
		if (helper.pid == 0)
			start();
		sent = send_order(order, numbers, file, packed ? FileGetRawDesc(spool) : file);
		if (!sent)
			bury();
	}
	if (packed)
		FileClose(spool);
	if (!sent)
		ereport(ERROR,
				(errcode(ERRCODE_EXTERNAL_ROUTINE_EXCEPTION),
				 errmsg("%s does not take orders", PROGRAM)));
	helper.answers = true;
	helper.orders++;
}

static void
raise_death(void)
{
	char *end = bury();

	ereport(ERROR,
			(errcode(ERRCODE_EXTERNAL_ROUTINE_EXCEPTION),
			 errmsg("the FITS file could not be read"),
			 errdetail("The reader of FITS files ended: %s.", end),
			 errhint("The file is probably damaged, or it was cut short while being "
					 "read. fitsverify tells more.")));
}

static void
raise_timeout(void)
{
	bury();
	ereport(ERROR,
			(errcode(ERRCODE_QUERY_CANCELED),
			 errmsg("reading the FITS file took too long"),
			 errdetail("Nothing came for %d ms.", pgsky_fits_timeout),
			 errhint("The file is damaged, or pgsky.fits_timeout is too short for it.")));
}

/* Wait until there is something to read. */
static void
wait_readable(TimestampTz until)
{
	for (;;)
	{
		long left = TimestampDifferenceMilliseconds(GetCurrentTimestamp(), until);
		int events = WaitLatchOrSocket(MyLatch,
									   WL_LATCH_SET | WL_SOCKET_READABLE | WL_TIMEOUT |
										   WL_EXIT_ON_PM_DEATH,
									   helper.channel,
									   left,
									   PG_WAIT_EXTENSION);

		if (events & WL_LATCH_SET)
		{
			ResetLatch(MyLatch);
			CHECK_FOR_INTERRUPTS();
		}
		if (events & WL_SOCKET_READABLE)
			return;
		if (left <= 0)
			raise_timeout();
	}
}

static void
receive(void *to, size_t size)
{
	TimestampTz until =
		TimestampTzPlusMilliseconds(GetCurrentTimestamp(), pgsky_fits_timeout);
	char *at = to;

	while (size > 0)
	{
		ssize_t got = recv(helper.channel, at, size, MSG_DONTWAIT);

		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			wait_readable(until);
		else if (got <= 0)
			raise_death();
		else
		{
			at += got;
			size -= got;
		}
	}
}

uint64_t
helper_order(void)
{
	return helper.orders;
}

size_t
helper_next(const char **bytes)
{
	FitsPiece head;
	SkyError err;

	if (!helper.answers)
		return 0;
	receive(&head, sizeof(head));
	if (head.length > FITS_PIECE ||
		(head.kind == FITS_FAULT) != (head.length == sizeof(err)))
		raise_death();
	receive(helper.piece, head.length);
	helper.answers = head.kind == FITS_BYTES;
	*bytes = helper.piece;
	if (head.kind != FITS_FAULT)
		return head.length;
	memcpy(&err, helper.piece, sizeof(err));
	err.message[sizeof(err.message) - 1] = '\0';
	err.detail[sizeof(err.detail) - 1] = '\0';
	err.hint[sizeof(err.hint) - 1] = '\0';
	if (err.code <= SKY_OK || err.code >= SKY_E_CODES)
		raise_death();
	/* A library that met a damaged file may be damaged itself. */
	if (err.code == SKY_E_BAD_TEXT)
		bury();
	sky_report(&err, NULL);
}

StringInfo
helper_answer(void)
{
	StringInfo answer = makeStringInfo();
	const char *bytes;
	size_t length;

	appendStringInfoSpaces(answer, VARHDRSZ);
	while ((length = helper_next(&bytes)) > 0)
		appendBinaryStringInfo(answer, bytes, length);
	return answer;
}
