/*
 * guc_pg.c
 *		Every setting of pgsky, one row each but for the only switch, alphabetical.
 */
#include "postgres.h"

#include "base/guc_pg.h"

#include <limits.h>

#include "utils/guc.h"

bool pgsky_enable_skyscan = true;
int pgsky_max_faults;
int pgsky_max_list_items;
int pgsky_max_nesting;
int pgsky_max_query_length;
int pgsky_max_tables;
int pgsky_max_vertices;
int pgsky_maxrec_default;
int pgsky_maxrec_hard;
int pgsky_sync_temp_space;
int pgsky_sync_timeout;
char *pgsky_upload_hosts;
int pgsky_upload_max_rows;
int pgsky_upload_timeout;

typedef struct IntSetting
{
	const char *name;
	const char *brief;
	const char *more;
	int *variable;
	int boot;
	int least;
	int most;
	int unit; /* GUC_UNIT_...; 0: a plain number */
} IntSetting;

static const IntSetting settings[] = {
	{"pgsky.max_faults",
	 "Limits the number of faults of an ADQL query that are told at once.",
	 "Further ones are told once these are mended.",
	 &pgsky_max_faults,
	 20,
	 1,
	 1000,
	 0},
	{"pgsky.max_list_items",
	 "Limits the number of items of an IN list in an ADQL query.",
	 "Queries with longer lists are refused.",
	 &pgsky_max_list_items,
	 10000,
	 1,
	 1000000,
	 0},
	{"pgsky.max_nesting",
	 "Limits how deep parentheses, calls and subqueries of an ADQL query nest.",
	 "Queries that nest deeper are refused.",
	 &pgsky_max_nesting,
	 200,
	 1,
	 200,
	 0},
	{"pgsky.max_query_length",
	 "Limits the length of an ADQL query.",
	 "Longer queries are refused before they are parsed.",
	 &pgsky_max_query_length,
	 1024,
	 1,
	 64 * 1024,
	 GUC_UNIT_KB},
	{"pgsky.max_tables",
	 "Limits the number of tables that an ADQL query names, subqueries included.",
	 "Queries that name more are refused.",
	 &pgsky_max_tables,
	 32,
	 1,
	 1000,
	 0},
	{"pgsky.max_vertices",
	 "Limits the number of vertices of a polygon in an ADQL query.",
	 "Queries with larger polygons are refused.",
	 &pgsky_max_vertices,
	 10000,
	 3,
	 1000000,
	 0},
	{"pgsky.maxrec_default",
	 "Sets the number of rows a synchronous answer has at most when the client names no "
	 "MAXREC.",
	 "Rows; more are cut off and the answer says OVERFLOW.",
	 &pgsky_maxrec_default,
	 20000,
	 0,
	 INT_MAX,
	 0},
	{"pgsky.maxrec_hard",
	 "Limits the MAXREC a client may ask for.",
	 "Rows; a larger MAXREC is lowered to it.",
	 &pgsky_maxrec_hard,
	 1000000000,
	 0,
	 INT_MAX,
	 0},
	{"pgsky.sync_temp_space",
	 "Limits the temporary files of a synchronous answer.",
	 "A query that needs more is stopped; -1 leaves it to temp_file_limit.",
	 &pgsky_sync_temp_space,
	 4 * 1024 * 1024,
	 -1,
	 INT_MAX,
	 GUC_UNIT_KB},
	{"pgsky.sync_timeout",
	 "Limits the time of a synchronous answer.",
	 "A query that runs longer is stopped.",
	 &pgsky_sync_timeout,
	 60 * 1000,
	 1,
	 INT_MAX,
	 GUC_UNIT_MS},
	{"pgsky.upload_max_rows",
	 "Limits the rows of an uploaded table.",
	 "Tables with more are refused.",
	 &pgsky_upload_max_rows,
	 10000000,
	 0,
	 INT_MAX,
	 0},
	{"pgsky.upload_timeout",
	 "Limits the time of getting an uploaded table from its URL.",
	 "A transfer that takes longer is given up.",
	 &pgsky_upload_timeout,
	 60 * 1000,
	 1,
	 INT_MAX,
	 GUC_UNIT_MS},
};

void
guc_init(void)
{
	DefineCustomBoolVariable("pgsky.enable_skyscan",
							 "Enables the planner's use of sky indexes.",
							 NULL,
							 &pgsky_enable_skyscan,
							 true,
							 PGC_USERSET,
							 GUC_EXPLAIN,
							 NULL,
							 NULL,
							 NULL);
	for (size_t i = 0; i < lengthof(settings); i++)
	{
		const IntSetting *s = &settings[i];

		DefineCustomIntVariable(s->name,
								s->brief,
								s->more,
								s->variable,
								s->boot,
								s->least,
								s->most,
								PGC_SUSET,
								s->unit,
								NULL,
								NULL,
								NULL);
	}
	DefineCustomStringVariable(
		"pgsky.upload_hosts",
		"Sets from where uploaded tables may be taken by URL.",
		"Origins such as https://archive.example.org, separated by "
		"commas; empty: from nowhere.",
		&pgsky_upload_hosts,
		"",
		PGC_SUSET,
		GUC_LIST_INPUT,
		NULL,
		NULL,
		NULL);
	MarkGUCPrefixReserved("pgsky");
}
