#ifndef WRITER_KEPT_PLAN_PG_H
#define WRITER_KEPT_PLAN_PG_H

#include "writer/copy_plan_pg.h"

/*
 * The plan of a query, kept until the end of the transaction for the COPY statement that
 * is to run it: to plan takes longer than most searches.
 */

/* Keep a plan that was made in CurrentMemoryContext, which lasts as long. */
extern void kept_plan_put(const CopyPlan *copy);

/* Say which statement it is for. */
extern void kept_plan_name(const char *statement);

/* Fill plan and source with those kept for the statement that is the source; else false.
 */
extern bool kept_plan_take(CopyPlan *copy);

#endif
