#ifndef SVC_COPY_STATEMENT_H
#define SVC_COPY_STATEMENT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/column.h"
#include "base/sink.h"
#include "writer/writer.h"

/* A COPY statement that answers a request. */
typedef struct CopyStatement
{
	const char *sql;	/* the query: one SELECT */
	const char *format; /* name in the format table */
	int64_t maxrec;
	long expected_max;		  /* time that the planner may expect [s], 0: any */
	const char *instead;	  /* what to do with a query of which it expects more */
	const SkyColumn *columns; /* what the client is told of the result's columns */
	int ncolumns;
	const WriterInfo *infos;
	int ninfos;
	const char *preface; /* XML for VOTables, see writer.h; NULL: none */
	const char *appendix;
} CopyStatement;

/*
 * Copy what is told of the columns: it may belong to what is known of published tables,
 * which is forgotten when others change them.
 */
extern void copy_statement_own(CopyStatement *copy, Arena *arena);

/*
 * Write the statement; scratch is memory to use meanwhile.  Whatever the texts hold, they
 * stay inside their literals.
 */
extern void copy_statement_put(Sink *sink, Sink *scratch, const CopyStatement *copy);

/* Write text as an SQL literal that reads the same whatever the session's settings. */
extern void copy_literal_put(Sink *sink, const char *text, size_t length);

#endif
