#ifndef SVC_TAP_QUERY_PG_H
#define SVC_TAP_QUERY_PG_H

#include "svc/dali.h"

/* What a client of TAP asked for, ready to be run; texts live in its parameters' arena.
 */
typedef struct TapQuery
{
	DaliFormat format;
	const char *statement;	/* COPY (...) TO STDOUT (...) */
	const char *fault_text; /* on faults: all of them with their places, or NULL */
} TapQuery;

/* Read and compile; tables are those that the present user may read. */
extern bool tap_query_read(const HttpParams *params, TapQuery *query, SkyError *err);

#endif
