/*
 * channel.c
 *		Orders in, pieces of answers out.
 */
#include "fits_helper/channel.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define DESCRIPTORS 2

/* There is one answer at a time. */
static struct
{
	int channel;
	FitsPiece head; /* in front of the buffer, to be sent with it */
	char bytes[FITS_PIECE + sizeof(FitsPiece)];
} out;

static bool
read_all(int channel, void *to, size_t size)
{
	char *at = to;

	while (size > 0)
	{
		ssize_t got = read(channel, at, size);

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
write_all(int channel, const void *from, size_t size)
{
	const char *at = from;

	while (size > 0)
	{
		ssize_t sent = send(channel, at, size, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			_exit(EXIT_FAILURE);
		at += sent;
		size -= (size_t) sent;
	}
}

bool
channel_set_patience(int channel, int seconds)
{
	struct timeval patience = {.tv_sec = seconds};

	return setsockopt(channel, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0;
}

/* The order and, beside its first byte, the descriptors. */
static bool
receive_order(int channel, Received *received, void (*idle)(void))
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

	while ((got = recvmsg(channel, &message, 0)) < 0 &&
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
	return read_all(channel, order + got, sizeof(FitsOrder) - (size_t) got);
}

bool
channel_receive(int channel, Received *received, void (*idle)(void))
{
	size_t size;

	if (!receive_order(channel, received, idle) ||
		received->order.count > FITS_MAX_NUMBERS)
		return false;
	size = received->order.count * sizeof(double);
	received->numbers = malloc(size + 1);
	return received->numbers != NULL && read_all(channel, received->numbers, size);
}

/* Send a piece, whose bytes are in the buffer; behind these there may be another one. */
static void
send_piece(FitsPieceKind kind, size_t length, size_t behind)
{
	out.head = (FitsPiece){.kind = kind, .length = (uint32_t) length};
	write_all(out.channel, &out.head, sizeof(out.head) + length + behind);
}

/* Sink.drain: the buffer has room for all that is ever asked at once. */
static void
drain(Sink *sink, size_t wanted)
{
	(void) wanted;
	if (sink->used > 0)
		send_piece(FITS_BYTES, sink->used, 0);
	sink->drained += sink->used;
	sink->used = 0;
}

void
channel_open_sink(Sink *sink, int channel)
{
	out.channel = channel;
	*sink = (Sink){.buffer = out.bytes, .size = FITS_PIECE, .drain = drain};
}

/* The end goes with the last bytes, so that the backend wakes up once for both. */
void
channel_end(Sink *sink, const SkyError *err)
{
	const FitsPiece end = {.kind = FITS_END};

	if (err->code != SKY_OK)
	{
		sink->drain(sink, 0);
		memcpy(out.bytes, err, sizeof(*err));
		send_piece(FITS_FAULT, sizeof(*err), 0);
		return;
	}
	memcpy(out.bytes + sink->used, &end, sizeof(end));
	if (sink->used > 0)
		send_piece(FITS_BYTES, sink->used, sizeof(end));
	else
		send_piece(FITS_END, 0, 0);
}
