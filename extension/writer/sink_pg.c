/*
 * sink_pg.c
 *		Sinks of the server: client, file or program, a caller's target, memory.
 */
#include "postgres.h"

#include "writer/sink_pg.h"

#include <time.h>

#include "commands/progress.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "port/pg_bswap.h"
#include "tcop/tcopprot.h"
#include "utils/backend_progress.h"
#include "utils/memutils.h"

#include "base/libpq_pg.h"

#define FIRST_SIZE	 ((size_t) 8 * 1024)   /* most answers are small: cheap to get */
#define HOLD_BACK	 ((size_t) 64 * 1024)  /* before the first byte leaves */
#define MESSAGE_SIZE ((size_t) 128 * 1024) /* afterwards */
#define SMALL_SIZE	 ((size_t) 7 * 1024)   /* leaves with the end of the command */
#define HEADER_SIZE	 5					   /* 'd' and the length */

int64
output_sink_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (int64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Another size for the buffer, which keeps what it holds. */
static void
resize_output(OutputSink *output, size_t size)
{
	output->memory = repalloc(output->memory, HEADER_SIZE + size);
	output->sink.buffer = output->memory + HEADER_SIZE;
	output->sink.size = size;
}

/* Make room: by growth until enough is held back, then by emptying the buffer into send.
 */
static void
drain_output(Sink *sink, size_t wanted)
{
	OutputSink *output = (OutputSink *) sink;
	size_t size = sink->used;

	while (!output->sent && wanted > sink->size - sink->used && sink->size < HOLD_BACK)
		resize_output(output, 2 * sink->size);
	if (wanted > 0 && wanted <= sink->size - sink->used)
		return;
	if (size > 0)
	{
		output->broken = true;
		output->target->send(output, sink->buffer, size);
		output->broken = false;
		output->sent = true;
		output->last_sent = output_sink_now();
		sink->used = 0;
		sink->drained += size;
		pgstat_progress_update_param(PROGRESS_COPY_BYTES_PROCESSED,
									 (int64) sink->drained);
	}
	if (wanted > 0 && sink->size < MESSAGE_SIZE)
		resize_output(output, MESSAGE_SIZE);
	if (wanted > sink->size)
		elog(ERROR, "a writer asked for %zu bytes at once", wanted);
}

OutputSink *
output_sink_create(const OutputTarget *target, void *state)
{
	OutputSink *output = palloc0(sizeof(OutputSink));

	output->target = target;
	output->state = state;
	output->memory = palloc(HEADER_SIZE + FIRST_SIZE);
	output->sink = (Sink){.buffer = output->memory + HEADER_SIZE,
						  .size = FIRST_SIZE,
						  .drain = drain_output};
	output->last_sent = output_sink_now();
	return output;
}

/* Tell the client that data follow: binary, as far as it should care. */
static void
send_copy_out_response(int ncolumns)
{
	StringInfoData message;

	pq_beginmessage(&message, 'H');
	pq_sendbyte(&message, 1);
	pq_sendint16(&message, (uint16) ncolumns);
	for (int i = 0; i < ncolumns; i++)
		pq_sendint16(&message, 1);
	pq_endmessage(&message);
}

/*
 * Write bytes past the server's 8 kB send buffer, which would cost a system call for
 * each 8 kB.  As the server's own flush: blocks; a termination request is served by
 * secure_write; any failure means that the client is gone, which is raised at the next
 * check for interrupts.
 */
static void
write_to_socket(const char *bytes, size_t size)
{
	/* Leaves the socket in blocking mode and nothing ahead of us. */
	if (pq_flush() != 0)
		return;
	while (size > 0 && !ClientConnectionLost)
	{
		ssize_t written = secure_write(MyProcPort, unconstify(char *, bytes), size);

		if (written > 0)
		{
			bytes += written;
			size -= written;
		}
		else if (written == 0 || errno != EINTR)
		{
			ereport(COMMERROR,
					(errcode_for_socket_access(),
					 errmsg("could not send data to client: %m")));
			ClientConnectionLost = 1;
			InterruptPending = 1;
		}
	}
}

static void
send_to_client(OutputSink *output, char *bytes, size_t size)
{
	uint32 length = pg_hton32((uint32) (size + sizeof(length)));

	if (!output->sent)
		send_copy_out_response(output->ncolumns);
	if (size <= SMALL_SIZE || MyProcPort == NULL || whereToSendOutput != DestRemote)
	{
		(void) pq_putmessage('d', bytes, size);
		return;
	}
	output->memory[0] = 'd';
	memcpy(output->memory + 1, &length, sizeof(length));
	write_to_socket(output->memory, HEADER_SIZE + size);
}

static void
flush_client(OutputSink *output)
{
	(void) pq_flush();
}

static void
end_client(OutputSink *output)
{
	if (!output->sent)
		send_copy_out_response(output->ncolumns);
	pq_putemptymessage('c');
}

OutputSink *
output_sink_wire(int ncolumns)
{
	static const OutputTarget client = {
		.send = send_to_client, .flush = flush_client, .end = end_client};
	OutputSink *output = output_sink_create(&client, NULL);

	output->ncolumns = ncolumns;
	return output;
}

static void
send_to_file(OutputSink *output, char *bytes, size_t size)
{
	if (fwrite(bytes, 1, size, output->file.stream) == size)
		return;
	/* A program that ended early is the better explanation of a broken pipe. */
	if (output->file.is_program && errno == EPIPE)
		server_file_close(&output->file);
	ereport(ERROR,
			(errcode_for_file_access(),
			 output->file.is_program ? errmsg("could not write to COPY program: %m")
									 : errmsg("could not write to COPY file: %m")));
}

static void
flush_file(OutputSink *output)
{
	fflush(output->file.stream);
}

static void
end_file(OutputSink *output)
{
	server_file_close(&output->file);
}

OutputSink *
output_sink_file(const char *name, bool is_program)
{
	static const OutputTarget file = {
		.send = send_to_file, .flush = flush_file, .end = end_file};
	OutputSink *output = output_sink_create(&file, NULL);

	output->file = server_file_open(name, is_program, true);
	return output;
}

void
output_sink_flush(OutputSink *output)
{
	drain_output(&output->sink, 0);
	if (output->target->flush != NULL)
		output->target->flush(output);
}

void
output_sink_end(OutputSink *output)
{
	drain_output(&output->sink, 0);
	output->broken = true; /* nothing may follow */
	if (output->target->end != NULL)
		output->target->end(output);
}

/* Double the memory until wanted more bytes fit. */
static void
grow_memory(Sink *sink, size_t wanted)
{
	size_t size = sink->size;

	while (size - sink->used < wanted)
		size *= 2;
	if (size > MaxAllocSize)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a document in memory exceeds 1 GB")));
	sink->buffer = repalloc(sink->buffer, size);
	sink->size = size;
}

void
memory_sink_init(Sink *sink)
{
	*sink = (Sink){.buffer = palloc(1024), .size = 1024, .drain = grow_memory};
}
