/*
 * receiver_pg.c
 *		From the executor to a table writer.
 */
#include "postgres.h"

#include "writer/receiver_pg.h"

#include "commands/progress.h"
#include "miscadmin.h"
#include "nodes/memnodes.h"
#include "utils/backend_progress.h"
#include "utils/memutils.h"

#include "base/arena_pg.h"
#include "base/report_pg.h"
#include "writer/column_pg.h"
#include "writer/spool_pg.h"

#define QUICK_ROWS	8	/* rows between two looks at the clock, when many come */
#define FLUSH_AFTER 250 /* [ms] */

/* The first row is near: find out about the columns and write the head. */
static void
start(DestReceiver *self, int operation, TupleDesc desc)
{
	WriterReceiver *receiver = (WriterReceiver *) self;
	TableWriter *writer = &receiver->writer;
	MemoryContext outer = MemoryContextSwitchTo(receiver->context);

	receiver->columns = writer_columns_create(desc, receiver->targets, receiver->options);
	receiver->reader =
		slot_reader_create(desc, receiver->columns, writer->format->dali_times);
	receiver->cells = palloc0(Max(desc->natts, 1) * sizeof(Cell));
	writer->columns = receiver->columns;
	writer->ncolumns = desc->natts;
	if (writer->format->spools)
		writer->spool = writer_spool_create();
	writer_begin(writer);
	receiver->begun = true;
	receiver->modifies = operation != CMD_SELECT;
	if (writer->error.code != SKY_OK)
		sky_report(&writer->error, NULL);
	MemoryContextSwitchTo(outer);
}

/* Rows flow slowly: let the client see those that are there. */
static void
flush_receiver(WriterReceiver *receiver)
{
	writer_flush(&receiver->writer);
	if (receiver->writer.sink->used == 0 && receiver->output->sink.used == 0)
		return;
	if (receiver->gzip != NULL)
		gzip_sink_flush(receiver->gzip);
	output_sink_flush(receiver->output);
}

/*
 * Report progress and flush if it is time, and choose how many rows to wait for the next
 * look: a look at the clock for each row would be felt.
 */
static void
look_at_clock(WriterReceiver *receiver)
{
	int64 now = output_sink_now();

	if (now != receiver->last_look)
		pgstat_progress_update_param(PROGRESS_COPY_TUPLES_PROCESSED,
									 (int64) receiver->rows);
	receiver->until_look = now == receiver->last_look ? QUICK_ROWS : 1;
	receiver->last_look = now;
	if (now - receiver->output->last_sent >= FLUSH_AFTER)
		flush_receiver(receiver);
}

/* One row; false when no more are wanted. */
static bool
receive(TupleTableSlot *slot, DestReceiver *self)
{
	WriterReceiver *receiver = (WriterReceiver *) self;
	TableWriter *writer = &receiver->writer;
	MemoryContext outer;

	CHECK_FOR_INTERRUPTS();
	if (receiver->options->maxrec >= 0 &&
		receiver->rows >= (uint64) receiver->options->maxrec)
	{
		receiver->overflow = true;
		return receiver->modifies;
	}
	outer = MemoryContextSwitchTo(receiver->row_context);
	slot_reader_load(receiver->reader, slot, receiver->cells);
	writer_row(writer, receiver->cells);
	MemoryContextSwitchTo(outer);
	if (!receiver->row_context->isReset)
		MemoryContextReset(receiver->row_context);
	receiver->rows++;
	if (unlikely(writer->error.code != SKY_OK))
		sky_report(&writer->error, NULL);
	if (--receiver->until_look <= 0)
		look_at_clock(receiver);
	return !receiver->output->full || receiver->modifies;
}

static void
shut_down(DestReceiver *self)
{
}

static void
destroy(DestReceiver *self)
{
}

WriterReceiver *
writer_receiver_create(const WriterOptions *options,
					   const List *targets,
					   OutputSink *output)
{
	WriterReceiver *receiver = palloc0(sizeof(WriterReceiver));

	receiver->pub = (DestReceiver){.receiveSlot = receive,
								   .rStartup = start,
								   .rShutdown = shut_down,
								   .rDestroy = destroy,
								   .mydest = DestCopyOut};
	receiver->options = options;
	receiver->targets = targets;
	receiver->output = output;
	receiver->context = CurrentMemoryContext;
	receiver->row_context =
		AllocSetContextCreate(receiver->context, "sky writer row", ALLOCSET_SMALL_SIZES);
	arena_init_context(&receiver->arena, receiver->context, 0);
	memory_sink_init(&receiver->scratch);
	if (options->gzip)
		receiver->gzip = gzip_sink_create(&receiver->arena, &output->sink);
	receiver->writer = (TableWriter){
		.format = options->format,
		.sink = receiver->gzip != NULL ? &receiver->gzip->sink : &output->sink,
		.scratch = &receiver->scratch,
		.arena = &receiver->arena,
		.infos = options->infos,
		.ninfos = options->ninfos,
		.version = options->version,
		.preface = options->preface,
		.appendix = options->appendix,
	};
	return receiver;
}

/* The document's end, into the output's buffer or through it. */
static void
end_document(WriterReceiver *receiver, WriterOutcome outcome, const char *message)
{
	MemoryContext outer = MemoryContextSwitchTo(receiver->context);

	writer_end(&receiver->writer, outcome, message);
	if (receiver->gzip != NULL)
		gzip_sink_end(receiver->gzip);
	MemoryContextSwitchTo(outer);
}

void
writer_receiver_end(WriterReceiver *receiver)
{
	/* No row is ever allowed: then there may be more. */
	if (receiver->options->maxrec == 0)
		receiver->overflow = true;
	end_document(receiver, receiver->overflow ? WRITER_OVERFLOW : WRITER_COMPLETE, NULL);
	if (receiver->writer.spool != NULL)
		receiver->writer.spool->close(receiver->writer.spool);
	if (receiver->writer.error.code != SKY_OK)
		sky_report(&receiver->writer.error, NULL);
	output_sink_end(receiver->output);
}

void
writer_receiver_fail(WriterReceiver *receiver, const char *message)
{
	if (!receiver->begun || !receiver->output->sent || receiver->output->broken)
		return;
	end_document(receiver, WRITER_FAILED, message);
	output_sink_flush(receiver->output);
}
