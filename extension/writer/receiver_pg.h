#ifndef WRITER_RECEIVER_PG_H
#define WRITER_RECEIVER_PG_H

#include "nodes/pg_list.h"
#include "tcop/dest.h"

#include "base/arena.h"
#include "writer/gzip_sink.h"
#include "writer/options_pg.h"
#include "writer/sink_pg.h"
#include "writer/slot_pg.h"

/*
 * The executor's destination for one result in one of our formats: rows go from slots
 * through cells and a TableWriter into a sink.
 */
typedef struct WriterReceiver
{
	DestReceiver pub; /* first */
	const WriterOptions *options;
	const List *targets; /* TargetEntry: names and origins of the columns */
	OutputSink *output;
	GzipSink *gzip; /* between writer and output, or NULL */
	TableWriter writer;
	WriterColumn *columns;
	SlotReader *reader;
	Cell *cells;
	Arena arena;
	Sink scratch;
	MemoryContext context;	   /* for the whole result */
	MemoryContext row_context; /* for one row */
	uint64 rows;
	int until_look;	 /* rows */
	int64 last_look; /* [ms] */
	bool begun;
	bool modifies; /* rows come of a change, which is made in full whatever MAXREC is */
	bool overflow;
} WriterReceiver;

/* output: where the bytes go.  Everything is made in CurrentMemoryContext. */
extern WriterReceiver *writer_receiver_create(const WriterOptions *options,
											  const List *targets,
											  OutputSink *output);

/* After the last row: write the end of the document and close the output. */
extern void writer_receiver_end(WriterReceiver *receiver);

/*
 * An error has ended the rows: if the client has got some already, end the document in
 * good form, saying so; else leave nothing.
 */
extern void writer_receiver_fail(WriterReceiver *receiver, const char *message);

#endif
