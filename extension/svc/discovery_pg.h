#ifndef SVC_DISCOVERY_PG_H
#define SVC_DISCOVERY_PG_H

#include "svc/dali.h"
#include "svc/discovery.h"
#include "svc/service.h"

/*
 * The answer to a discovery request: a table, streamed as TAP streams it, as the caller
 * may see it.
 */
typedef struct DiscoveryAnswer
{
	Sink adql; /* the query */
	DaliFormat format;
	int64_t maxrec;
	const char *standard_id;
	WriterInfo info; /* to be said beside it; without a name: nothing */
	/* What is said of the result's columns instead of what is known; NULL: nothing. */
	const SkyColumn *columns;
} DiscoveryAnswer;

/*
 * Begin an answer: MAXREC, and the format, which is format with that content type unless
 * RESPONSEFORMAT says another one.
 */
extern bool discovery_begin(ServiceCall *call,
							DiscoveryAnswer *answer,
							DaliFormat format,
							SkyError *err);

/* ivoa.obscore as the caller sees it; NULL with *err where he sees none. */
extern const CatalogTable *discovery_obscore(ServiceCall *call, SkyError *err);

/* Compile ADQL as the caller may ask it. */
extern bool discovery_compile(ServiceCall *call,
							  const Sink *adql,
							  AdqlResult *compiled,
							  SkyError *err);

/* Send it. */
extern bool
discovery_send(ServiceCall *call, const DiscoveryAnswer *answer, SkyError *err);

#endif
