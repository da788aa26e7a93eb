#ifndef SVC_FAULT_TEXT_H
#define SVC_FAULT_TEXT_H

#include "adql/adql.h"
#include "base/sink.h"

/*
 * Write a fault for people: the message, where in query it is (line, column and a caret
 * below the place; query may be NULL), detail and hint.  Lines are separated by LF, with
 * none at the end.
 */
extern void fault_text_put(Sink *sink, const SkyError *fault, const char *query);

/* All errors of a query, with a blank line between, and what was meant, if not NULL. */
extern void fault_text_put_all(Sink *sink,
							   const AdqlResult *result,
							   const char *query,
							   const char *fixed);

#endif
