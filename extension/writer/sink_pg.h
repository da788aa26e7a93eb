#ifndef WRITER_SINK_PG_H
#define WRITER_SINK_PG_H

#include "base/server_file_pg.h"
#include "base/sink.h"

/*
 * Where the bytes of a COPY go: to the client as CopyData, to a file or program, or
 * wherever a caller of ours wants them.
 *
 * The first 64 kB wait in memory, so that an error before them leaves nothing behind;
 * "sent" tells whether something has left.
 */
typedef struct OutputSink OutputSink;

typedef struct OutputTarget
{
	void (*send)(OutputSink *output, char *bytes, size_t size);
	/* See that what was sent gets where it is wanted, now; NULL: it does. */
	void (*flush)(OutputSink *output);
	/* No more comes; NULL: nothing is to be done. */
	void (*end)(OutputSink *output);
} OutputTarget;

struct OutputSink
{
	Sink sink; /* first: writers see only this */
	const OutputTarget *target;
	void *state;	 /* of a target of the caller's */
	char *memory;	 /* room for a message header, then sink.buffer */
	ServerFile file; /* closed: the client */
	int ncolumns;	 /* told to the client */
	bool sent;
	bool full;		 /* it takes no more: rows may end */
	bool broken;	 /* sending failed or has ended: nothing more can be said */
	int64 last_sent; /* [ms], monotonic */
};

/* To the client of this session.  Memory comes from CurrentMemoryContext. */
extern OutputSink *output_sink_wire(int ncolumns);
/* To a file or the standard input of a program; opened at once, privileges unchecked. */
extern OutputSink *output_sink_file(const char *name, bool is_program);

/* To a target of the caller's. */
extern OutputSink *output_sink_create(const OutputTarget *target, void *state);

/* The clock of last_sent: coarse, to some milliseconds, but quick. */
extern int64 output_sink_now(void);

/* Send what waits, down to the socket or the file. */
extern void output_sink_flush(OutputSink *output);

/* Send the rest and end the message stream or close the file. */
extern void output_sink_end(OutputSink *output);

/*
 * A sink that keeps everything in CurrentMemoryContext (at most 1 GB); the bytes are
 * sink->buffer, sink->used.
 */
extern void memory_sink_init(Sink *sink);

#endif
