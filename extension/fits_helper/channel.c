/*
 * channel.c
 *		Orders in, pieces of answers out.
 */
#include "fits_helper/channel.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define DESCRIPTORS 2

/* There is one answer at a time. */
static struct
{
	char *slots;	/* FITS_SLOTS pieces, which the backend reads where they are */
	int slot;		/* the next one of the answer */
	FitsPiece head; /* in front of the buffer, to be sent with it */
	char bytes[FITS_PIECE + sizeof(FitsPiece)];
} out;

static bool
read_all(void *to, size_t size)
{
	char *at = to;

	while (size > 0)
	{
		ssize_t got = read(FITS_CHANNEL, at, size);

		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got <= 0)
			return false;
		at += got;
		size -= (size_t) got;
	}
	return true;
}

static void
write_all(const void *from, size_t size)
{
	const char *at = from;

	while (size > 0)
	{
		ssize_t sent = send(FITS_CHANNEL, at, size, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			_exit(EXIT_FAILURE);
		at += sent;
		size -= (size_t) sent;
	}
}

bool
channel_set_up(int patience)
{
	struct timeval most = {.tv_sec = patience};

	out.slots = mmap(NULL,
					 (size_t) FITS_SLOTS * FITS_PIECE,
					 PROT_READ | PROT_WRITE,
					 MAP_SHARED,
					 FITS_MEMORY,
					 0);
	return out.slots != MAP_FAILED && close(FITS_MEMORY) == 0 &&
		   setsockopt(FITS_CHANNEL, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most)) == 0;
}

/* The order and, beside its first byte, the descriptors. */
static bool
receive_order(Received *received, void (*idle)(void))
{
	union
	{
		char room[CMSG_SPACE(DESCRIPTORS * sizeof(int))];
		struct cmsghdr align;
	} control;
	char *order = (char *) &received->order;
	struct iovec first = {order, sizeof(FitsOrder)};
	struct msghdr message = {
		.msg_iov = &first,
		.msg_iovlen = 1,
		.msg_control = control.room,
		.msg_controllen = sizeof(control.room),
	};
	const struct cmsghdr *with;
	ssize_t got;
	int files[DESCRIPTORS];

	while ((got = recvmsg(FITS_CHANNEL, &message, 0)) < 0 &&
		   (errno == EINTR || errno == EAGAIN))
		if (errno == EAGAIN)
			idle();
	if (got <= 0)
		return false;
	with = CMSG_FIRSTHDR(&message);
	if (with == NULL || with->cmsg_type != SCM_RIGHTS ||
		with->cmsg_len != CMSG_LEN(sizeof(files)))
		return false;
	memcpy(files, CMSG_DATA(with), sizeof(files));
	received->file = files[0];
	received->spool = files[1];
	return read_all(order + got, sizeof(FitsOrder) - (size_t) got);
}

bool
channel_receive(Received *received, void (*idle)(void))
{
	size_t size;

	if (!receive_order(received, idle) || received->order.count > FITS_MAX_NUMBERS)
		return false;
	size = received->order.count * sizeof(double);
	received->numbers = malloc(size + 1);
	return received->numbers != NULL && read_all(received->numbers, size);
}

/* The next buffer: a slot, or what goes through the socket. */
static void
begin_piece(Sink *sink)
{
	bool is_slot = out.slot < FITS_SLOTS;

	sink->buffer = is_slot ? out.slots + (size_t) out.slot++ * FITS_PIECE : out.bytes;
	sink->used = 0;
}

/* Send what is in the buffer; the end goes with the last bytes, so that the backend wakes
 * up once for both. */
static void
send_bytes(Sink *sink, bool is_last)
{
	bool is_slot = sink->buffer != out.bytes;
	FitsPiece heads[2] = {
		{.kind = is_slot ? FITS_SHARED : FITS_BYTES, .length = (uint32_t) sink->used},
		{.kind = FITS_END},
	};
	size_t behind = is_last ? sizeof(FitsPiece) : 0;

	if (sink->used == 0)
		write_all(&heads[1], behind);
	else if (is_slot)
		write_all(heads, sizeof(FitsPiece) + behind);
	else
	{
		out.head = heads[0];
		memcpy(out.bytes + sink->used, &heads[1], behind);
		write_all(&out.head, sizeof(FitsPiece) + sink->used + behind);
	}
	sink->drained += sink->used;
}

/* Sink.drain: the buffer has room for all that is ever asked at once. */
static void
drain(Sink *sink, size_t wanted)
{
	(void) wanted;
	send_bytes(sink, false);
	begin_piece(sink);
}

void
channel_open_sink(Sink *sink)
{
	out.slot = 0;
	*sink = (Sink){.size = FITS_PIECE, .drain = drain};
	begin_piece(sink);
}

void
channel_end(Sink *sink, const SkyError *err)
{
	bool is_good = err->code == SKY_OK;

	send_bytes(sink, is_good);
	if (is_good)
		return;
	out.head = (FitsPiece){.kind = FITS_FAULT, .length = sizeof(*err)};
	memcpy(out.bytes, err, sizeof(*err));
	write_all(&out.head, sizeof(out.head) + sizeof(*err));
}
