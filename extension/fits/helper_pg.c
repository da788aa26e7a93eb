/*
 * helper_pg.c
 *		The program pgsky-fits: asked, and what it answers.
 */
#include "postgres.h"

#include "fits/helper_pg.h"

#include <sys/socket.h>
#include <unistd.h>

#include "access/xact.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/wait_event.h"

#include "base/guc_pg.h"
#include "base/kept_memory_pg.h"
#include "base/report_pg.h"
#include "fits/helper_process_pg.h"

static struct
{
	bool answers; /* there are pieces to come */
	uint64_t orders;
	int slot;	 /* the next one of the answer */
	char *bytes; /* of the socket: the last piece, and what came with it */
	size_t used;
	size_t ahead; /* [bytes] that came with it */
} helper;

/* What the program ended with, for the error's detail. */
static char *
bury(void)
{
	helper.answers = false;
	return helper_process_end();
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

static void
start(void)
{
	if (helper.bytes == NULL)
	{
		memory_is_kept();
		helper.bytes =
			MemoryContextAlloc(TopMemoryContext, FITS_PIECE + sizeof(FitsPiece));
		RegisterXactCallback(at_transaction_end, NULL);
	}
	helper_process_start();
	helper.used = helper.ahead = 0;
}

/* Send all of the bytes after the first ones; false if nobody is there. */
static bool
send_rest(const char *bytes, size_t size)
{
	while (size > 0)
	{
		ssize_t sent = send(helper_process()->channel, bytes, size, MSG_NOSIGNAL);

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
	sent = sendmsg(helper_process()->channel, &message, MSG_NOSIGNAL);
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
		if (helper_process()->pid == 0)
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
				 errmsg("%s does not take orders", HELPER_PROGRAM)));
	helper.answers = true;
	helper.slot = 0;
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
		WaitEvent event = {0};

		WaitEventSetWait(helper_process()->events, left, &event, 1, PG_WAIT_EXTENSION);
		if (event.events & WL_LATCH_SET)
		{
			ResetLatch(MyLatch);
			CHECK_FOR_INTERRUPTS();
		}
		if (event.events & WL_SOCKET_READABLE)
			return;
		if (left <= 0)
			raise_timeout();
	}
}

/* Have the next bytes of the socket at the front; with them comes the head behind. */
static char *
receive(size_t size)
{
	TimestampTz until = 0;
	size_t have = helper.ahead;

	memmove(helper.bytes, helper.bytes + helper.used, have);
	helper.used = 0;
	while (have < size)
	{
		ssize_t got = recv(helper_process()->channel,
						   helper.bytes + have,
						   size + sizeof(FitsPiece) - have,
						   MSG_DONTWAIT);

		if (got < 0 && (errno == EAGAIN || errno == EINTR))
		{
			if (until == 0)
				until = TimestampTzPlusMilliseconds(GetCurrentTimestamp(),
													pgsky_fits_timeout);
			wait_readable(until);
		}
		else if (got <= 0)
			raise_death();
		else
			have += got;
	}
	helper.used = size;
	helper.ahead = have - size;
	return helper.bytes;
}

/* The bytes of a piece, wherever they are. */
static const char *
piece_bytes(const FitsPiece *head)
{
	if (head->length > FITS_PIECE ||
		(head->kind == FITS_SHARED && helper.slot >= FITS_SLOTS))
		raise_death();
	if (head->kind == FITS_SHARED)
		return helper_process()->slots + (size_t) helper.slot++ * FITS_PIECE;
	return receive(head->length);
}

/* Raise what the helper says. */
static void
raise_fault(const char *bytes)
{
	SkyError err;

	memcpy(&err, bytes, sizeof(err));
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

uint64_t
helper_order(void)
{
	return helper.orders;
}

size_t
helper_next(const char **bytes)
{
	FitsPiece head;

	if (!helper.answers)
		return 0;
	memcpy(&head, receive(sizeof(head)), sizeof(head));
	*bytes = piece_bytes(&head);
	helper.answers = head.kind == FITS_BYTES || head.kind == FITS_SHARED;
	if (head.kind == FITS_FAULT && head.length != sizeof(SkyError))
		raise_death();
	if (head.kind == FITS_FAULT)
		raise_fault(*bytes);
	return head.length;
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
