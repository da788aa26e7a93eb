/*
 * answer_pg.c
 *		Small answers, in memory.
 *
 * A COPY is a statement more, with its round trip: a good part of what a small search
 * takes.  So answers that the planner expects to be small are tried at once.  Where it
 * was wrong, what was written is thrown away, and the COPY begins anew.
 */
#include "postgres.h"

#include "writer/answer_pg.h"

#include "utils/memutils.h"

#include "base/plan_time_pg.h"
#include "writer/copy_pg.h"
#include "writer/kept_plan_pg.h"

#define QUICK		0.05 /* [s] that the planner may expect of what is tried */
#define HEAD_COLUMN 512	 /* [bytes] of a document's head, for each column */
#define ROW_COLUMN	8	 /* [bytes] between two cells */

/*
 * Is it worth the try?  Of guarded queries nobody is to learn, by the form of the answer,
 * what is expected.  Formats that spool take all rows before they give a byte.
 */
static bool
is_expected_small(const CopyPlan *copy, size_t room)
{
	const Plan *plan = copy->plan->planTree;
	int columns = list_length(plan->targetlist);
	double row = 2.0 * (plan->plan_width + ROW_COLUMN * columns); /* as text */

	return !copy->guarded && !copy->options.format->spools &&
		   plan_seconds(plan->total_cost) <= QUICK &&
		   plan->plan_rows * row + HEAD_COLUMN * columns <= (double) room;
}

/* An answer on its way into memory. */
typedef struct Answer
{
	Sink *sink;
	size_t room;
} Answer;

static void
send_to_memory(OutputSink *output, char *bytes, size_t size)
{
	Answer *answer = output->state;

	output->full = output->full || answer->sink->used + size > answer->room;
	if (!output->full)
		sink_put(answer->sink, bytes, size);
}

bool
writer_answer(const CopyPlan *query, size_t room, Sink *sink)
{
	static const OutputTarget memory = {.send = send_to_memory};
	MemoryContext context = AllocSetContextCreate(
		TopTransactionContext, "sky answer", ALLOCSET_DEFAULT_SIZES);
	MemoryContext outer = MemoryContextSwitchTo(context);
	Answer answer = {.sink = sink, .room = room};
	CopyPlan copy = *query;
	OutputSink *output = output_sink_create(&memory, &answer);
	bool done = false;

	copy.source = pstrdup(query->source);
	copy_plan_query(&copy);
	if (is_expected_small(&copy, room))
	{
		writer_copy_run(&copy, output);
		done = !output->full;
	}
	if (!done)
	{
		sink->used = 0;
		kept_plan_put(&copy);
	}
	MemoryContextSwitchTo(outer);
	if (done)
		MemoryContextDelete(context);
	return done;
}
