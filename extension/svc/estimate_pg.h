#ifndef SVC_ESTIMATE_PG_H
#define SVC_ESTIMATE_PG_H

#include "nodes/pg_list.h"

#include "adql/adql.h"

/* What the planner expects of a query, and what would help it; palloc'd. */
typedef struct QueryEstimate
{
	bool guarded; /* rows are not the same for everybody: tell no numbers */
	int64 rows;
	int width;			/* of a row [bytes] */
	double cost;		/* in the units of the planner */
	double seconds;		/* what that is worth here: pgsky.cost_per_second */
	List *sky_indexes;	/* of String: those that are used */
	const char *advice; /* lines; empty: there is none */
} QueryEstimate;

/*
 * Plan the query of a statement COPY (query) TO STDOUT (FORMAT one of ours ...) as it
 * would be run by the present user.  advice: of its compilation.
 */
extern QueryEstimate query_estimate(const char *statement, const AdqlAdvice *advice);

#endif
