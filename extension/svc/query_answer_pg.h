#ifndef SVC_QUERY_ANSWER_PG_H
#define SVC_QUERY_ANSWER_PG_H

#include "svc/copy_statement.h"
#include "svc/service.h"

/*
 * Answer with the rows of a query: as the body if it is likely to be small, and the HTTP
 * program has said by the line "sky-room: BYTES" how much it takes so; else by the COPY
 * statement that it is to run.
 */
extern void query_answer(ServiceCall *call, const CopyStatement *copy);

/* That statement, in CurrentMemoryContext. */
extern const char *query_statement(const CopyStatement *copy);

#endif
