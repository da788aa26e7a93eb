#ifndef WRITER_ANSWER_PG_H
#define WRITER_ANSWER_PG_H

#include "base/sink.h"
#include "writer/copy_plan_pg.h"

/*
 * Answer a query (its source and options) into a sink in memory, if the answer is
 * expected to be small and quick, and is at most room bytes long; else false, and nothing
 * is in the sink.  Then the query may have been run, and its plan is put into
 * kept_plan_pg.h.
 */
extern bool writer_answer(const CopyPlan *query, size_t room, Sink *sink);

#endif
