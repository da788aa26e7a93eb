#ifndef SVC_TAP_QUERY_PG_H
#define SVC_TAP_QUERY_PG_H

#include "adql/adql.h"
#include "svc/copy_statement.h"
#include "svc/dali.h"

/* What a client of TAP asked for, ready to be run; texts live in its parameters' arena.
 */
typedef struct TapQuery
{
	/* What the caller wants. */
	bool advised;	   /* to be told how indexes serve the query */
	long expected_max; /* no query that the planner expects to take longer [s]; 0: any */
	const char *instead;  /* what the client is to do then */
	const char *base_url; /* of addresses; NULL: pgsky.base_url */
	/* What he gets. */
	DaliFormat format;
	int64_t maxrec;
	const AdqlAdvice *advice;
	CopyStatement copy;
	const char *fault_text; /* on faults: all of them with their places, or NULL */
} TapQuery;

/* Read and compile, into query; tables are those that the present user may read. */
extern bool tap_query_read(const HttpParams *params, TapQuery *query, SkyError *err);

#endif
