#ifndef WRITER_OPTIONS_PG_H
#define WRITER_OPTIONS_PG_H

#include "nodes/parsenodes.h"
#include "parser/parse_node.h"

#include "writer/format_table.h"

/* What COPY ... TO ... (FORMAT one of ours, ...) was told. */
typedef struct WriterOptions
{
	const TableFormat *format;
	int64 maxrec;		 /* [rows], -1: all */
	int64 expected_max;	 /* time that the planner may expect [s], 0: any */
	const char *instead; /* what to do with a query that is expected to take longer */
	SkyColumn *fields;	 /* one per column, NULL: not given */
	int nfields;
	WriterInfo *infos;
	int ninfos;
	bool gzip;
	const char *version; /* of VOTable */
	const char *preface; /* XML before the table of a VOTable, and behind its RESOURCE */
	const char *appendix;
} WriterOptions;

/* The FORMAT of a COPY statement if it is one of ours, else NULL. */
extern const TableFormat *writer_options_format(const List *options);

/* All options, checked; raises errors with the position in the statement. */
extern void
writer_options_read(ParseState *pstate, const List *options, WriterOptions *result);

#endif
