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
	/* XML for VOTables, see writer.h; NULL: none but, behind, services of the columns. */
	const char *preface;
	const char *appendix;
} DiscoveryAnswer;

/*
 * Begin an answer: MAXREC, and the format, which is format with that content type, or a
 * page for browsers, unless RESPONSEFORMAT says another one.
 */
extern bool discovery_begin(ServiceCall *call,
							DiscoveryAnswer *answer,
							DaliFormat format,
							SkyError *err);

/* The table of a name as TAP writes it; NULL with *err if the caller sees none. */
extern const CatalogTable *discovery_table(Arena *arena, const char *name, SkyError *err);

/* ivoa.obscore as the caller sees it; NULL with *err where he sees none. */
extern const CatalogTable *discovery_obscore(ServiceCall *call, SkyError *err);

/*
 * Write what parameters there are as PARAMs, each name behind the prefix: for what a
 * service says of itself.  Which values there are is looked up in those rows of
 * ivoa.obscore that meet the condition, as the caller sees them.
 */
typedef struct DiscoveryDescription
{
	const CatalogTable *table;
	const char *condition;
	const DiscoveryParam *params;
	size_t count;
	const char *prefix;
} DiscoveryDescription;

extern bool discovery_put_params(ServiceCall *call,
								 Sink *sink,
								 const DiscoveryDescription *description,
								 SkyError *err);

/* Does a browser look at the service itself, with nothing to ask? */
extern bool discovery_wants_form(ServiceCall *call);

/* Answer with a page that asks for the parameters. */
extern void discovery_put_form(ServiceCall *call,
							   const char *title,
							   const DiscoveryParam *params,
							   size_t count);

/* Compile ADQL as the caller may ask it. */
extern bool discovery_compile(ServiceCall *call,
							  const Sink *adql,
							  AdqlResult *compiled,
							  SkyError *err);

/* Send it. */
extern bool
discovery_send(ServiceCall *call, const DiscoveryAnswer *answer, SkyError *err);

#endif
