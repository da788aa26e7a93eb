#ifndef SVC_ADQL_TEXT_H
#define SVC_ADQL_TEXT_H

#include "base/sink.h"

/*
 * Pieces of ADQL that a service writes for its parameters.  Whatever the texts hold, they
 * stay inside their quotes.
 */

/* A delimited identifier. */
extern void adql_put_name(Sink *sink, const char *name);

/* A character string literal. */
extern void adql_put_text(Sink *sink, const char *text);

/* A finite number, the shortest that reads back to the same bits. */
extern void adql_put_number(Sink *sink, double number);

#endif
